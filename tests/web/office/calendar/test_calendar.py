"""The calendar's day and week, as those at the desk see it."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from fastlinje.audit.models import AuditEvent
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.working_days import is_public_holiday
from fastlinje.scheduling.commands.add_exception import add_exception
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.models import Appointment
from fastlinje.web.office.calendar.places import FARTHEST
from tests.scheduling_world import OWNER, a_day, a_schedule, a_service, a_slot


def day(**asked: object) -> str:
    return reverse("office_calendar") + "?" + "&".join(f"{name}={value}" for name, value in asked.items())


def test_what_people_cannot_choose_themselves_is_marked(secretary, book, said):
    """Whether its line says so, or the rules of its kind."""
    shown = day(dag=a_day().isoformat())
    assert "ikke på nett" not in said(secretary.get(shown))
    for rule in ("online", "request_only"):
        a_service(book.staff, service_id=book.service, **{rule: rule != "online"})
        assert "09.00 Legetime, ikke på nett" in said(secretary.get(shown))
        a_service(book.staff, service_id=book.service)


def test_an_office_without_schedules_is_told_where_to_begin(secretary, said):
    answer = secretary.get(reverse("office_calendar"))
    assert "Ingen timeplaner ennå" in said(answer)
    assert reverse("schedules") in answer.content.decode()


def test_the_calendar_has_its_looks_whoever_came_first(client, secretary, book):
    """What never changes in the frame is drawn only once."""
    assert "fastlinje/css/calendar" not in client.get(reverse("help"), headers={"host": "localhost"}).content.decode()
    page = secretary.get(reverse("office_calendar")).content.decode()
    assert "fastlinje/css/calendar" in page
    assert "fastlinje/js/calendar" in page


def test_a_day_shows_who_comes_and_what_is_free(secretary, book, booked, said):
    answer = secretary.get(day(dag=a_day().isoformat()))
    words = said(answer)
    for expected in ("Lege Berg", "fastlege", "09.00", "Kari Nordmann, 42 år", "09.20", "Ledig", "Legetime"):
        assert expected in words
    assert reverse("office_visit", args=[booked]) in answer.content.decode()
    assert reverse("office_slot", args=[book.second.pk]) in answer.content.decode()


def test_why_they_come_is_not_in_the_calendar(secretary, booked):
    """F-019: a calendar is read by everybody at the office."""
    assert "kneet" not in secretary.get(day(dag=a_day().isoformat())).content.decode()


def test_looking_is_recorded_once(secretary, booked):
    secretary.get(day(dag=a_day().isoformat()))
    assert AuditEvent.objects.using(OWNER).filter(action="calendar.read").count() == 1


def test_several_stand_side_by_side_and_can_be_chosen(secretary, book, siri, said):
    laboratory = a_schedule(siri, None, "Laboratoriet")
    a_slot(laboratory, a_service(siri, name="Blodprøve", kind="laboratory", minutes=10), time(8, 30))
    both = said(secretary.get(day(dag=a_day().isoformat())))
    assert "Legetime" in both
    assert "Blodprøve" in both
    one = said(secretary.get(day(dag=a_day().isoformat(), plan=laboratory)))
    assert "Blodprøve" in one
    assert "Legetime" not in one


def test_the_number_of_statements_does_not_grow(secretary, book, siri, statements, booked):
    with statements() as few:
        secretary.get(day(dag=a_day().isoformat()))
    service = a_service(siri, name="Blodprøve", kind="laboratory", minutes=10)
    for number in range(3):
        schedule = a_schedule(siri, None, f"Rom {number}")
        slots = [a_slot(schedule, service, time(8 + hour)) for hour in range(6)]
        patient = book.cast.astrid_patient.pk
        book_for_patient(actor=siri, now=now(), slot_id=slots[number].pk, patient_id=patient)
    with statements() as many:
        secretary.get(day(dag=a_day().isoformat()))
    assert len(few) == len(many) <= 7


def test_a_week_of_one(secretary, book, booked, siri, said):
    a_schedule(siri, None, "Laboratoriet")
    answer = secretary.get(reverse("office_week") + f"?dag={a_day().isoformat()}&plan={book.schedule}")
    words = said(answer)
    assert f"Uke {a_day().isocalendar().week}: Lege Berg" in words
    assert "Kari Nordmann" in words
    assert "Tirsdag" in words


def test_a_weekend_is_shown_when_somebody_works(secretary, book, said):
    saturday = a_day() + timedelta(days=(5 - a_day().weekday()) % 7)
    href = reverse("office_week") + f"?dag={saturday.isoformat()}&plan={book.schedule}"
    before = said(secretary.get(href))
    book.add(time(15), day=saturday)
    assert ("Lørdag" in before) is (a_day().weekday() == 5)
    assert "Lørdag" in said(secretary.get(href))


def test_absence_and_holidays_are_said(secretary, book, siri, said):
    add_exception(actor=siri, now=now(), schedule_id=book.schedule, first_date=a_day(), last_date=a_day(), reason="course")
    words = said(secretary.get(day(dag=a_day().isoformat())))
    assert "Kurs eller møte" in words
    assert "Stengt" in words
    holiday = next(
        each
        for each in (oslo_date(now()) + timedelta(days=n) for n in range(400))
        if is_public_holiday(each) and each.weekday() < 5
    )
    assert "Helligdag" in said(secretary.get(day(dag=holiday.isoformat())))


@pytest.mark.parametrize("text", ["", "tull", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_today(secretary, text):
    """AD-50"""
    answer = secretary.get(day(dag=text, plan="tull"))
    assert answer.status_code == 200
    assert f'value="{oslo_date(now()).isoformat()}"' in answer.content.decode()
    assert secretary.get(reverse("office_week") + f"?dag={text}&plan=x").status_code == 200


def test_far_away_days_have_neighbours(secretary):
    far = oslo_date(now()) + FARTHEST
    assert secretary.get(day(dag=far.isoformat())).status_code == 200


def test_arrivals_are_marked_where_they_stand(secretary, book, booked):
    """One press in the calendar, and back to the same place."""
    start = now() + timedelta(seconds=1)
    Appointment.objects.using(OWNER).filter(pk=booked).update(start_at=start, end_at=start + timedelta(minutes=20))
    today = oslo_date(start)
    type(book.first).objects.using(OWNER).filter(pk=book.first.pk).update(start_at=start, end_at=start + timedelta(minutes=20))
    page = secretary.get(day(dag=today.isoformat(), plan=book.schedule)).content.decode()
    action = reverse("office_visit_mark", args=[booked])
    assert f'formaction="{action}"' in page
    remembered = f"dag={today.isoformat()}&plan={book.schedule}"
    assert f'value="{remembered.replace("&", "&amp;")}"' in page
    answer = secretary.post(action, {"status": "arrived", "fra": remembered})
    assert answer["Location"] == day(dag=today.isoformat(), plan=book.schedule) + f"#t-{booked.hex}"
    assert "Har møtt" in secretary.get(answer["Location"]).content.decode()


def test_another_office_sees_nothing(at_vika, book, booked, said):
    """AD-13"""
    words = said(at_vika.get(day(dag=a_day().isoformat(), plan=book.schedule)))
    assert "Kari" not in words
    assert "Lege Berg" not in words
