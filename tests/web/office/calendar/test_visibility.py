"""The office's page for who can see a young person's appointment. AD-30"""

import pytest

from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.nonprod.cast import NORA, SIRI
from fastlinje.people.models import Person
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.commands.request_appointment import request_appointment
from tests.scheduling_world import Book, appointment_row


@pytest.fixture
def staff(logins):
    return logins.actor(SIRI, Face.STAFF)


@pytest.fixture
def desk(logins):
    return logins.client(SIRI, Face.STAFF)


@pytest.fixture
def berg_book(cast, staff, family):
    Person.objects.using("owner").update(consent_level="full")
    return Book(cast, staff)


def booked_for(patient, berg_book, staff):
    return book_for_patient(actor=staff, now=now(), slot_id=berg_book.first.pk, patient_id=patient.pk)


def href(appointment_id) -> str:
    return f"/kontor/kalender/timer/{appointment_id}/synlighet/"


def test_hiding_with_a_reason_and_a_history(desk, berg_book, staff, family, statements):
    booked = booked_for(family.nora_patient, berg_book, staff)
    html = desk.get(f"/kontor/kalender/timer/{booked}/").content.decode()
    assert "Foreldrene kan se dette." in html
    assert href(booked) in html
    assert desk.post(href(booked), {"hidden_from": "parents", "hidden": "yes"}).status_code == 409
    response = desk.post(href(booked), {"hidden_from": "parents", "hidden": "yes", "reason": "own_wish"})
    assert appointment_row(booked).shielded
    with statements() as asked:
        html = desk.get(response.url).content.decode()
    assert len(asked) <= 6
    assert "Hvem kan se timen" in html
    assert "Siri Holm. Pasienten ønsker ikke at foreldrene får vite det" in html


def test_a_request_leads_there_too(desk, berg_book, family, logins):
    asked = request_appointment(actor=logins.actor(NORA), now=now(), service_id=berg_book.service, reason="", preferences={})
    html = desk.get(f"/kontor/kalender/onsker/{asked}/").content.decode()
    assert "Skjult for foreldrene." in html
    assert href(asked) in html
    assert "Hvem kan se timeønsket" in desk.get(href(asked)).content.decode()


def test_nothing_is_said_of_parents_for_the_grown(desk, berg_book, staff, family):
    booked = booked_for(family.arne_patient, berg_book, staff)
    assert "Hvem kan se dette" not in desk.get(f"/kontor/kalender/timer/{booked}/").content.decode()


@pytest.mark.parametrize("wall", ["", "everybody"])
def test_a_wall_that_does_not_exist_is_not_found(desk, berg_book, staff, family, wall):
    booked = booked_for(family.nora_patient, berg_book, staff)
    assert desk.post(href(booked), {"hidden_from": wall, "hidden": "yes", "reason": "weighty"}).status_code == 404
