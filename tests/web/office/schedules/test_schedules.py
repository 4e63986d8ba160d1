"""Arranging the office's time: what can be booked, whose week looks how, who is away, and making the times."""

import re
from datetime import time, timedelta

import pytest
from django.urls import reverse

from fastlinje.core.actor import Face
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import SIRI
from fastlinje.questionnaires.loading import load_standard_forms
from fastlinje.questionnaires.models import Assignment
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.models import AppointmentService, Publication, Schedule, ScheduleException, ScheduleRule, Slot
from tests.scheduling_world import OWNER, a_schedule, a_service, a_slot, schedule_row

SERVICE = {
    "name": "Legetime 20 minutter", "kind": "consultation", "modality": "in-person", "minutes": "20", "way": "online",
    "own_list_only": "on", "opens_days_before": "90", "closes_minutes_before": "60", "cancel_hours_before": "24", "active": "on",
}  # fmt: skip


@pytest.fixture
def siri(logins):
    return logins.actor(SIRI, Face.STAFF)


@pytest.fixture
def service(siri):
    return a_service(siri)


@pytest.fixture
def schedule(cast, siri):
    return a_schedule(siri, cast.berg_role)


def said(answer) -> str:
    main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def line(service, **fields: object) -> dict:
    given = {"weekdays": ["0", "2"], "starts": "08:00", "ends": "09.00", "service": str(service), "online": "on", **fields}
    return {f"uke-{name}": value for name, value in given.items()}


def seen_on(answer) -> list[str]:
    form = answer.content.decode().split('action="', 1)[1].rsplit('id="uke"', 1)[-1]
    return re.findall(r'name="seen" value="([^"]+)"', form)


# what can be booked


def test_from_nothing_to_something_bookable(administrator):
    """F-028: an administrator begins here."""
    assert "Begynn med en timetype" in said(administrator.get(reverse("schedules")))
    assert administrator.get(reverse("appointment_service_new")).status_code == 200
    assert administrator.post(reverse("appointment_service_new"), SERVICE)["Location"] == reverse("appointment_services")
    row = AppointmentService.objects.using(OWNER).get()
    assert (row.name, row.minutes, row.online, row.request_only, row.own_list_only) == (SERVICE["name"], 20, True, False, True)
    words = said(administrator.get(reverse("appointment_services")))
    for expected in ("Legetime 20 minutter", "20 min", "Oppmøte", "Pasientene", "I bruk"):
        assert expected in words


@pytest.mark.parametrize(
    ("way", "online", "request_only"), [("online", True, False), ("request", True, True), ("office", False, False)]
)
def test_who_books(secretary, service, way, online, request_only):
    """F-015, F-131"""
    page = reverse("appointment_service", args=[service])
    assert secretary.post(page, {**SERVICE, "way": way, "max_age": "17", "online_per_day": "4"}).status_code == 302
    row = AppointmentService.objects.using(OWNER).get()
    assert (row.online, row.request_only, row.max_age, row.online_per_day) == (online, request_only, 17, 4)
    assert re.search(rf'value="{way}" checked', secretary.get(page).content.decode())


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "Skriv et navn."),
        ({"minutes": "tjue"}, "Skriv et helt tall."),
        ({"minutes": "3"}, "Velg mellom 5 og 480 minutter."),
        ({"min_age": "18", "max_age": "6"}, "Høyeste alder kan ikke være lavere enn laveste."),
        ({"closes_minutes_before": "43200", "opens_days_before": "2"}, "Bestillingen stenger før den åpner."),
        ({"cancel_hours_before": "-1"}, "Tallet er for lite."),
        ({"kind": "tull"}, "tull"),
    ],
)
def test_a_mistake_in_a_service_stands_at_its_field(secretary, service, fields, sentence):
    answer = secretary.post(reverse("appointment_service_new"), {**SERVICE, **fields})
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert AppointmentService.objects.using(OWNER).count() == 1


