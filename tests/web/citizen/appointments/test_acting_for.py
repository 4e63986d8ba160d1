"""Booking for a child: whom it is for, who may see it, and what happens when the parent has switched meanwhile."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fastlinje.audit.models import AuditEvent
from fastlinje.core.clock import OSLO, now
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import KARI, Character
from fastlinje.nonprod.factories import make_patient, make_person, make_youth_access
from fastlinje.people.models import Person, RelatedPerson
from fastlinje.scheduling.models import Appointment
from tests.scheduling_world import OWNER, appointment_row
from tests.web.citizen.pages import fields_of, text_of

from .walk import book as book_it
from .walk import choose

TODAY = now().astimezone(OSLO).date()


def child(cast, given: str, age: int, serial: int) -> tuple[Person, Character]:
    born = (TODAY - timedelta(days=40)).replace(year=TODAY.year - age)
    who = Character(f"{given} Nordmann", born, "barn", serial)
    person = make_person(given, "Nordmann", who.national_id, born)
    RelatedPerson.objects.using(OWNER).create(
        id=new_id(), person=person, related=cast.kari, basis="parental", shares_address=True, source="test",
        checked_at=now(), created_at=now(),
    )  # fmt: skip
    make_patient(cast.tangen, person, cast.berg_role)
    return person, who


@pytest.fixture
def ola(cast) -> Person:
    return child(cast, "Ola", 9, 11)[0]


def switch(client: Client, person: Person) -> None:
    assert client.post(reverse("people"), {"person": str(person.pk)}).status_code == 302


def test_for_whom_with_both_names_in_the_log(browser, cast, book, ola):
    switch(browser, ola)
    page = choose(browser, book.first, concerns=str(ola.pk))
    assert "Du handler på vegne av <strong>Ola Nordmann</strong>" in text_of(page)
    assert "Alle med foreldreansvar for Ola Nordmann kan lese dette." in text_of(page)
    appointment = appointment_row(book_it(browser, book, book.first))
    assert (appointment.person_id, appointment.author_id) == (ola.pk, cast.kari.pk)
    event = AuditEvent.objects.using(OWNER).get(action="appointment.book")
    assert (event.person_id, event.agent_name, event.why) == (ola.pk, "Kari Nordmann", "representative")


def test_a_form_from_before_the_switch(browser, cast, book, ola):
    """AD-29: stored for whom the page showed."""
    page = choose(browser, book.first)
    switch(browser, ola)
    filled = {name: values[0] for name, values in fields_of(page).items()}
    assert filled["concerns"] == str(cast.kari.pk)
    assert browser.post(reverse("appointment_confirmation", args=[book.first.pk]), filled).status_code == 302
    assert Appointment.objects.using(OWNER).get().person_id == cast.kari.pk


def test_a_time_chosen_before_the_switch_is_booked_for_whom_the_page_names(browser, cast, book, ola):
    """AD-29: chosen on Ola's page; the next page comes after she has switched to herself, and says so."""
    page = text_of(choose(browser, book.first, concerns=str(ola.pk)))
    assert "Du handler på vegne av <strong>" not in page
    assert re.search(r"<dt>Pasient</dt>\s*<dd[^>]*>Kari Nordmann</dd>", page)
    appointment = appointment_row(book_it(browser, book, book.first))
    assert appointment.person_id == cast.kari.pk


@pytest.mark.parametrize("name", ["appointment", "appointment_receipt", "appointment_cancellation", "waiting_list"])
def test_its_pages_say_whom_a_time_concerns_whoever_the_session_acts_for(browser, cast, book, ola, name):
    """F-100, AD-29: opened from the list of all of them."""
    olas = book_it(browser, book, book.first, concerns=str(ola.pk))
    own = book_it(browser, book, book.second)
    for acting_for in (ola, cast.kari):
        switch(browser, acting_for)
        for whose, appointment_id in ((ola, olas), (cast.kari, own)):
            page = text_of(browser.get(reverse(name, args=[appointment_id])))
            assert ("Du handler på vegne av <strong>Ola Nordmann</strong>" in page) is (whose == ola)
            assert f'name="concerns" value="{whose.pk}"' in page


