"""The office's calendar in a real browser: a room of its own is arranged, filled, worked in by mouse and by keys, and printed."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from fastlinje.core.clock import now, oslo_date
from fastlinje.nonprod.cast import ASTRID, DAG, SIRI

from .conftest import EACH_WAY_ONCE, check
from .story import follow, heading, press

pytestmark = pytest.mark.browser
_rooms: list[str] = []
SERVICE = "Sårstell"


def day() -> date:
    """A day next week that the arranged week has times on."""
    today = oslo_date(now())
    return today + timedelta(days=8 - today.isoweekday())


def arrange(page: Page, room: str) -> None:
    """A room, its week, and a fortnight of times, as an administrator makes them."""
    page.goto("/kontor/timeplaner/timetyper/")
    if not page.get_by_role("link", name=SERVICE).count():
        follow(page, "Ny timetype")
        page.get_by_label("Navn").fill(SERVICE)
        page.get_by_label("Lengde i minutter").fill("15")
        page.get_by_label("Bare kontoret bestiller").check()
        press(page, "Lagre")
    page.goto("/kontor/timeplaner/")
    follow(page, "Ny timeplan")
    page.get_by_label("Noe annet, for eksempel laboratoriet").check()
    page.get_by_label("Navn").fill(room)
    press(page, "Lag timeplanen")
    heading(page, room)
    page.get_by_label("Mandag").check()
    page.get_by_label("Fra klokken").fill("07:00")
    page.get_by_label("Til klokken").fill("08:00")
    page.get_by_label("Hva tiden er til").select_option(label=f"{SERVICE}, 15 min")
    press(page, "Legg til")
    expect(page.get_by_role("row", name="Mandag 07.00–08.00")).to_be_visible()
    page.goto("/kontor/timeplaner/publisering/")
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_label(room, exact=True).check()
    page.get_by_label("Første dag").fill(day().isoformat())
    page.get_by_label("Siste dag").fill((day() + timedelta(days=6)).isoformat())
    press(page, "Lag timer")


@pytest.fixture
def room(open_browser) -> str:
    """A room with four times on the day, nobody in them."""
    name = f"Skiftestue {len(_rooms) + 1}"
    _rooms.append(name)
    page = open_browser("desktop", signed_in=DAG)
    arrange(page, name)
    expect(page.get_by_text("4 timer er laget.", exact=True)).to_be_visible()
    return name


def open_day(page: Page, room: str) -> None:
    """The day, of the room alone."""
    page.goto(f"/kontor/kalender/?dag={day().isoformat()}")
    plan = page.get_by_label(room, exact=True).get_attribute("value")
    page.goto(f"/kontor/kalender/?dag={day().isoformat()}&plan={plan}")
    expect(page.get_by_role("columnheader", name=room)).to_be_visible()


def book(page: Page, at: str, reason: str = "Skifte på leggen") -> None:
    """Astrid's time, as she says it on the phone."""
    follow(page, f"Ledig {at}")
    page.get_by_label("Finn pasienten").fill("dahl")
    press(page, "Søk")
    check(page, "office-slot")
    follow(page, ASTRID.name)
    page.get_by_label(re.compile("Hva gjelder det")).fill(reason)
    check(page, "office-booking")
    press(page, "Bestill timen")
    expect(page.get_by_text("Timen er bestilt.")).to_be_visible()


def test_times_are_made_while_one_watches_and_taken_back(open_browser, room):
    """Generating shows progress and can be undone."""
    page = open_browser("desktop", signed_in=DAG)
    page.goto("/kontor/timeplaner/publisering/")
    check(page, "office-publishing")
    page.get_by_role("row", name=room).get_by_role("link").click()
    check(page, "office-publication")
    follow(page, "Fjern timene igjen")
    check(page, "office-publication-undo")
    press(page, "Fjern ledige timer")
    expect(page.get_by_text("De ledige timene er fjernet.")).to_be_visible()


