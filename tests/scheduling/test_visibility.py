"""Hiding an appointment or a request from the parents or from the young person: rules, history, no trace. AD-30, rules.md 1.2."""

import pytest
from django.db import Error, connection

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor, Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.nonprod.cast import GRO, KARI, NORA, PER
from fastlinje.notifications.recipients import may_be_told
from fastlinje.people.models import Person
from fastlinje.scheduling.citizen_queries import coming_appointments_for
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.commands.set_appointment_visibility import set_appointment_visibility
from fastlinje.scheduling.commands.shield_own_appointment import shield_own_appointment
from fastlinje.scheduling.models import WaitingListEntry
from fastlinje.worklist.models import ShieldMark
from fastlinje.worklist.queries import inbox_for
from fastlinje.worklist.shielding import CONFIDED, ENDED, OWN_WISH, WEIGHTY
from tests.scheduling_world import OWNER, appointment_row
from tests.worker import Worker

TABLES = {
    "scheduling_appointment": "id",
    "scheduling_appointmentstatus": "appointment_id",
    "scheduling_appointmentoffer": "appointment_id",
    "scheduling_waitinglistentry": "appointment_id",
    "worklist_task": "focus_id",
    "worklist_shieldmark": "(select t.focus_id from worklist_task t where t.id = task_id)",
    "audit_auditevent": "entity_id",
}


@pytest.fixture
def nora(logins, family) -> Actor:
    Person.objects.using(OWNER).update(consent_level="full")
    return logins.actor(NORA)


@pytest.fixture
def kari(nora, logins) -> Actor:
    """Nora's mother, logged in once Nora is in her family."""
    return logins.actor(KARI)


@pytest.fixture
def by_office(book, siri, family, nora):
    """Siri has booked for Nora: both she and her parents see it."""
    return book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=family.nora_patient.pk)


def rows_seen_by(actor: Actor, appointment_id) -> dict[str, int]:
    """What the actor's own database role sees of it, with no condition but its id; tables without a row are left out."""
    found = {}
    with gate.reading(actor, now=now()), connection.cursor() as cursor:
        for table, column in TABLES.items():
            cursor.execute(f"select count(*) from {table} where {column} = %s", [appointment_id])
            found[table] = cursor.fetchone()[0]
    return {table: count for table, count in found.items() if count}


def hide(actor: Actor, appointment_id, reason: str = WEIGHTY, hidden_from: str = "parents", hidden: bool = True):
    return set_appointment_visibility(
        actor=actor, now=now(), appointment_id=appointment_id, hidden_from=hidden_from, hidden=hidden, reason=reason
    )


def own(actor: Actor, appointment_id, shielded: bool):
    return shield_own_appointment(actor=actor, now=now(), appointment_id=appointment_id, shielded=shielded)


def told(worker: Worker, actor: Actor, appointment_id) -> bool:
    with worker.connected(), gate.reading(Actor.job("test"), now=now()):
        return may_be_told(actor.person_id, appointment_id, now=now())


def test_what_staff_hide_from_the_parents_is_gone_for_them_at_once(by_office, kari, nora, siri, worker):
    """AD-30 by row-level security alone: time, history, place on the waiting list, line in the lists, log, notices."""
    row = appointment_row(by_office)
    WaitingListEntry.objects.using(OWNER).create(
        id=new_id(), practice=row.practice, person=row.person, patient=row.patient, appointment=row, service=row.service,
        earliest=now().date(), start_at=row.start_at, joined_at=now(),
    )  # fmt: skip
    before = rows_seen_by(kari, by_office)
    assert set(before) == {
        "scheduling_appointment", "scheduling_appointmentstatus", "scheduling_waitinglistentry", "worklist_task",
        "audit_auditevent",
    }  # fmt: skip
    assert told(worker, kari, by_office)
    hide(siri, by_office)
    assert rows_seen_by(kari, by_office) == {}
    assert not told(worker, kari, by_office)
    assert told(worker, nora, by_office)
    assert before.keys() <= rows_seen_by(nora, by_office).keys()
    with gate.reading(kari, now=now()) as fresh:
        assert coming_appointments_for(fresh, now=now()) == ()
        assert inbox_for(fresh, after=None, now=now())[0] == ()
    hide(siri, by_office, ENDED, hidden=False)
    assert rows_seen_by(kari, by_office).keys() == before.keys()


def test_a_request_and_the_times_offered_are_hidden_too(book, kari, nora, siri):
    asked = request_appointment(actor=nora, now=now(), service_id=book.service, reason="Prevensjon", preferences={})
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.first.pk])
    assert rows_seen_by(kari, asked) == {}, "hidden from the first"
    hide(siri, asked, ENDED, hidden=False)
    assert "scheduling_appointmentoffer" in rows_seen_by(kari, asked)
    hide(siri, asked, OWN_WISH)
    assert rows_seen_by(kari, asked) == {}


