"""A young person's button on an appointment: my parents may see this, or not. AD-30"""

import pytest

from fastlinje.core.clock import now
from fastlinje.nonprod.cast import KARI, NORA
from fastlinje.people.models import Person
from fastlinje.scheduling.commands.book_for_patient import book_for_patient

LISTS = ("/timer/", "/innboks/", "/innsyn/?vis=familie")


@pytest.fixture
def booked(book, siri, family):
    """Siri has booked for Nora."""
    Person.objects.using("owner").update(consent_level="full")
    return book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=family.nora_patient.pk)


def test_nora_hides_an_appointment_and_kari_finds_nothing_any_longer(booked, logins):
    """Page, calendar file, list, inbox and log."""
    href = f"/timer/{booked}/"
    nora, kari = logins.client(NORA), logins.client(KARI)
    assert [kari.get(path).status_code for path in (href, f"{href}time.ics")] == [200, 200]
    assert str(booked) in kari.get("/timer/").content.decode()
    assert "Skjul for foreldrene mine" in nora.get(href).content.decode()
    done = nora.post(f"{href}synlighet/", {"shielded": "yes"})
    html = nora.get(done.url).content.decode()
    assert "Foreldrene dine ser ikke dette." in html
    assert "La foreldrene mine se" in html
    assert [kari.get(path).status_code for path in (href, f"{href}time.ics", f"{href}venteliste/")] == [404, 404, 404]
    for path in LISTS:
        html = kari.get(path).content.decode()
        assert str(booked) not in html
        assert "skjulte en time" not in html
    nora.post(f"{href}synlighet/", {"shielded": "no"})
    assert kari.get(href).status_code == 200


def test_what_the_office_has_hidden_is_explained(book, siri, family, logins):
    Person.objects.using("owner").update(consent_level="full")
    patient = family.nora_patient.pk
    booked = book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=patient, shielded=True)
    nora = logins.client(NORA)
    answer = nora.post(f"/timer/{booked}/synlighet/", {"shielded": "no"})
    assert 'data-color="warning" role="status"><p>Legekontoret har skjult dette' in nora.get(answer.url).content.decode()


def test_a_parent_has_no_such_button(booked, logins):
    kari = logins.client(KARI)
    assert "Skjul for foreldrene mine" not in kari.get(f"/timer/{booked}/").content.decode()
    assert kari.post(f"/timer/{booked}/synlighet/", {"shielded": "yes"}).status_code == 404