def test_in_the_parents_list_with_the_name_on_it(browser, cast, book, ola):
    switch(browser, ola)
    appointment_id = book_it(browser, book, book.first)
    switch(browser, cast.kari)
    page = text_of(browser.get(reverse("appointments")))
    assert reverse("appointment", args=[appointment_id]) in page
    assert "Ola Nordmann" in page
    move = browser.get(reverse("appointment_move", args=[appointment_id]))
    assert "Bytt til den personen for å flytte timen." in text_of(move)
    done = browser.post(reverse("appointment_cancellation", args=[appointment_id]), follow=True)
    assert "Timen er avbestilt." in text_of(done)


def test_what_ends_in_the_middle(browser, book, ola):
    """AD-25"""
    switch(browser, ola)
    page = choose(browser, book.first)
    RelatedPerson.objects.using(OWNER).update(ended_at=now())
    filled = {name: values[0] for name, values in fields_of(page).items()}
    response = browser.post(reverse("appointment_confirmation", args=[book.first.pk]), filled)
    assert response.status_code == 403
    assert not Appointment.objects.using(OWNER).exists()


def test_without_the_scope(browser, cast, book):
    """AD-26: a power that covers writing to the GP, not booking."""
    aunt, _who = child(cast, "Eva", 50, 13)
    RelatedPerson.objects.using(OWNER).update(basis="power_of_attorney", scopes=["dialogue"])
    switch(browser, aunt)
    assert browser.get(reverse("appointment_start")).status_code == 403
    assert browser.post(reverse("free_times", args=[book.service]), {"slot": str(book.first.pk)}).status_code == 403


def test_what_a_young_person_books_is_theirs(browser, logins, cast, book):
    """AD-30: no row, no count, no page, no file for the parent."""
    nora, who = child(cast, "Nora", 14, 12)
    make_youth_access(nora, cast.kari)
    noras = logins.client(who)
    page = choose(noras, book.first)
    assert "Foreldrene dine kan ikke lese det du skriver her." in text_of(page)
    appointment_id = book_it(noras, book, book.first)
    kari = logins.client(KARI)
    assert str(appointment_id) not in text_of(kari.get(reverse("appointments")))
    assert str(appointment_id) not in text_of(kari.get(reverse("inbox")))
    for name in ("appointment", "appointment_calendar", "appointment_cancellation", "appointment_move"):
        assert kari.get(reverse(name, args=[appointment_id])).status_code == 404
    assert kari.post(reverse("appointment_cancellation", args=[appointment_id])).status_code == 404
    assert appointment_row(appointment_id).status == "booked"
    assert "en time" not in text_of(kari.get(reverse("access_log"), {"gjelder": str(nora.pk), "vis": "alle"}))
    assert "Du bestilte en time" in text_of(noras.get(reverse("access_log"), {"vis": "alle"}))


def test_what_a_parent_books_for_a_young_person_is_not_on_their_page(browser, logins, cast, book):
    """rules.md 1.3"""
    nora, who = child(cast, "Nora", 14, 12)
    switch(browser, nora)
    appointment_id = book_it(browser, book, book.first)
    make_youth_access(nora, cast.kari)
    noras = logins.client(who)
    assert noras.get(reverse("appointment", args=[appointment_id])).status_code == 404
    assert str(appointment_id) not in text_of(noras.get(reverse("appointments")))
    assert "en time" not in text_of(noras.get(reverse("access_log"), {"vis": "alle"}))
    switch(browser, cast.kari)
    karis = text_of(browser.get(reverse("access_log"), {"gjelder": str(nora.pk), "vis": "alle"}))
    assert "bestilte en time" in karis
