"""The waiting list: an earlier time for whoever waits (F-195)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection

from fastlinje.core.actor import Actor
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.refusal import Refused
from fastlinje.nonprod.cast import ASTRID, BASTIAN, KARI
from fastlinje.people.models import Person
from fastlinje.practices.models import HealthcareService, Organization, Patient, PractitionerRole
from fastlinje.scheduling.chores import end_offers
from fastlinje.scheduling.commands import cancel_appointment as cancelling
from fastlinje.scheduling.commands.accept_earlier import accept_earlier
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.cancel_appointment import cancel_appointment
from fastlinje.scheduling.commands.decline_earlier import decline_earlier
from fastlinje.scheduling.commands.decline_offers import decline_offers
from fastlinje.scheduling.commands.define_schedule import define_schedule
from fastlinje.scheduling.commands.join_waiting_list import join_waiting_list
from fastlinje.scheduling.commands.leave_waiting_list import leave_waiting_list
from fastlinje.scheduling.commands.move_appointment import move_appointment
from fastlinje.scheduling.commands.move_for_patient import move_for_patient
from fastlinje.scheduling.commands.offer_next import offer_next
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.commands.open_slot import close_slot, open_slot
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.commands.set_priority import set_priority
from fastlinje.scheduling.models import AppointmentOffer, WaitingListEntry
from fastlinje.scheduling.progress import lock_appointment
from tests.scheduling_world import OWNER, Book, a_service, a_slot, appointment_row, slot_row

MONDAY = datetime(2027, 1, 11, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_monday_at_noon():
    with time_machine.travel(MONDAY, tick=True):
        yield


@pytest.fixture
def people(cast, logins):
    """Kari, Bastian and Astrid, all on Berg's list and with full consent."""
    Person.objects.using(OWNER).update(consent_level="full")
    return {who.name.split()[0]: logins.actor(who) for who in (KARI, BASTIAN, ASTRID)}


@pytest.fixture
def waiting(cast, siri, people):
    """Kari has 9.00; Bastian has 9.20 and Astrid 9.40, and they wait for something earlier, Bastian longest."""
    book = Book(cast, siri)
    book.ids = {}
    for name, slot in zip(people, (book.first, book.second, book.third), strict=True):
        book.ids[name] = book_appointment(actor=people[name], now=now(), slot_id=slot.pk)
    for name in ("Bastian", "Astrid"):
        join_waiting_list(actor=people[name], now=now(), appointment_id=book.ids[name])
    return book


def refused(code, command, **arguments):
    with pytest.raises(Refused) as refusal:
        command(now=now(), **arguments)
    assert refusal.value.code == code


def open_offers():
    return list(AppointmentOffer.objects.using(OWNER).filter(state="open").order_by("id"))


def offered_to(book):
    names = {appointment: name for name, appointment in book.ids.items()}
    return [names[offer.appointment_id] for offer in open_offers()]


def states():
    return sorted(WaitingListEntry.objects.using(OWNER).values_list("state", flat=True))


def test_the_one_who_has_waited_longest_gets_the_offer_and_takes_it(waiting, people, worker):
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    (offer,) = open_offers()
    assert offered_to(waiting) == ["Bastian"]
    assert offer.held_until - offer.offered_at == timedelta(minutes=30)
    assert slot_row(waiting.first).status == "busy-tentative"
    assert accept_earlier(actor=people["Bastian"], now=now(), offer_id=offer.pk) == waiting.ids["Bastian"]
    assert appointment_row(waiting.ids["Bastian"]).start_at == waiting.first.start_at
    worker.run()
    assert offered_to(waiting) == ["Astrid"], "the released time goes round again"
    assert slot_row(waiting.second).status == "busy-tentative"


def test_a_no_and_silence_pass_it_on(waiting, people, worker):
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    decline_earlier(actor=people["Bastian"], now=now(), offer_id=open_offers()[0].pk)
    worker.run()
    assert offered_to(waiting) == ["Astrid"]
    (offer,) = open_offers()
    with worker.connected():
        end_offers(actor=Actor.job("end_offers"), now=offer.held_until)
    worker.run()
    assert open_offers() == []
    assert slot_row(waiting.first).status == "free"
    assert states() == ["waiting", "waiting"]
    refused("offer_gone", accept_earlier, actor=people["Astrid"], offer_id=offer.pk)


def test_priority_goes_first(waiting, people, siri, worker):
    set_priority(actor=siri, now=now(), appointment_id=waiting.ids["Astrid"], priority=1)
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    assert offered_to(waiting) == ["Astrid"]
    refused("unknown_priority", set_priority, actor=siri, appointment_id=waiting.ids["Astrid"], priority=9)
    refused("not_found", set_priority, actor=siri, appointment_id=waiting.ids["Kari"], priority=1)


