"""Logging out here: the session dies, and every client that knew it is told, by its own channel and through the browser."""

import secrets
import threading
from urllib.parse import urlencode, urlsplit

import requests

from fastlinje.nonprod import clock

from . import pages
from .issuers import Issuer
from .memory import SsoSession
from .registry import Client
from .web import Request, Response, redirect

_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_TIMEOUTS = (2, 5)


def end_session(issuer: Issuer, request: Request) -> Response:
    """GET or POST /logout"""
    params = request.form or request.query
    back = _way_back(issuer, params)
    session = issuer.sessions.take(request.cookies.get(issuer.cookie, ""))
    if session is None:
        return pages.problem("Du er ikke logget inn her", "Det er ingenting å logge ut av.", back=back)
    told = [client for client in issuer.clients if client.client_id in session.client_ids]
    _tell_by_back_channel(issuer, told, session)
    frames = [_frame(issuer, client, session) for client in told if client.frontchannel_logout_uri]
    if frames or back is None:
        return pages.logged_out(issuer, frames, back)
    return redirect(back, {})


def _way_back(issuer: Issuer, params: dict[str, str]) -> str | None:
    client, address = issuer.client(params.get("client_id")), params.get("post_logout_redirect_uri")
    if client is None or address not in client.post_logout_redirect_uris:
        return None
    state = params.get("state")
    return address if state is None else f"{address}{'&' if urlsplit(address).query else '?'}{urlencode({'state': state})}"


def _frame(issuer: Issuer, client: Client, session: SsoSession) -> str:
    return f"{client.frontchannel_logout_uri}?{urlencode({'iss': issuer.address, 'sid': session.sid})}"


def _tell_by_back_channel(issuer: Issuer, clients: list[Client], session: SsoSession) -> None:
    for client in clients:
        if client.backchannel_logout_uri:
            token = _logout_token(issuer, client, session)
            threading.Thread(target=_deliver, args=(client.backchannel_logout_uri, token), daemon=True).start()


def _deliver(address: str, token: str) -> None:
    """One attempt, as ID-porten does it. A client that is down learns nothing."""
    try:
        requests.post(address, data={"logout_token": token}, timeout=_TIMEOUTS, allow_redirects=False).close()
    except requests.RequestException as error:
        print(f"The client at {urlsplit(address).netloc} did not hear of the logout: {type(error).__name__}", flush=True)


def _logout_token(issuer: Issuer, client: Client, session: SsoSession) -> str:
    moment = int(clock.seconds())
    claims = {
        "iss": issuer.address,
        "aud": client.client_id,
        "sub": issuer.subject(client, session.person),
        "sid": session.sid,
        "iat": moment,
        "exp": moment + 120,
        "jti": secrets.token_urlsafe(18),
        "events": {_EVENT: {}},
    }
    return issuer.sign(claims, typ="logout+jwt")
