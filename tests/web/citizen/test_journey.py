"""From home to receipt, without JavaScript."""

import re
from uuid import UUID

import pytest
from django.urls import reverse

from fastlinje.dialogue.models import Communication, Conversation
from fastlinje.people.models import ContactPoint
from fastlinje.practices.models import HealthcareService
from tests.citizen_world import OWNER, with_form

from .pages import fields_of, message, pass_gate, send, text_of


def test_home_to_receipt_in_two_pages_between(browser, cast):
    home = browser.get(reverse("home"))
    assert "Hei, Kari" in text_of(home)
    assert reverse("e_consultation") in text_of(home)
    gate = browser.get(reverse("e_consultation"))
    assert 'href="tel:113"' in text_of(gate)
    assert 'href="tel:116117"' in text_of(gate)
    assert 'href="tel:+4722334455"' in text_of(gate)
    compose = pass_gate(browser)
    assert compose.redirect_chain == [(reverse("e_consultation_compose"), 302)]
    receipt = browser.post(reverse("e_consultation_compose"), message(compose, cast.berg_role.pk), follow=True)
    (conversation,) = Conversation.objects.using(OWNER).all()
    assert receipt.redirect_chain == [(reverse("receipt", args=[conversation.pk]), 302)]
    assert "Du får svar senest" in text_of(receipt)


def test_nobody_is_promised_a_notice_that_cannot_reach_them(browser, cast):
    told, silent = "Du får beskjed på e-post eller SMS", "så du får ikke beskjed når svaret kommer"
    receipt = reverse("receipt", args=[send(browser, cast.berg_role.pk)])
    assert (told in text_of(browser.get(receipt)), silent in text_of(browser.get(receipt))) == (True, False)
    ContactPoint.objects.using(OWNER).all().delete()
    assert (told in text_of(browser.get(receipt)), silent in text_of(browser.get(receipt))) == (False, True)


def test_what_was_never_offered_is_not_called_closed(browser, cast):
    """F-011"""
    services = HealthcareService.objects.using(OWNER).filter(role=cast.berg_role)
    services.exclude(code="e_consultation").delete()
    page = text_of(browser.get(reverse("home")))
    assert page.count("Legekontoret tilbyr ikke dette her ennå.") == 3
    assert "Stengt" not in page
    services.update(active=False, off_reason="Jeg er på kurs.")
    page = text_of(browser.get(reverse("home")))
    assert page.count("Stengt") == 1
    assert "Jeg er på kurs." in page


def test_with_a_form_the_answers_go_along(browser, cast):
    """F-044, F-051–F-056"""
    with_form(cast.tangen.pk)
    form = pass_gate(browser)
    assert form.redirect_chain[-1][0] == reverse("e_consultation_form")
    radios = [name for name in ("svar-1", "svar-2", "svar-3", "svar-4") if f'name="{name}"' in text_of(form)]
    assert radios == ["svar-1", "svar-2", "svar-3", "svar-4"]
    answers = {"svar-1": "Utslett på armen", "svar-2": ["1", "2"], "svar-3": "20.11.2026", "svar-4": "1"}
    options = option_keys(text_of(form))
    answers |= {"svar-2": options["svar-2"][:2], "svar-4": options["svar-4"][0]}
    compose = browser.post(reverse("e_consultation_form"), answers, follow=True)
    assert compose.redirect_chain[-1][0] == reverse("e_consultation_compose"), text_of(compose)
    assert fields_of(compose)["text"] == ["Se vedlagt skjema med svarene mine."]
    assert "Utslett på armen" in text_of(compose)
    receipt = browser.post(reverse("e_consultation_compose"), message(compose, cast.berg_role.pk), follow=True)
    assert "Hoste" in text_of(receipt)
    conversation_id = Conversation.objects.using(OWNER).get().pk
    assert "Hoste" in text_of(browser.get(reverse("my_conversation", args=[conversation_id])))


def option_keys(html: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(svar-\d)" value="([^"]+)"', html):
        found.setdefault(name, []).append(value)
    return found


def test_the_conversation_shows_what_was_said(browser, cast):
    conversation_id = send(browser, cast.berg_role.pk)
    page = browser.get(reverse("my_conversation", args=[conversation_id]))
    assert "Hei. Det klør." in text_of(page)
    assert "Utslett på armen" in text_of(page)
    assert "Trekk tilbake" in text_of(page)
    assert 'id="svar"' not in text_of(page)


def test_the_inbox_has_it(browser, cast):
    conversation_id = send(browser, cast.berg_role.pk)
    page = browser.get(reverse("inbox"))
    assert "Utslett på armen" in text_of(page)
    assert reverse("my_conversation", args=[conversation_id]) in text_of(page)
    assert "Svar innen" in text_of(page)


@pytest.mark.parametrize("name", ["home", "inbox", "access_log", "profile", "privacy", "consent", "e_consultation"])
def test_every_page_has_one_title(browser, name):
    page = text_of(browser.get(reverse(name)))
    assert page.count("<h1") == 1
    assert "UNDEFINED" not in page


@pytest.mark.parametrize("name", ["front", "help"])
def test_public_pages_need_nobody(nobodys, name):
    page = nobodys.get(reverse(name))
    assert page.status_code == 200
    assert 'href="tel:113"' in text_of(page)
    assert "UNDEFINED" not in text_of(page)


def test_one_message_of_a_double_click(browser, cast):
    """AD-62"""
    filled = message(pass_gate(browser), cast.berg_role.pk)
    first = browser.post(reverse("e_consultation_compose"), filled)
    second = browser.post(reverse("e_consultation_compose"), filled)
    assert first.url == second.url
    assert Communication.objects.using(OWNER).count() == 1
    assert UUID(first.url.split("/")[2])
