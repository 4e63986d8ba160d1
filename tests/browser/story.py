"""What people do, in their own words, shared by the journeys. Everything is found as a person finds it: by what it says."""

import re
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Page, expect

expect.set_options(timeout=60_000)  # as long as a person would wait on a busy machine
PATIENT_TEXT = "Hei!\nJeg har fått utslett på armen etter at jeg begynte på den nye medisinen.\n\nHilsen Kari"
PROMISED = re.compile(r"^(mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag) \d{1,2}\. [a-zæøå]+$")


def photo(name: str = "arm.jpg", *, side: int = 900) -> FilePayload:
    """A photo as a phone takes it: an arm with a rash, if one is kind."""
    picture = Image.new("RGB", (side, side * 3 // 4), (224, 188, 170))
    draw = ImageDraw.Draw(picture)
    for spot in range(60):
        x, y = spot * 137 % side, spot * 89 % (side * 3 // 4)
        draw.ellipse((x, y, x + side // 30, y + side // 36), fill=(196, 96, 90))
    data = BytesIO()
    picture.save(data, "JPEG", quality=85)
    return {"name": name, "mimeType": "image/jpeg", "buffer": data.getvalue()}


def pdf(name: str = "pakningsvedlegg.pdf") -> FilePayload:
    """A document of one page."""
    data = BytesIO()
    Image.new("RGB", (420, 594), "white").save(data, "PDF")
    return {"name": name, "mimeType": "application/pdf", "buffer": data.getvalue()}


def press(page: Page, name: str) -> None:
    """A button, by exactly what it says."""
    page.get_by_role("button", name=name, exact=True).click()


def choose(page: Page, name: str) -> None:
    """One of some large radio buttons, whose words cover the button itself."""
    page.get_by_label(name, exact=True).check(force=True)


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """The first link that says so."""
    page.get_by_role("link", name=name).first.click()


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    """The page's one title is this."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def main_menu(page: Page, name: str) -> None:
    """A page of the main menu."""
    page.get_by_role("navigation", name="Hovedmeny").get_by_role("link", name=name).click()


def forget_draft(page: Page) -> None:
    """Leave nothing of an earlier journey behind."""
    page.goto("/e-konsultasjon/avbryt/")
    if page.get_by_role("button", name="Slett utkastet").count():
        press(page, "Slett utkastet")


def pass_gate(page: Page) -> None:
    """From home through the one question."""
    page.goto("/hjem/")
    follow(page, "Spør fastlegen")
    heading(page, "Spør fastlegen")
    press(page, "Det haster ikke – gå videre")


def answer_form(page: Page) -> None:
    """«Beskriv symptomene dine», with what can be answered shortest."""
    heading(page, "Beskriv symptomene dine")
    page.get_by_label("Hva gjelder henvendelsen?").fill("Utslett på armen")
    page.get_by_label("Feber").check()
    page.get_by_label("Hvilken dag fikk du symptomene?").fill("2026-01-15")
    page.get_by_label("Som vanlig").check()
    press(page, "Gå videre")


def to_compose(page: Page) -> None:
    """All the way to the message itself."""
    forget_draft(page)
    pass_gate(page)
    answer_form(page)
    heading(page, "Skriv til legen")


def write(page: Page, subject: str, text: str = PATIENT_TEXT) -> None:
    """Subject and message."""
    page.get_by_label("Emne").fill(subject)
    page.get_by_role("textbox", name="Melding").fill(text)


def attach(page: Page, *files: FilePayload, javascript: bool = True) -> None:
    """Choose files and wait until they stand on the page."""
    page.locator("input[type=file][name=files]").set_input_files(list(files))
    if not javascript:
        press(page, "Last opp")
    for file in files:
        expect(uploads(page).filter(has_text=file["name"]).get_by_role("button", name="Fjern")).to_be_visible()


def uploads(page: Page):
    """The files that stand in the form, one row each."""
    return page.locator("[data-upload-list] > li")


def send(page: Page) -> UUID:
    """Accept the price, send, and take the receipt. Returns the conversation's id."""
    page.get_by_label("Jeg har sett prisen og godtar den").check()
    press(page, "Send")
    heading(page, "Spørsmålet er sendt")
    return UUID(page.url.split("/")[-3])


def ask(page: Page, subject: str, text: str = PATIENT_TEXT) -> UUID:
    """A whole e-consultation in one go, for journeys about something else."""
    to_compose(page)
    write(page, subject, text)
    return send(page)


def mine(conversation: UUID) -> str:
    """Where the person reads it."""
    return f"/samtaler/{conversation}/"


def row(page: Page, conversation: UUID):
    """The way into a conversation from the worklist: a button while it is unread, a link afterwards."""
    return page.locator(f":is([formaction*='{conversation}'], a[href*='{conversation}'])").first


def open_from_worklist(page: Page, conversation: UUID) -> None:
    """Found in the list, opened."""
    page.goto("/kontor/arbeidsliste/")
    row(page, conversation).click()
    heading(page, re.compile("år$"))


def come_until(page: Page, path: str, text: str, *, seconds: int = 120) -> None:
    """Look again until it is there: an answer is on its way for as long as it can be undone."""
    for _ in range(seconds):
        page.goto(path)
        if page.get_by_text(text).count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError(f"{text!r} never came to {path}")


def answer(page: Page, text: str, *, closes: bool) -> None:
    """Write an answer and send it; for 15 seconds it can be undone."""
    page.get_by_label("Svar til pasienten").fill(text)
    press(page, "Svar og avslutt" if closes else "Svar, og la pasienten svare tilbake")
    expect(page.get_by_role("button", name="Angre")).to_be_visible()
