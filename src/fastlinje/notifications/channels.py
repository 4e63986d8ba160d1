"""The channels of this installation."""

from uuid import UUID

from django.conf import settings

from .email.deliver import send_email
from .rules import EMAIL, SMS
from .sms.deliver import send_sms
from .templates import Wording, email_body


def configured_channels() -> frozenset[str]:
    """Those that have a server to talk to."""
    environment = settings.ENVIRONMENT
    servers = {EMAIL: environment.smtp_host, SMS: environment.sms_gateway_url}
    return frozenset(channel for channel, server in servers.items() if server)


def deliver(channel: str, *, to: str, wording: Wording, language: str, reference: UUID) -> None:
    """Hand a notice to its channel. Raises NotDelivered."""
    if channel == SMS:
        send_sms(to=to, text=wording.sentence, reference=reference)
    else:
        body = email_body(wording.sentence, host(), language)
        send_email(to=to, subject=wording.subject, body=body, reference=reference)


def host() -> str:
    """The address people type to come here, as it stands in every e-mail."""
    return settings.ENVIRONMENT.base_url.partition("://")[2]
