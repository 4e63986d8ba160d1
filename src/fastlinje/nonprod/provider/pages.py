"""The pages a person sees. They look calm and say clearly that this is no real login."""

from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from .authorization_request import AuthorizationRequest
from .issuers import Issuer
from .registry import Person
from .web import Response


def choose(issuer: Issuer, wanted: AuthorizationRequest, *, ticket: str) -> Response:
    """Choose a level and a person, or cancel."""
    people = "".join(_person(number, person) for number, person in enumerate(issuer.people))
    levels = "".join(_level(level.acr, level.name, checked=level is issuer.levels[0]) for level in issuer.levels)
    body = f"""
    <h1>Hvem vil du logge inn som?</h1>
    <p>Her velger du en oppdiktet person. Ingen av dem finnes.</p>
    <form method="post" action="/{issuer.name}/authorize/choice">
      <input type="hidden" name="ticket" value="{escape(ticket)}">
      <fieldset><legend>Sikkerhetsnivå</legend>{levels}</fieldset>
      <h2>Personer</h2>
      <ul class="people">{people}</ul>
      <button class="cancel" name="cancel" value="1">Avbryt innloggingen</button>
    </form>"""
    return _page(f"Prøveinnlogging – {issuer.title}", body, form_action=_origin(wanted.redirect_uri))


def logged_out(issuer: Issuer, frames: list[str], back: str | None) -> Response:
    """Tell the clients through the browser, then go back to the one that asked."""
    hidden = "".join(f'<iframe hidden title="Utlogging" src="{escape(frame)}"></iframe>' for frame in frames)
    onwards = f'<p><a href="{escape(back)}">Gå tilbake til tjenesten</a></p>' if back else ""
    body = f"<h1>Du er logget ut av {issuer.title}</h1><p>Vi logger deg ut av tjenestene du brukte.</p>{onwards}{hidden}"
    refresh = f'<meta http-equiv="refresh" content="2; url={escape(back)}">' if back else ""
    sources = " ".join(sorted({_origin(frame) for frame in frames})) or "'none'"
    return _page(
        "Logget ut – prøveinnlogging",
        body,
        head=refresh,
        frame_src=sources,
        cookie=f"{issuer.cookie}=; Path=/{issuer.name}; Max-Age=0",
    )


def problem(title: str, sentence: str, *, back: str | None = None) -> Response:
    """Something is wrong, and nobody is sent anywhere."""
    onwards = f'<p><a href="{escape(back)}">Gå tilbake til tjenesten</a></p>' if back else ""
    return _page(f"{title} – prøveinnlogging", f"<h1>{escape(title)}</h1><p>{escape(sentence)}</p>{onwards}", status=400)


def front() -> Response:
    """What this address is, for someone who opens it by accident."""
    return _page("Prøveinnlogging", "<h1>Prøveinnlogging</h1><p>Gå til tjenesten og velg «Logg inn» der. Da kommer du hit.</p>")


def style() -> Response:
    """The style sheet."""
    return Response(200, (("Content-Type", "text/css; charset=utf-8"), ("Cache-Control", "max-age=60")), _style())


@cache
def _style() -> bytes:
    return (Path(__file__).parent / "style.css").read_bytes()


def _person(number: int, person: Person) -> str:
    return (
        f'<li><button name="person" value="{number}"><strong>{escape(person.name)}</strong>'
        f"<span>{escape(person.description)}</span><small>{_number(person)}</small></button></li>"
    )


def _number(person: Person) -> str:
    if person.pid is None:
        return "Uten norsk fødselsnummer"
    return f"Fødselsnummer {escape(person.pid[:6])} {escape(person.pid[6:])}"


def _level(value: str, name: str, *, checked: bool) -> str:
    mark = " checked" if checked else ""
    return f'<label><input type="radio" name="level" value="{escape(value)}"{mark}> {escape(name)}</label>'


def _page(
    title: str,
    body: str,
    *,
    head: str = "",
    status: int = 200,
    form_action: str = "",
    frame_src: str = "'none'",
    cookie: str | None = None,
) -> Response:
    html = f"""<!doctype html>
<html lang="nb">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{escape(title)}</title>
    <link rel="stylesheet" href="/style.css">
    <link rel="icon" href="data:,">
    {head}
  </head>
  <body>
    <header><p><strong>Prøveinnlogging</strong> – ikke BankID</p></header>
    <main>{body}</main>
    <footer><p>Bare for utprøving. Bruk aldri ekte opplysninger her.</p></footer>
  </body>
</html>"""
    # form-action names the client too: browsers hold it against the redirect that follows the form.
    policy = (
        f"default-src 'none'; style-src 'self'; img-src data:; form-action 'self' {form_action}; "
        f"frame-src {frame_src}; frame-ancestors 'none'; base-uri 'none'"
    )
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"), ("Content-Security-Policy", policy)]
    if cookie is not None:
        headers.append(("Set-Cookie", cookie))
    return Response(status, tuple(headers), html.encode())


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
