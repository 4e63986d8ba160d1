"""An operator gives the service a document on who may act for whom; then a mother may act for her child. F-101."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import FilePayload, Page, expect

from fastlinje.nonprod.cast import KARI, NORA, OLA, OSKAR, TONE, Character

from .conftest import check, log_in
from .story import heading, press

pytestmark = pytest.mark.browser
MINA = Character("Mina Solberg", date(2019, 5, 4), "Tones datter")


def parent(who: Character, *children: Character, **changes: object) -> dict:
    """A mother with her children, as the document says it; `changes` in each child."""
    adults = [{"national_id": who.national_id, "role": "mor", "shares_address": True}]
    known = [
        {
            "national_id": child.national_id, "name": child.name, "birth_date": child.born.isoformat(), "address_protection": None,
            "responsibility": "mor", "adults": adults, **changes,
        }
        for child in children
    ]  # fmt: skip
    nothing = {"guardianships": [], "powers_of_attorney": [], "decided_representations": []}
    return {"national_id": who.national_id, "address_protection": None, "children": known, **nothing}


def document(*people: dict) -> FilePayload:
    head = {"source": "Uttrekk", "fetched_at": datetime.now(UTC).isoformat(), "covers": ["children"]}
    content = json.dumps({**head, "people": list(people)}, indent=1).encode()
    return {"name": "uttrekk.json", "mimeType": "application/json", "buffer": content}


def upload(page: Page, file: FilePayload) -> None:
    page.goto("/drift/registre/")
    heading(page, "Registre")
    page.get_by_label("Fil (JSON)").set_input_files(file)
    press(page, "Last opp og se hva som endres")
    heading(page, re.compile("^Dokument lastet opp"))


def test_uploaded_looked_at_used_and_then_a_mother_may_act(open_browser):
    """The page follows the worker by itself; nothing on it says who it is about."""
    tone = open_browser("phone")
    log_in(tone, TONE)
    page = open_browser("desktop")
    log_in(page, OSKAR, staff=True)
    upload(page, document(parent(KARI, OLA, NORA), parent(TONE, MINA)))
    expect(page.get_by_text("Dokumentet er lest.")).to_be_visible()
    for who in (TONE, MINA, KARI):
        expect(page.get_by_text(who.name)).to_have_count(0)
    check(page, "register-document")
    press(page, "Bruk dokumentet")
    expect(page.get_by_text("Tatt i bruk", exact=True)).to_be_visible()
    page.goto("/drift/registre/")
    check(page, "registers")
    tone.goto("/bytt-person/")
    press(tone, f"Bytt til {MINA.name}")
    expect(tone.get_by_text(f"Du handler på vegne av {MINA.name}")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "zoomed"])
def test_what_is_wrong_is_shown_by_line_also_without_javascript(open_browser, size):
    page = open_browser(size, javascript=False)
    log_in(page, OSKAR, staff=True)
    upload(page, document(parent(TONE, MINA, birth_date="2099-01-01", name="", responsibility="ukjent")))
    for _ in range(60):
        if page.get_by_text("Kan ikke brukes").count():
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Oppdater").click()
    expect(page.get_by_text("3 feil må rettes.")).to_be_visible()
    expect(page.get_by_text("Datoen eller tidspunktet er i fremtiden.")).to_be_visible()
    expect(page.get_by_role("button", name="Bruk dokumentet")).to_have_count(0)
    check(page, "register-document-wrong")
    page.goto("/drift/registre/")
    press(page, "Last opp og se hva som endres")
    expect(page.get_by_text("Velg en fil.").first).to_be_visible()
    check(page, "registers-no-file")
