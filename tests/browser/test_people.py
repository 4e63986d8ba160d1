"""The cast acts for each other, each seeing what they may: a mother, a father's power of attorney, a birthday; and anybody's eyes.

Covers AD-25, AD-27, AD-29, F-100–F-116.
"""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from fastlinje.core.clock import OSLO
from fastlinje.nonprod.cast import ARNE, BERG, KARI, NORA, OLA, PER, Character

from .conftest import check, log_in
from .story import answer_form, attach, choose, follow, forget_draft, heading, open_from_worklist, photo, press, uploads

pytestmark = pytest.mark.browser


def act_for(page: Page, who: Character) -> None:
    """Choose somebody; from then on their name stands on top."""
    page.goto("/bytt-person/")
    press(page, f"Bytt til {who.name}")
    heading(page, re.compile("^Hei"))


def concerns(page: Page, who: Character) -> None:
    expect(page.get_by_text(f"Du handler på vegne av {who.name}")).to_be_visible()


def begin(page: Page, readers: str) -> None:
    """To the message, past the sentence that says who can read it."""
    forget_draft(page)
    page.goto("/e-konsultasjon/")
    expect(page.get_by_text(readers)).to_be_visible()
    press(page, "Det haster ikke – gå videre")
    answer_form(page)
    heading(page, "Skriv til legen")


def write(page: Page, subject: str) -> None:
    page.get_by_label("Emne").fill(subject)
    page.get_by_role("textbox", name="Melding").fill("Hva bør vi gjøre?")
    price = page.get_by_label("Jeg har sett prisen og godtar den")
    if price.count():  # children pay nothing
        price.check()


def test_a_mother_of_two(open_browser):
    """For the nine-year-old and for the fourteen-year-old, each marked with a name; her own pages stay her own."""
    page = open_browser("phone")
    log_in(page, KARI)
    act_for(page, OLA)
    concerns(page, OLA)
    begin(page, "Alle med foreldreansvar for Ola Nordmann kan lese dette.")
    concerns(page, OLA)
    check(page, "acting-compose")
    write(page, "Hoste om natten")
    press(page, "Send")
    heading(page, "Spørsmålet er sendt")
    conversation = page.url.split("/")[-3]
    act_for(page, NORA)
    begin(page, "Nora Nordmann ser det ikke selv.")
    write(page, "Vaksine på skolen")
    press(page, "Send")
    heading(page, "Spørsmålet er sendt")
    page.goto("/profil/")
    heading(page, "Denne siden gjelder deg selv")
    check(page, "own-matters")
    act_for(page, KARI)
    page.goto("/innboks/")
    for name, subject in ((OLA.name, "Hoste om natten"), (NORA.name, "Vaksine på skolen")):
        expect(page.get_by_role("listitem").filter(has_text=subject).filter(has_text=name).first).to_be_visible()
    check(page, "inbox-of-three")
    office = open_browser("desktop", signed_in=BERG)
    open_from_worklist(office, conversation)
    expect(office.get_by_text(KARI.name).first).to_be_visible()
    heading(office, re.compile("^Ola Nordmann"))


def test_a_photo_goes_with_whom_the_page_shows(open_browser):
    """AD-29: she has switched to herself in another window when the script sends the photo of her son."""
    page = open_browser("phone")
    log_in(page, KARI)
    act_for(page, OLA)
    begin(page, "Alle med foreldreansvar for Ola Nordmann kan lese dette.")
    other = page.context.new_page()
    act_for(other, KARI)
    attach(page, photo("olas-arm.jpg"))
    act_for(other, OLA)
    other.goto("/e-konsultasjon/skriv/")
    expect(uploads(other).filter(has_text="olas-arm.jpg")).to_be_visible()
    uploads(page).get_by_role("button", name="Fjern").click()
    expect(uploads(page)).to_have_count(0)


def end_power_if_any(page: Page, to: Character) -> None:
    """Nothing left of an earlier run."""
    page.goto("/profil/fullmakter/")
    lasting = page.get_by_role("table", name="Fullmakter du har gitt").get_by_role("link", name=to.name)
    if lasting.count():
        lasting.first.click()
        follow(page, "Avslutt")
        press(page, "Avslutt fullmakten")


