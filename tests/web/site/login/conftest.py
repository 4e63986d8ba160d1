"""The look-alike provider in a thread, and a person with a browser between it and us."""

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from django.conf import settings as django_settings
from django.test import Client
from structlog.stdlib import ProcessorFormatter

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Face
from fastlinje.nonprod.cast import Character
from fastlinje.nonprod.provider.app import make_app
from fastlinje.nonprod.provider.demo import cast as people
from fastlinje.nonprod.provider.demo import own_clients
from fastlinje.nonprod.provider.issuers import Issuer, make_issuers
from fastlinje.nonprod.provider.serving import listening
from fastlinje.people.oidc.profile import Timeouts
from fastlinje.web.kit import COOKIES
from fastlinje.web.site.login import profiles

PAGES = "tests.web.site.login.pages"
US = "http://localhost:9"


@pytest.fixture(scope="session")
def issuers() -> Iterator[dict[str, Issuer]]:
    """Both look-alike providers, serving this installation's own clients and the cast."""
    with listening("127.0.0.1", 0) as server:
        base = f"http://127.0.0.1:{server.server_port}"
        own = replace(django_settings.ENVIRONMENT, base_url=US)
        made = make_issuers(base, own_clients(own), people())
        server.set_app(make_app(made))
        Thread(target=server.serve_forever, daemon=True).start()
        yield made
        server.shutdown()


@pytest.fixture(autouse=True)
def installation(settings, issuers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our settings, pointing at the look-alike. Patient: on a busy machine one login given up would fail the next ones too."""
    monkeypatch.setattr(profiles, "TIMEOUTS", Timeouts(connect=60, read=60, total=60))
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.ROOT_URLCONF = PAGES
    settings.ENVIRONMENT = replace(
        settings.ENVIRONMENT,
        base_url=US,
        idporten_issuer=issuers["idporten"].address,
        helseid_issuer=issuers["helseid"].address,
    )


class Visitor:
    """A browser: cookies of ours in Django's test client, cookies of the provider's in a requests session."""

    def __init__(self) -> None:
        self.us = Client(HTTP_HOST="localhost")
        self.provider = requests.Session()

    def leave(self, path: str) -> str:
        """Start a login here; the address at the provider."""
        answer = self.us.get(path)
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"]

    def choose(self, url: str, who: Character | str, *, level: str = "", cancel: bool = False) -> str:
        """Choose somebody on the provider's page, or by single sign-on nobody; the address that brings one home."""
        page = self.provider.get(url, allow_redirects=False, timeout=60)
        if page.is_redirect:
            return page.headers["Location"]
        ticket = re.search(r'name="ticket" value="([^"]+)"', page.text).group(1)
        level = level or re.search(r'name="level" value="([^"]+)" checked', page.text).group(1)
        name = who if isinstance(who, str) else who.name
        number = re.search(rf'name="person" value="(\d+)"><strong>{re.escape(name)}<', page.text).group(1)
        form = {"ticket": ticket, "level": level, **({"cancel": "1"} if cancel else {"person": number})}
        action = urljoin(url, re.search(r'action="([^"]+)"', page.text).group(1))
        return self.provider.post(action, data=form, allow_redirects=False, timeout=60).headers["Location"]

    def come_home(self, url: str):
        """Follow the provider's redirect to our callback."""
        assert url.startswith(US)
        parts = urlsplit(url)
        return self.us.get(f"{parts.path}?{parts.query}")

    def log_in(self, who: Character | str, path: str = "/logg-inn/", **choices: object):
        """The whole way; our answer to the callback."""
        return self.come_home(self.choose(self.leave(path), who, **choices))

    def session_key(self, face: Face = Face.CITIZEN) -> str:
        """What the session's cookie holds."""
        morsel = self.us.cookies.get(COOKIES[face])
        return morsel.value if morsel else ""


@pytest.fixture
def visitor(cast) -> Iterator[Visitor]:
    """A person with an empty browser, in the world of the cast."""
    person = Visitor()
    yield person
    person.provider.close()


@pytest.fixture
def refusals(cast):
    """The codes of refused logins in the audit log, oldest first."""

    def read() -> list[str]:
        events = AuditEvent.objects.using("owner").exclude(refusal_code="").order_by("recorded_at", "id")
        return [event.refusal_code for event in events]

    return read


@pytest.fixture
def log_lines(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Every line the product writes, formatted as the operator reads it."""
    (handler,) = (each for each in logging.root.handlers if isinstance(each.formatter, ProcessorFormatter))
    lines = io.StringIO()
    monkeypatch.setattr(handler, "stream", lines)
    return lines
