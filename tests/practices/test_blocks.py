"""Keeping a patient from one service for a while (F-143, rules.md 5.7). What they meet: tests/scheduling and tests/dialogue."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Face
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import GRO, SIRI
from fastlinje.practices.blocks import blocks_for
from fastlinje.practices.commands.block_service import block_service, end_block
from fastlinje.practices.models import ServiceBlock, ServiceCode

OWNER = "owner"


@pytest.fixture
def siri(logins):
    return logins.actor(SIRI, Face.STAFF)


def block(actor, patient, **changes):
    terms = {"code": "appointment", "reason": "Har ikke møtt til seks timer.", "end_date": oslo_date(now()) + timedelta(days=30)}
    return block_service(actor=actor, now=now(), patient_id=patient.pk, **terms | changes)


def lines(actor, patient):
    with gate.reading(actor, now=now()) as fresh:
        return blocks_for(fresh, patient.pk, now=now())


def test_a_block_is_written_down_and_logged_where_the_patient_sees_it(siri, cast):
    made = block(siri, cast.kari_patient)
    (line,) = lines(siri, cast.kari_patient)
    assert (line.id, line.code, line.lasts, line.registered_by) == (made, ServiceCode.APPOINTMENT, True, siri.name)
    event = AuditEvent.objects.using(OWNER).get(action="service.block")
    assert (event.person_id, event.why) == (cast.kari.pk, "appointment")


def test_the_reason_is_sealed(siri, cast):
    row = ServiceBlock.objects.using(OWNER).get(pk=block(siri, cast.kari_patient))
    assert "møtt".encode() not in bytes(row.__dict__["reason"])
    assert row.reason == "Har ikke møtt til seks timer."


def test_a_new_one_takes_the_place_of_the_old(siri, cast):
    old, new = block(siri, cast.kari_patient), block(siri, cast.kari_patient, reason="Nytt")
    other = block(siri, cast.kari_patient, code="e_consultation")
    assert {line.id for line in lines(siri, cast.kari_patient) if line.lasts} == {new, other}
    assert ServiceBlock.objects.using(OWNER).get(pk=old).ended_by == siri.name


def test_lifting_it(siri, cast):
    made = block(siri, cast.kari_patient)
    end_block(actor=siri, now=now(), patient_id=cast.kari_patient.pk, block_id=made)
    assert [line.lasts for line in lines(siri, cast.kari_patient)] == [False]
    assert AuditEvent.objects.using(OWNER).get(action="service.unblock").person_id == cast.kari.pk
    with pytest.raises(Refused) as refusal:
        end_block(actor=siri, now=now(), patient_id=cast.kari_patient.pk, block_id=made)
    assert refusal.value.code == "not_found"


def test_the_last_day_is_included(siri, cast):
    block(siri, cast.kari_patient, end_date=oslo_date(now()))
    assert lines(siri, cast.kari_patient)[0].lasts
    ServiceBlock.objects.using(OWNER).update(
        start_date=oslo_date(now()) - timedelta(days=2), end_date=oslo_date(now()) - timedelta(days=1)
    )
    assert not lines(siri, cast.kari_patient)[0].lasts


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "prescription_renewal"}, "unknown_service"),
        ({"code": "noe"}, "unknown_service"),
        ({"reason": "  "}, "reason_missing"),
        ({"reason": "x" * 301}, "reason_too_long"),
        ({"end_date": oslo_date(now()) - timedelta(days=1)}, "end_past"),
        ({"end_date": oslo_date(now()) + timedelta(days=367)}, "end_too_far"),
    ],
)
def test_what_is_refused(siri, cast, changes, code):
    with pytest.raises(Refused) as refusal:
        block(siri, cast.kari_patient, **changes)
    assert refusal.value.code == code
    assert not ServiceBlock.objects.using(OWNER).exists()


def test_another_office_has_no_say(siri, cast, logins):
    gro = logins.actor(GRO, Face.STAFF, practice=cast.vika)
    made = block(siri, cast.kari_patient)
    for act in (
        lambda: block(gro, cast.kari_patient),
        lambda: end_block(actor=gro, now=now(), patient_id=cast.kari_patient.pk, block_id=made),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "not_found"
    assert lines(gro, cast.kari_patient) == ()


def test_the_database_refuses_foreign_missing_and_mismatched_patients_alike(siri, cast):
    """The second wall: no row about another office's patient, about nobody, or about another person than the patient is."""
    for patient_id, person_id in (
        (cast.per_patient.pk, cast.per.pk),
        (new_id(), cast.kari.pk),
        (cast.kari_patient.pk, cast.per.pk),
    ):
        with pytest.raises(ProgrammingError, match="row-level security"):
            write_block_as(siri, patient_id, person_id)
    write_block_as(siri, cast.kari_patient.pk, cast.kari.pk)


def write_block_as(actor, patient_id, person_id) -> None:
    with gate.transaction.atomic():
        gate.enter(actor.entry, now=now())
        write_block(actor.practice_id, patient_id, person_id)


def write_block(practice_id, patient_id, person_id) -> None:
    today = oslo_date(now())
    ServiceBlock.objects.create(
        id=new_id(), practice_id=practice_id, patient_id=patient_id, person_id=person_id, code="appointment", reason="x",
        start_date=today, end_date=today, registered_at=now(), registered_by="Siri Holm",
    )  # fmt: skip


def test_a_citizen_reads_their_own_and_writes_none(siri, cast, kari, logins):
    block(siri, cast.kari_patient)
    block(siri, cast.astrid_patient)
    with gate.transaction.atomic():
        gate.enter(kari.entry, now=now())
        assert [row.person_id for row in ServiceBlock.objects.all()] == [cast.kari.pk]
        with pytest.raises(ProgrammingError, match="permission denied"):
            write_block(cast.tangen.pk, cast.kari_patient.pk, cast.kari.pk)