@EACH_WAY_ONCE
def test_a_time_is_booked_moved_and_called_off(open_browser, room, size, javascript):
    """F-186, F-018, F-021"""
    page = open_browser(size, signed_in=SIRI, javascript=javascript)
    open_day(page, room)
    check(page, "office-calendar")
    book(page, "07.00")
    check(page, "office-visit")
    follow(page, "Flytt")
    check(page, "office-move")
    follow(page, f"07.30 {room}")
    heading(page, "Vil du flytte timen?")
    check(page, "office-move-question")
    press(page, "Flytt timen")
    expect(page.get_by_text("Timen er flyttet.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("kl. 07.30–07.45")
    follow(page, "Avlys")
    press(page, "Avlys timen")
    expect(page.get_by_role("alert")).to_contain_text("Velg hvem som avlyser.")
    check(page, "office-cancel-errors")
    page.get_by_label("Kontoret", exact=True).check()
    press(page, "Avlys timen")
    expect(page.get_by_text("Timen er avlyst.")).to_be_visible()


def test_keys_go_from_time_to_time_and_from_day_to_day(open_browser, room):
    page = open_browser("desktop", signed_in=SIRI)
    open_day(page, room)
    expect(page.get_by_text("Piltastene går fra time til time.")).to_be_visible()
    page.get_by_role("link", name="Ledig 07.00").focus()
    for name in ("Ledig 07.15", "Ledig 07.30"):
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("link", name=name)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("link", name="Ledig 07.15")).to_be_focused()
    page.keyboard.press("PageDown")
    page.wait_for_url(f"**dag={(day() + timedelta(days=1)).isoformat()}*")
    page.get_by_role("region", name="Timer").focus()
    page.keyboard.press("PageUp")
    page.wait_for_url(f"**dag={day().isoformat()}*")
    page.goto(f"/kontor/kalender/uke/?dag={day().isoformat()}")
    check(page, "office-week")
    first = page.locator("tbody a").first
    first.focus()
    before = first.bounding_box()
    page.keyboard.press("ArrowRight")
    after = page.locator("tbody a:focus").bounding_box()
    assert after["x"] > before["x"]
    assert abs(after["y"] - before["y"]) < before["height"]


def test_dragging_asks_before_anything_is_moved(open_browser, room):
    """An improvement over the links, which do the same."""
    page = open_browser("desktop", signed_in=SIRI)
    open_day(page, room)
    book(page, "07.15")
    open_day(page, room)
    page.get_by_role("link", name=ASTRID.name).drag_to(page.get_by_role("link", name="Ledig 07.45"))
    heading(page, "Vil du flytte timen?")
    expect(page.get_by_text("kl. 07.45–08.00")).to_be_visible()
    open_day(page, room)
    expect(page.get_by_role("row", name="07.15").get_by_role("link", name=ASTRID.name)).to_be_visible()


def test_a_whole_day_is_called_off(open_browser, room):
    """F-193"""
    page = open_browser("phone", signed_in=SIRI)
    open_day(page, room)
    book(page, "07.00")
    open_day(page, room)
    follow(page, f"Borte? {room}")
    heading(page, f"{room} er borte")
    check(page, "office-day-off")
    press(page, "Avlys alle")
    heading(page, "Ringeliste")
    expect(page.get_by_role("row", name=ASTRID.name)).to_contain_text("Avlyst: Sårstell")
    check(page, "office-calls")
    open_day(page, room)
    expect(page.get_by_role("link", name="Stengt 07.15")).to_be_visible()
    expect(page.get_by_role("link", name=ASTRID.name)).to_have_count(0)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_whole_day_is_moved(open_browser, room, size):
    """F-193: what is left behind, and the rest of the day, is closed, and the page says so first."""
    to = f"Reserve for {room}"
    arrange(open_browser("desktop", signed_in=DAG), to)
    page = open_browser(size, signed_in=SIRI)
    open_day(page, room)
    book(page, "07.00")
    open_day(page, room)
    follow(page, f"Borte? {room}")
    page.get_by_label("Til hvem").select_option(label=to)
    press(page, "Se forslag")
    expect(page.get_by_text("Ledige tider resten av dagen blir stengt.")).to_be_visible()
    check(page, "office-day-move")
    press(page, "Flytt dem")
    open_day(page, room)
    expect(page.get_by_role("link", name=re.compile("^Stengt"))).to_have_count(4)
    open_day(page, to)
    expect(page.get_by_role("link", name=ASTRID.name)).to_be_visible()
    follow(page, f"Borte? {to}")
    press(page, "Avlys alle")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_who_is_shown_is_chosen_in_the_folded_list(open_browser, room, javascript):
    """By mouse and by keys; a box is reached only when the list has unfolded."""
    page = open_browser("desktop", signed_in=SIRI, javascript=javascript)
    page.goto(f"/kontor/kalender/?dag={day().isoformat()}")
    columns = page.get_by_role("columnheader")
    assert columns.count() > 2, "a clock and several to choose among"
    folded, box = page.get_by_text("Velg hvem som vises"), page.get_by_label(room, exact=True)
    expect(box).to_be_hidden()
    folded.click()
    box.check()
    press(page, "Vis disse")
    expect(page.get_by_role("columnheader", name=room)).to_be_visible()
    expect(columns).to_have_count(2)
    expect(box).to_be_hidden()
    folded.focus()
    page.keyboard.press("Enter")
    expect(box).to_be_visible()
    expect(box).to_be_checked()
    box.focus()
    page.keyboard.press("Space")
    expect(box).not_to_be_checked()
    press(page, "Vis disse")
    expect(columns.nth(2)).to_be_visible()


def test_on_paper_there_is_nothing_to_press(open_browser, room):
    page = open_browser("desktop", signed_in=SIRI)
    open_day(page, room)
    page.emulate_media(media="print")
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("Velg hvem som vises")).to_be_hidden()
    frame = page.locator(".fl-calendar-frame")
    assert frame.evaluate("e => e.scrollHeight - e.clientHeight") <= 1