def test_to_several_at_once_the_first_yes_wins(waiting, people, worker):
    Organization.objects.using(OWNER).update(offers_at_once=2)
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    assert offered_to(waiting) == ["Bastian", "Astrid"]
    first, second = open_offers()
    decline_earlier(actor=people["Bastian"], now=now(), offer_id=first.pk)
    assert slot_row(waiting.first).status == "busy-tentative", "it is still kept for the other"
    accept_earlier(actor=people["Astrid"], now=now(), offer_id=second.pk)
    assert appointment_row(waiting.ids["Astrid"]).start_at == waiting.first.start_at


def test_too_late_a_yes_keeps_what_one_has(waiting, people, worker):
    Organization.objects.using(OWNER).update(offers_at_once=2)
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    first, second = open_offers()
    accept_earlier(actor=people["Bastian"], now=now(), offer_id=first.pk)
    refused("slot_taken", accept_earlier, actor=people["Astrid"], offer_id=second.pk)
    assert appointment_row(waiting.ids["Astrid"]).start_at == waiting.third.start_at


def test_the_time_of_somebody_who_has_left_is_offered_to_nobody(waiting, cast, people, worker):
    role = PractitionerRole.objects.using(OWNER).filter(pk=cast.berg_role.pk)
    role.update(end_date=oslo_date(waiting.first.start_at) - timedelta(days=1))
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    assert open_offers() == []
    assert slot_row(waiting.first).status == "free"


def test_an_old_offer_is_worth_nothing_when_the_time_goes_round_again(waiting, people, siri, cast, worker):
    """Two are offered it, one takes it and gives it up: it is kept for whoever is offered it next, and for them alone."""
    Organization.objects.using(OWNER).update(offers_at_once=2)
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    bastians, astrids = open_offers()
    accept_earlier(actor=people["Bastian"], now=now(), offer_id=bastians.pk)
    cancel_appointment(actor=people["Bastian"], now=now(), appointment_id=waiting.ids["Bastian"])
    asked = request_appointment(actor=people["Kari"], now=now(), service_id=waiting.service, preferences={})
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[waiting.first.pk])
    refused("offer_gone", accept_earlier, actor=people["Astrid"], offer_id=astrids.pk)
    assert [offer.appointment_id for offer in open_offers()] == [asked]
    assert "offered" not in states(), "Astrid waits for the next"
    decline_offers(actor=people["Kari"], now=now(), appointment_id=asked)
    assert slot_row(waiting.first).status == "free"


def test_a_day_before_one_can_is_not_offered(waiting, people, worker):
    day = oslo_date(waiting.first.start_at)
    join_waiting_list(
        actor=people["Bastian"], now=now(), appointment_id=waiting.ids["Bastian"], earliest=day + timedelta(days=1)
    )  # fmt: skip
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    assert offered_to(waiting) == ["Astrid"]
    assert WaitingListEntry.objects.using(OWNER).filter(earliest=date(1970, 1, 1)).count() == 1


def test_a_move_and_a_cancellation_keep_the_list_true(waiting, people, worker):
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    cancel_appointment(actor=people["Bastian"], now=now(), appointment_id=waiting.ids["Bastian"])
    assert states() == ["left", "waiting"]
    worker.run()
    assert set(offered_to(waiting)) == {"Astrid"}
    earlier = waiting.add(time(8))
    move_appointment(actor=people["Astrid"], now=now(), appointment_id=waiting.ids["Astrid"], slot_id=earlier.pk)
    assert open_offers() == []
    assert slot_row(waiting.first).status == "free"
    worker.run()
    assert open_offers() == [], "nothing is earlier than what she has now"


def test_whom_it_suits_no_longer_is_not_offered_it(waiting, people, cast, worker):
    """AD-64: Bastian has another GP now, and Berg takes only her own."""
    Patient.objects.using(OWNER).filter(pk=cast.bastian_patient.pk).update(general_practitioner_id=cast.gro_tangen_role.pk)
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    assert offered_to(waiting) == ["Astrid"]


def no_longer_on_the_list(book, cast):
    Patient.objects.using(OWNER).filter(pk=cast.bastian_patient.pk).update(general_practitioner_id=cast.gro_tangen_role.pk)


def too_old(book, cast):
    a_service(book.staff, service_id=book.service, max_age=5)


def switched_off(book, cast):
    HealthcareService.objects.using(OWNER).filter(code="appointment").update(active=False)


def calendar_closed(book, cast):
    define_schedule(actor=book.staff, now=now(), schedule_id=book.schedule, name="Lege Berg", active=False)


