"""Somebody calls and asks for a time: from the queue's button to the answer, and to the list of whom to call (F-187)."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import KARI, PER
from fastlinje.nonprod.national_numbers import synthetic_national_id
from fastlinje.practices.models import Patient
from fastlinje.scheduling.commands.answer_request_with_booking import answer_request_with_booking
from fastlinje.scheduling.commands.decline_request import decline_request
from fastlinje.scheduling.commands.request_for_patient import request_for_patient
from fastlinje.scheduling.models import Appointment
from tests.scheduling_world import OWNER, a_day, appointment_row

NEWCOMER = synthetic_national_id(date(1941, 2, 3), 7)
NUMBER = "22 33 44 55"


def new(patient) -> str:
    return reverse("office_request_new", args=[getattr(patient, "pk", patient)])


def ask(book, siri, patient, **given):
    known = {"service_id": book.service, "preferences": {}, "phone": NUMBER, "now": now()}
    return request_for_patient(actor=siri, patient_id=patient.pk, **known | given)


def asked_row() -> Appointment:
    return Appointment.objects.using(OWNER).get()


# writing it down


def test_from_the_queue_to_the_times_that_suit(secretary, book, said):
    queue, search = reverse("office_requests"), reverse("office_request_who")
    assert search in secretary.get(queue).content.decode()
    first = said(secretary.get(search))
    assert first.index("ringe 113") < first.index("Finn pasienten")
    assert new(book.cast.kari_patient) in secretary.post(search, {"who": "nordmann"}).content.decode()
    form = secretary.get(new(book.cast.kari_patient))
    words = said(form)
    assert words.index("ringe 113") < words.index("Hva slags time?")
    assert "Pasienten får varsel på e-post eller SMS." in words
    key = re.search(r'name="key" value="([^"]+)"', form.content.decode()).group(1)
    wishes = {"weekdays": [a_day().weekday()], "part": "morning", "earliest": a_day().isoformat()}
    given = {"service": book.service, "reason": "Vondt i kneet", "phone": NUMBER, "key": key, **wishes}
    answers = [secretary.post(new(book.cast.kari_patient), given) for _ in range(2)]
    row = asked_row()
    assert {answer["Location"] for answer in answers} == {reverse("office_request", args=[row.pk]) + "?nytt=registrert"}
    assert (row.author_id, row.status, row.phone) == (None, "proposed", "+4722334455")
    shown = secretary.get(answers[0]["Location"])
    for expected in ("Timeønsket er registrert.", "Vondt i kneet", "Siri Holm", "Får varsel", "kl. 09.00–09.20"):
        assert expected in said(shown)
    assert "Kari Nordmann, 42 år" in said(secretary.get(queue)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Vondt i kneet" not in said(secretary.get(queue))


def test_a_newcomer_goes_straight_on_to_what_they_wish(secretary, book, said):
    found = secretary.post(reverse("office_request_who"), {"who": "Alma Berge"})
    newcomer = reverse("office_request_newcomer")
    assert newcomer in found.content.decode()
    form = secretary.post(newcomer, {"who": "Alma Berge"})
    assert 'value="Alma"' in form.content.decode()
    assert "står timeønsket der" in said(form)
    given = {"given_name": "Alma", "family_name": "Berge", "national_id": NEWCOMER, "phone": NUMBER}
    onward = secretary.post(newcomer, given)["Location"]
    assert onward == new(Patient.objects.using(OWNER).get(family_name="Berge"))
    assert "Pasienten bruker ikke Fastlinje og får ikke varsel. Si fra selv." in said(secretary.get(onward))
    assert secretary.post(onward, {"service": book.service, "phone": NUMBER}).status_code == 302
    assert asked_row().patient.family_name == "Berge"


def test_a_newcomer_who_is_mistyped_is_shown_again(secretary, book, said):
    given = {"given_name": "Alma", "family_name": "Berge", "national_id": "123"}
    answer = secretary.post(reverse("office_request_newcomer"), given)
    assert answer.status_code == 422
    assert 'value="Berge"' in answer.content.decode()


def test_from_the_booking_page_when_no_time_suits(secretary, book):
    booking = reverse("office_booking", args=[book.first.pk, book.cast.kari_patient.pk])
    assert new(book.cast.kari_patient) in secretary.get(booking).content.decode()


def test_a_national_number_never_stands_in_an_address(secretary, book):
    answer = secretary.post(reverse("office_request_who"), {"who": KARI.national_id})
    assert "Kari Nordmann" in answer.content.decode()
    assert KARI.national_id not in answer.content.decode().replace(f'value="{KARI.national_id}"', "")


def test_an_empty_search_is_a_mistake(secretary, book, said):
    answer = secretary.post(reverse("office_request_who"), {"who": " "})
    assert answer.status_code == 422
    assert "Skriv hvem du leter etter." in said(answer)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"service": ""}, "Velg hva slags time pasienten trenger."),
        ({"service": str(new_id())}, "Velg hva slags time pasienten trenger."),
        ({"reason": "x" * 201}, "Teksten er for lang."),
        ({"phone": ""}, "Pasienten får ikke varsel, så dere må ringe med svaret."),
        ({"phone": "", "modality": "phone"}, "Skriv nummeret pasienten skal ringes på."),
        ({"phone": "12"}, "Skriv et telefonnummer"),
        ({"earliest": "2099-01-02", "latest": "2099-01-01"}, "Siste dag kan ikke være før første dag."),
        ({"latest": "2020-01-01"}, "Siste dag er passert."),
        ({"earliest": "2099-01-01"}, "Velg dager det neste året."),
        ({"earliest": "snart"}, "Skriv datoen slik"),
    ],
)
def test_mistakes_are_shown_and_nothing_is_lost(secretary, book, said, changes, sentence):
    """AD-64"""
    given = {"service": book.service, "reason": "Kontroll av blodtrykk", "phone": NUMBER, "part": "afternoon", "weekdays": ["2"]}
    answer = secretary.post(new(book.cast.astrid_patient), given | changes)
    assert answer.status_code == 422
    assert sentence in said(answer)
    html = answer.content.decode()
    assert changes.get("reason", "Kontroll av blodtrykk") in html
    assert re.search(r'name="part"[^>]*value="afternoon"[^>]*checked', html)
    assert re.search(r'name="weekdays"[^>]*value="2"[^>]*checked', html)
    assert not Appointment.objects.using(OWNER).exists()


def test_foreign_and_missing_patients_are_alike(at_vika, secretary, book, cast):
    """AD-13"""
    given = {"service": book.service, "phone": NUMBER}
    for client, patient in ((secretary, cast.per_patient), (secretary, new_id()), (at_vika, cast.kari_patient)):
        assert client.get(new(patient)).status_code == client.post(new(patient), given).status_code == 404
    assert not Appointment.objects.using(OWNER).exists()


def test_another_offices_kind_of_time_is_no_choice(at_vika, book, cast, said):
    assert "Kontoret har ingen timetyper ennå." in said(at_vika.get(new(cast.per_patient)))
    assert at_vika.post(new(cast.per_patient), {"service": book.service, "phone": NUMBER}).status_code == 422


def test_patients_do_not_come_here(logins, book):
    for who in (KARI, PER):
        assert logins.client(who).get(new(book.cast.kari_patient)).status_code != 200


# answering it


def test_who_cannot_choose_is_called(secretary, book, siri, said):
    made = ask(book, siri, book.cast.astrid_patient)
    page = reverse("office_request", args=[made])
    words = said(secretary.get(page))
    assert "Pasienten bruker ikke Fastlinje og får ikke varsel. Si fra selv." in words
    assert "Ring, og bestill tiden de vil ha." in words
    assert "La pasienten velge" not in words
    refused = secretary.post(page, {"answer": "tilby", "slots": [book.first.pk]})
    assert refused.status_code == 422
    assert "Ring, og bestill tiden de vil ha." in said(refused)
    assert secretary.post(page, {"answer": "bestill", "slots": [book.first.pk]}).status_code == 302
    assert appointment_row(made).slot_id == book.first.pk


def test_who_is_digital_may_choose(secretary, book, siri, said):
    made = ask(book, siri, book.cast.kari_patient)
    page = reverse("office_request", args=[made])
    assert "La pasienten velge mellom de valgte" in said(secretary.get(page))
    assert secretary.post(page, {"answer": "tilby", "slots": [book.first.pk]}).status_code == 302


def test_whose_request_is_answered_later_stands_on_the_call_list(secretary, book, siri, said):
    """Who is digital has a notice, and who was still on the phone has heard it."""
    before = now() - timedelta(hours=1)
    calls = reverse("office_calls")
    astrid, kari = book.cast.astrid_patient, book.cast.kari_patient
    found, none, at_once = (ask(book, siri, astrid, now=at) for at in (before, before, now()))
    digital = ask(book, siri, kari, now=before)
    assert "Ingen å ringe til" in said(secretary.get(calls))
    for made, slot in ((found, book.first), (at_once, book.second), (digital, book.third)):
        answer_request_with_booking(actor=siri, now=now(), appointment_id=made, slot_id=slot.pk)
    decline_request(actor=siri, now=now(), appointment_id=none, reason="no_times")
    answer = secretary.get(calls)
    words = said(answer)
    assert "Fikk time: Legetime hos Lege Berg" in words
    assert "Fant ingen time: Legetime. Vi har ingen ledige timer i det tidsrommet." in words
    html = answer.content.decode()
    assert "tel:+4722334455" in html
    listed = [made for made in (found, none, at_once, digital) if reverse("office_visit", args=[made]) in html]
    assert listed == [found, none]


# what the person sees


def test_the_person_sees_it_among_their_own(book, siri, logins, said):
    made = ask(book, siri, book.cast.kari_patient, reason="Vondt i kneet")
    kari = logins.client(KARI)
    listed = kari.get(reverse("appointments"))
    assert reverse("appointment", args=[made]) in listed.content.decode()
    words = said(kari.get(reverse("appointment", args=[made])))
    assert "Vondt i kneet" in words
    assert "Skrevet ned av legekontoret" in words
    assert logins.client(PER).get(reverse("appointment", args=[made])).status_code == 404
