"""A person finds a time, books it, moves it, waits for an earlier one, cancels it; and asks for one. All as Tone."""

import re

import pytest
from playwright.sync_api import Page, expect

from fastlinje.nonprod.cast import TONE

from .conftest import Running, check, log_in
from .story import follow, heading, main_menu, press

pytestmark = pytest.mark.browser
TONES_PHONE = "+4790000003"
WAYS = [("phone", True), ("desktop", True), ("phone", False)]
IDS = ["phone", "desktop", "forms-only"]
WHEN = re.compile(r"^(Mandag|Tirsdag|Onsdag|Torsdag|Fredag) \d{1,2}\. [a-z]+ (\d{4} )?kl\. \d\d\.\d\d$")
UNSAID = ("legetime", "telefontime", "berg", "rygg", "solberg", "tone", "kontroll")
"""Words of these journeys that no notice may say (AD-72)."""


def times(page: Page):
    """The buttons that choose a time."""
    return page.locator("button[name=slot]")


def to_times(page: Page, service: str) -> None:
    main_menu(page, "Timer")
    heading(page, "Timene mine")
    follow(page, "Bestill time")
    heading(page, "Bestill time")
    expect(page.get_by_role("heading", name="Haster det? Ring – ikke skriv")).to_be_visible()
    follow(page, re.compile(f"^{service}$"))
    heading(page, "Ledige timer")


def book(page: Page, service: str, *, nth: int, reason: str) -> None:
    to_times(page, service)
    times(page).nth(nth).click()
    heading(page, "Bestill denne timen?")
    expect(page.get_by_text(re.compile(r"^Vi holder timen for deg til kl\. \d\d\.\d\d\.$"))).to_be_visible()
    page.get_by_label("Hva gjelder timen?").fill(reason)
    press(page, "Bestill timen")
    heading(page, "Timen er bestilt")


def cancel(page: Page) -> None:
    follow(page, "Avbestill")
    heading(page, "Vil du avbestille timen?")
    tick = page.get_by_label("Jeg forstår at jeg kan få gebyr")
    if tick.count():
        tick.check()
    press(page, "Avbestill timen")
    expect(page.get_by_text("Timen er avbestilt.")).to_be_visible()


@pytest.fixture
def tone(open_browser):
    """Opens a window in which Tone is logged in."""

    def make(size: str, javascript: bool) -> Page:
        page = open_browser(size, javascript=javascript)
        log_in(page, TONE)
        return page

    return make


@pytest.mark.parametrize(("size", "javascript"), WAYS, ids=IDS)
def test_from_the_list_to_the_calendar_and_off_again(running: Running, tone, size: str, javascript: bool):
    """F-014, F-016–F-018, F-195, AD-72."""
    page = tone(size, javascript)
    name = f"{size}{'' if javascript else '-forms-only'}"
    told = len(running.caught(TONES_PHONE))
    book(page, "Legetime", nth=12, reason="Kontroll av ryggen")
    check(page, f"appointment-receipt-{name}")
    the_notices_say_nothing(running, told + 1)

    with page.expect_download() as file:
        follow(page, "Legg i kalenderen")
    written = file.value.path().read_text()
    assert "SUMMARY:Time hos Tangen legekontor" in written
    assert not any(word in written.lower() for word in UNSAID)

    follow(page, "Se timen")
    heading(page, WHEN)
    before = page.get_by_role("heading", level=1).inner_text()
    check(page, f"appointment-{name}")

    follow(page, "Flytt timen")
    heading(page, "Flytt timen")
    times(page).nth(15).click()
    heading(page, "Flytt timen?")
    check(page, f"appointment-move-{name}")
    press(page, "Flytt timen")
    expect(page.get_by_text("Timen er flyttet.")).to_be_visible()
    assert page.get_by_role("heading", level=1).inner_text() != before

    follow(page, "Si fra om tidligere time")
    check(page, f"appointment-waiting-{name}")
    press(page, "Sett meg på ventelisten")
    expect(page.get_by_text("Du står på ventelisten.").first).to_be_visible()

    cancel(page)
    main_menu(page, "Timer")
    check(page, f"appointments-{name}")


