"""Keyboard only: everything can be reached, in a sensible order, and one always sees where one is."""

import pytest
from playwright.sync_api import Page, expect

from fastlinje.nonprod.cast import BERG, KARI

from .story import PATIENT_TEXT, ask, forget_draft, heading, open_from_worklist

pytestmark = pytest.mark.browser

FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const label = element.labels?.length ? [...element.labels].map((each) => each.innerText).join(" ") : "";
  const marked = (each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  let seen = element;
  while (seen && !marked(seen)) seen = seen.parentElement;
  if (seen === document.body || seen === document.documentElement) seen = null;
  if (!seen && element.labels?.length) seen = [...element.labels].find((each) => [...each.children, each].some(marked));
  const box = element.getBoundingClientRect();
  return {
    name: (element.getAttribute("aria-label") || label || element.innerText || element.value || "").trim(),
    visible: Boolean(seen),
    inside: box.bottom > 0 && box.top < innerHeight,
    html: element.outerHTML.slice(0, 160),
  };
}"""


def tab_to(page: Page, name: str, *, most: int = 60) -> None:
    """Tab onwards until something says so. Every stop on the way must be on the screen and visibly focused."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if here is None:
            continue
        seen.append(here["name"])
        assert here["visible"], f"no visible focus on {here['html']}"
        assert here["inside"], f"focus outside the screen on {here['html']}"
        if here["name"].startswith(name):
            return
    raise AssertionError(f"never came to {name!r}; passed {seen}")


def test_kari_asks_without_a_mouse(open_browser):
    """From the skip link to the receipt."""
    page = open_browser("desktop", signed_in=KARI)
    forget_draft(page)
    page.goto("/hjem/")
    tab_to(page, "Hopp til innholdet", most=1)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, "Spør fastlegen", most=3)
    page.keyboard.press("Enter")
    heading(page, "Spør fastlegen")
    tab_to(page, "Det haster ikke")
    page.keyboard.press("Enter")

    heading(page, "Beskriv symptomene dine")
    tab_to(page, "Om skjemaet")
    page.keyboard.press("Space")
    expect(page.get_by_text("Hvem kan fylle ut skjemaet?")).to_be_visible()
    tab_to(page, "Hva gjelder henvendelsen?")
    page.keyboard.type("Utslett på armen")
    tab_to(page, "Feber")
    page.keyboard.press("Space")
    tab_to(page, "Som vanlig")
    page.keyboard.press("Space")
    tab_to(page, "Gå videre")
    page.keyboard.press("Enter")

    heading(page, "Skriv til legen")
    tab_to(page, "Ingrid Berg (fastlegen din)")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Jonas Lie (vikar)")).to_be_checked()
    page.keyboard.press("ArrowUp")
    tab_to(page, "Emne")
    page.keyboard.type("Uten mus")
    tab_to(page, "Melding")
    page.keyboard.press("Control+A")
    page.keyboard.type(PATIENT_TEXT)
    tab_to(page, "Velg fil")
    tab_to(page, "Jeg har sett prisen")
    page.keyboard.press("Space")
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    heading(page, "Spørsmålet er sendt")
    tab_to(page, "Se samtalen")
    page.keyboard.press("Enter")
    heading(page, "Uten mus")


def test_an_error_puts_the_focus_at_the_list_of_errors(open_browser):
    """The first line leads to the first field."""
    page = open_browser("desktop", signed_in=KARI)
    forget_draft(page)
    page.goto("/e-konsultasjon/")
    tab_to(page, "Det haster ikke")
    page.keyboard.press("Enter")
    heading(page, "Beskriv symptomene dine")
    tab_to(page, "Gå videre")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    tab_to(page, "Hva gjelder henvendelsen? Skriv et svar.", most=1)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Hva gjelder henvendelsen?")).to_be_focused()


def test_berg_answers_without_a_mouse(open_browser):
    """From the list, by Enter; the answer goes by Ctrl + Enter and comes back by «Angre»."""
    kari = open_browser("phone", signed_in=KARI)
    conversation = ask(kari, "Til tastaturet")
    page = open_browser("desktop", signed_in=BERG)
    page.goto("/kontor/arbeidsliste/")
    tab_to(page, "Kari Nordmann, 42\xa0år")
    open_from_worklist(page, conversation)
    tab_to(page, "Svar til pasienten")
    page.keyboard.type("Ta det med ro.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Angre")).to_be_visible()
    tab_to(page, "Angre")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Svar til pasienten")).to_have_value("Ta det med ro.")


def test_a_dialog_opens_and_closes_by_keyboard(open_browser):
    """Escape closes it, and the focus is back where it was."""
    page = open_browser("desktop")
    page.goto("/galleri/")
    opener = page.locator("[data-opens-dialog=gallery-dialog]")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Vil du avbryte?")).to_be_visible()
    tab_to(page, "Ja, avbryt", most=3)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()