# schedules


def test_a_schedule_for_somebody_and_for_a_resource(administrator, cast):
    new = reverse("schedule_new")
    assert "Ingrid Berg, fastlege" in said(administrator.get(new))
    made = administrator.post(new, {"role_id": str(cast.berg_role.pk), "name": ""})
    row = Schedule.objects.using(OWNER).get()
    assert (row.name, row.role_id) == ("Ingrid Berg", cast.berg_role.pk)
    assert made["Location"] == reverse("schedule", args=[row.pk])
    assert "Ingrid Berg, fastlege" not in said(administrator.get(new))
    administrator.post(new, {"role_id": "ressurs", "name": "Laboratoriet"})
    listed = said(administrator.get(reverse("schedules")))
    assert "Laboratoriet" in listed
    assert "Ressurs" in listed
    nameless = administrator.post(new, {"role_id": "ressurs", "name": ""})
    assert nameless.status_code == 422
    assert "Skriv et navn." in said(nameless)


def test_a_name_and_out_of_use(secretary, schedule):
    rename = reverse("schedule_name", args=[schedule])
    assert secretary.post(rename, {"navn-name": "Doktor Berg", "navn-active": "on"}).status_code == 302
    assert schedule_row(schedule).name == "Doktor Berg"
    assert secretary.post(rename, {"navn-name": ""}).status_code == 422
    secretary.post(rename, {"navn-name": "Doktor Berg"})
    assert not schedule_row(schedule).active
    assert "Doktor Berg" not in said(secretary.get(reverse("schedules")))


# the week


def test_the_week_is_written_line_by_line(secretary, schedule, service):
    page = reverse("schedule", args=[schedule])
    assert "Uken er tom." in said(secretary.get(page))
    assert secretary.post(reverse("schedule_line_new", args=[schedule]), line(service)).status_code == 302
    words = said(secretary.get(page))
    assert "Mandag 08.00–09.00 Legetime, 20 min Ja Alltid" in words
    assert "Onsdag 08.00–09.00" in words
    rules = ScheduleRule.objects.using(OWNER).order_by("weekday")
    assert [(rule.weekday, rule.starts, rule.ends) for rule in rules] == [(day, time(8), time(9)) for day in (0, 2)]
    secretary.post(reverse("schedule_line_removal", args=[schedule, rules[0].pk]), {"seen": seen_on(secretary.get(page))})
    assert [rule.weekday for rule in ScheduleRule.objects.using(OWNER).all()] == [2]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"weekdays": []}, "Velg minst én dag."),
        ({"starts": "tull"}, "Skriv klokkeslettet som 08.00."),
        ({"ends": ""}, "Skriv et klokkeslett."),
        ({"ends": "07:00"}, "En linje slutter før den begynner."),
        ({"valid_from": "i morgen"}, "Skriv datoen som dd.mm.åååå."),
    ],
)
def test_a_mistake_in_a_line_is_shown(secretary, schedule, service, fields, sentence):
    answer = secretary.post(reverse("schedule_line_new", args=[schedule]), line(service, **fields))
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert not ScheduleRule.objects.using(OWNER).exists()


def test_lines_that_cover_the_same_time_are_refused(secretary, schedule, service):
    add = reverse("schedule_line_new", args=[schedule])
    secretary.post(add, line(service))
    seen = seen_on(secretary.get(reverse("schedule", args=[schedule])))
    again = secretary.post(add, {**line(service, starts="08:30", ends="10:00"), "seen": seen})
    assert "dekker samme tid" in said(again)


def test_without_anything_to_book_one_is_sent_there(secretary, schedule):
    assert "Først må dere lage en timetype." in said(secretary.get(reverse("schedule", args=[schedule])))


# absences


