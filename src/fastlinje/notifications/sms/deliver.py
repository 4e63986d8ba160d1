"""Handing one SMS to the gateway: POST JSON {"to", "from", "text", "reference"} with a bearer token; any 2xx means taken."""

import re
from datetime import timedelta
from uuid import UUID

import requests
from django.conf import settings

from ..delivery import NotDelivered

_SECONDS_TO_CONNECT, _SECONDS_TO_ANSWER = 5, 10
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_PATIENCE = frozenset({408, 425, 429})


def send_sms(*, to: str, text: str, reference: UUID) -> None:
    """Send an SMS to one number in E.164.

    reference  the notice's id: the same for every try, so that the gateway can send it once
    Raises     NotDelivered
    """
    if not _E164.fullmatch(to):
        raise NotDelivered("bad_address", permanent=True)
    environment = settings.ENVIRONMENT
    message = {"to": to, "from": environment.sms_sender, "text": text, "reference": str(reference)}
    headers = {"Idempotency-Key": str(reference)}
    if environment.sms_gateway_token:
        headers["Authorization"] = f"Bearer {environment.sms_gateway_token}"
    try:
        with requests.Session() as session:
            session.trust_env = False  # no proxies or .netrc of whoever started the worker
            answer = session.post(
                environment.sms_gateway_url,
                json=message,
                headers=headers,
                timeout=(_SECONDS_TO_CONNECT, _SECONDS_TO_ANSWER),
                allow_redirects=False,  # phone numbers and our token go nowhere else
                stream=True,  # the status is all we need: a body, however long, is never read
            )
            answer.close()
    except requests.exceptions.Timeout:
        raise NotDelivered("sms_timeout") from None
    except requests.exceptions.SSLError:
        raise NotDelivered("sms_tls") from None
    except requests.exceptions.RequestException:
        raise NotDelivered("sms_unreachable") from None
    _judge(answer.status_code, answer.headers.get("Retry-After", ""))


def _judge(status: int, retry_after: str) -> None:
    if 200 <= status < 300:
        return
    wait = timedelta(seconds=int(retry_after)) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 7 else None
    temporary = status >= 500 or status in _PATIENCE
    raise NotDelivered(f"sms_{status}", permanent=not temporary, wait=wait)
