"""Which address is answered by what."""

from collections.abc import Callable
from dataclasses import replace

from . import authorize, discovery, logout, pages, tokens
from .issuers import Issuer
from .web import Problem, Request, Response, problem_answer, wsgi

_ROUTES: dict[tuple[str, str], Callable[[Issuer, Request], Response]] = {
    ("GET", "/.well-known/openid-configuration"): discovery.metadata,
    ("GET", "/jwks"): discovery.jwks,
    ("POST", "/par"): tokens.push,
    ("GET", "/authorize"): authorize.authorize,
    ("POST", "/authorize/choice"): authorize.choice,
    ("POST", "/token"): tokens.token,
    ("GET", "/logout"): logout.end_session,
    ("POST", "/logout"): logout.end_session,
}


def make_app(issuers: dict[str, Issuer]) -> Callable:
    """The WSGI application of both issuers, by name."""

    def answer(request: Request) -> Response:
        if request.path == "/style.css":
            return pages.style()
        if request.path == "/":
            return pages.front()
        name, _, rest = request.path.removeprefix("/").partition("/")
        route = _ROUTES.get((request.method, f"/{rest}"))
        if name not in issuers or route is None:
            return replace(pages.problem("Siden finnes ikke", "Gå tilbake til tjenesten du kom fra."), status=404)
        try:
            return route(issuers[name], request)
        except Problem as problem:
            return problem_answer(problem)

    return wsgi(answer)
