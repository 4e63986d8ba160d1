"""What an office wants answered before times are shown."""

import re

import pytest
from django.urls import reverse

from fastlinje.questionnaires.loading import assign_form, load_standard_forms
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.scheduling.models import Appointment, Preparation
from tests.scheduling_world import OWNER, appointment_row
from tests.web.citizen.pages import text_of

from .walk import book as book_it
from .walk import choose, confirm


@pytest.fixture
def asked(cast, book):
    """«Beskriv symptomene dine» stands before a consultation at Tangen."""
    (questionnaire_id,) = load_standard_forms().values()
    assign_form(practice_id=cast.tangen.pk, service_code="consultation", questionnaire_id=questionnaire_id)
    return book


def href(book) -> str:
    return reverse("appointment_questions", args=[book.service])


def pass_checkpoint(browser, book):
    return browser.post(href(book), {"checkpoint": "1"}, follow=True)


def answers(page) -> dict[str, str]:
    """What is asked, answered as shortly as can be."""
    options: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(svar-\d)" value="([^"]+)"', text_of(page)):
        options.setdefault(name, []).append(value)
    return {"svar-1": "Hoste", "svar-3": "2026-11-01", "svar-2": options["svar-2"][0], "svar-4": options["svar-4"][0]}


def test_times_are_not_shown_before(browser, asked):
    """AD-65"""
    response = browser.get(reverse("free_times", args=[asked.service]), follow=True)
    assert response.redirect_chain[-1][0] == href(asked)
    assert 'href="tel:113"' in text_of(response)
    assert str(asked.first.pk) not in text_of(response)


def test_all_the_way(browser, asked):
    page = pass_checkpoint(browser, asked)
    assert "Hva gjelder henvendelsen?" in text_of(page)
    times = browser.post(href(asked), answers(page), follow=True)
    assert str(asked.first.pk) in text_of(times)
    appointment_id = book_it(browser, asked, asked.first)
    response = QuestionnaireResponse.objects.using(OWNER).get()
    assert appointment_row(appointment_id).questionnaire_response_id == response.pk
    assert response.status == "completed"
    assert not Preparation.objects.using(OWNER).exists()
    assert "Hoste" in text_of(browser.get(reverse("appointment", args=[appointment_id])))


def test_what_is_wrong_is_said_and_what_was_typed_kept(browser, asked):
    pass_checkpoint(browser, asked)
    response = browser.post(href(asked), {"svar-1": "x" * 301, "svar-3": "i går"})
    assert response.status_code == 422
    assert "1 tegn for lang" in text_of(response)
    assert 'value="i går"' in text_of(response)


def test_straight_to_the_questions_or_to_booking(browser, asked):
    """AD-65: the last step posted first."""
    response = browser.post(href(asked), {"svar-1": "Hoste"})
    assert response.status_code == 422
    assert 'name="checkpoint"' in text_of(response)
    response = browser.post(reverse("appointment_confirmation", args=[asked.first.pk]), {"reason": "Hoste"})
    assert response.url == href(asked)
    response = browser.post(reverse("appointment_request"), {"service": str(asked.service), "reason": "Hoste"})
    assert response.url == href(asked)
    assert not Appointment.objects.using(OWNER).exists()


def test_asked_between_the_list_and_the_booking(browser, cast, book):
    """AD-64"""
    page = choose(browser, book.first)
    (questionnaire_id,) = load_standard_forms().values()
    assign_form(practice_id=cast.tangen.pk, service_code="consultation", questionnaire_id=questionnaire_id)
    assert confirm(browser, page, book.first).url == href(book)


def test_nothing_to_answer(browser, book):
    assert browser.get(href(book)).url == reverse("free_times", args=[book.service])
