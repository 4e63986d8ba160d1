"""From a client's question to a code: single sign-on, the page where one chooses a person, or the headless way of tests."""

import secrets
from dataclasses import dataclass, replace

from fastlinje.nonprod import clock

from . import pages
from .authorization_request import AuthorizationRequest, client_and_address, read_request
from .issuers import Issuer, Level
from .memory import SsoSession
from .registry import Person
from .web import Problem, Request, Response, redirect

_TESTID = "testid:"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code stands for."""

    request: AuthorizationRequest
    session: SsoSession


def authorize(issuer: Issuer, request: Request) -> Response:
    """GET /authorize"""
    params = _params(issuer, request)
    try:
        wanted = read_request(issuer, params)
    except Problem as problem:
        return _to_client_or_page(issuer, params, problem)
    # Tests add the hint to the address, next to a request that was pushed without it.
    wanted = replace(wanted, login_hint=request.query.get("login_hint", wanted.login_hint))
    if (wanted.login_hint or "").startswith(_TESTID):
        return _log_in_headless(issuer, request, wanted)
    session = issuer.sessions.get(request.cookies.get(issuer.cookie, ""))
    if session is not None and _satisfies(session, wanted, issuer):
        return _grant(issuer, wanted, session)
    if wanted.prompt == "none":
        return _refuse(issuer, wanted, "login_required")
    return pages.choose(issuer, wanted, ticket=issuer.waiting.put(wanted))


def choice(issuer: Issuer, request: Request) -> Response:
    """POST /authorize/choice: a person was chosen on the page, or the person gave up."""
    wanted = issuer.waiting.take(request.form.get("ticket", ""))
    if wanted is None:
        return pages.problem("Siden er for gammel", "Gå tilbake til tjenesten du kom fra og logg inn på nytt.")
    if "cancel" in request.form:
        return _refuse(issuer, wanted, "access_denied")
    number, level = request.form.get("person", ""), issuer.level(request.form.get("level"))
    if not number.isdecimal() or int(number) >= len(issuer.people) or level is None:
        return pages.choose(issuer, wanted, ticket=issuer.waiting.put(wanted))
    return _log_in(issuer, request, wanted, issuer.people[int(number)], level, (level.amr,))


def _params(issuer: Issuer, request: Request) -> dict[str, str]:
    request_uri = request.query.get("request_uri")
    if request_uri is None:
        # HelseID takes pushed requests only; an empty request is refused by read_request.
        return {} if issuer.bound_tokens else request.query
    pushed = issuer.pushed.take(request_uri) or {}
    return pushed if pushed.get("client_id") == request.query.get("client_id") else {}


def _to_client_or_page(issuer: Issuer, params: dict[str, str], problem: Problem) -> Response:
    try:
        client_and_address(issuer, params)
    except Problem:
        return pages.problem("Noe er galt med innloggingen", f"{problem.description or problem.error}.")
    fields = {"error": problem.error, "error_description": problem.description, "state": params.get("state"), "iss": issuer.address}
    return redirect(params["redirect_uri"], fields)


def _satisfies(session: SsoSession, wanted: AuthorizationRequest, issuer: Issuer) -> bool:
    reached = issuer.level(session.level)
    young_enough = wanted.max_age is None or clock.seconds() - session.auth_time <= wanted.max_age
    high_enough = reached is not None and reached.rank >= wanted.level.rank
    return session.alive() and young_enough and high_enough and wanted.prompt != "login"


def _log_in_headless(issuer: Issuer, request: Request, wanted: AuthorizationRequest) -> Response:
    """login_hint=testid:<pid>_<acr>, as in ID-porten's test environment (identity A7)."""
    pid, _, acr = (wanted.login_hint or "").removeprefix(_TESTID).partition("_")
    level = issuer.level(acr)
    if not pid or level is None:
        return _refuse(issuer, wanted, "invalid_request")
    person = issuer.person(pid) or Person(name="Test Testesen", pid=pid, description="", kind=issuer.kind)
    return _log_in(issuer, request, wanted, person, level, ("TestID",))


def _log_in(
    issuer: Issuer, request: Request, wanted: AuthorizationRequest, person: Person, level: Level, amr: tuple[str, ...]
) -> Response:
    moment = clock.seconds()
    session = SsoSession(secrets.token_urlsafe(18), person, level.acr, amr, int(moment), moment)
    earlier = issuer.sessions.take(request.cookies.get(issuer.cookie, ""))
    if earlier is not None and earlier.person == person:
        # Stepping up, or proving it again: the same session, so that logging out still reaches the clients it knows.
        session.sid, session.client_ids = earlier.sid, earlier.client_ids
    cookie = f"{issuer.cookie}={issuer.sessions.put(session)}; Path=/{issuer.name}; HttpOnly; SameSite=Lax"
    return _grant(issuer, wanted, session, cookie=cookie)


def _grant(issuer: Issuer, wanted: AuthorizationRequest, session: SsoSession, *, cookie: str | None = None) -> Response:
    session.used_at = clock.seconds()
    session.client_ids.add(wanted.client.client_id)
    code = issuer.codes.put(Grant(wanted, session))
    return redirect(wanted.redirect_uri, {"code": code, "state": wanted.state, "iss": issuer.address}, cookie=cookie)


def _refuse(issuer: Issuer, wanted: AuthorizationRequest, error: str) -> Response:
    return redirect(wanted.redirect_uri, {"error": error, "state": wanted.state, "iss": issuer.address})