def test_an_administrator_without_patients_sees_no_calendar_but_arranges_it(administrator, schedule, service):
    """AD-18"""
    page = reverse("schedule", args=[schedule])
    assert reverse("office_week") not in administrator.get(page).content.decode()
    assert administrator.post(reverse("schedule_line_new", args=[schedule]), line(service)).status_code == 302
    tomorrow = (oslo_date(now()) + timedelta(days=1)).isoformat()
    a_slot(schedule, service, time(8), day=oslo_date(now()) + timedelta(days=1))
    absence = {"fravar-first_date": tomorrow, "fravar-last_date": tomorrow, "fravar-reason": "holiday"}
    assert administrator.post(reverse("schedule_absence_new", args=[schedule]), absence).status_code == 302
    assert Slot.objects.using(OWNER).get().status == "busy-unavailable"
    assert administrator.get(reverse("office_calendar"))["Location"] == reverse("office_home")


def test_absences_come_and_go(secretary, schedule):
    new, page = reverse("schedule_absence_new", args=[schedule]), reverse("schedule", args=[schedule])
    tomorrow = oslo_date(now()) + timedelta(days=1)
    days = {"fravar-first_date": tomorrow.isoformat(), "fravar-last_date": tomorrow.isoformat(), "fravar-reason": "course"}
    assert secretary.post(new, days).status_code == 302
    assert "Kurs eller møte Fjern" in said(secretary.get(page))
    wrong = secretary.post(new, {**days, "fravar-last_date": oslo_date(now()).isoformat()})
    assert "Siste dag kan ikke være før første dag." in said(wrong)
    absence = ScheduleException.objects.using(OWNER).get()
    secretary.post(reverse("schedule_absence_removal", args=[schedule, absence.pk]))
    assert not ScheduleException.objects.using(OWNER).exists()


# making the times


@pytest.fixture
def week(secretary, schedule, service):
    """Every day of the week from eight to nine."""
    secretary.post(reverse("schedule_line_new", args=[schedule]), line(service, weekdays=[str(day) for day in range(7)]))
    return schedule


def days(first: int, last: int, *schedules) -> dict:
    today = oslo_date(now())
    return {
        "schedules": [str(each) for each in schedules],
        "first_date": (today + timedelta(days=first)).isoformat(),
        "last_date": (today + timedelta(days=last)).isoformat(),
    }


def test_times_are_made_followed_and_taken_back(administrator, secretary, week, worker, cast, siri):
    followed = administrator.post(reverse("publishing"), days(1, 7, week))["Location"]
    publication = Publication.objects.using(OWNER).get()
    assert followed == reverse("publication", args=[publication.pk])
    assert f"0 av {publication.total} timer er laget." in said(administrator.get(followed))
    progress = administrator.get(followed, headers={"accept": "application/json"}).json()
    assert (progress["made"], progress["total"], progress["moving"]) == (0, publication.total, True)
    worker.run()
    made = Slot.objects.using(OWNER).count()
    assert made == publication.total > 0
    assert f"{made} timer er laget." in said(administrator.get(followed))
    slot = Slot.objects.using(OWNER).earliest("start_at")
    book_for_patient(actor=siri, now=now(), slot_id=slot.pk, patient_id=cast.kari_patient.pk)
    undo = reverse("publication_undo", args=[publication.pk])
    assert "Bare timer som ingen har bestilt" in said(administrator.get(undo))
    assert administrator.post(undo)["Location"] == followed
    worker.run()
    assert Slot.objects.using(OWNER).get().pk == slot.pk
    assert "1 er igjen, fordi noen har bestilt dem" in said(administrator.get(followed))
    again = administrator.post(undo)
    assert again.status_code == 409
    assert "Dette er allerede angret." in said(again)
    assert "Angret" in said(administrator.get(reverse("publishing")))


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [(-1, 5, "Første dag kan ikke være passert."), (5, 1, "Siste dag kan ikke være før første dag."), (1, 500, "høyst et år")],
)
def test_days_that_cannot_be_are_refused(secretary, week, first, last, sentence):
    answer = secretary.post(reverse("publishing"), days(first, last, week))
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert not Publication.objects.using(OWNER).exists()


