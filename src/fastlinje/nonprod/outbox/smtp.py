"""Takes e-mail over SMTP."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .store import Outbox, message

ADDRESS = "127.0.0.1"


class _Catch:
    def __init__(self, outbox: Outbox):
        self._outbox = outbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        parsed = cast(EmailMessage, message_from_bytes(envelope.original_content or b"", policy=policy.default))
        body = parsed.get_body(("plain", "html"))
        for recipient in envelope.rcpt_tos:
            self._outbox.add(
                message(
                    "e-post",
                    recipient=recipient,
                    sender=str(parsed["From"]),
                    subject=str(parsed["Subject"]),
                    text=body.get_content().replace("\r\n", "\n") if body else "",
                )
            )
        return "250 OK"


def smtp_server(outbox: Outbox, port: int) -> Controller:
    """A server that puts what it is given in the outbox; `start()` it."""
    return Controller(_Catch(outbox), hostname=ADDRESS, port=port, server_hostname="localhost")
