"""Somebody the office keeps from booking meets one kind refusal, whichever way they come, and keeps what they have (AD-33)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fastlinje.audit import gate
from fastlinje.core.actor import Face
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.commands.pass_gate import pass_gate
from fastlinje.nonprod.cast import ASTRID, SIRI
from fastlinje.people.models import Person, RelatedPerson
from fastlinje.practices.commands.block_service import block_service, end_block
from fastlinje.practices.models import ServiceBlock
from fastlinje.scheduling.commands.accept_earlier import accept_earlier
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.join_waiting_list import join_waiting_list
from fastlinje.scheduling.commands.move_appointment import move_appointment
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.models import AppointmentOffer
from tests.scheduling_world import OWNER, Book, appointment_row, slot_row


@pytest.fixture
def siri(logins):
    return logins.actor(SIRI, Face.STAFF)


@pytest.fixture
def book(cast, siri):
    return Book(cast, siri)


def block(siri, patient, code: str = "appointment"):
    terms = {"code": code, "reason": "Møter ikke.", "end_date": oslo_date(now()) + timedelta(days=30)}
    return block_service(actor=siri, now=now(), patient_id=patient.pk, **terms)


def refused(command, code: str = "patient_blocked", **arguments):
    with pytest.raises(Refused) as refusal:
        command(now=now(), **arguments)
    assert refusal.value.code == code
    assert "Ring legekontoret" in refusal.value.sentence


def test_no_way_in_is_forgotten(book, cast, kari, siri):
    mine = book_appointment(actor=kari, now=now(), slot_id=book.second.pk)
    block(siri, cast.kari_patient)
    refused(hold_slot, actor=kari, slot_id=book.first.pk)
    refused(book_appointment, actor=kari, slot_id=book.first.pk)
    refused(move_appointment, actor=kari, appointment_id=mine, slot_id=book.first.pk)
    refused(hold_slot, actor=kari, slot_id=book.first.pk, instead_of=mine)
    refused(request_appointment, actor=kari, service_id=book.service, preferences={})
    refused(join_waiting_list, actor=kari, appointment_id=mine)
    assert slot_row(book.first).status == "free"


def test_a_time_held_before_the_block_is_not_booked_after_it(book, cast, kari, siri):
    hold_slot(actor=kari, now=now(), slot_id=book.first.pk)
    block(siri, cast.kari_patient)
    refused(book_appointment, actor=kari, slot_id=book.first.pk)


def test_an_offer_made_before_the_block_is_not_taken_after_it(book, cast, kari, siri, logins, worker):
    Person.objects.using(OWNER).update(consent_level="full")
    first = book_appointment(actor=logins.actor(ASTRID), now=now(), slot_id=book.first.pk)
    mine = book_appointment(actor=kari, now=now(), slot_id=book.second.pk)
    join_waiting_list(actor=kari, now=now(), appointment_id=mine)
    cancel_appointment(actor=logins.actor(ASTRID), now=now(), appointment_id=first)
    worker.run()
    block(siri, cast.kari_patient)
    refused(accept_earlier, actor=kari, offer_id=AppointmentOffer.objects.using(OWNER).get().pk)


def test_what_they_have_they_keep_and_may_cancel(book, cast, kari, siri):
    mine = book_appointment(actor=kari, now=now(), slot_id=book.second.pk)
    block(siri, cast.kari_patient)
    assert appointment_row(mine).status == "booked"
    cancel_appointment(actor=kari, now=now(), appointment_id=mine)
    assert appointment_row(mine).status == "cancelled"


def test_the_office_books_for_them(book, cast, siri):
    block(siri, cast.kari_patient)
    assert book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=cast.kari_patient.pk)


def test_whoever_acts_for_them_is_refused_too(book, cast, siri, logins):
    Person.objects.using(OWNER).update(consent_level="full")
    RelatedPerson.objects.using(OWNER).create(
        id=new_id(), person=cast.kari, related=cast.astrid, basis="power_of_attorney", scopes=["appointments"],
        source="register:test", checked_at=now(), created_at=now(),
    )  # fmt: skip
    block(siri, cast.kari_patient)
    astrid = logins.actor(ASTRID)
    with gate.transaction.atomic():
        for_kari = gate.enter(replace(astrid.entry, subject_id=cast.kari.pk), now=now())
    assert for_kari.subject_id == cast.kari.pk
    refused(book_appointment, actor=for_kari, slot_id=book.first.pk)
    assert book_appointment(actor=astrid, now=now(), slot_id=book.first.pk), "for herself she may"


def test_the_other_service_works(book, cast, kari, siri):
    block(siri, cast.kari_patient)
    pass_gate(actor=kari, now=now())
    block(siri, cast.bastian_patient, "e_consultation")
    end_block(
        actor=siri,
        now=now(),
        patient_id=cast.kari_patient.pk,
        block_id=ServiceBlock.objects.using(OWNER).get(code="appointment").pk,
    )
    block(siri, cast.kari_patient, "e_consultation")
    assert book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    refused(pass_gate, actor=kari)


def test_it_is_over_after_the_last_day_and_when_it_is_lifted(book, cast, kari, siri):
    made = block(siri, cast.kari_patient)
    yesterday = oslo_date(now()) - timedelta(days=1)
    rows = ServiceBlock.objects.using(OWNER).filter(pk=made)
    rows.update(start_date=yesterday, end_date=oslo_date(now()))
    refused(hold_slot, actor=kari, slot_id=book.first.pk)
    rows.update(end_date=yesterday)
    hold_slot(actor=kari, now=now(), slot_id=book.first.pk)
    again = block(siri, cast.kari_patient)
    end_block(actor=siri, now=now(), patient_id=cast.kari_patient.pk, block_id=again)
    assert book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
