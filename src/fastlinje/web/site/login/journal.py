"""One line per attempt to log in or out: time, what, how it went, from where (identity A6). Never a national number."""

import structlog
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from fastlinje.audit import gate
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

_log = structlog.get_logger("fastlinje.login")

SUCCESS = "ok"


def note(request: HttpRequest, action: str, *, provider: str, result: str = SUCCESS, sid: str = "") -> None:
    """Write the line. `result` is "ok" or the code of a refusal."""
    _log.info(action, provider=provider, result=result, sid=sid, ip=client_address(request))


def audit_refusal(request: HttpRequest, code: str) -> None:
    """Keep a refused login in the audit log too. Only for attempts begun here: anyone can knock at the callback."""
    with transaction.atomic():
        anonymous = Actor.anonymous()
        gate.enter(anonymous.entry, now=request.now)
        record(anonymous, "session.start", now=request.now, refusal_code=code)


def client_address(request: HttpRequest) -> str:
    """The address of the browser: what our own outermost proxy saw, or the connection when there is none."""
    proxies = settings.ENVIRONMENT.trusted_proxies
    seen = [address.strip() for address in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return seen[-proxies] if 0 < proxies <= len(seen) and seen[-proxies] else request.META.get("REMOTE_ADDR", "")
