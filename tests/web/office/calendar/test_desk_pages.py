"""One time and one appointment at the desk: book, look, mark, move, call off, and a whole day at once."""

import re
from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from fastlinje.audit.models import AuditEvent
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import KARI
from fastlinje.nonprod.national_numbers import synthetic_national_id
from fastlinje.people.models import ContactPoint
from fastlinje.practices.models import Patient
from fastlinje.scheduling import office_requests
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.commands.join_waiting_list import join_waiting_list
from fastlinje.scheduling.models import Appointment, WaitingListEntry
from fastlinje.web.office.calendar import requests as desk_requests
from tests.scheduling_world import OWNER, a_day, a_schedule, a_service, a_slot, appointment_row, slot_row

NEWCOMER = synthetic_national_id(date(1941, 2, 3), 7)


def address(name: str, *ids: object) -> str:
    return reverse(name, args=ids)


def begin(appointment_id, ago: timedelta) -> None:
    start = now() - ago
    times = {"start_at": start, "end_at": start + timedelta(minutes=20)}
    Appointment.objects.using(OWNER).filter(pk=appointment_id).update(**times)


# a free time


def test_from_the_phone_to_a_booked_time(secretary, book, said):
    """F-186: find the patient, say what it is, and it is booked."""
    slot = address("office_slot", book.first.pk)
    assert "Finn pasienten" in said(secretary.get(slot))
    found = secretary.post(slot, {"who": "nordmann"})
    booking = address("office_booking", book.first.pk, book.cast.kari_patient.pk)
    assert booking in found.content.decode()
    form = secretary.get(booking)
    assert "Kari Nordmann, 42 år" in said(form)
    key = re.search(r'name="key" value="([^"]+)"', form.content.decode()).group(1)
    answers = [secretary.post(booking, {"reason": "Vondt i kneet", "key": key}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    made = Appointment.objects.using(OWNER).get()
    assert answers[0]["Location"] == address("office_visit", made.pk) + "?nytt=bestilt"
    words = said(secretary.get(answers[0]["Location"]))
    for expected in ("Timen er bestilt.", "Vondt i kneet", "kontoret", "Lege Berg", "Oppmøte"):
        assert expected in words


def test_a_national_number_never_stands_in_an_address(secretary, book):
    answer = secretary.post(address("office_slot", book.first.pk), {"who": KARI.national_id})
    assert answer.status_code == 200
    assert KARI.national_id not in answer.content.decode().replace(f'value="{KARI.national_id}"', "")
    assert "Kari Nordmann" in answer.content.decode()


def test_nobody_found_is_said(secretary, book, said):
    assert "Ingen av pasientene deres passer" in said(secretary.post(address("office_slot", book.first.pk), {"who": "xyzzy"}))


def test_an_empty_search_is_a_mistake(secretary, book, said):
    answer = secretary.post(address("office_slot", book.first.pk), {"who": " "})
    assert answer.status_code == 422
    assert "Skriv hvem du leter etter." in said(answer)


def test_a_phone_time_asks_for_the_number(secretary, book, siri, said):
    """F-027"""
    slot = a_slot(book.schedule, a_service(siri, name="Telefontime", modality="phone"), time(12))
    booking = address("office_booking", slot.pk, book.cast.kari_patient.pk)
    assert "Nummeret pasienten skal ringes på" in said(secretary.get(booking))
    refused = secretary.post(booking, {"reason": ""})
    assert refused.status_code == 422
    assert "Skriv nummeret" in said(refused)
    assert "900&nbsp;00&nbsp;001" in secretary.get(
        secretary.post(booking, {"phone": "90000001"})["Location"]
    ).content.decode().replace("\xa0", "&nbsp;")


def test_a_time_that_went_meanwhile_is_explained_with_a_way_on(secretary, book, booked, said):
    """AD-64"""
    booking = address("office_booking", book.first.pk, book.cast.astrid_patient.pk)
    answer = secretary.post(booking, {"reason": "Kontroll"})
    assert answer.status_code == 422
    assert "Denne tiden er opptatt. Velg en annen." in said(answer)
    assert "Se andre tider i kalenderen" in said(answer)
    assert "Kontroll" in answer.content.decode()


def test_too_long_a_reason_keeps_what_was_typed(secretary, book, said):
    answer = secretary.post(address("office_booking", book.first.pk, book.cast.kari_patient.pk), {"reason": "x" * 201})
    assert answer.status_code == 422
    assert "Teksten er for lang." in said(answer)
    assert "x" * 201 in answer.content.decode()


def test_closing_and_opening_a_time(secretary, book, said):
    slot, switch = address("office_slot", book.first.pk), address("office_slot_opening", book.first.pk)
    assert secretary.post(switch)["Location"].startswith(reverse("office_calendar"))
    assert "Åpne tiden" in said(secretary.get(slot))
    assert slot_row(book.first).status == "busy-unavailable"
    again = secretary.post(switch)
    assert again.status_code == 409
    assert "Denne tiden er stengt." in said(again)
    secretary.post(switch, {"open": "yes"})
    assert slot_row(book.first).status == "free"


@pytest.mark.parametrize("name", ["office_slot", "office_slot_opening"])
def test_foreign_and_missing_times_are_alike(at_vika, secretary, book, name):
    """AD-13"""
    method = "post" if name == "office_slot_opening" else "get"
    foreign = getattr(at_vika, method)(address(name, book.first.pk))
    missing = getattr(secretary, method)(address(name, new_id()))
    assert foreign.status_code == missing.status_code == 404


def test_a_foreign_patient_is_not_found(secretary, book, cast):
    """AD-13"""
    for patient in (cast.per_patient.pk, new_id()):
        booking = address("office_booking", book.first.pk, patient)
        assert secretary.get(booking).status_code == secretary.post(booking).status_code == 404


# an appointment


def test_opening_an_appointment_is_recorded_for_the_patient(secretary, booked, cast):
    secretary.get(address("office_visit", booked))
    event = AuditEvent.objects.using(OWNER).get(action="appointment.read")
    assert (event.person_id, event.entity_id) == (cast.kari.pk, booked)


def test_what_can_be_done_follows_the_clock(secretary, booked, said):
    visit = address("office_visit", booked)
    words = said(secretary.get(visit))
    assert ("Flytt" in words, "Avlys" in words, "Møtte ikke" in words) == (True, True, False)
    begin(booked, timedelta(minutes=5))
    words = said(secretary.get(visit))
    assert ("Har møtt" in words, "Møtte ikke" in words) == (True, True)


def test_marking_on_the_page(secretary, booked, said):
    """F-192"""
    begin(booked, timedelta(minutes=5))
    mark = address("office_visit_mark", booked)
    assert secretary.post(mark, {"status": "noshow"})["Location"] == address("office_visit", booked)
    assert "Møtte ikke" in said(secretary.get(address("office_visit", booked)))
    refused = secretary.post(mark, {"status": "fulfilled"})
    assert refused.status_code == 409
    assert "Dette kan ikke gjøres slik timen er nå." in said(refused)
    assert appointment_row(booked).status == "noshow"


def test_moving_asks_first(secretary, book, booked, said):
    """F-018: also what is dropped in the calendar leads here."""
    move = address("office_visit_move", booked)
    choices = secretary.get(move)
    assert "09.20 Lege Berg" in said(choices)
    assert f"{move}?til={book.second.pk}" in choices.content.decode()
    question = secretary.get(move, {"til": book.second.pk})
    assert "Vil du flytte timen?" in said(question)
    assert appointment_row(booked).slot_id == book.first.pk
    assert secretary.post(move, {"til": book.second.pk})["Location"] == address("office_visit", booked) + "?nytt=flyttet"
    assert appointment_row(booked).slot_id == book.second.pk


def test_another_kind_of_time_is_pointed_out(secretary, book, booked, siri, said):
    other = a_slot(book.schedule, a_service(siri, name="Legetime 40", minutes=40), time(13))
    assert "satt av til noe annet" in said(secretary.get(address("office_visit_move", booked), {"til": other.pk}))


def test_a_move_to_a_taken_time_is_explained(secretary, book, booked, siri, said):
    book_for_patient(actor=siri, now=now(), slot_id=book.second.pk, patient_id=book.cast.astrid_patient.pk)
    answer = secretary.post(address("office_visit_move", booked), {"til": book.second.pk})
    assert answer.status_code == 409
    assert "Denne tiden er opptatt." in said(answer)
    assert "09.40 Lege Berg" in said(answer)


@pytest.mark.parametrize("til", ["", "tull"])
def test_a_move_to_nowhere_asks_again(secretary, booked, til):
    move = address("office_visit_move", booked)
    assert secretary.post(move, {"til": til})["Location"] == move
    assert secretary.get(move, {"til": til, "fra": til}).status_code == 200


def test_no_times_to_move_to(secretary, book, booked, said):
    for slot in (book.second, book.third):
        secretary.post(address("office_slot_opening", slot.pk))
    assert "Ingen ledige tider" in said(secretary.get(address("office_visit_move", booked)))


def test_calling_off(secretary, booked, said):
    """F-021"""
    cancel = address("office_visit_cancel", booked)
    missing = secretary.post(cancel, {"text": "Legen er borte."})
    assert missing.status_code == 422
    assert "Velg hvem som avlyser." in said(missing)
    assert "Legen er borte." in missing.content.decode()
    secretary.post(cancel, {"by": "kontoret", "text": "Legen er borte."})
    words = said(secretary.get(address("office_visit", booked) + "?nytt=avlyst"))
    assert "Timen er avlyst." in words
    assert "Legen er borte." in words
    for gone in ("office_visit_cancel", "office_visit_move"):
        assert secretary.get(address(gone, booked))["Location"] == address("office_visit", booked)


def test_a_late_cancellation_is_warned_of_marked_and_unmarked(secretary, booked, said):
    """F-192"""
    Appointment.objects.using(OWNER).filter(pk=booked).update(cancel_by=now() - timedelta(hours=1))
    assert "Fristen for å avbestille er ute." in said(secretary.get(address("office_visit_cancel", booked)))
    secretary.post(address("office_visit_cancel", booked), {"by": "pasienten"})
    visit = address("office_visit", booked)
    assert "Avbestilt for sent" in said(secretary.get(visit))
    secretary.post(address("office_visit_late", booked), {"late": "no"})
    assert "Avbestilt for sent" not in said(secretary.get(visit))
    secretary.post(address("office_visit_late", booked), {"late": "yes"})
    assert appointment_row(booked).cancelled_late


def test_what_stands_is_not_marked_as_called_off_too_late(secretary, booked, said):
    """Only a tampered form asks for it: a kind no, and nothing is noted."""
    answer = secretary.post(address("office_visit_late", booked), {"late": "yes"})
    assert answer.status_code == 409
    assert "Dette kan ikke gjøres slik timen er nå." in said(answer)
    assert not appointment_row(booked).cancelled_late


VISIT = ["office_visit", "office_visit_mark", "office_visit_move", "office_visit_cancel", "office_visit_late"]


@pytest.mark.parametrize("name", VISIT)
def test_foreign_and_missing_appointments_are_alike(at_vika, secretary, book, booked, name):
    """AD-07, AD-13"""
    given = {"by": "kontoret", "til": book.second.pk, "status": "noshow"}
    before = appointment_row(booked)
    for client, appointment in ((at_vika, booked), (secretary, new_id())):
        assert client.post(address(name, appointment), given).status_code in (404, 405)
        assert client.get(address(name, appointment)).status_code in (404, 405)
    after = appointment_row(booked)
    assert (after.status, after.slot_id) == (before.status, before.slot_id)


# a whole day


@pytest.fixture
def astrids(book, siri):
    """Astrid's time at twenty past nine."""
    return book_for_patient(actor=siri, now=now(), slot_id=book.second.pk, patient_id=book.cast.astrid_patient.pk)


def test_a_day_is_called_off_after_a_look_at_it(secretary, book, booked, astrids, said):
    """F-193"""
    away = address("office_day_off", book.schedule, a_day().isoformat())
    page = secretary.get(away)
    words = said(page)
    assert "2 pasienter har time." in words
    assert "Kari Nordmann" in words
    assert "Astrid Dahl" in words
    seen = re.findall(r'name="seen" value="([^"]+)"', page.content.decode())
    late = secretary.post(away, {"seen": seen[:1], "text": "Legen er syk."})
    assert late.status_code == 409
    assert "Dagen har endret seg" in said(late)
    assert "Legen er syk." in late.content.decode()
    assert secretary.post(away, {"seen": seen, "text": "Legen er syk."}).status_code == 302
    assert [appointment_row(each).status for each in (booked, astrids)] == ["cancelled", "cancelled"]
    assert slot_row(book.third).status == "busy-unavailable"
    assert "Ingen har time resten av dagen." in said(secretary.get(away))


def test_a_day_is_moved_as_it_was_shown(secretary, book, booked, astrids, siri, said):
    """F-193"""
    substitute = a_schedule(siri, book.cast.lie_role, "Lege Lie")
    nine = a_slot(substitute, book.service, time(9))
    away = address("office_day_off", book.schedule, a_day().isoformat())
    proposal = secretary.get(away, {"til": substitute, "tildag": a_day().isoformat()})
    assert "1 time får ikke plass, og blir stående." in said(proposal)
    moves = re.findall(r'name="move" value="([^"]+)"', proposal.content.decode())
    assert moves == [f"{booked}_{nine.pk}"]
    move = address("office_day_move", book.schedule, a_day().isoformat())
    assert secretary.post(move, {"move": [*moves, "tull", f"{booked}_tull"], "tildag": a_day().isoformat()}).status_code == 302
    assert (appointment_row(booked).slot_id, appointment_row(astrids).slot_id) == (nine.pk, book.second.pk)
    again = secretary.post(move, {"move": moves, "til": substitute, "tildag": a_day().isoformat()})
    assert again.status_code == 409


@pytest.mark.parametrize("name", ["office_day_off", "office_day_move"])
def test_foreign_and_missing_calendars_are_alike(at_vika, secretary, book, booked, name):
    """AD-13"""
    for client, schedule in ((at_vika, book.schedule), (secretary, new_id())):
        place = address(name, schedule, a_day().isoformat())
        assert client.get(place).status_code in (404, 405)
        assert client.post(place, {"seen": [booked]}).status_code == 404
    assert appointment_row(booked).status == "booked"


# a time of its own, and the waiting list


def test_a_single_time_is_added(secretary, book, said):
    """F-131"""
    new = address("office_slot_new", book.schedule, a_day().isoformat())
    given = {"time": "11.00", "service": str(book.service)}
    assert "Lege Berg" in said(secretary.get(new))
    assert secretary.post(new, given)["Location"].startswith(reverse("office_calendar"))
    page = said(secretary.get(reverse("office_calendar") + f"?dag={a_day().isoformat()}"))
    assert "11.00 Ledig 11.00 Legetime, ikke på nett" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"time": "09.05"}, "Det er allerede en tid her som overlapper."),
        ({"time": "kl ni"}, "Skriv klokkeslettet som 08.00."),
        ({"time": "", "service": ""}, "Velg hva tiden er til."),
    ],
)
def test_a_conflict_is_refused_by_the_database_and_explained(secretary, book, said, fields, sentence):
    new = address("office_slot_new", book.schedule, a_day().isoformat())
    answer = secretary.post(new, {"time": "11.00", "service": str(book.service), **fields})
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert type(book.first).objects.using(OWNER).count() == 3