def the_notices_say_nothing(running: Running, number: int) -> None:
    for message in running.wait_for(TONES_PHONE, number):
        assert not any(word in message["text"].lower() for word in UNSAID), message["text"]


@pytest.mark.parametrize(("size", "javascript"), WAYS, ids=IDS)
def test_a_phone_appointment_says_who_calls(tone, size: str, javascript: bool):
    """F-027: what is wrong is said beside the field, and nothing that was typed is lost."""
    page = tone(size, javascript)
    to_times(page, "Telefontime")
    times(page).nth(9).click()
    page.get_by_label("Hva gjelder timen?").fill("Kontroll av prøvesvar")
    page.get_by_label("Hvilket nummer skal vi ringe?").fill("12")
    press(page, "Bestill timen")
    expect(page.get_by_role("alert")).to_contain_text("Skriv et telefonnummer")
    expect(page.get_by_label("Hva gjelder timen?")).to_have_value("Kontroll av prøvesvar")
    check(page, f"appointment-errors-{size}{'' if javascript else '-forms-only'}")
    page.get_by_label("Hvilket nummer skal vi ringe?").fill("908 12 345")
    press(page, "Bestill timen")
    heading(page, "Timen er bestilt")
    expect(page.get_by_text(re.compile("ringer deg på 908\u00a012\u00a0345"))).to_be_visible()
    follow(page, "Se timen")
    cancel(page)


@pytest.mark.parametrize(("size", "javascript"), WAYS, ids=IDS)
def test_asking_for_a_time_and_taking_it_back(tone, size: str, javascript: bool):
    """F-015"""
    page = tone(size, javascript)
    page.goto("/timer/onske/")
    check(page, f"appointment-request-{size}{'' if javascript else '-forms-only'}")
    press(page, "Send timeønsket")
    expect(page.get_by_role("alert")).to_contain_text("Velg hva slags time du trenger.")
    page.get_by_label("Legetime", exact=True).check(force=True)
    page.get_by_label("tirsdag").check()
    page.get_by_label("Før kl. 12").check()
    page.get_by_label("Hva gjelder timen?").fill("Kontroll")
    press(page, "Send timeønsket")
    heading(page, "Timeønsket er sendt")
    expect(page.get_by_text("Svar innen")).to_be_visible()
    follow(page, "Se timeønsket")
    follow(page, "Trekk timeønsket tilbake")
    press(page, "Trekk tilbake")
    expect(page.get_by_text("Timeønsket er trukket tilbake.")).to_be_visible()


def test_when_the_five_minutes_are_over_the_page_says_so(tone):
    """The server decides; the script only spares a wasted press."""
    page = tone("phone", True)
    page.clock.install()
    to_times(page, "Legetime")
    times(page).nth(3).click()
    held = page.get_by_text(re.compile("^Vi holder timen for deg til"))
    page.clock.fast_forward("04:40")
    expect(held).to_be_visible()
    page.clock.fast_forward("00:25")
    expect(page.get_by_text("Vi holder ikke timen lenger.")).to_be_visible()


@pytest.mark.parametrize("path", ["/timer/", "/timer/bestill/", "/timer/onske/"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_at_400_percent_and_in_the_dark(open_browser, path: str, dark: bool):
    page = open_browser("zoomed", signed_in=TONE, dark=dark)
    page.goto(path)
    check(page, f"zoomed{path.replace('/', '-')}{'dark' if dark else 'light'}")


def test_the_list_of_times_with_the_keyboard_alone(open_browser):
    page = open_browser("desktop", signed_in=TONE)
    page.goto("/hjem/")
    to_times(page, "Legetime")
    check(page, "free-times")
    times(page).nth(5).focus()
    page.keyboard.press("Enter")
    heading(page, "Bestill denne timen?")
    check(page, "appointment-confirmation")
    follow(page, "Avbryt")
    heading(page, "Bestill time")