def test_the_history_and_the_log_say_who_and_why(by_office, siri):
    hide(siri, by_office)
    hide(siri, by_office)
    hide(siri, by_office, ENDED, hidden=False)
    marks = ShieldMark.objects.using(OWNER).order_by("marked_at").values_list("hidden", "reason", "by_name", "by_office")
    assert list(marks) == [(True, WEIGHTY, "Siri Holm", True), (False, ENDED, "Siri Holm", True)]
    acts = AuditEvent.objects.using(OWNER).filter(entity_id=by_office).order_by("id").values_list("action", flat=True)
    assert list(acts)[-2:] == ["appointment.hide", "appointment.show"]


def test_staff_hide_from_the_young_person_what_they_have_not_booked(by_office, kari, nora, siri):
    hide(siri, by_office, CONFIDED, "person")
    assert rows_seen_by(nora, by_office) == {}
    assert rows_seen_by(kari, by_office)
    with pytest.raises(Refused, match="nobody_left"):
        hide(siri, by_office)


@pytest.mark.parametrize(
    ("hidden_from", "reason", "code"),
    [("parents", "", "reason_missing"), ("person", OWN_WISH, "reason_missing"), ("person", WEIGHTY, "own_words")],
)
def test_what_staff_may_not_hide(book, nora, siri, hidden_from, reason, code):
    booked = book_appointment(actor=nora, now=now(), slot_id=book.first.pk)
    with pytest.raises(Refused, match=code):
        hide(siri, booked, reason, hidden_from)
    assert not appointment_row(booked).hidden_from_person


def test_nothing_is_hidden_from_the_parents_of_the_grown(book, siri, family, nora):
    booked = book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=family.arne_patient.pk)
    with pytest.raises(Refused, match="of_age"):
        hide(siri, booked)


def test_another_office_cannot_mark(by_office, cast, logins):
    with pytest.raises(NotFound):
        hide(logins.actor(GRO, Face.STAFF, practice=cast.vika), by_office)


def test_a_young_person_hides_and_shows_their_own(book, kari, nora):
    booked = book_appointment(actor=nora, now=now(), slot_id=book.first.pk)
    assert rows_seen_by(kari, booked) == {}
    own(nora, booked, False)
    assert "scheduling_appointment" in rows_seen_by(kari, booked)
    own(nora, booked, True)
    assert rows_seen_by(kari, booked) == {}


def test_a_young_person_hides_what_the_office_booked(by_office, kari, nora):
    own(nora, by_office, True)
    assert rows_seen_by(kari, by_office) == {}
    own(nora, by_office, False)
    assert rows_seen_by(kari, by_office)


@pytest.mark.parametrize("as_booked", [True, False])
def test_what_the_office_has_hidden_is_not_the_young_persons_to_show(book, kari, nora, siri, family, as_booked):
    """Somebody may be made to press the button."""
    booked = book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=family.nora_patient.pk, shielded=as_booked)
    if not as_booked:
        hide(siri, booked)
    with pytest.raises(Refused, match="marked_by_office"):
        own(nora, booked, False)
    assert rows_seen_by(kari, booked) == {}


@pytest.mark.parametrize("who", [KARI, PER])
def test_neither_parent_nor_stranger_can_mark_as_the_young_person(by_office, logins, who):
    with pytest.raises(NotFound):
        own(logins.actor(who), by_office, True)


def test_the_grown_have_nothing_to_hide_here(book, kari):
    booked = book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    with pytest.raises(Refused, match="not_young"):
        own(kari, booked, True)


def test_a_parents_own_database_role_cannot_open_or_forge(book, kari, nora, by_office):
    """AD-30, raw SQL as the parent: what is hidden is not there to be changed, what is open can't be walled or marked."""
    hidden = book_appointment(actor=nora, now=now(), slot_id=book.second.pk)
    with gate.reading(kari, now=now()), connection.cursor() as cursor:
        for table, column in (("scheduling_appointment", "id"), ("worklist_task", "focus_id")):
            cursor.execute(f"update {table} set shielded = false where {column} = %s", [hidden])
            assert cursor.rowcount == 0
    forged = """insert into worklist_shieldmark (id, practice_id, person_id, task_id, hidden_from, hidden, reason, by_name,
        by_office, marked_at) select %s, practice_id, person_id, id, 'parents', false, 'ended', 'x', false, now() from worklist_task
        where focus_id = %s"""
    for sql, values in (
        (forged, [new_id(), by_office]),
        ("update scheduling_appointment set shielded = true where id = %s", [by_office]),
    ):
        with (
            pytest.raises(Error, match="row-level security"),
            gate.reading(kari, now=now()),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, values)