def test_a_foreign_calendar_gets_no_time(at_vika, book):
    """AD-13"""
    new = address("office_slot_new", book.schedule, a_day().isoformat())
    assert at_vika.get(new).status_code == 404
    assert at_vika.post(new, {"time": "11.00", "service": str(book.service)}).status_code in (404, 422)
    assert type(book.first).objects.using(OWNER).count() == 3


def test_who_waits_can_go_first(secretary, book, kari, said):
    """F-195"""
    made = book_appointment(actor=kari, now=now(), slot_id=book.third.pk)
    priority = address("office_visit_priority", made)
    assert secretary.post(priority, {"priority": "2"}).status_code == 404
    join_waiting_list(actor=kari, now=now(), appointment_id=made, earliest=oslo_date(now()))
    page = secretary.get(address("office_visit", made))
    assert "Venter på tidligere time" in said(page)
    assert "I tur og orden" in said(secretary.get(address("office_waiting")))
    assert secretary.post(priority, {"priority": "2"}).status_code == 302
    assert secretary.post(priority, {"priority": "tull"}).status_code == 302
    waiting = said(secretary.get(address("office_waiting")))
    assert "Kari Nordmann, 42 år Legetime" in waiting
    assert "Først av alle" in waiting
    assert WaitingListEntry.objects.using(OWNER).get().priority == 2


