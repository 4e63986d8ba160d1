"""Every component, seen: axe without violations, no sideways scroll, nothing blocked by the content policy."""

import os
from pathlib import Path

import pytest

AXE = Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SHOTS = os.environ.get("FASTLINJE_SHOTS")  # a folder, when someone wants to look

pytestmark = pytest.mark.browser


def _open(chromium, url, *, width, scheme, **options):
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="nb-NO", **options)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return page


def _violations(page):
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [(item["id"], [node["html"][:160] + " " + node["failureSummary"][:300] for node in item["nodes"]][:4]) for item in found]


@pytest.mark.parametrize("face", ["citizen", "office"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360, 320])
def test_the_gallery_has_no_axe_violation_and_no_sideways_scroll(chromium, gallery_url, face, scheme, width):
    page = _open(chromium, f"{gallery_url}/?flate={face}", width=width, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert "UNDEFINED" not in page.content()
    assert _violations(page) == []
    assert page.complaints == []
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"gallery_{face}_{scheme}_{width}.png", full_page=True)
    page.context.close()


@pytest.mark.parametrize("code", [400, 403, 404, 500, 503])
def test_an_error_page_is_readable_by_all(chromium, gallery_url, code):
    page = _open(chromium, f"{gallery_url}/feil/{code}/", width=360, scheme="light")
    assert _violations(page) == []
    assert page.get_by_role("link", name="113").get_attribute("href") == "tel:113"
    page.context.close()


def test_forced_colours_and_reduced_motion_keep_everything_in_place(chromium, gallery_url):
    page = _open(chromium, gallery_url, width=360, scheme="light", forced_colors="active", reduced_motion="reduce")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert page.locator(".fl-unread").first.evaluate("e => getComputedStyle(e).borderTopWidth") == "1px"
    page.context.close()


def test_what_a_finger_must_hit_is_large_enough(chromium, gallery_url):
    page = _open(chromium, gallery_url, width=360, scheme="light")
    small = page.evaluate(
        """() => [...document.querySelectorAll('.ds-button, .fl-nav a, .fl-bar-button, .fl-choice, select, input[type=text]')]
            .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []
    page.context.close()


def test_keyboard_shows_where_it_is_from_the_first_stop(chromium, gallery_url):
    page = _open(chromium, f"{gallery_url}/skript/", width=1280, scheme="light")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    for _stop in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => [document.activeElement, document.activeElement.closest('li, .fl-service, tr, .ds-field')]
                .some(e => e && getComputedStyle(e).outlineStyle !== 'none')"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
    page.context.close()
