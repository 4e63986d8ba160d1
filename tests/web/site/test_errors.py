"""Error pages: whom they concern, in whose language, and that they come whatever is broken (F-100, FD-12)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from fastlinje.audit import gate
from fastlinje.config import urls
from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.nonprod.cast import BERG, KARI
from fastlinje.people.models import Person, RelatedPerson, Session
from fastlinje.web.kit import ANYONE, CITIZEN, COOKIES, requires

BANNER = "Du handler på vegne av <strong>Ola Nordmann</strong>"
URGENT = "116 117"


@requires(ANYONE)
def breaks_for_anybody(request) -> HttpResponse:
    raise ZeroDivisionError


@requires(CITIZEN)
def breaks_for_a_citizen(request) -> HttpResponse:
    raise ZeroDivisionError


@requires(CITIZEN)
def finds_the_database_away(request) -> HttpResponse:
    raise OperationalError("gone")


urlpatterns = [
    *urls.urlpatterns,
    path("brudd/alle/", breaks_for_anybody),
    path("brudd/innbygger/", breaks_for_a_citizen),
    path("brudd/databasen/", finds_the_database_away),
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def breaking(settings) -> None:
    """Addresses where something goes wrong."""
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def kari(logins, family) -> Client:
    """Kari's browser, acting for Ola, which shows error pages as life does."""
    client = logins.client(KARI)
    client.raise_request_exception = False
    assert client.post("/bytt-person/", {"person": str(family.ola.pk)}).status_code == 302
    return client


def unknown(client: Client) -> HttpResponse:
    return client.get("/finnes-ikke/")


def foreign(client: Client) -> HttpResponse:
    return client.get(f"/samtaler/{uuid4()}/")


def without_token(client: Client) -> HttpResponse:
    strict = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    strict.cookies = client.cookies
    return strict.post("/bytt-person/", {"person": "x"})


def too_much_text(client: Client) -> HttpResponse:
    return client.post("/bytt-person/", {"text": "x" * 1_100_000})


def too_many_files(client: Client) -> HttpResponse:
    return client.post("/bytt-person/", {f"f{n}": SimpleUploadedFile("a.txt", b"a") for n in range(5)})


def too_many_fields(client: Client) -> HttpResponse:
    return client.post("/bytt-person/", {f"f{n}": "x" for n in range(301)})


def broken_for_anybody(client: Client) -> HttpResponse:
    return client.get("/brudd/alle/")


def broken_in_a_view(client: Client) -> HttpResponse:
    return client.get("/brudd/innbygger/")


def broken_after_a_form(client: Client) -> HttpResponse:
    return client.post("/brudd/innbygger/", {"text": "x"})


def database_away(client: Client) -> HttpResponse:
    return client.get("/brudd/databasen/")


WRONGS = [
    (unknown, 404),
    (foreign, 404),
    (without_token, 403),
    (too_much_text, 400),
    (too_many_files, 400),
    (too_many_fields, 400),
    (broken_for_anybody, 500),
    (broken_in_a_view, 500),
    (broken_after_a_form, 500),
    (database_away, 503),
]


@pytest.mark.parametrize(("wrong", "status"), WRONGS, ids=[wrong.__name__ for wrong, _status in WRONGS])
def test_whom_it_concerns_stands_on_every_error_page(breaking, kari, wrong, status):
    page = wrong(kari)
    html = page.content.decode()
    assert (page.status_code, BANNER in html, URGENT in html) == (status, True, True)


@pytest.mark.parametrize(("wrong", "status"), WRONGS, ids=[wrong.__name__ for wrong, _status in WRONGS])
def test_nobody_acts_for_anybody_there_without_having_chosen(breaking, logins, family, wrong, status):
    client = logins.client(KARI)
    client.raise_request_exception = False
    page = wrong(client)
    assert (page.status_code, "Du handler på vegne av <strong>" in page.content.decode()) == (status, False)


FEW = [(unknown, 404), (without_token, 403), (too_much_text, 400), (broken_for_anybody, 500)]


@contextmanager
def statements() -> Iterator[list[str]]:
    ran: list[str] = []

    def note(execute: Callable, sql: str, *arguments: object) -> object:
        ran.append(sql)
        return execute(sql, *arguments)

    with connection.execute_wrapper(note):
        yield ran


@pytest.mark.parametrize(("wrong", "status"), FEW)
def test_somebody_who_is_not_logged_in_costs_no_statement(breaking, db, wrong, status):
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    with statements() as ran:
        page = wrong(client)
    assert (page.status_code, URGENT in page.content.decode(), ran) == (status, True, [])


@pytest.mark.parametrize(("wrong", "status"), FEW)
@pytest.mark.parametrize("error", [OperationalError("gone"), KeyError("about")], ids=["database", "gate"])
def test_a_gate_that_fails_costs_the_banner_and_not_the_page(breaking, kari, monkeypatch, wrong, status, error):
    def fail(*arguments: object, **named: object) -> None:
        raise error

    monkeypatch.setattr(gate, "enter", fail)
    page = wrong(kari)
    html = page.content.decode()
    assert (page.status_code, BANNER in html, URGENT in html) == (status, False, True)


def test_a_session_that_is_known_costs_one_statement(kari):
    with statements() as ran:
        unknown(kari)
    assert len(ran) == 1


def test_an_error_page_keeps_no_session_alive(kari):
    """Only a page somebody asked for does."""
    sessions = Session.objects.using("owner")
    sessions.update(last_seen_at=now() - timedelta(minutes=5))
    before = sessions.get().last_seen_at
    assert BANNER in unknown(kari).content.decode()
    assert sessions.get().last_seen_at == before


def test_the_office_is_not_told_whom_a_citizen_in_the_same_browser_acts_for(kari, logins):
    """AD-22: two identities."""
    kari.cookies[COOKIES[Face.STAFF]] = logins.key(BERG, Face.STAFF)
    for address in ("/kontor/finnes-ikke/", f"/kontor/samtaler/{uuid4()}/", "/drift/finnes-ikke/"):
        page = kari.get(address)
        assert (page.status_code, "Du handler" in page.content.decode()) == (404, False), address


def test_a_representation_that_has_ended_is_not_shown(kari):
    RelatedPerson.objects.using("owner").update(ended_at=now())
    assert "Du handler" not in unknown(kari).content.decode()


def test_it_speaks_the_language_of_whoever_is_logged_in(kari, cast):
    Person.objects.using("owner").filter(pk=cast.kari.pk).update(language="en")
    page = unknown(kari)
    assert (page["Content-Language"], 'lang="en"' in page.content.decode()) == ("en", True)
