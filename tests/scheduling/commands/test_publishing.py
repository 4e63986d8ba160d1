"""Services, schedules, weekly templates, and the slots made of them."""

from datetime import date, time, timedelta

import pytest
import time_machine

from fastlinje.core.actor import Face
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import GRO
from fastlinje.scheduling.commands.add_exception import add_exception, remove_exception
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.commands.define_schedule import define_schedule
from fastlinje.scheduling.commands.define_service import define_service
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.publish_slots import publish_slots
from fastlinje.scheduling.commands.set_week import WeekLine, set_week
from fastlinje.scheduling.commands.undo_publication import undo_publication
from fastlinje.scheduling.models import Publication, ScheduleException, ScheduleRule, Slot
from fastlinje.scheduling.week import waking
from tests.scheduling.commands.test_booking import another_patient
from tests.scheduling_world import OWNER, a_service, schedule_row, slot_row


def refused(code, command, **arguments):
    with pytest.raises(Refused) as refusal:
        command(now=now(), **arguments)
    assert refusal.value.code == code


def every_day(service_id, starts=time(12), ends=time(13)) -> list[WeekLine]:
    return [WeekLine(weekday, starts, ends, service_id) for weekday in range(7)]


def tomorrow(days: int = 1) -> date:
    return oslo_date(now()) + timedelta(days=days)


def publication_row(publication_id):
    return Publication.objects.using(OWNER).get(pk=publication_id)


@pytest.fixture
def week(book, siri):
    """Berg works 12–13 every day."""
    set_week(actor=siri, now=now(), schedule_id=book.schedule, lines=every_day(book.service))
    return book


def test_a_year_is_made_by_a_job_and_undone_but_for_what_is_touched(week, siri, kari, worker):
    made = publish_slots(
        actor=siri, now=now(), schedule_ids=[week.schedule], first_date=tomorrow(), last_date=tomorrow(365)
    )  # fmt: skip
    row = publication_row(made)
    assert (row.status, row.made) == ("running", 0)
    assert row.total >= 350 * 3
    worker.run()
    row = publication_row(made)
    assert (row.status, row.made) == ("done", row.total)
    mine = Slot.objects.using(OWNER).filter(publication_id=made).order_by("start_at")
    assert mine.count() == row.total
    book_appointment(actor=kari, now=now(), slot_id=mine[5].pk)
    undo_publication(actor=siri, now=now(), publication_id=made)
    worker.run()
    assert list(mine.values_list("status", flat=True)) == ["busy"]
    assert publication_row(made).status == "undone"
    refused("already_undone", undo_publication, actor=siri, publication_id=made)


def test_what_somebody_had_or_chooses_is_closed_when_the_rest_is_gone(week, siri, kari, logins, worker):
    """Nobody books what the office has taken back: not what is free again, nor what somebody was about to take."""
    made = publish_slots(actor=siri, now=now(), schedule_ids=[week.schedule], first_date=tomorrow(8), last_date=tomorrow(8))
    worker.run()
    had, chosen, kept = Slot.objects.using(OWNER).filter(publication_id=made).order_by("start_at")
    cancel_appointment(actor=kari, now=now(), appointment_id=book_appointment(actor=kari, now=now(), slot_id=had.pk))
    theirs = book_appointment(actor=kari, now=now(), slot_id=kept.pk)
    other = logins.actor(another_patient(week.cast))
    hold_slot(actor=other, now=now(), slot_id=chosen.pk)
    undo_publication(actor=siri, now=now(), publication_id=made)
    worker.run()
    assert [slot_row(slot).status for slot in (had, chosen, kept)] == ["busy-unavailable", "busy-unavailable", "busy"]
    refused("slot_gone", book_appointment, actor=other, slot_id=chosen.pk)
    a_service(siri, service_id=week.service, closes_minutes_before=30)
    cancel_appointment(actor=kari, now=now(), appointment_id=theirs)
    refused("too_late", book_appointment, actor=other, slot_id=kept.pk)
    with time_machine.travel(waking(now())):
        worker.run(until=now())
    assert slot_row(kept).status == "busy-unavailable"


def test_what_was_for_the_office_only_can_be_opened_to_people(week, siri, kari, worker):
    """F-131: published while people asked for a time; now they choose one."""
    a_service(siri, service_id=week.service, request_only=True)
    publish_slots(actor=siri, now=now(), schedule_ids=[week.schedule], first_date=tomorrow(8), last_date=tomorrow(8))
    worker.run()
    slot = Slot.objects.using(OWNER).exclude(publication=None).earliest("start_at")
    refused("request_only", book_appointment, actor=kari, slot_id=slot.pk)
    a_service(siri, service_id=week.service, request_only=False)
    book_appointment(actor=kari, now=now(), slot_id=slot.pk)


def test_published_twice_is_there_once(week, siri, worker):
    for expected in (3, 0):
        made = publish_slots(actor=siri, now=now(), schedule_ids=[week.schedule], first_date=tomorrow(), last_date=tomorrow())
        worker.run()
        assert publication_row(made).made == expected


def test_undone_while_it_runs(week, siri, worker):
    """The job finds that it is not wanted any more."""
    made = publish_slots(actor=siri, now=now(), schedule_ids=[week.schedule], first_date=tomorrow(), last_date=tomorrow(60))
    undo_publication(actor=siri, now=now(), publication_id=made)
    worker.run()
    assert publication_row(made).status == "undone"
    assert not Slot.objects.using(OWNER).filter(publication_id=made).exists()


