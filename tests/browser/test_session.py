"""The login: the warning before it ends, and what is left on the screen after it."""

import re

import pytest
from playwright.sync_api import expect

from fastlinje.nonprod.cast import BERG, KARI

from .conftest import check, log_in
from .story import heading, main_menu, press

pytestmark = pytest.mark.browser
SESSION_COOKIE = "__Host-fl_citizen"


@pytest.mark.parametrize(("who", "home"), [(KARI, "/hjem/"), (BERG, "/kontor/arbeidsliste/")], ids=["person", "office"])
def test_the_warning_comes_five_minutes_before_and_is_answered_by_one_press(open_browser, who, home: str):
    """25 minutes after the last page; «Fortsett» asks the server for 30 more."""
    page = open_browser("phone", signed_in=who)
    page.clock.install()
    page.goto(home)
    warning = page.get_by_text(re.compile("^Du blir logget ut om"))
    page.clock.fast_forward("23:45")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("01:30")
    expect(warning).to_be_visible()
    check_warning(page)
    press(page, "Fortsett")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("23:45")
    expect(warning).to_be_hidden()


def check_warning(page) -> None:
    page.clock.resume()  # axe needs time to pass
    check(page, "session-warning")


def test_when_it_is_over_the_page_says_so(open_browser):
    """Half an hour later the way back in stands there, and leads back here."""
    page = open_browser("phone", signed_in=KARI)
    page.clock.install()
    page.goto("/profil/")
    page.clock.fast_forward("30:10")
    link = page.get_by_role("link", name="Logg inn")
    expect(link).to_be_visible()
    expect(link).to_have_attribute("href", re.compile(r"next=%2Fprofil%2F$"))


def test_back_after_logging_out_shows_nothing(open_browser):
    """AD-46: neither the Back button nor the address gives anything away."""
    page = open_browser("phone")
    log_in(page, KARI)
    heading(page, "Hei, Kari")
    main_menu(page, "Profil")
    expect(page.get_by_text("kari@example.org")).to_be_visible()
    press(page, "Logg ut")
    heading(page, "Du er logget ut")
    check(page, "logged-out")
    page.go_back()
    page.wait_for_load_state()
    expect(page.get_by_text("kari@example.org")).to_have_count(0)
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == SESSION_COOKIE]
    page.goto("/profil/")
    expect(page.get_by_role("heading", name="Hvem vil du logge inn som?")).to_be_visible()