def test_who_can_come_any_day(secretary, book, kari, said):
    made = book_appointment(actor=kari, now=now(), slot_id=book.third.pk)
    join_waiting_list(actor=kari, now=now(), appointment_id=made)
    waiting = said(secretary.get(address("office_waiting")))
    assert "når som helst" in waiting
    assert "1970" not in waiting


def test_a_list_that_is_cut_says_so(secretary, book, kari, said, monkeypatch):
    """Nobody must believe that those they see are all."""
    made = book_appointment(actor=kari, now=now(), slot_id=book.third.pk)
    join_waiting_list(actor=kari, now=now(), appointment_id=made)
    assert "Det kan være flere." not in said(secretary.get(address("office_waiting")))
    for module in (office_requests, desk_requests):
        monkeypatch.setattr(module, "WAITING_SHOWN", 1)
    assert "Her står de første 1. Det kan være flere." in said(secretary.get(address("office_waiting")))


def test_nobody_waits_and_nobody_elses_list_is_seen(secretary, at_vika, book, kari, said):
    """AD-13"""
    assert "Ingen venter på en tidligere time" in said(secretary.get(address("office_waiting")))
    made = book_appointment(actor=kari, now=now(), slot_id=book.third.pk)
    join_waiting_list(actor=kari, now=now(), appointment_id=made, earliest=oslo_date(now()))
    assert "Ingen venter på en tidligere time" in said(at_vika.get(address("office_waiting")))


