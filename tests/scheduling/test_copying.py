"""A week once more: the same time on the wall, also across a clock change, and nothing over what is there."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from fastlinje.core.actor import Face
from fastlinje.core.clock import OSLO, now
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import DAG, GRO
from fastlinje.practices.models import PractitionerRole
from fastlinje.scheduling.commands.add_exception import add_exception
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.commands.copy_week import copy_week
from fastlinje.scheduling.commands.open_slot import close_slot
from fastlinje.scheduling.commands.undo_publication import undo_publication
from fastlinje.scheduling.copying import Outcome, Pattern, Taken, planned_copies
from fastlinje.scheduling.models import AppointmentService, Publication, Slot
from fastlinje.scheduling.week import Absence, local
from tests.scheduling_world import OWNER, a_schedule, a_service, a_slot

MONDAY = date(2027, 1, 11)
NOW = datetime(2027, 1, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_quiet_monday():
    with time_machine.travel(NOW, tick=True):
        yield


# pure


def pattern(day: date, at: time, **changes) -> Pattern:
    start = local(day, at)
    fields = {"service_id": new_id(), "service_name": "Legetime", "in_use": True, "online": True}
    days = {"opens_days_before": 30, "closes_minutes_before": 60}
    return Pattern(**{"start_at": start, "end_at": start + timedelta(minutes=20)} | fields | days | changes)


def planned(*week: Pattern, days_later: int = 7, absences=(), there=()):
    return planned_copies(week, days_later, absences=absences, there=there, now=NOW)


def test_the_same_time_on_the_wall():
    (copy,) = planned(pattern(MONDAY, time(8)))
    assert copy.time.start_at == local(MONDAY + timedelta(days=7), time(8))
    assert copy.time.end_at - copy.time.start_at == timedelta(minutes=20)
    assert copy.time.bookable_from == local(MONDAY + timedelta(days=7 - 30), time(0))
    assert copy.time.bookable_until == copy.time.start_at - timedelta(minutes=60)
    assert copy.outcome is Outcome.MADE


def test_across_the_night_the_clock_is_put_on():
    """FD-17: 8 o'clock is 8 o'clock, in winter and in summer."""
    (copy,) = planned(pattern(date(2027, 3, 26), time(8)), days_later=7)
    assert copy.time.start_at.astimezone(OSLO).time() == time(8)
    assert copy.time.start_at - local(date(2027, 3, 26), time(8)) == timedelta(days=7) - timedelta(hours=1)


def test_what_is_left_out_and_why():
    day, later = MONDAY, MONDAY + timedelta(days=7)
    there = Taken(local(later, time(8, 10)), local(later, time(8, 30)), "Blodprøve")
    away = Absence(later + timedelta(days=1), later + timedelta(days=1))
    week = (
        pattern(day, time(8)),
        pattern(day, time(8, 30)),
        pattern(day + timedelta(days=1), time(8)),
        pattern(day + timedelta(days=2), time(8), in_use=False),
    )
    copies = planned(*week, absences=[away], there=[there])
    assert [each.outcome for each in copies] == [Outcome.IN_THE_WAY, Outcome.MADE, Outcome.AWAY, Outcome.NOT_IN_USE]
    assert copies[0].in_the_way == there
    assert [each.outcome for each in planned(pattern(date(2027, 5, 10), time(8)))] == [Outcome.HOLIDAY]
    assert [each.outcome for each in planned(pattern(day, time(8)), days_later=-14)] == [Outcome.PAST]


# done


@pytest.fixture
def berg(cast, siri):
    return a_schedule(siri, cast.berg_role)


@pytest.fixture
def laboratory(siri):
    return a_schedule(siri, None, "Laboratoriet")


@pytest.fixture
def week(berg, siri):
    """Monday at 9.00, 9.20, and Wednesday at 10."""
    service = a_service(siri)
    wednesday = MONDAY + timedelta(days=2)
    return [a_slot(berg, service, at, day=day) for day, at in ((MONDAY, time(9)), (MONDAY, time(9, 20)), (wednesday, time(10)))]


def copied(actor, source, target, days: int = 7, **changes):
    days_to = {"source_day": MONDAY + timedelta(days=3), "target_day": MONDAY + timedelta(days=days + 1), **changes}
    return copy_week(actor=actor, now=now(), source_id=source, target_id=target, **days_to)


def starts(schedule) -> list[datetime]:
    found = Slot.objects.using(OWNER).filter(schedule_id=schedule, start_at__gte=local(MONDAY + timedelta(days=7), time(0)))
    return list(found.order_by("start_at").values_list("start_at", flat=True))


def refused(code: str, *arguments, **changes):
    with pytest.raises(Refused) as refusal:
        copied(*arguments, **changes)
    assert refusal.value.code == code


def test_to_the_next_week_and_back_again(week, berg, siri, worker, cast):
    """Booked times are copied as free ones, closed ones are not; what somebody has booked since stays when it is undone."""
    book_for_patient(actor=siri, now=now(), slot_id=week[0].pk, patient_id=cast.kari_patient.pk)
    close_slot(actor=siri, now=now(), slot_id=week[1].pk)
    made = Publication.objects.using(OWNER).get(pk=copied(siri, berg, berg))
    assert (made.status, made.made, made.total, made.schedule_ids) == ("done", 2, 2, [berg])
    assert starts(berg) == [week[0].start_at + timedelta(days=7), week[2].start_at + timedelta(days=7)]
    new = Slot.objects.using(OWNER).filter(publication=made).order_by("start_at")
    assert {slot.status for slot in new} == {"free"}
    book_for_patient(actor=siri, now=now(), slot_id=new[0].pk, patient_id=cast.astrid_patient.pk)
    undo_publication(actor=siri, now=now(), publication_id=made.pk)
    worker.run()
    assert starts(berg) == [week[0].start_at + timedelta(days=7)]


def test_to_another_schedule_twice_is_once(week, berg, laboratory, siri):
    copied(siri, berg, laboratory)
    assert len(starts(laboratory)) == 3
    refused("nothing_to_publish", siri, berg, laboratory)
    assert len(starts(laboratory)) == 3


def test_an_administrator_copies_too(week, berg, laboratory, logins):
    copied(logins.actor(DAG, Face.ADMIN), berg, laboratory)
    assert len(starts(laboratory)) == 3


def test_what_is_there_stays(week, berg, laboratory, siri):
    service = AppointmentService.objects.using(OWNER).get().pk
    there = a_slot(laboratory, service, time(9, 10), day=MONDAY + timedelta(days=7))
    made = Publication.objects.using(OWNER).get(pk=copied(siri, berg, laboratory))
    assert (made.made, made.total) == (1, 3)
    assert there.start_at in starts(laboratory)


def test_nobody_works_on_days_of_absence_or_after_they_have_left(week, berg, siri, cast):
    days = {"first_date": MONDAY + timedelta(days=7), "last_date": MONDAY + timedelta(days=7), "reason": "holiday"}
    add_exception(actor=siri, now=now(), schedule_id=berg, **days)
    copied(siri, berg, berg)
    assert starts(berg) == [week[2].start_at + timedelta(days=7)]
    PractitionerRole.objects.using(OWNER).filter(pk=cast.berg_role.pk).update(end_date=MONDAY + timedelta(days=12))
    refused("nothing_to_publish", siri, berg, berg, days=14)


def test_what_is_refused(week, berg, laboratory, siri, logins, cast):
    refused("same_week", siri, berg, berg, days=0)
    refused("too_far", siri, berg, berg, days=7 * 60)
    refused("nothing_to_publish", siri, laboratory, berg)
    refused("nothing_to_publish", siri, berg, berg, days=-14)
    refused("not_found", siri, new_id(), berg)
    refused("not_found", siri, berg, new_id())
    gro = logins.actor(GRO, Face.STAFF, practice=cast.vika)
    refused("not_found", gro, berg, berg)
    refused("not_found", gro, berg, a_schedule(gro, cast.gro_role, "Lege Gro"))
