"""The small scripts, in a real browser against a real server; and the same page without JavaScript."""

import io
import re

import pytest
from PIL import Image

pytestmark = pytest.mark.browser

LATER = 2500


@pytest.fixture
def page(chromium, gallery_url, heard):
    context = chromium.new_context(viewport={"width": 360, "height": 800}, locale="nb-NO", has_touch=True, is_mobile=True)
    page = context.new_page()
    page.clock.install()
    page.goto(f"{gallery_url}/skript/")
    yield page
    # A page that goes away saves its draft once more; not into the next test.
    page.evaluate("document.querySelectorAll('form').forEach(form => form.dataset.sent = 'yes')")
    context.close()


@pytest.fixture
def plain(chromium, gallery_url, heard):
    """The same page in a browser without JavaScript."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{gallery_url}/skript/")
    yield page
    context.close()


def _wait_for_posts(page, heard, name, number=1):
    for _try in range(100):
        if len([post for post in heard.posts if post[0] == name]) >= number:
            return [data for kind, data in heard.posts if kind == name]
        page.wait_for_timeout(50)
    raise AssertionError(f"{name}: {heard.posts}")


def _photo(side: int) -> bytes:
    image = Image.new("RGB", (side, side), "green")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95)
    return out.getvalue()


# counter.js


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("hei", "27 tegn igjen"),
        ("  hei\n\n", "27 tegn igjen"),  # trimmed
        ("a\r\nb", "27 tegn igjen"),  # one character for a line break
        ("e\u0301", "29 tegn igjen"),  # e and an accent are one letter
        ("👍🏽", "28 tegn igjen"),  # code points, not the halves JavaScript counts
        ("x" * 31, "1 tegn for mye"),
    ],
)
def test_the_counter_counts_like_the_server(page, typed, left):
    page.get_by_label("Melding").evaluate(
        "(e, text) => { e.value = text; e.dispatchEvent(new Event('input', {bubbles: true})); }", typed
    )
    assert page.locator(".fl-counter").inner_text() == left


def test_the_counter_never_cuts_what_is_written(page):  # AD-14
    page.get_by_label("Melding").fill("x" * 40)
    assert page.get_by_label("Melding").input_value() == "x" * 40
    assert page.locator(".fl-counter").get_attribute("data-state") == "over"


def test_the_counter_speaks_at_the_marks_and_is_silent_between(page):
    voice = page.locator(".fl-counter + [role=status]")
    page.get_by_label("Melding").fill("x" * 5)
    page.clock.run_for(1000)
    assert voice.inner_text() == ""
    page.get_by_label("Melding").fill("x" * 12)
    page.clock.run_for(1000)
    assert voice.inner_text() == "18 tegn igjen"
    page.get_by_label("Melding").fill("x" * 13)
    page.clock.run_for(1000)
    assert voice.inner_text() == "18 tegn igjen"


# autosave.js and leave_guard.js


def test_a_draft_saves_itself_and_says_when(page, heard):
    heard.answers["autosave"] = (200, {"saved_at": "14.03", "values": {"revision": "2"}})
    page.get_by_label("Melding").fill("Vondt i ryggen")
    page.clock.run_for(LATER)
    saved = _wait_for_posts(page, heard, "autosave")[0]
    assert saved["message"] == "Vondt i ryggen"
    assert saved["revision"] == "1"
    assert saved["csrfmiddlewaretoken"]
    page.get_by_text("Lagret kl. 14.03").wait_for()
    assert page.locator("[name=revision]").input_value() == "2"


def test_nothing_is_saved_when_nothing_has_changed(page, heard):
    page.get_by_label("Melding").fill("a")
    page.get_by_label("Melding").fill("")
    page.clock.run_for(LATER)
    page.wait_for_timeout(200)
    assert [post for post in heard.posts if post[0] == "autosave"] == []


def test_a_draft_that_could_not_be_saved_is_tried_again(page, heard):
    heard.answers["autosave"] = (503, {})
    page.get_by_label("Melding").fill("Vondt")
    page.clock.run_for(LATER)
    page.get_by_text("Ikke lagret – prøver igjen").wait_for()
    heard.answers["autosave"] = (200, {"saved_at": "14.04"})
    page.clock.run_for(4000)
    page.get_by_text("Lagret kl. 14.04").wait_for()
    assert page.get_by_label("Melding").input_value() == "Vondt"


def test_an_ended_login_is_said_and_the_text_stays(page, heard):  # FD-20
    heard.answers["autosave"] = (401, {"error": "session_ended"})
    page.get_by_label("Melding").fill("Vondt")
    page.clock.run_for(LATER)
    page.get_by_text("du er logget ut", exact=False).first.wait_for()
    assert page.get_by_label("Melding").input_value() == "Vondt"


def test_leaving_asks_first_only_while_something_is_unsaved(page, heard, gallery_url):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("Melding").fill("Vondt")
    page.goto(f"{gallery_url}/feil/404/")
    assert asked == ["beforeunload"]


# enable_when.js


def test_questions_show_when_their_conditions_hold(page):
    when, detail = page.get_by_label("Når?"), page.get_by_label("Mer?")
    assert not when.is_visible()
    page.get_by_label("Ja").check()
    assert when.is_visible()
    assert not detail.is_visible()
    when.fill("i går")
    assert detail.is_visible()


def test_a_hidden_question_takes_those_that_hang_on_it_along_and_keeps_its_text(page, heard):
    page.get_by_label("Ja").check()
    page.get_by_label("Når?").fill("i går")
    page.get_by_label("Nei").check()
    assert not page.get_by_label("Mer?").is_visible()
    page.get_by_label("Ja").check()
    assert page.get_by_label("Når?").input_value() == "i går"
    page.get_by_label("Nei").check()
    page.get_by_role("button", name="Send").click()
    sent = _wait_for_posts(page, heard, "submit")[0]
    assert "when" not in sent
    assert "detail" not in sent
    page.wait_for_load_state()


# double_submit.js


def test_a_second_press_sends_nothing_and_the_button_keeps_its_value(page, heard):  # AD-12
    page.evaluate("document.querySelector('form[data-once]').target = '_blank'")
    with page.context.expect_page():
        page.evaluate("document.querySelector('[name=do]').click(), document.querySelector('[name=do]').click()")
    sent = _wait_for_posts(page, heard, "submit")
    page.wait_for_timeout(300)
    assert [post["do"] for post in sent] == ["send"]
    assert len([post for post in heard.posts if post[0] == "submit"]) == 1


# upload.js and shrink.js


def test_a_file_is_sent_at_once_and_can_be_removed(page, heard):
    heard.answers["upload"] = (201, {"id": "f1", "name": "arm.jpg", "note": "Bilde, 12 kB", "remove": "/svar/remove/"})
    page.get_by_label("Velg fil").set_input_files([{"name": "arm.jpg", "mimeType": "image/jpeg", "buffer": _photo(40)}])
    page.get_by_text("Bilde, 12 kB").wait_for()
    assert page.locator("input[name=attachment]").input_value() == "f1"
    page.get_by_role("button", name="Fjern arm.jpg").click()
    page.get_by_text("Bilde, 12 kB").wait_for(state="detached")
    assert _wait_for_posts(page, heard, "remove")[0]["csrfmiddlewaretoken"]
    assert page.evaluate("document.activeElement.type") == "file"


def test_a_refused_file_says_why_and_sends_no_id(page, heard):
    heard.answers["upload"] = (400, {"error": "Filen er ikke et bilde."})
    page.get_by_label("Velg fil").set_input_files([{"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no"}])
    page.locator(".ds-validation-message", has_text="Filen er ikke et bilde.").wait_for()
    assert page.locator("input[name=attachment]").count() == 0


def test_more_files_than_allowed_are_not_sent(page, heard):
    heard.answers["upload"] = (201, {"id": "f", "name": "a.jpg", "note": "Bilde", "remove": "/svar/remove/"})
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": _photo(10)} for n in range(3)]
    page.get_by_label("Velg fil").set_input_files(files)
    page.locator(".ds-validation-message", has_text="inntil 2 filer").wait_for()
    assert len(_wait_for_posts(page, heard, "upload", 2)) == 2
    assert not page.get_by_label("Velg fil").is_visible()


def test_a_large_photo_is_made_smaller_before_it_is_sent(page, heard):
    heard.answers["upload"] = (201, {"id": "f", "name": "stor.jpg", "note": "Bilde", "remove": "/svar/remove/"})
    big = _photo(4200)
    large = big + b"\0" * max(0, 250_000 - len(big))
    page.get_by_label("Velg fil").set_input_files([{"name": "stor.png", "mimeType": "image/jpeg", "buffer": large}])
    page.get_by_text("stor.jpg").first.wait_for()
    name, size = heard.files[0]
    assert name == "stor.jpg"
    assert size <= 200_000


def test_a_phone_offers_its_camera(page):
    assert page.get_by_text("Ta bilde").is_visible()


# session_warning.js


def test_five_minutes_before_the_end_the_page_says_so_and_can_prolong(page, heard):
    bar = page.locator("[data-session]")
    assert not bar.is_visible()
    page.clock.fast_forward("25:10")
    bar.get_by_text(re.compile("logget ut om 5 minutter")).wait_for()
    page.evaluate("document.querySelector('[data-session]').dataset.keepAliveUrl = '/svar/alive/'")
    heard.answers["alive"] = (200, {"idle_seconds": 1800, "absolute_seconds": 5000})
    bar.get_by_role("button", name="Fortsett").click()
    bar.wait_for(state="hidden")


def test_a_saved_draft_prolongs_the_warning_too(page, heard):
    heard.answers["autosave"] = (200, {"idle_seconds": 1800})
    page.clock.fast_forward("24:00")
    page.get_by_label("Melding").fill("Vondt")
    page.clock.run_for(LATER)
    _wait_for_posts(page, heard, "autosave")
    page.wait_for_timeout(100)
    page.clock.fast_forward("02:00")
    assert not page.locator("[data-session]").is_visible()


def test_after_the_end_the_page_leads_to_the_login_and_back(page):
    page.clock.fast_forward("31:00")
    assert page.get_by_role("link", name="Logg inn igjen").get_attribute("href").endswith("next=%2Fskript%2F")


# presence.js, undo.js, dialog.js


def test_colleagues_are_named_while_they_look(page, heard):
    heard.answers["presence"] = (200, {"text": "Siri ser også på denne."})
    page.clock.run_for(10_500)
    page.get_by_text("Siri ser også på denne.").wait_for()


def test_the_offer_to_undo_goes_away(page):
    assert page.get_by_role("button", name="Angre").is_visible()
    page.clock.run_for(15_500)
    assert page.get_by_role("button", name="Angre").count() == 0


def test_a_dialog_opens_over_the_page_and_closes(page):
    page.get_by_role("link", name="Avbryt").click()
    assert page.get_by_role("dialog", name="Sikker?").is_visible()
    page.get_by_role("button", name="Lukk").click()
    assert not page.get_by_role("dialog").is_visible()


# without JavaScript


def test_without_javascript_everything_is_there_and_is_sent(plain, heard):
    assert plain.get_by_label("Når?").is_visible()
    assert plain.get_by_text("Du kan skrive inntil 30 tegn.").is_visible()
    assert plain.locator("input[type=file]").first.is_visible()
    plain.get_by_label("Melding").fill("Vondt")
    plain.get_by_role("button", name="Send").click()
    assert heard.posts[-1][1]["message"] == "Vondt"
    assert heard.posts[-1][1]["do"] == "send"


def test_without_javascript_the_dialog_is_a_page(plain):
    plain.get_by_role("link", name="Avbryt").click()
    assert plain.get_by_role("heading", level=1).inner_text() == "Vi finner ikke siden"