@EACH_WAY_ONCE
def test_what_is_asked_by_phone_is_written_down_and_answered(open_browser, room, size, javascript):
    """F-187: for Astrid, who never logs in."""
    page = open_browser(size, signed_in=SIRI, javascript=javascript)
    page.goto("/kontor/kalender/onsker/")
    check(page, "office-requests")
    follow(page, "Nytt timeønske på telefon")
    expect(page.get_by_text("Haster det? Da skal det ikke i køen")).to_be_visible()
    page.get_by_label("Finn pasienten").fill("dahl")
    press(page, "Søk")
    check(page, "office-request-who")
    follow(page, ASTRID.name)
    page.get_by_label("Telefon til pasienten").fill("")
    press(page, "Legg i køen")
    expect(page.get_by_role("alert")).to_contain_text("Velg hva slags time pasienten trenger.")
    page.get_by_label("Hva slags time?").select_option(label=SERVICE)
    page.get_by_label("Hos hvem?").select_option(label=room)
    page.get_by_label("mandag", exact=False).check(force=True)
    page.get_by_label("Før kl. 12").check(force=True)
    page.get_by_label("Tidligst").fill(day().isoformat())
    page.get_by_label(re.compile("Hva gjelder det")).fill("Skifte på leggen")
    press(page, "Legg i køen")
    expect(page.get_by_role("alert")).to_contain_text("dere må ringe med svaret")
    check(page, "office-request-new-errors")
    page.get_by_label("Telefon til pasienten").fill("22 33 44 55")
    check(page, "office-request-new")
    press(page, "Legg i køen")
    expect(page.get_by_text("Timeønsket er registrert.")).to_be_visible()
    expect(page.get_by_text("Ring, og bestill tiden de vil ha.")).to_be_visible()
    check(page, "office-request-by-phone")
    expect(page.get_by_label(re.compile("kl. 07.00"))).to_be_visible()
    page.get_by_text("Ingen time", exact=True).click()
    reason = page.get_by_label("Ring oss, så finner vi en time sammen")
    expect(reason).to_be_visible()  # the fold is open; a click in the middle of it may miss
    reason.press("Space")
    press(page, "Si nei")
    heading(page, "Timeønsker")
