"""Who can see a young person's appointment: hidden and shown by the office and by the young person, in a real browser. AD-30"""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from fastlinje.nonprod.cast import KARI, NORA, SIRI

from .conftest import EACH_WAY_ONCE, check
from .story import follow, heading, press
from .test_calendar import open_day, room  # noqa: F401 room is a fixture
from .test_people import act_for, as_it_is, in_forced_colours, with_large_text

pytestmark = pytest.mark.browser
_kept: list[UUID] = []
EYES = [("zoomed", as_it_is), ("phone", as_it_is), ("desktop", as_it_is), ("desktop", with_large_text), ("phone", with_large_text)]
EYES += [("desktop", in_forced_colours)]


def book_for_nora(page: Page, at: str) -> UUID:
    """Nora's time, as the school nurse asks for it on the phone. Returns the appointment's id."""
    follow(page, f"Ledig {at}")
    page.get_by_label("Finn pasienten").fill("nordmann")
    press(page, "Søk")
    follow(page, NORA.name)
    page.get_by_label(re.compile("Hva gjelder det")).fill("Samtale")
    press(page, "Bestill timen")
    expect(page.get_by_text("Timen er bestilt.")).to_be_visible()
    return UUID(page.url.split("?")[0].rstrip("/").split("/")[-1])


def office_page(appointment: UUID) -> str:
    return f"/kontor/kalender/timer/{appointment}/synlighet/"


def own_page(appointment: UUID) -> str:
    return f"/timer/{appointment}/"


@pytest.fixture
def appointment(open_browser, request) -> UUID:
    """An appointment of Nora's that her parents can see. One for all: she cannot be at two places at once."""
    siri = open_browser("desktop", signed_in=SIRI)
    if not _kept:
        open_day(siri, request.getfixturevalue("room"))
        _kept.append(book_for_nora(siri, "07.00"))
    siri.goto(office_page(_kept[0]))
    if siri.get_by_role("button", name="Vis for foreldrene").count():
        show(siri)
    return _kept[0]


def show(siri: Page) -> None:
    """Let the parents see it again."""
    siri.get_by_label("Grunnen gjelder ikke lenger").check(force=True)
    press(siri, "Vis for foreldrene")
    expect(siri.get_by_role("button", name="Skjul for foreldrene")).to_be_visible()


@EACH_WAY_ONCE
def test_the_office_hides_and_shows(open_browser, appointment, size, javascript):
    """A reason is needed; the mother sees no trace of it, the young person sees that it is hidden and by whom."""
    siri = open_browser(size, signed_in=SIRI, javascript=javascript)
    siri.goto(f"/kontor/kalender/timer/{appointment}/")
    expect(siri.get_by_text("Foreldrene kan se dette.")).to_be_visible()
    follow(siri, "Skjul eller vis")
    heading(siri, "Hvem kan se timen")
    check(siri, "office-visit-visibility")
    press(siri, "Skjul for foreldrene")
    expect(siri.get_by_role("alert").first).to_contain_text("Velg en grunn.")
    check(siri, "office-visit-visibility-error")
    siri.get_by_label("Pasienten ønsker ikke at foreldrene får vite det").check(force=True)
    press(siri, "Skjul for foreldrene")
    expect(siri.get_by_text("Skjult for foreldrene og andre som handler for pasienten.").first).to_be_visible()
    check(siri, "office-visit-visibility-hidden")

    kari = open_browser(size, signed_in=KARI, javascript=javascript)
    act_for(kari, NORA)
    assert kari.goto(own_page(appointment)).status == 404
    kari.goto("/timer/")
    expect(kari.locator(f"a[href*='{appointment}']")).to_have_count(0)
    act_for(kari, KARI)

    nora = open_browser(size, signed_in=NORA, javascript=javascript)
    nora.goto(own_page(appointment))
    expect(nora.get_by_text("Foreldrene dine ser ikke dette.")).to_be_visible()
    press(nora, "La foreldrene mine se")
    expect(nora.get_by_text("Legekontoret har skjult dette for foreldrene dine.")).to_be_visible()
    check(nora, "own-visit-hidden-by-the-office")

    show(siri)
    assert kari.goto(own_page(appointment)).status == 200


@EACH_WAY_ONCE
def test_the_young_person_hides_and_shows(open_browser, appointment, size, javascript):
    page = open_browser(size, signed_in=NORA, javascript=javascript)
    page.goto(own_page(appointment))
    expect(page.get_by_text("Foreldrene dine kan se dette.")).to_be_visible()
    check(page, "own-visit-shown")
    press(page, "Skjul for foreldrene mine")
    expect(page.get_by_text("Foreldrene dine kan ikke se dette.")).to_be_visible()
    check(page, "own-visit-hidden")
    kari = open_browser(size, signed_in=KARI, javascript=javascript)
    assert kari.goto(own_page(appointment)).status == 404
    press(page, "La foreldrene mine se")
    expect(page.get_by_text("Foreldrene dine kan se dette nå.")).to_be_visible()
    assert kari.goto(own_page(appointment)).status == 200


def test_by_keys_alone(open_browser, appointment):
    page = open_browser("phone", signed_in=SIRI)
    page.goto(office_page(appointment))
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Skjul for foreldrene")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Skjult for foreldrene og andre som handler for pasienten.").first).to_be_visible()


@pytest.mark.parametrize(
    ("size", "seen"), EYES, ids=["320px", "360px", "1280px", "large-text", "large-text-360px", "forced-colours"]
)
def test_for_anybodys_eyes(open_browser, appointment, size, seen):
    """Nothing scrolls sideways, and axe finds nothing."""
    for who, path in ((SIRI, office_page(appointment)), (NORA, own_page(appointment))):
        page = open_browser(size, signed_in=who)
        page.goto(path)
        seen(page)
        check(page, f"visibility-{seen.__name__}-{who.names[0].lower()}")
        assert not overlap(page, ".fl-home", ".fl-account")


def overlap(page: Page, first: str, second: str) -> bool:
    """Whether one thing is drawn on top of another, which axe does not see."""
    one, other = (page.locator(each).bounding_box() for each in (first, second))
    beside = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
    below = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
    return not (beside or below)