def test_what_cannot_be_published(week, siri):
    dates = {"actor": siri, "schedule_ids": [week.schedule]}
    refused("dates_reversed", publish_slots, **dates, first_date=tomorrow(2), last_date=tomorrow())
    refused("in_the_past", publish_slots, **dates, first_date=tomorrow(-1), last_date=tomorrow())
    refused("too_long", publish_slots, **dates, first_date=tomorrow(), last_date=tomorrow(500))
    refused("not_found", publish_slots, actor=siri, schedule_ids=[new_id()], first_date=tomorrow(), last_date=tomorrow())
    set_week(actor=siri, now=now(), schedule_id=week.schedule, lines=[])
    refused("nothing_to_publish", publish_slots, **dates, first_date=tomorrow(), last_date=tomorrow())


def test_weeks_that_cannot_be(book, siri):
    reversed_line = [WeekLine(0, time(12), time(11), book.service)]
    refused("line_reversed", set_week, actor=siri, schedule_id=book.schedule, lines=reversed_line)
    both = [WeekLine(0, time(8), time(12), book.service), WeekLine(0, time(11), time(13), book.service)]
    refused("lines_overlap", set_week, actor=siri, schedule_id=book.schedule, lines=both)
    first = WeekLine(0, time(8), time(12), book.service, valid_to=date(2027, 1, 1))
    then = WeekLine(0, time(8), time(12), book.service, valid_from=date(2027, 1, 2))
    set_week(actor=siri, now=now(), schedule_id=book.schedule, lines=[first, then])
    assert ScheduleRule.objects.using(OWNER).count() == 2
    refused("not_found", set_week, actor=siri, schedule_id=new_id(), lines=[])
    refused("not_found", set_week, actor=siri, schedule_id=book.schedule, lines=every_day(new_id()))


def test_days_of_absence_close_what_is_free(book, siri, kari):
    book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    day = oslo_date(book.first.start_at)
    given = {"schedule_id": book.schedule, "first_date": day, "last_date": day}
    absence = add_exception(actor=siri, now=now(), **given, reason="illness")
    assert [slot_row(slot).status for slot in (book.first, book.second)] == ["busy", "busy-unavailable"]
    remove_exception(actor=siri, now=now(), exception_id=absence)
    assert not ScheduleException.objects.using(OWNER).exists()
    refused("not_found", remove_exception, actor=siri, exception_id=absence)
    refused("unknown_reason", add_exception, actor=siri, **given, reason="party")
    refused("dates_reversed", add_exception, actor=siri, **given | {"last_date": day - timedelta(days=1)}, reason="illness")
    refused("not_found", add_exception, actor=siri, **given | {"schedule_id": new_id()}, reason="illness")


SERVICES = [
    ("name_missing", {"name": " "}),
    ("name_too_long", {"name": "x" * 81}),
    ("name_taken", {"name": "Legetime"}),
    ("unknown_kind", {"kind": "party"}),
    ("unknown_kind", {"modality": "fax"}),
    ("info_too_long", {"info": "x" * 301}),
    ("minutes", {"minutes": 4}),
    ("ages_reversed", {"min_age": 10, "max_age": 9}),
    ("opens_after_it_closes", {"opens_days_before": 1, "closes_minutes_before": 1440}),
    ("not_found", {"service_id": new_id()}),
]


@pytest.mark.parametrize(("code", "fields"), SERVICES, ids=[f"{code}-{next(iter(fields))}" for code, fields in SERVICES])
def test_services_that_cannot_be(book, siri, code, fields):
    fine = {"name": "Ny", "kind": "consultation", "modality": "in-person", "minutes": 20}
    refused(code, define_service, actor=siri, **fine | fields)


def test_new_rules_hold_for_published_times(book, siri):
    a_service(siri, service_id=book.service, opens_days_before=3, closes_minutes_before=120)
    slot = slot_row(book.first)
    assert slot.bookable_until == slot.start_at - timedelta(minutes=120)
    assert oslo_date(slot.bookable_from) == oslo_date(slot.start_at) - timedelta(days=3)
    assert slot.bookable_from.astimezone().utcoffset() is not None


def test_schedules(book, cast, siri, logins):
    refused("name_taken", define_schedule, actor=siri, name="Lege Berg")
    refused("name_missing", define_schedule, actor=siri, name="")
    refused("has_one", define_schedule, actor=siri, name="En til", role_id=cast.berg_role.pk)
    refused("not_found", define_schedule, actor=siri, name="Gro", role_id=cast.gro_role.pk)
    refused("not_found", define_schedule, actor=siri, name="Gro", schedule_id=new_id())
    define_schedule(actor=siri, now=now(), schedule_id=book.schedule, name="Ingrid Berg", active=False)
    assert (schedule_row(book.schedule).name, schedule_row(book.schedule).active) == ("Ingrid Berg", False)
    gro = logins.actor(GRO, Face.STAFF, practice=cast.vika)
    refused("not_found", define_schedule, actor=gro, name="Stjålet", schedule_id=book.schedule)
    refused("not_found", set_week, actor=gro, schedule_id=book.schedule, lines=[])
    refused("not_found", define_service, actor=gro, service_id=book.service, name="x", kind="own", modality="video", minutes=20)
