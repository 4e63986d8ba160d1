"""What goes wrong while somebody writes: a clear message, and nothing typed is lost."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from fastlinje.nonprod.cast import BERG, GRO, KARI, PER

from .conftest import check, log_in
from .story import (
    PATIENT_TEXT,
    ask,
    attach,
    choose,
    follow,
    heading,
    mine,
    open_from_worklist,
    pass_gate,
    pdf,
    photo,
    press,
    row,
    send,
    to_compose,
    uploads,
    write,
)

pytestmark = pytest.mark.browser
MEGABYTES_4 = 4_000_000


def test_one_character_too_many(open_browser):
    """1001 characters: said at the field, counted, and all of them still there. AD-48"""
    page = open_browser("phone", signed_in=KARI)
    to_compose(page)
    write(page, "For langt", "æ" * 1001)
    expect(page.get_by_text("1 tegn for mye")).to_be_visible()
    page.get_by_label("Jeg har sett prisen").check()
    press(page, "Send")
    field = page.get_by_role("textbox", name="Melding")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert len(field.input_value()) == 1001
    expect(page.get_by_role("alert")).to_contain_text("Meldingen er 1 tegn for lang.")
    expect(page.get_by_text("1 tegn for mye")).to_be_visible()
    expect(page).to_have_title(re.compile("^Feil: "))
    check(page, "too-long")
    field.fill("æ" * 1000)
    send(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "forms-only"])
def test_a_fourth_file(open_browser, javascript: bool):
    """Three are taken, the fourth is refused in words."""
    page = open_browser("phone", signed_in=KARI, javascript=javascript)
    to_compose(page)
    write(page, "Fire filer")
    attach(page, photo("en.jpg"), photo("to.jpg"), photo("tre.jpg"), javascript=javascript)
    page.locator("input[type=file][name=files]").set_input_files([photo("fire.jpg")])
    if not javascript:
        press(page, "Last opp")
    expect(page.get_by_text(re.compile("inntil (3|tre) filer")).last).to_be_visible()
    expect(uploads(page).get_by_role("button", name="Fjern").filter(has_text=".jpg")).to_have_count(3)
    expect(page.get_by_role("textbox", name="Melding")).to_have_value(PATIENT_TEXT)
    check(page, f"four-files-{'scripts' if javascript else 'forms-only'}")


def test_a_file_of_one_byte_too_many_and_one_in_disguise(open_browser):
    """4 MB + 1 byte, and a program that calls itself a photo: each refused by name, the rest goes on."""
    page = open_browser("phone", signed_in=KARI)
    to_compose(page)
    write(page, "Gale filer")
    document = pdf("for-stor.pdf")
    document["buffer"] += b"\0" * (MEGABYTES_4 + 1 - len(document["buffer"]))
    chooser = page.locator("input[type=file][name=files]")
    chooser.set_input_files([document])
    expect(uploads(page)).to_contain_text("Filen er større enn 4 MB.")
    press(page, "Fjern for-stor.pdf")
    chooser.set_input_files([{"name": "ferie.jpg", "mimeType": "image/jpeg", "buffer": b"MZ" + bytes(4000)}])
    expect(uploads(page)).to_contain_text("Denne filtypen kan ikke sendes.")
    check(page, "refused-files")
    attach(page, photo())
    send(page)
    expect(page.get_by_text("ferie.jpg")).to_have_count(0)


def test_a_photo_too_large_is_made_smaller_on_the_phone(open_browser):
    """What a camera makes today is more than 4 MB: the person never has to know."""
    page = open_browser("phone", signed_in=KARI, touch=True)
    to_compose(page)
    expect(page.get_by_text("Ta bilde", exact=True)).to_be_visible()
    large = photo("stort.jpg", side=1200)
    large["buffer"] += b"\0" * MEGABYTES_4
    attach(page, large)
    expect(uploads(page)).to_have_count(1)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "forms-only"])
def test_the_price_is_the_chosen_doctors(open_browser, javascript: bool):
    """Berg is a specialist, Lie is not. With scripts a tick under one price is no tick under the other."""
    page = open_browser("phone", signed_in=KARI, javascript=javascript)
    to_compose(page)
    bergs, lies = page.get_by_text("224\xa0kr"), page.get_by_text("170\xa0kr")
    expect(bergs).to_be_visible()
    expect(lies).to_be_hidden()
    accepted = page.get_by_label("Jeg har sett prisen")
    accepted.check()
    choose(page, "Jonas Lie (vikar)")
    expect(lies).to_be_visible()
    expect(bergs).to_be_hidden()
    expect(accepted).to_be_checked(checked=not javascript)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "forms-only"])
def test_a_double_click_sends_once(open_browser, javascript: bool):
    """FD-03: one conversation, also where no script stops the second click."""
    subject = f"Trykket to ganger {uuid4().hex[:8]}"
    page = open_browser("phone", signed_in=KARI, javascript=javascript)
    to_compose(page)
    write(page, subject)
    page.get_by_label("Jeg har sett prisen").check()
    page.get_by_role("button", name="Send", exact=True).dblclick()
    heading(page, "Spørsmålet er sendt")
    page.goto("/innboks/")
    expect(page.get_by_role("link", name=subject)).to_have_count(1)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "forms-only"])
def test_the_session_ends_while_writing(open_browser, javascript: bool):
    """Nothing is lost: the page keeps the words, logging in again sends them, files and all. FD-20"""
    page = open_browser("phone", javascript=javascript)
    log_in(page, KARI)
    to_compose(page)
    write(page, "Skrev lenge", "Et lite utkast")
    attach(page, photo(), javascript=javascript)
    if javascript:
        expect(page.get_by_text(re.compile(r"^Lagret kl\. "))).to_be_visible()
    page.get_by_role("textbox", name="Melding").fill(PATIENT_TEXT)
    page.get_by_label("Jeg har sett prisen").check()
    page.context.clear_cookies(name="__Host-fl_citizen")
    press(page, "Send")
    heading(page, "Du er logget ut")
    expect(page.get_by_text("Det du skrev, er ikke borte.")).to_be_visible()
    check(page, f"interrupted-{'scripts' if javascript else 'forms-only'}")
    with page.context.expect_page() as opened:
        follow(page, "Logg inn igjen i en ny fane")
    again = opened.value
    heading(again, "Skriv til legen")
    expect(again.get_by_label("Emne")).to_have_value("Skrev lenge")
    expect(uploads(again).filter(has_text="arm.jpg")).to_have_count(1)
    again.close()
    press(page, "Prøv igjen")
    heading(page, "Spørsmålet er sendt")
    follow(page, "Se samtalen")
    expect(page.locator("article")).to_contain_text("etter at jeg begynte på den nye medisinen")
    expect(page.locator("article")).to_contain_text("arm.jpg")


def test_the_session_of_the_office_ends_while_answering(open_browser):
    """The answer of a busy doctor is kept as well, and goes out after logging in again."""
    conversation = ask(open_browser("phone", signed_in=KARI), "Til en travel lege")
    page = open_browser("desktop")
    log_in(page, BERG, staff=True)
    open_from_worklist(page, conversation)
    page.get_by_label("Svar til pasienten").fill("Ja, ta den om kvelden.")
    expect(page.get_by_text(re.compile(r"^Lagret kl\. "))).to_be_visible()
    page.context.clear_cookies(name="__Host-fl_staff")
    press(page, "Svar og avslutt")
    heading(page, "Du er logget ut")
    check(page, "interrupted-office")
    with page.context.expect_page() as opened:
        follow(page, "Logg inn igjen i en ny fane")
    expect(opened.value.get_by_label("Svar til pasienten")).to_have_value("Ja, ta den om kvelden.")
    opened.value.close()
    press(page, "Prøv igjen")
    expect(page.get_by_role("button", name="Angre")).to_be_visible()
    expect(page.locator("article").last).to_contain_text("Ja, ta den om kvelden.")


def test_what_was_saved_by_itself_is_there_the_next_day(open_browser):
    """FD-20: nobody pressed anything; the draft waits at home."""
    page = open_browser("phone")
    log_in(page, KARI)
    to_compose(page)
    write(page, "Kommer tilbake")
    expect(page.get_by_text(re.compile(r"^Lagret kl\. "))).to_be_visible()
    page.context.clear_cookies(name="__Host-fl_citizen")
    page.goto("/hjem/")
    heading(page, "Hei, Kari")
    check(page, "home-draft")
    follow(page, "Fortsett på spørsmålet til fastlegen")
    expect(page.get_by_label("Emne")).to_have_value("Kommer tilbake")
    expect(page.get_by_role("textbox", name="Melding")).to_have_value(PATIENT_TEXT)


def test_withdrawn_before_anybody_opened_it(open_browser):
    """Kari changes her mind; the office can no longer read it."""
    page = open_browser("phone", signed_in=KARI)
    conversation = ask(page, "Ombestemte meg")
    follow(page, "Se samtalen")
    follow(page, "Trekk tilbake")
    heading(page, "Vil du trekke tilbake spørsmålet?")
    check(page, "withdrawal")
    press(page, "Trekk tilbake")
    expect(page.get_by_text("Spørsmålet er trukket tilbake. Det koster deg ingenting.")).to_be_visible()
    check(page, "withdrawn")
    office = open_browser("desktop", signed_in=BERG)
    office.goto("/kontor/arbeidsliste/")
    expect(row(office, conversation)).to_have_count(0)
    office.goto(f"/kontor/samtaler/{conversation}/")
    expect(office.get_by_text("Pasienten trakk henvendelsen tilbake")).to_be_visible()
    expect(office.get_by_text("Hilsen Kari")).to_have_count(0)
    check(office, "office-withdrawn")


def test_the_gp_opens_it_before_it_is_withdrawn(open_browser):
    """Too late is said kindly, and nothing happens."""
    page = open_browser("phone", signed_in=KARI)
    conversation = ask(page, "For sent å angre")
    page.goto(mine(conversation) + "trekk-tilbake/")
    office = open_browser("desktop", signed_in=BERG)
    office.goto("/kontor/arbeidsliste/")
    row(office, conversation).click()
    expect(office.get_by_label("Svar til pasienten")).to_be_visible()
    press(page, "Trekk tilbake")
    heading(page, "Spørsmålet kan ikke trekkes tilbake")


def test_the_service_closes_while_per_writes(open_browser):
    """AD-64: the sentence of his GP, the phone, and the text kept as a draft. Without a form there are two pages on the way."""
    per, gro = open_browser("phone"), open_browser("desktop")
    log_in(per, PER)
    pass_gate(per)
    heading(per, "Skriv til Gro Sand")
    write(per, "Rakk det ikke")
    per.get_by_label("Jeg har sett prisen").check()
    log_in(gro, GRO, staff=True)
    press(gro, "Vika legesenter fastlege")
    try:
        switch_off(gro, "Jeg er på kurs til fredag.")
        press(per, "Send")
        expect(per.get_by_text("Jeg er på kurs til fredag.").first).to_be_visible()
        expect(per.get_by_role("textbox", name="Melding")).to_have_value(PATIENT_TEXT)
        expect(per.get_by_role("link", name="55 66 77 88").first).to_be_visible()
        check(per, "closed-meanwhile")
        per.goto("/hjem/")
        expect(per.get_by_text("Jeg er på kurs til fredag.")).to_be_visible()
        expect(per.get_by_role("link", name="Fortsett på spørsmålet til fastlegen")).to_be_visible()
        check(per, "home-closed")
    finally:
        switch_on(gro)
    follow(per, "Fortsett på spørsmålet til fastlegen")
    send(per)


def switch_off(page: Page, reason: str) -> None:
    page.goto("/kontor/tjenester/")
    page.get_by_role("link", name="Slå av E-konsultasjon, Gro Sand").click()
    page.get_by_label("Hvorfor, og hva kan pasienten gjøre i stedet?").fill(reason)
    check(page, "service-off")
    press(page, "Lagre, tjenesten er av")
    heading(page, "Tjenester")


def switch_on(page: Page) -> None:
    page.goto("/kontor/tjenester/")
    page.get_by_role("button", name="Slå på E-konsultasjon, Gro Sand").click()
    heading(page, "Tjenester")
