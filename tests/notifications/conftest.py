"""A mail server, an SMS gateway, and an installation that uses them, awake day and night."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from fastlinje.audit.outbox import emit
from fastlinje.notifications.models import Notice
from fastlinje.people.models import ContactPoint
from tests.notifications.peers import Gateway, MailServer
from tests.office_world import make_conversation
from tests.worker import Run, Worker


@pytest.fixture
def mail() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    server = Gateway()
    yield server
    server.stop()


@pytest.fixture
def installation(settings, mail: MailServer, gateway: Gateway) -> Callable[..., None]:
    """Change settings of the installation: `installation(quiet_hours=(21, 7))`."""

    def change(**changes: Any) -> None:
        settings.ENVIRONMENT = replace(settings.ENVIRONMENT, **changes)
        settings.EMAIL_HOST = settings.ENVIRONMENT.smtp_host

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = mail.port, False, 0.5
    settings.DEFAULT_FROM_EMAIL = "Fastlinje <ikke-svar@fastlinje.example>"
    change(
        smtp_host="127.0.0.1",
        sms_gateway_url=gateway.url,
        sms_gateway_token="hemmelig",
        base_url="https://fastlinje.example",
        quiet_hours=None,
    )
    return change


@pytest.fixture
def conversation(cast, installation):
    """Kari's question to lege Berg. Kari gets e-mail: her number is gone."""
    ContactPoint.objects.using("owner").filter(person=cast.kari, system="sms").delete()
    return make_conversation(
        cast.kari_patient, cast.berg_role, state="sent", subject="Kløe etter hivtest", text="Jeg heter Kari og er redd."
    )


@pytest.fixture
def with_mobile(cast, conversation):
    """Kari has a mobile number after all."""
    from fastlinje.nonprod.factories import make_contact_point

    return make_contact_point(cast.kari, ContactPoint.System.SMS, "+4790000001")


@pytest.fixture
def tell(worker: Worker) -> Callable[..., list[Run]]:
    """Something happened; run what follows from it."""

    def run(event: object, **arguments: Any) -> list[Run]:
        with worker.connected():
            emit(event)
        return worker.run(**arguments)

    return run


def the_notice() -> Notice:
    """The only notice there is."""
    return Notice.objects.using("owner").get()
