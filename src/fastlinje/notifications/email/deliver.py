"""Handing one e-mail to the mail server."""

import smtplib
import socket
import ssl
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.core.validators import ValidationError, validate_email

from ..delivery import NotDelivered
from ..templates import one_line


def send_email(*, to: str, subject: str, body: str, reference: UUID) -> None:
    """Send a plain-text e-mail to one person.

    reference  the notice's id: the same for every try, so that mailboxes show one message
    Raises     NotDelivered
    """
    try:
        validate_email(to)
    except ValidationError:
        raise NotDelivered("bad_address", permanent=True) from None
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{reference}@{domain}>", "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    message = EmailMessage(one_line(subject), body, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
    try:
        _hand_over(message)
    except BadHeaderError:
        raise NotDelivered("bad_header", permanent=True) from None
    except smtplib.SMTPRecipientsRefused as refused:
        raise _by_code(min(code for code, _said in refused.recipients.values())) from None
    except smtplib.SMTPAuthenticationError:
        raise NotDelivered("smtp_login") from None  # ours to mend: keep the notice while an operator does
    except smtplib.SMTPResponseException as answer:
        raise _by_code(answer.smtp_code) from None
    except smtplib.SMTPNotSupportedError:
        raise NotDelivered("smtp_no_tls") from None
    except (OSError, smtplib.SMTPException) as trouble:
        raise NotDelivered(_name(trouble)) from None


def _hand_over(message: EmailMessage) -> None:
    message.connection = connection = get_connection()
    try:
        message.send()
    finally:
        connection.close()  # also one that was only half opened


def _by_code(code: int) -> NotDelivered:
    return NotDelivered(f"smtp_{code}", permanent=500 <= code < 600)


def _name(trouble: Exception) -> str:
    names = {
        ssl.SSLError: "smtp_tls",
        TimeoutError: "smtp_timeout",
        ConnectionRefusedError: "smtp_refused",
        socket.gaierror: "smtp_unknown_host",
        smtplib.SMTPServerDisconnected: "smtp_disconnected",
    }
    cause = trouble.__context__ if isinstance(trouble.__context__, TimeoutError) else trouble  # smtplib calls a silence a hang-up
    return next((name for kind, name in names.items() if isinstance(cause, kind)), "smtp_failed")
