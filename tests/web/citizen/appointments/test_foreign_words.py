"""What the office wrote itself says that it is Norwegian, on pages in English (WCAG 3.1.2)."""

import pytest
from django.test import Client
from django.urls import reverse

from fastlinje.people.models import Person
from fastlinje.practices.models import HealthcareService, InfoText, Organization
from fastlinje.scheduling.models import AppointmentService
from tests.citizen_world import OWNER, with_form
from tests.scheduling_world import Book
from tests.web.citizen.pages import pass_gate, text_of

from .test_questions import answers, asked, href, pass_checkpoint  # noqa: F401 asked is a fixture
from .walk import book as book_it
from .walk import choose


@pytest.fixture
def english(browser, cast) -> Client:
    """Kari reads English."""
    Person.objects.using(OWNER).filter(pk=cast.kari.pk).update(language="en")
    return browser


def no(words: str) -> str:
    return f'<span lang="no">{words}</span>'


def nb(words: str) -> str:
    return f'<span lang="nb">{words}</span>'


def test_the_gp_and_the_office(english, cast):
    HealthcareService.objects.using(OWNER).filter(practice=cast.tangen).update(active=False, off_reason="Vi er på ferie.")
    Organization.objects.using(OWNER).filter(pk=cast.tangen.pk).update(opening_hours="Mandag 8–15")
    for name in ("home", "gp_page"):
        page = text_of(english.get(reverse(name)))
        assert '<p lang="no">Vi har influensavaksine.' in page
        assert no("Vi er på ferie.") in page
        assert no("Mandag 8–15") in page
        assert '<ul class="fl-plain" lang="no"><li>Mandag 8–15</li></ul>' in page
        assert "&lt;span" not in page


def test_on_the_way_to_an_appointment(english, book: Book):
    AppointmentService.objects.using(OWNER).update(info="Ta med legitimasjon.")
    start = text_of(english.get(reverse("appointment_start")))
    times = text_of(english.get(reverse("free_times", args=[book.service])))
    confirmation = text_of(choose(english, book.first))
    appointment_id = book_it(english, book, book.second)
    pages = [start, times, confirmation, *(text_of(english.get(reverse(name))) for name in ("appointments", "appointment_request"))]
    appointment = text_of(english.get(reverse("appointment", args=[appointment_id])))
    for page in (*pages, appointment):
        assert no("Legetime") in page
        assert "&lt;span" not in page
    assert no("Ta med legitimasjon.") in start
    assert '<p lang="no">Ta med legitimasjon.</p>' in times
    assert f"{no('Legetime')} with " in appointment


def test_a_form_in_its_own_language(english, asked):  # noqa: F811
    page = pass_checkpoint(english, asked)
    html = text_of(page)
    assert 'tabindex="-1" lang="nb">Beskriv symptomene dine</h1>' in html
    assert "<title>Beskriv symptomene dine – Fastlinje</title>" in html
    assert nb("Hva gjelder henvendelsen?") in html
    assert nb("Feber") in html
    assert "&lt;span" not in html
    wrong = text_of(english.post(href(asked), {"svar-1": ""}))
    assert f"{nb('Hva gjelder henvendelsen?')} Write an answer.</a>" in wrong
    assert "&lt;span" not in wrong
    english.post(href(asked), answers(page))
    shown = text_of(english.get(reverse("appointment", args=[book_it(english, asked, asked.first)])))
    assert '<dt lang="nb">Hva gjelder henvendelsen?</dt>' in shown


def test_a_form_before_an_e_consultation(english, cast):
    with_form(cast.tangen.pk)
    InfoText.objects.using(OWNER).update(slot=InfoText.Slot.E_CONSULTATION)
    html = text_of(pass_gate(english))
    assert 'lang="nb">Beskriv symptomene dine</h1>' in html
    assert nb("Hva gjelder henvendelsen?") in html


def test_bokmaal_pages_carry_no_marks(browser, book: Book):
    for name in ("home", "gp_page", "appointment_start", "appointments"):
        page = text_of(browser.get(reverse(name)))
        assert 'lang="no"' not in page