def test_an_empty_week_makes_nothing(secretary, schedule):
    assert "gir ingen timer" in said(secretary.post(reverse("publishing"), days(1, 7, schedule)))


def test_no_schedule_and_a_foreign_one_are_mistakes(secretary, week):
    """AD-13"""
    for chosen in ((), (new_id(),)):
        answer = secretary.post(reverse("publishing"), days(1, 7, *chosen))
        assert answer.status_code == 422
    assert not Publication.objects.using(OWNER).exists()


# whose it is


@pytest.mark.parametrize(
    ("name", "extra"),
    [
        ("schedule", 0), ("schedule_name", 0), ("schedule_line_new", 0), ("schedule_line_removal", 1),
        ("schedule_absence_new", 0), ("schedule_absence_removal", 1),
    ],
)  # fmt: skip
def test_foreign_and_missing_schedules_are_alike(at_vika, secretary, schedule, service, name, extra):
    """AD-13"""
    today = oslo_date(now()).isoformat()
    given = {
        **line(service), "navn-name": "Stjålet", "fravar-first_date": today, "fravar-last_date": today, "fravar-reason": "other",
    }  # fmt: skip
    for client, which in ((at_vika, schedule), (secretary, new_id())):
        place = reverse(name, args=[which, *[new_id()] * extra])
        assert client.post(place, given).status_code in (404, 405, 422)
        assert client.get(place).status_code in (404, 405)
    assert schedule_row(schedule).name == "Lege Berg"
    assert not ScheduleRule.objects.using(OWNER).exists()
    assert not ScheduleException.objects.using(OWNER).exists()


def test_foreign_and_missing_services_and_runs_are_alike(at_vika, secretary, service, week, worker):
    """AD-13"""
    secretary.post(reverse("publishing"), days(1, 7, week))
    publication = Publication.objects.using(OWNER).get().pk
    for client, ours in ((at_vika, (service, publication)), (secretary, (new_id(), new_id()))):
        assert client.get(reverse("appointment_service", args=[ours[0]])).status_code == 404
        assert client.post(reverse("appointment_service", args=[ours[0]]), SERVICE).status_code == 404
        assert client.get(reverse("publication", args=[ours[1]])).status_code == 404
        assert client.post(reverse("publication_undo", args=[ours[1]])).status_code == 404
    assert AppointmentService.objects.using(OWNER).get().name == "Legetime"
    assert Publication.objects.using(OWNER).get().status == "running"


# limits and questions


LIMITS = {"appointments_at_once": "2", "offers_at_once": "3", "offer_minutes": "45"}


def test_the_limits_are_the_offices_own(administrator, cast):
    """F-195"""
    page = reverse("booking_limits")
    field = re.search(r'<input[^>]*name="appointments_at_once"[^>]*>', administrator.get(page).content.decode()).group()
    assert 'value="3"' in field
    assert administrator.post(page, {**LIMITS, "appointments_may_overlap": "on"})["Location"] == page + "?lagret=grenser"
    office = type(cast.tangen).objects.using(OWNER).get(pk=cast.tangen.pk)
    limits = (office.appointments_at_once, office.appointments_may_overlap, office.offers_at_once, office.offer_minutes)
    assert limits == (2, True, 3, 45)
    assert "Grensene er lagret." in said(administrator.get(page + "?lagret=grenser"))
    other = type(cast.vika).objects.using(OWNER).get(pk=cast.vika.pk)
    assert other.appointments_at_once == 3


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"appointments_at_once": "0"}, "Velg et tall mellom 1 og 20."),
        ({"offers_at_once": "11"}, "Velg et tall mellom 1 og 10."),
        ({"offer_minutes": "4"}, "Velg et tall mellom 5 og 1440."),
        ({"offer_minutes": ""}, "Skriv et helt tall."),
    ],
)
def test_limits_have_limits(administrator, fields, sentence):
    answer = administrator.post(reverse("booking_limits"), {**LIMITS, **fields})
    assert answer.status_code == 422
    assert sentence in said(answer)