def test_the_history_says_what_happened(secretary, book, booked, said):
    secretary.post(address("office_visit_move", booked), {"til": book.second.pk})
    begin(booked, timedelta(minutes=5))
    for status in ("arrived", "booked"):
        secretary.post(address("office_visit_mark", booked), {"status": status})
    words = said(secretary.get(address("office_visit", booked))).split("Historikk")[1]
    order = [words.index(each) for each in ("Bestilt", "Flyttet", "Har møtt", "Merket er tatt tilbake")]
    assert order == sorted(order)


def test_moving_is_offered_before_calling_off(secretary, booked, said):
    """F-185: a change is one notice."""
    asked = secretary.get(address("office_visit_cancel", booked))
    assert "Flytt i stedet" in said(asked)
    assert f'href="{address("office_visit_move", booked)}"' in asked.content.decode()
    assert "innen fem minutter" in said(asked)
    start = now() + timedelta(minutes=30)
    Appointment.objects.using(OWNER).filter(pk=booked).update(start_at=start, end_at=start + timedelta(minutes=20))
    assert "innen fem minutter" not in said(secretary.get(address("office_visit_cancel", booked)))


# somebody new on the phone, and whom to call


def test_somebody_unknown_is_registered_and_the_time_is_kept(secretary, book, said):
    """F-187: searched for, registered, booked; nothing typed twice and no name in an address."""
    slot = address("office_slot", book.first.pk)
    assert "Registrer en ny pasient" not in said(secretary.get(slot))
    searched = secretary.post(slot, {"who": "Alma Berge"})
    newcomer = address("office_newcomer", book.first.pk)
    assert f'action="{newcomer}"' in searched.content.decode()
    form = secretary.post(newcomer, {"who": "Alma Berge"}).content.decode()
    assert 'value="Alma"' in form
    assert 'value="Berge"' in form
    given = {"given_name": "Alma", "family_name": "Berge", "national_id": NEWCOMER, "phone": "22 33 44 55"}
    booking = secretary.post(newcomer, given)["Location"]
    made = Patient.objects.using(OWNER).get(family_name="Berge")
    assert booking == address("office_booking", book.first.pk, made.pk)
    asked = secretary.get(booking)
    assert "Pasienten bruker ikke Fastlinje og får ikke varsel. Si fra selv." in said(asked)
    assert "22\N{NO-BREAK SPACE}33\N{NO-BREAK SPACE}44\N{NO-BREAK SPACE}55" in asked.content.decode()
    done = secretary.post(booking, {"reason": "Blodtrykk", "phone": "90 00 00 09"})["Location"]
    words = said(secretary.get(done))
    assert "Timen er bestilt." in words
    assert "Pasienten bruker ikke Fastlinje og får ikke varsel. Si fra selv." in words
    assert Patient.objects.using(OWNER).get(pk=made.pk).phone == "+4790000009"
    day = secretary.get(reverse("office_calendar") + f"?dag={oslo_date(book.first.start_at).isoformat()}")
    assert "Alma Berge" in said(day)
    for page in (words, said(day)):
        assert "annen fastlege" not in page, "whom the office only knows has not left it"


