"""Every page at 320 px (400 % zoom), and the main ones in the dark: axe finds nothing, nothing scrolls sideways."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from fastlinje.nonprod.cast import BERG, DAG, GRO, KARI, OSKAR, SIRI, Character

from .conftest import check
from .story import answer, ask, come_until, follow, forget_draft, heading, mine, open_from_worklist, pass_gate, press, to_compose

pytestmark = pytest.mark.browser
_asked: dict[str, UUID] = {}


@dataclass(frozen=True)
class Place:
    """A page: whose it is, where it is, and how to come to it when that takes more than an address."""

    name: str
    who: Character | None
    path: str
    prepare: Callable[[Page], None] | None = None
    dark: bool = False

    def __str__(self) -> str:
        return self.name


def in_the_form(page: Page) -> None:
    forget_draft(page)
    pass_gate(page)


def with_errors(prepare: Callable[[Page], None], button: str) -> Callable[[Page], None]:
    def come(page: Page) -> None:
        prepare(page)
        press(page, button)
        expect(page.get_by_role("alert")).to_be_visible()

    return come


def first_link(text: str) -> Callable[[Page], None]:
    return lambda page: follow(page, text)


def blocks(page: Page) -> None:
    page.locator('a[href$="/sperring/"]').click()
    heading(page, "Sperring")


def newcomer(page: Page) -> None:
    follow(page, "Uken etter")
    page.get_by_role("link", name=re.compile("^Ledig")).first.click()
    page.get_by_label("Finn pasienten").fill("Alma Berge")
    press(page, "Søk")
    press(page, "Registrer en ny pasient")
    expect(page.get_by_label("Fornavn")).to_have_value("Alma")
    press(page, "Registrer og gå videre")
    expect(page.get_by_role("alert")).to_contain_text("Skriv fødselsnummeret")


def a_copied_week(page: Page) -> None:
    follow(page, "Lege Ingrid Berg")
    follow(page, "Kopier en uke")
    press(page, "Se hva som blir laget")
    expect(page.get_by_role("row").nth(1)).to_be_visible()


def first_retraction(page: Page) -> None:
    page.get_by_text("Sendt til feil person?").click()
    follow(page, "Trekk tilbake")


def an_empty_answer(page: Page) -> None:
    page.get_by_label("Svar til pasienten").fill("")
    press(page, "Svar og avslutt")
    expect(page.get_by_role("alert")).to_be_visible()


PLACES = [
    Place("front", None, "/", dark=True),
    Place("help", None, "/hjelp/"),
    Place("login-help", None, "/logg-inn/hjelp/"),
    Place("login-refused", None, "/innlogging/idporten/?error=access_denied&state=ukjent"),
    Place("logged-out", None, "/utlogging/innbygger/"),
    Place("logged-out-staff", None, "/utlogging/ansatt/"),
    Place("logged-out-everywhere", None, "/utlogging/ferdig/?state=idporten"),
    Place("not-found", None, "/finnes-ikke/", dark=True),
    Place("gallery-citizen", None, "/galleri/?flate=citizen&farger=light"),
    Place("gallery-citizen-dark", None, "/galleri/?flate=citizen&farger=dark"),
    Place("gallery-office", None, "/galleri/?flate=office&farger=light"),
    Place("gallery-office-dark", None, "/galleri/?flate=office&farger=dark"),
    Place("home", KARI, "/hjem/", dark=True),
    Place("inbox", KARI, "/innboks/", dark=True),
    Place("access-log", KARI, "/innsyn/", dark=True),
    Place("access-log-all", KARI, "/innsyn/?vis=alle"),
    Place("profile", KARI, "/profil/", dark=True),
    Place("email", KARI, "/profil/epost/"),
    Place("mobile", KARI, "/profil/mobil/"),
    Place("email-removal", KARI, "/profil/epost/fjern/"),
    Place("privacy", KARI, "/profil/personvern/"),
    Place("consent", KARI, "/samtykke/"),
    Place("consent-withdrawal", KARI, "/profil/personvern/trekk-tilbake/"),
    Place("gate", KARI, "/e-konsultasjon/", dark=True),
    Place("form", KARI, "/hjem/", in_the_form, dark=True),
    Place("form-errors", KARI, "/hjem/", with_errors(in_the_form, "Gå videre")),
    Place("compose", KARI, "/hjem/", to_compose, dark=True),
    Place("compose-errors", KARI, "/hjem/", with_errors(to_compose, "Send"), dark=True),
    Place("cancel", KARI, "/e-konsultasjon/avbryt/"),
    Place("conversation-waiting", KARI, "/samtaler/{waiting}/"),
    Place("conversation-answered", KARI, "/samtaler/{answered}/", dark=True),
    Place("receipt", KARI, "/samtaler/{waiting}/kvittering/", dark=True),
    Place("withdrawal", KARI, "/samtaler/{waiting}/trekk-tilbake/"),
    Place("withdrawal-refused", KARI, "/samtaler/{answered}/trekk-tilbake/"),
    Place("staff-page-refused", SIRI, "/kontor/logg-inn/?next=/drift/"),
    Place("worklist", BERG, "/kontor/arbeidsliste/", dark=True),
    Place("worklist-mine", BERG, "/kontor/arbeidsliste/?vis=mine"),
    Place("worklist-journal", BERG, "/kontor/arbeidsliste/?vis=journal"),
    Place("worklist-all", BERG, "/kontor/arbeidsliste/?vis=alle"),
    Place("office-unopened", BERG, "/kontor/samtaler/{waiting}/"),
    Place("office-conversation", BERG, "/kontor/samtaler/{answered}/", dark=True),
    Place("office-empty-answer", BERG, "/kontor/samtaler/{answered}/", an_empty_answer),
    Place("office-secretary", SIRI, "/kontor/samtaler/{answered}/"),
    Place("blocks", BERG, "/kontor/samtaler/{answered}/", blocks),
    Place("office-assignment", BERG, "/kontor/samtaler/{answered}/ansvarlig/"),
    Place("office-appointment", BERG, "/kontor/samtaler/{answered}/time/"),
    Place("office-text", BERG, "/kontor/samtaler/{answered}/tekst/"),
    Place("office-national-id", BERG, "/kontor/samtaler/{answered}/fodselsnummer/"),
    Place("office-retraction", BERG, "/kontor/samtaler/{answered}/", first_retraction),
    Place("calendar", SIRI, "/kontor/kalender/", dark=True),
    Place("calendar-week", SIRI, "/kontor/kalender/uke/", dark=True),
    Place("requests", SIRI, "/kontor/kalender/onsker/"),
    Place("call-list", SIRI, "/kontor/kalender/ringeliste/"),
    Place("newcomer", SIRI, "/kontor/kalender/uke/", newcomer),
    Place("waiting-list", SIRI, "/kontor/kalender/venteliste/"),
    Place("schedules", DAG, "/kontor/timeplaner/"),
    Place("schedule", DAG, "/kontor/timeplaner/", first_link("Lege Ingrid Berg")),
    Place("schedule-copy", DAG, "/kontor/timeplaner/", a_copied_week),
    Place("schedule-new", DAG, "/kontor/timeplaner/ny/"),
    Place("appointment-types", DAG, "/kontor/timeplaner/timetyper/"),
    Place("appointment-type", DAG, "/kontor/timeplaner/timetyper/ny/"),
    Place("booking-limits", DAG, "/kontor/timeplaner/grenser/"),
    Place("publishing", DAG, "/kontor/timeplaner/publisering/"),
    Place("services", DAG, "/kontor/tjenester/"),
    Place("service-off", DAG, "/kontor/tjenester/", first_link("Slå av")),
    Place("members", DAG, "/kontor/medarbeidere/", dark=True),
    Place("member-invitation", DAG, "/kontor/medarbeidere/ny/"),
    Place("member-invitation-errors", DAG, "/kontor/medarbeidere/ny/", lambda page: press(page, "Legg til")),
    Place("member-her-id", DAG, "/kontor/medarbeidere/", first_link("Endre HER-id")),
    Place("member-ending", DAG, "/kontor/medarbeidere/", first_link("Avslutt")),
    Place("settings", DAG, "/kontor/innstillinger/", dark=True),
    Place("choose-office", GRO, "/kontor/velg/"),
    Place("operations", OSKAR, "/drift/", dark=True),
    Place("registers", OSKAR, "/drift/registre/", dark=True),
]


@pytest.fixture
def asked(open_browser) -> dict[str, UUID]:
    """Two questions of Kari's: one nobody has opened, one that is answered. Asked once for all pages."""
    if not _asked:
        kari, berg = open_browser("phone", signed_in=KARI), open_browser("desktop", signed_in=BERG)
        _asked["answered"] = ask(kari, "Prøvesvar på stoffskifte")
        open_from_worklist(berg, _asked["answered"])
        answer(berg, "Prøvene er fine. Fortsett som før, og ta nye prøver om et år.", closes=False)
        _asked["waiting"] = ask(kari, "Forlenget sykmelding for ryggen")
        come_until(kari, mine(_asked["answered"]), "Prøvene er fine.")
    return _asked


def visit(page: Page, place: Place, asked: dict[str, UUID]) -> None:
    page.goto(place.path.format(**asked) if "{" in place.path else place.path)
    if place.prepare:
        place.prepare(page)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_at_400_percent(open_browser, asked, place: Place):
    """320 px wide is what 1280 px is at 400 %."""
    page = open_browser("zoomed", signed_in=place.who)
    visit(page, place, asked)
    check(page, place.name)


@pytest.mark.parametrize("place", [place for place in PLACES if place.dark], ids=str)
def test_a_page_in_the_dark(open_browser, asked, place: Place):
    """As the device asks for it."""
    page = open_browser("desktop", signed_in=place.who, dark=True)
    visit(page, place, asked)
    check(page, f"{place.name}-dark")


@pytest.mark.parametrize("code", [400, 403, 404, 500, 503])
def test_an_error_page_stands_by_itself(open_browser, code: int):
    """It needs nothing but its own template, and says whom to call."""
    page = open_browser("zoomed")
    page.goto("/hjelp/")
    page.set_content(render_to_string(f"{code}.html"))
    expect(page.get_by_role("link", name=re.compile("113"))).to_be_visible()
    check(page, f"error-{code}")
