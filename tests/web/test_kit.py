"""What `requires`, `render` and the middleware promise every page."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor, Capacity, Face
from fastlinje.nonprod.cast import BERG, KARI
from fastlinje.web.kit import ANYONE, CITIZEN, COOKIES, STAFF, requires
from fastlinje.web.middleware import DenyByDefault


def request_as(key: str | None, method: str = "GET", face: Face = Face.CITIZEN, **headers: str):
    make = RequestFactory(headers=headers)
    request = make.post("/noe/?a=1", {"tekst": "Hei ø"}) if method == "POST" else make.get("/noe/?a=1")
    if key:
        request.COOKIES[COOKIES[face]] = key
    return request


@requires(CITIZEN)
def whoami(request) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return HttpResponse(f"{request.actor.name} {cursor.fetchone()[0]}")


def test_get_runs_in_the_capacity(logins):
    assert whoami(request_as(logins.key(KARI))).content.decode() == "Kari Nordmann fastlinje_citizen"


def test_post_runs_outside_any_capacity_until_a_command_enters(logins):
    """So that a view cannot write or read past a command by mistake."""
    assert whoami(request_as(logins.key(KARI), "POST")).content.decode() == "Kari Nordmann fastlinje_web"


def test_nobody_is_sent_to_log_in_and_back(db):
    response = whoami(request_as(None))
    assert (response.status_code, response["Location"]) == (302, "/logg-inn/?next=%2Fnoe%2F%3Fa%3D1")


def test_an_unknown_key_is_nobody(db):
    assert whoami(request_as("x" * 43)).status_code == 302


def test_a_script_gets_an_answer_it_understands(db):
    response = whoami(request_as(None, Accept="application/json"))
    assert response.status_code == 401
    assert b"session_ended" in response.content


def test_a_form_sent_too_late_keeps_what_was_typed(db):
    """FD-20"""
    response = whoami(request_as(None, "POST"))
    assert response.status_code == 401
    assert "Hei ø" in response.content.decode()


def test_staff_key_on_a_citizen_page_is_nobody(logins):
    """AD-21"""
    assert whoami(request_as(logins.key(BERG, Face.STAFF))).status_code == 302


def test_citizen_key_on_a_staff_page_is_nobody(logins):
    """AD-21"""

    @requires(STAFF)
    def staff_only(request) -> HttpResponse:
        return HttpResponse("in")

    assert staff_only(request_as(logins.key(KARI), face=Face.STAFF)).status_code == 302


def test_a_view_without_requires_is_never_run(rf):
    """AD-14"""
    with pytest.raises(ImproperlyConfigured, match="has no @requires"):
        DenyByDefault(lambda request: HttpResponse()).process_view(rf.get("/"), lambda request: HttpResponse(), (), {})


def test_a_template_may_not_ask_the_database(rf, cast):
    request = rf.get("/")
    request.actor, request.face = Actor.anonymous(), None

    class Page:
        title = "x"

        @property
        def help(self):
            return list(AuditEvent.objects.all())

    from django.template import Context, Template

    assert request.actor.capacity is Capacity.ANONYMOUS
    from fastlinje.web.kit import _no_sql

    with connection.execute_wrapper(_no_sql), pytest.raises(RuntimeError, match="may not ask"):
        Template("{{ page.help }}").render(Context({"page": Page()}))


def test_a_database_that_is_away_gives_a_page_with_who_to_call(rf):
    """FD-12"""
    response = DenyByDefault(lambda request: HttpResponse()).process_exception(rf.get("/"), OperationalError("gone"))
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert b"113" in response.content


def test_pages_are_kept_out_of_caches(rf):
    """AD-46"""

    @requires(ANYONE)
    def page(request) -> HttpResponse:
        return HttpResponse("x")

    assert DenyByDefault(page)(rf.get("/"))["Cache-Control"] == "no-store"
