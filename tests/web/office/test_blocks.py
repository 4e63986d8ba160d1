"""Keeping a patient from a service, at the office's desk, and what the patient then meets (F-143, AD-33)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from fastlinje.core.actor import Face
from fastlinje.core.clock import now, oslo_date
from fastlinje.nonprod.cast import BASTIAN, KARI, SIRI
from fastlinje.practices.models import ServiceBlock
from tests.scheduling_world import Book


@pytest.fixture
def address(cast) -> str:
    return reverse("office_blocks", args=[cast.kari_patient.pk])


def text(answer) -> str:
    main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def block(client, address, **fields):
    until = (oslo_date(now()) + timedelta(days=30)).isoformat()
    return client.post(address, {"code": "appointment", "reason": "Møter ikke.", "end_date": until, **fields})


def test_registering_and_lifting(secretary, address):
    assert "Ny sperring" in text(secretary.get(address))
    assert block(secretary, address)["Location"] == address + "?nytt=sperret"
    page = text(secretary.get(address + "?nytt=sperret"))
    for words in ("Sperringen gjelder fra nå.", "Bestille time", "Møter ikke.", "av Siri Holm"):
        assert words in page
    end = reverse(
        "office_block_end",
        args=[ServiceBlock.objects.using("owner").get().patient_id, ServiceBlock.objects.using("owner").get().pk],
    )
    assert secretary.post(end)["Location"] == address + "?nytt=opphevet"
    assert "Tidligere" in text(secretary.get(address))
    assert secretary.post(end).status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"code": ""}, "Velg en tjeneste."),
        ({"reason": " "}, "Skriv hvorfor."),
        ({"end_date": ""}, "Velg en dato."),
        ({"end_date": "2020-01-01"}, "Siste dag kan ikke være passert."),
        ({"end_date": "2099-01-01"}, "En sperring kan vare i høyst ett år."),
    ],
)
def test_mistakes(secretary, address, fields, sentence):
    answer = block(secretary, address, **fields)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not ServiceBlock.objects.using("owner").exists()


def test_another_office(at_vika, secretary, address):
    assert at_vika.get(address).status_code == 404
    assert block(at_vika, address).status_code == 404


def test_what_the_patient_meets_is_kind_and_says_whom_to_call(secretary, address, cast, logins):
    book = Book(cast, logins.actor(SIRI, Face.STAFF))
    kari = logins.client(KARI)
    block(secretary, address)
    start = kari.get(reverse("appointment_start"))
    assert "Du kan ikke bestille time her nå. Ring legekontoret, så hjelper de deg." in text(start)
    assert f'href="tel:{cast.tangen.phone}"' in start.content.decode()
    assert "Møter ikke" not in start.content.decode()
    assert kari.get(reverse("free_times", args=[book.service]))["Location"] == reverse("appointment_start")
    asking = kari.get(reverse("appointment_request"))
    assert "Du kan ikke bestille time her nå." in text(asking)
    taken = kari.post(reverse("free_times", args=[book.service]), {"slot": str(book.first.pk)})
    assert taken.status_code == 409
    assert "Ring legekontoret, så hjelper de deg." in text(taken)
    assert f'href="tel:{cast.tangen.phone}"' in taken.content.decode()
    assert "Du kan ikke bestille time her nå." in text(kari.get(reverse("home")))
    assert "Du kan ikke bestille" not in text(logins.client(BASTIAN).get(reverse("home")))


def test_who_may_not_ask_the_doctor_keeps_the_other_service(secretary, address, cast, logins):
    Book(cast, logins.actor(SIRI, Face.STAFF))
    kari = logins.client(KARI)
    block(secretary, address, code="e_consultation")
    assert "Du kan ikke sende spørsmål til legen her nå." in text(kari.get(reverse("e_consultation")))
    assert "Legetime" in text(kari.get(reverse("appointment_start")))