def test_questions_come_before_a_kind_of_appointment(administrator, cast):
    """F-056: assigned for each kind by itself."""
    (form_id,) = load_standard_forms().values()
    chosen = {"influenza_vaccine": str(form_id)}
    for answer in (chosen, chosen, {**chosen, "consultation": str(form_id)}):
        assert administrator.post(reverse("booking_questions"), answer).status_code == 302
    assigned = Assignment.objects.using(OWNER).filter(practice=cast.tangen)
    assert set(assigned.values_list("service_code", flat=True)) == {"influenza_vaccine", "consultation"}
    administrator.post(reverse("booking_questions"), {})
    assert not assigned.exists()
    wrong = administrator.post(reverse("booking_questions"), {"consultation": str(new_id())})
    assert wrong.status_code == 422


def test_only_the_offices_leader_sets_limits(secretary):
    for name in ("booking_limits", "booking_questions"):
        assert secretary.post(reverse(name), LIMITS).status_code == 302
        assert secretary.post(reverse(name), LIMITS)["Location"] == reverse("office_home")


# two at once


def test_nobody_writes_over_anothers_change(secretary, administrator, schedule, service):
    """Two have the same week open: the second is told what the first did, keeps what was typed, and goes on from there."""
    page, add = reverse("schedule", args=[schedule]), reverse("schedule_line_new", args=[schedule])
    secretary.post(add, line(service))
    both_see = seen_on(secretary.get(page))
    assert len(both_see) == 2
    monday = ScheduleRule.objects.using(OWNER).get(weekday=0)
    assert administrator.post(reverse("schedule_line_removal", args=[schedule, monday.pk]), {"seen": both_see}).status_code == 302
    dags = seen_on(administrator.get(page))
    tuesday = line(service, weekdays=["1"], starts="12:00", ends="13:00")
    assert administrator.post(add, {**tuesday, "seen": dags}).status_code == 302
    friday = line(service, weekdays=["4"], starts="10:15", ends="11:00", online="")
    late = secretary.post(add, {**friday, "seen": both_see})
    assert late.status_code == 422
    words = said(late)
    assert "En annen har endret uken siden du åpnet siden." in words
    assert "Lagt til: Tirsdag 12.00–13.00 Legetime" in words
    assert "Fjernet: Mandag 08.00–09.00 Legetime" in words
    assert 'value="10:15"' in late.content.decode()
    assert sorted(ScheduleRule.objects.using(OWNER).values_list("weekday", flat=True)) == [1, 2]
    assert secretary.post(add, {**friday, "seen": seen_on(late)}).status_code == 302
    assert sorted(ScheduleRule.objects.using(OWNER).values_list("weekday", flat=True)) == [1, 2, 4]


def test_a_line_is_not_removed_from_a_week_that_has_changed(secretary, schedule, service):
    page, add = reverse("schedule", args=[schedule]), reverse("schedule_line_new", args=[schedule])
    secretary.post(add, line(service))
    old, monday = seen_on(secretary.get(page)), ScheduleRule.objects.using(OWNER).get(weekday=0)
    secretary.post(add, {**line(service, weekdays=["1"]), "seen": old})
    refused = secretary.post(reverse("schedule_line_removal", args=[schedule, monday.pk]), {"seen": old})
    assert refused.status_code == 422
    assert "Lagt til: Tirsdag 08.00–09.00 Legetime" in said(refused)
    assert ScheduleRule.objects.using(OWNER).count() == 3