def test_a_fathers_power_of_attorney(open_browser):
    """Offered, taken, used, and ended while a form is open: nothing is sent. AD-27"""
    arne, per = open_browser("desktop"), open_browser("phone")
    log_in(arne, ARNE)
    end_power_if_any(arne, PER)
    arne.goto("/profil/fullmakter/ny/")
    arne.get_by_label("Navn").first.fill(PER.name)
    arne.get_by_label(re.compile("ødselsnummer")).fill(PER.national_id)
    choose(arne, "Meldinger og e-konsultasjon")
    check(arne, "power-new")
    press(arne, "Gi fullmakt")
    expect(arne.get_by_text("Fullmakten er gitt.")).to_be_visible()

    log_in(per, PER)
    per.goto("/profil/fullmakter/")
    expect(per.get_by_role("heading", name="Arne Nordmann vil gi deg fullmakt")).to_be_visible()
    check(per, "power-offered")
    follow(per, "Se og svar")
    press(per, "Ja, ta imot fullmakten")
    expect(per.get_by_text("Du har tatt imot fullmakten.")).to_be_visible()
    act_for(per, ARNE)
    begin(per, "Arne Nordmann, og andre som kan handle for Arne Nordmann, kan lese dette.")
    write(per, "Skal ikke komme frem")

    end_power_if_any(arne, PER)
    expect(arne.get_by_text("Fullmakten er avsluttet.")).to_be_visible()
    press(per, "Send")
    heading(per, "Du kan ikke lenger handle på vegne av denne personen")
    expect(per.get_by_text("Ingenting er sendt eller endret.")).to_be_visible()
    check(per, "power-ended")
    per.goto("/bytt-person/")
    expect(per.get_by_text(ARNE.name)).to_have_count(0)

    arne.goto("/innboks/")
    expect(arne.get_by_text("Skal ikke komme frem")).to_have_count(0)
    arne.goto("/innsyn/?vis=familie")
    expect(arne.get_by_text(re.compile("Per Hansen tok imot en fullmakt")).first).to_be_visible()
    check(arne, "log-of-representatives")


def test_the_sixteenth_birthday(open_browser, move_clock):
    """The form was open before midnight and is sent after it: refused, and nothing about her daughter is left; Nora is told at her
    first login, once. AD-25, F-105"""
    birthday = datetime(NORA.born.year + 16, NORA.born.month, NORA.born.day, tzinfo=OSLO)
    move_clock(birthday - timedelta(minutes=10))
    page = open_browser("phone")
    log_in(page, KARI)
    act_for(page, NORA)
    begin(page, "Nora Nordmann ser det ikke selv.")
    write(page, "Like før midnatt")
    move_clock(birthday + timedelta(minutes=1))
    press(page, "Send")
    heading(page, "Du kan ikke lenger handle på vegne av denne personen")
    expect(page.get_by_text("barnet har fylt 16 år")).to_be_visible()
    check(page, "sixteen")
    for path in ("/bytt-person/", "/innboks/", "/innsyn/?vis=alle"):
        page.goto(path)
        expect(page.locator("main").get_by_text(NORA.name)).to_have_count(0)
    page.goto("/bytt-person/")
    expect(page.get_by_role("button", name=f"Bytt til {OLA.name}")).to_be_visible()
    nora = open_browser("phone")
    log_in(nora, NORA)
    heading(nora, "Nå styrer du selv")
    expect(nora.get_by_text("Foreldrene dine kan ikke lenger lese det som gjelder deg")).to_be_visible()
    check(nora, "nora-sixteen")
    press(nora, "Fortsett til forsiden")
    heading(nora, re.compile("^Hei, Nora"))
    nora.goto("/fylt-16/")
    heading(nora, re.compile("^Hei, Nora"))


PLACES = ("/bytt-person/", "/hjem/", "/profil/fullmakter/", "/innsyn/?vis=alle&periode=uke", "/profil/kopi/", "/profil/varsler/")


def as_it_is(page: Page) -> None:
    """320 px wide, what 1280 px is at 400 %."""


def with_large_text(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")


def in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")


@pytest.mark.parametrize(
    ("size", "seen"),
    [("zoomed", as_it_is), ("desktop", with_large_text), ("phone", with_large_text), ("desktop", in_forced_colours)],
    ids=["320px", "large-text", "large-text-360px", "forced-colours"],
)
def test_for_anybodys_eyes(open_browser, size, seen):
    """Nothing scrolls sideways, and axe finds nothing."""
    page = open_browser(size, signed_in=KARI)
    for path in PLACES:
        page.goto(path)
        seen(page)
        check(page, f"people-{seen.__name__}-{path.split('/')[-2]}")


def test_a_mother_looks_at_her_sons_consent(open_browser):
    """What is chosen for him, and what would go if she took it back. F-006"""
    for size in ("phone", "desktop"):
        page = open_browser(size)
        log_in(page, KARI)
        act_for(page, OLA)
        page.goto("/bytt-person/")
        follow(page, "Samtykke Ola Nordmann")
        heading(page, "Personvern")
        expect(page.get_by_role("heading", name="Valgt for Ola Nordmann")).to_be_visible()
        concerns(page, OLA)
        check(page, f"consent-of-a-child-{size}")
        follow(page, "Trekk tilbake samtykket")
        expect(page.get_by_text("Ingen kan lenger skrive til legen for Ola Nordmann")).to_be_visible()
        check(page, f"consent-withdrawal-of-a-child-{size}")
        follow(page, "Bestill kopi")
        expect(page.get_by_label(OLA.name)).to_be_visible()
        check(page, f"copies-while-acting-{size}")
        act_for(page, KARI)
