"""What stands first on the first page: the next time, how to come to it, and nobody else's (F-014, F-023, F-027)."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from fastlinje.audit.models import AuditEvent
from fastlinje.core.clock import OSLO
from fastlinje.nonprod.appointment_book import make_appointment
from fastlinje.people.models import Person
from fastlinje.practices.models import Patient
from fastlinje.scheduling.models import Appointment
from tests.scheduling_world import OWNER, a_service, a_slot
from tests.web.citizen.pages import text_of

from .test_acting_for import ola, switch

__all__ = ["ola"]
NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
AT_OFFICE = "Du skal møte opp på legekontoret"


@pytest.fixture(autouse=True)
def a_monday_morning():
    """Ten o'clock in Norway."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def time_for(book):
    """Books a patient a time, as the office would; `at` is Oslo time."""

    def make(patient: Patient, at: str, modality: str = "in-person", **fields) -> Appointment:
        service = a_service(book.staff, name=f"Time {at}", modality=modality)
        start = datetime.fromisoformat(at).replace(tzinfo=OSLO).astimezone(UTC)
        return make_appointment(a_slot(book.schedule, service, start_at=start), patient, **fields)

    return make


def card(client) -> str:
    """What stands between «Neste time» and what one can do; "" when there is no such heading."""
    _before, _heading, after = text_of(client.get(reverse("home"))).partition("Neste time</h2>")
    return after.partition("<h2")[0]


def test_nothing_coming_says_nothing(browser, book):
    assert card(browser) == ""


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2027-01-11T14:20", "I dag kl. 14.20"),
        ("2027-01-11T23:50", "I dag kl. 23.50"),
        ("2027-01-12T00:10", "I morgen kl. 00.10"),
        ("2027-01-13T09:00", "Onsdag 13. januar kl. 09.00"),
        ("2028-01-11T09:00", "Tirsdag 11. januar 2028 kl. 09.00"),
    ],
)
def test_when_it_is(browser, cast, time_for, at, said):
    appointment = time_for(cast.kari_patient, at)
    found = card(browser)
    assert f">{said}</a>" in found
    assert reverse("appointment", args=[appointment.pk]) in found
    assert f"Time {at} hos Ingrid Berg, Tangen legekontor" in found


@pytest.mark.parametrize(
    ("modality", "said"),
    [
        ("in-person", AT_OFFICE),
        ("video", "Videotime. Du skal ikke møte opp"),
        ("phone", "Legekontoret ringer deg. Du skal ikke møte opp"),
    ],
)
def test_how_to_come(browser, cast, time_for, modality, said):
    time_for(cast.kari_patient, "2027-01-12T09:00", modality)
    assert said in card(browser)


def test_the_first_that_is_not_over(browser, cast, time_for):
    time_for(cast.kari_patient, "2027-01-14T09:00")
    time_for(cast.kari_patient, "2027-01-12T09:00", status="cancelled")
    time_for(cast.kari_patient, "2027-01-11T09:30")
    assert "Torsdag 14. januar" in card(browser), "9.30 ended ten minutes ago"
    time_for(cast.kari_patient, "2027-01-11T09:50")
    assert "I dag kl. 09.50" in card(browser), "one that has begun may still be waited for"


def test_it_is_that_of_whom_one_acts_for(browser, cast, time_for, ola):
    time_for(cast.kari_patient, "2027-01-12T09:00")
    time_for(Patient.objects.using(OWNER).get(person=ola), "2027-01-13T09:00")
    assert "I morgen" in card(browser)
    switch(browser, ola)
    assert "Onsdag 13. januar" in card(browser)
    event = AuditEvent.objects.using(OWNER).filter(action="next_appointment.read").latest("recorded_at")
    assert (event.person_id, event.agent_person_id, event.why) == (ola.pk, cast.kari.pk, "representative")


def test_nobody_elses(pers, cast, time_for):
    time_for(cast.kari_patient, "2027-01-12T09:00")
    assert card(pers) == ""


def test_what_is_hidden_from_the_parents_is_hidden_here(browser, cast, time_for, ola):
    time_for(Patient.objects.using(OWNER).get(person=ola), "2027-01-13T09:00", shielded=True)
    switch(browser, ola)
    assert card(browser) == ""


def test_without_full_consent_nothing_is_asked(bastians, cast, time_for):
    time_for(cast.bastian_patient, "2027-01-12T09:00")
    assert card(bastians) == ""
    assert not AuditEvent.objects.using(OWNER).filter(action="next_appointment.read").exists()
    Person.objects.using(OWNER).update(consent_level="full")
    assert "I morgen" in card(bastians)


@pytest.mark.parametrize("listed", [True, False], ids=["with a GP", "without"])
def test_it_costs_no_more_than_six_statements(browser, cast, time_for, statements, listed):
    if not listed:
        Patient.objects.using(OWNER).filter(pk=cast.kari_patient.pk).update(general_practitioner=None)
    costs = []
    for day in (12, 13, 14):
        time_for(cast.kari_patient, f"2027-01-{day}T09:00")
        with statements() as ran:
            assert "I morgen" in card(browser)
        costs.append(len(ran))
    assert max(costs) <= 6
    assert len(set(costs)) == 1
