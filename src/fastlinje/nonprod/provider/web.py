"""As much of the web as this provider needs: a request, a response, and WSGI around them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

_MOST_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What came in. `path` is without the issuer's prefix."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    cookies: dict[str, str]
    dpop: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What goes out."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)


class Problem(Exception):
    """An OAuth error for the client's back channel, such as invalid_grant."""

    def __init__(self, error: str, description: str = "", *, status: int = 400, headers: tuple[tuple[str, str], ...] = ()):
        super().__init__(error)
        self.error, self.description, self.status, self.headers = error, description, status, headers


def json_answer(content: dict, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """A JSON document that nobody stores."""
    fixed = (("Content-Type", "application/json"), ("Cache-Control", "no-store"))
    return Response(status, (*fixed, *headers), json.dumps(content).encode())


def problem_answer(problem: Problem) -> Response:
    """The OAuth error as JSON."""
    content = {"error": problem.error, "error_description": problem.description}
    return json_answer(content, status=problem.status, headers=problem.headers)


def redirect(url: str, fields: dict[str, str | None], *, cookie: str | None = None) -> Response:
    """Send the browser on with these fields; None is left out."""
    given = {name: value for name, value in fields.items() if value is not None}
    target = f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(given)}" if given else url
    headers = (("Location", target), ("Cache-Control", "no-store"))
    return Response(303, headers if cookie is None else (*headers, ("Set-Cookie", cookie)))


def wsgi(answer: Callable[[Request], Response]) -> Callable[[dict, Callable], Iterable[bytes]]:
    """The WSGI application around a function from request to response."""

    def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
        response = answer(_request(environ))
        headers = [*response.headers, ("Content-Length", str(len(response.body))), ("Referrer-Policy", "no-referrer")]
        start_response(f"{response.status} {HTTPStatus(response.status).phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [response.body]

    return application


def _request(environ: dict) -> Request:
    length = min(int(environ.get("CONTENT_LENGTH") or 0), _MOST_BYTES)
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", ""),
        query=dict(parse_qsl(environ.get("QUERY_STRING", ""))),
        form=dict(parse_qsl(environ["wsgi.input"].read(length).decode("utf-8", "replace"))),
        cookies=_cookies(environ.get("HTTP_COOKIE", "")),
        dpop=environ.get("HTTP_DPOP"),
    )


def _cookies(header: str) -> dict[str, str]:
    jar = SimpleCookie()
    try:
        jar.load(header)
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}