def test_a_number_that_was_searched_for_stands_in_the_form(secretary, book):
    form = secretary.post(address("office_newcomer", book.first.pk), {"who": NEWCOMER}).content.decode()
    assert f'value="{NEWCOMER}"' in form


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"national_id": "123"}, "Dette er ikke et gyldig fødselsnummer."),
        ({"national_id": ""}, "Skriv fødselsnummeret, elleve siffer."),
        ({"given_name": ""}, "Skriv fornavn og etternavn."),
        ({"phone": "12"}, "Skriv et telefonnummer"),
    ],
)
def test_mistakes_are_shown_and_nothing_is_lost(secretary, book, said, changes, sentence):
    given = {"given_name": "Alma", "family_name": "Berge", "national_id": NEWCOMER, "phone": "22334455"}
    answer = secretary.post(address("office_newcomer", book.first.pk), given | changes)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert 'value="Berge"' in answer.content.decode()
    assert not Patient.objects.using(OWNER).filter(family_name="Berge").exists()


def test_a_wrong_number_to_call_is_refused_also_where_nobody_calls(secretary, book, said):
    answer = secretary.post(address("office_booking", book.first.pk, book.cast.kari_patient.pk), {"phone": "12"})
    assert answer.status_code == 422
    assert "Skriv et telefonnummer" in said(answer)
    assert not Appointment.objects.using(OWNER).exists()