def left_the_office(book, cast):
    PractitionerRole.objects.using(OWNER).filter(pk=cast.berg_role.pk).update(end_date=oslo_date(now()))


CHANGES = [
    (no_longer_on_the_list, "not_for_you"),
    (too_old, "not_for_you"),
    (switched_off, "service_off"),
    (calendar_closed, "service_off"),
    (left_the_office, "slot_gone"),
]


@pytest.mark.parametrize(("change", "code"), CHANGES, ids=[change.__name__ for change, _code in CHANGES])
def test_what_changed_since_it_was_offered_counts(waiting, people, cast, worker, change, code):
    """AD-64: refused kindly, and they keep what they have."""
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    (offer,) = open_offers()
    change(waiting, cast)
    refused(code, accept_earlier, actor=people["Bastian"], offer_id=offer.pk)
    assert appointment_row(waiting.ids["Bastian"]).start_at == waiting.second.start_at


@pytest.mark.parametrize("change", [switched_off, calendar_closed, left_the_office])
def test_what_nobody_may_book_is_not_offered(waiting, people, cast, worker, change):
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    change(waiting, cast)
    worker.run()
    assert open_offers() == []


def test_nothing_is_offered_when_people_may_not_book_it_any_more(waiting, people, siri, worker):
    """F-131: this kind is booked at least nine days before."""
    a_service(siri, service_id=waiting.service, closes_minutes_before=9 * 24 * 60)
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    assert open_offers() == []


def test_after_a_move_one_waits_for_the_kind_one_has_now(waiting, people, siri, worker):
    """The office has made Bastian's a long one: a short one would not do, and a long one does."""
    long = a_service(siri, name="Langtime", minutes=40)
    later, earlier = (a_slot(waiting.schedule, long, at) for at in (time(13), time(12)))
    move_for_patient(actor=siri, now=now(), appointment_id=waiting.ids["Bastian"], slot_id=later.pk)
    worker.run()
    assert offered_to(waiting) == ["Astrid"], "his old time, 9.20, is for who waits for a short one"
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    close_slot(actor=siri, now=now(), slot_id=earlier.pk)
    open_slot(actor=siri, now=now(), slot_id=earlier.pk)
    worker.run()
    assert offered_to(waiting) == ["Astrid", "Bastian"]
    accept_earlier(actor=people["Bastian"], now=now(), offer_id=open_offers()[-1].pk)
    assert appointment_row(waiting.ids["Bastian"]).slot_id == earlier.pk


def test_nobody_waits_in_a_ring(waiting, people, worker, monkeypatch):
    """Bastian cancels just as he is to be offered a time: he is passed over, and neither has to wait for the other."""
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])

    def offer():
        with worker.connected():
            with connection.cursor() as cursor:
                cursor.execute("set lock_timeout = '5s'")
            offer_next(actor=Actor.job("offer"), now=now(), slot_id=waiting.first.pk)

    def lock_and_let_offer(appointment_id):
        locked = lock_appointment(appointment_id)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(offer).result()
        return locked

    monkeypatch.setattr(cancelling, "lock_appointment", lock_and_let_offer)
    cancel_appointment(actor=people["Bastian"], now=now(), appointment_id=waiting.ids["Bastian"])
    assert offered_to(waiting) == ["Astrid"]


def test_leaving(waiting, people, worker):
    leave_waiting_list(actor=people["Bastian"], now=now(), appointment_id=waiting.ids["Bastian"])
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    assert offered_to(waiting) == ["Astrid"]
    refused("not_found", leave_waiting_list, actor=people["Kari"], appointment_id=waiting.ids["Bastian"])


def test_only_who_has_a_coming_time_waits(waiting, people):
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    refused("wrong_state", join_waiting_list, actor=people["Kari"], appointment_id=waiting.ids["Kari"])
    refused("not_found", join_waiting_list, actor=people["Kari"], appointment_id=waiting.ids["Bastian"])


def test_nobody_waits_for_what_only_the_office_gives_away(waiting, people, siri):
    """They would never be offered one, and must not believe it."""
    a_service(siri, service_id=waiting.service, online=False)
    refused("service_off", join_waiting_list, actor=people["Kari"], appointment_id=waiting.ids["Kari"])


def test_strangers_have_no_part_in_it(waiting, people, per, worker):
    """AD-07"""
    cancel_appointment(actor=people["Kari"], now=now(), appointment_id=waiting.ids["Kari"])
    worker.run()
    for command in (accept_earlier, decline_earlier):
        refused("not_found", command, actor=per, offer_id=open_offers()[0].pk)
    assert offered_to(waiting) == ["Bastian"]