@pytest.mark.parametrize("nonsense", ["", "x", "9 08:00 09:00 - 1 - -", "0 08:00", "0 25:00 09:00 x 1 - -"])
def test_what_is_no_line_is_another_week(secretary, schedule, service, nonsense):
    """AD-50"""
    answer = secretary.post(reverse("schedule_line_new", args=[schedule]), {**line(service), "seen": [nonsense]})
    assert answer.status_code == 302, "the week was empty, and so is what was seen"
    again = secretary.post(reverse("schedule_line_new", args=[schedule]), {**line(service, weekdays=["1"]), "seen": [nonsense]})
    assert again.status_code == 422


# a week once more


def test_a_week_is_copied_after_a_look_at_it(administrator, siri, schedule, service):
    """Preview of what is in the way, then the times, then the way to undo them."""
    monday = oslo_date(now()) + timedelta(days=14 - oslo_date(now()).weekday())
    a_slot(schedule, service, time(9), day=monday)
    a_slot(schedule, service, time(9, 20), day=monday)
    laboratory = a_schedule(siri, None, "Laboratoriet")
    a_slot(laboratory, service, time(9, 10), day=monday)
    page = reverse("schedule_copy", args=[schedule])
    assert "Lag timene" not in said(administrator.get(page))
    asked = {"source_day": monday.isoformat(), "target": str(laboratory), "target_day": monday.isoformat()}
    preview = administrator.get(page, asked)
    assert "09.10–09.30 Legetime er der fra før" in said(preview)
    assert "Lag timene" not in said(preview)
    asked["target_day"] = (monday + timedelta(days=8)).isoformat()
    preview = administrator.get(page, asked)
    words = said(preview)
    assert "2 timer blir laget." in words
    assert "Blir laget" in words
    assert Slot.objects.using(OWNER).count() == 3
    done = administrator.post(page, asked)
    made = Publication.objects.using(OWNER).get()
    assert done["Location"] == reverse("publication", args=[made.pk])
    words = said(administrator.get(done["Location"]))
    assert "2 timer er laget." in words
    assert "Laboratoriet" in words
    assert administrator.get(reverse("publication_undo", args=[made.pk])).status_code == 200
    again = administrator.post(page, asked)
    assert again.status_code == 422
    assert "Uken gir ingen timer disse dagene." in said(again)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"source_day": ""}, "Velg en dato."),
        ({"target_day": "i morgen"}, "Skriv datoen som dd.mm.åååå."),
        ({"target": "tull"}, "tull"),
        ({"target_day": "2040-01-01"}, "Kopier til en uke som er høyst et år unna."),
        ({}, "Velg en annen uke eller en annen timeplan å kopiere til."),
    ],
)
def test_a_mistake_in_copying_is_shown(secretary, schedule, service, fields, sentence):
    today = oslo_date(now()).isoformat()
    page = reverse("schedule_copy", args=[schedule])
    answer = secretary.get(page, {"source_day": today, "target": str(schedule), "target_day": today} | fields)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert secretary.post(page, {"source_day": today, "target": str(schedule), "target_day": today} | fields).status_code == 422


def test_a_week_that_is_there_already_is_said_in_short(secretary, schedule, service):
    monday = oslo_date(now()) + timedelta(days=14 - oslo_date(now()).weekday())
    for week in (0, 7):
        for minute in (0, 20, 40):
            a_slot(schedule, service, time(9, minute), day=monday + timedelta(days=week))
        a_slot(schedule, service, time(10), day=monday + timedelta(days=week))
    asked = {"source_day": monday, "target": str(schedule), "target_day": monday + timedelta(days=7)}
    words = said(secretary.get(reverse("schedule_copy", args=[schedule]), asked))
    assert "0 timer blir laget. 4 blir hoppet over." in words
    assert "4 er der fra før, 09.00–10.20" in words
    assert "Lag timene" not in words


def test_a_week_without_times_is_said(secretary, schedule, service):
    today = oslo_date(now())
    asked = {"source_day": today, "target": str(schedule), "target_day": today + timedelta(days=7)}
    assert "Det er ingen timer å kopiere i den uken." in said(secretary.get(reverse("schedule_copy", args=[schedule]), asked))