def test_who_gets_no_notice_stands_out(secretary, book, booked, said):
    """Kari has a confirmed address; when it is gone, she must be called, and the pages say so in words."""
    day = reverse("office_calendar") + f"?dag={oslo_date(book.first.start_at).isoformat()}"
    assert "får ikke varsel" not in said(secretary.get(day))
    assert "Får varsel" in said(secretary.get(address("office_visit", booked)))
    ContactPoint.objects.using(OWNER).filter(person=book.cast.kari).delete()
    assert "får ikke varsel" in said(secretary.get(day))
    assert "Får ikke varsel – ring" in said(secretary.get(address("office_visit", booked)))


def test_when_a_day_is_called_off_those_without_a_notice_stand_on_a_list(secretary, book, booked, siri, said):
    """F-187, F-193: Astrid has never used the service; Kari gets a notice."""
    Patient.objects.using(OWNER).filter(pk=book.cast.astrid_patient.pk).update(phone=None)
    hers = book_for_patient(actor=siri, now=now(), slot_id=book.second.pk, patient_id=book.cast.astrid_patient.pk, phone="22334455")
    day = address("office_day_off", book.schedule, a_day().isoformat())
    asked = said(secretary.get(day))
    assert "2 pasienter har time. 1 får ikke varsel og må ringes." in asked
    done = secretary.post(day, {"seen": [str(booked), str(hers)], "text": ""})
    assert done["Location"] == reverse("office_calls")
    page = secretary.get(done["Location"])
    words = said(page)
    assert "Astrid Dahl" in words
    assert "Avlyst: Legetime hos Lege Berg" in words
    assert "22 33 44 55" in words
    assert "Kari Nordmann" not in words


def test_a_moved_day_says_the_new_time_to_those_who_are_called(secretary, book, siri, said):
    hers = book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=book.cast.astrid_patient.pk)
    move = address("office_day_move", book.schedule, a_day().isoformat())
    assert secretary.post(move, {"move": f"{hers}_{book.third.pk}"})["Location"] == reverse("office_calls")
    words = said(secretary.get(reverse("office_calls")))
    assert "Ny tid: Legetime hos Lege Berg" in words
    assert "Ikke registrert. Se journalen." in words


def test_the_list_of_another_office_is_empty(secretary, at_vika, book, siri, said):
    hers = book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=book.cast.astrid_patient.pk)
    secretary.post(address("office_day_off", book.schedule, a_day().isoformat()), {"seen": [str(hers)], "text": ""})
    assert "Astrid" in said(secretary.get(reverse("office_calls")))
    assert "Ingen å ringe til" in said(at_vika.get(reverse("office_calls")))
