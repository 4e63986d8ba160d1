"""The whole story: a person asks, the GP answers, and nobody else learns anything on the way."""

import re
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from fastlinje.nonprod.cast import ASTRID, BASTIAN, BERG, KARI, ULRIK

from .conftest import Running, check, log_in
from .story import (
    PROMISED,
    answer,
    answer_form,
    attach,
    choose,
    follow,
    forget_draft,
    heading,
    main_menu,
    mine,
    open_from_worklist,
    pass_gate,
    pdf,
    photo,
    press,
    row,
    send,
    write,
)

pytestmark = pytest.mark.browser
KARIS_PHONE = "+4790000001"
UNREAD = re.compile(r"^Du har \d+( eller flere)? uleste? melding")
UNSAID = ("utslett", "medisin", "e-konsultasjon", "symptom", "arm", "kari", "nordmann", "berg", "lege ", "helse")
"""Words of the story that no notice may say (AD-72). The office's own name is let through."""


@dataclass(frozen=True)
class Way:
    """How somebody uses the product."""

    name: str
    size: str
    javascript: bool

    def __str__(self) -> str:
        return self.name


WAYS = [Way("phone", "phone", True), Way("desktop", "desktop", True), Way("forms-only", "phone", False)]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_a_question_reaches_the_gp_and_is_answered(running: Running, open_browser, tmp_path: Path, way: Way):
    """Kari asks, Berg answers, Kari writes back, Berg closes. AD-72, AD-74."""
    kari = open_browser(way.size, javascript=way.javascript)
    berg = open_browser(way.size, javascript=way.javascript)
    subject = f"Utslett etter ny medisin ({way})"
    told = len(running.caught(KARIS_PHONE))

    conversation = kari_asks(kari, way, subject)
    promise = the_sms_after_sending(running, told)
    kari.reload()
    expect(kari.get_by_text(f"Du får svar senest {promise}.")).to_be_visible()

    berg_opens(berg, way, conversation, subject)
    berg_answers_and_undoes_once(berg, way)
    the_sms(running, told, "Tangen legekontor har svart deg. Du kan svare tilbake når du er logget inn.")

    kari_reads_and_writes_back(kari, way, conversation)
    berg_answers_and_closes(berg, way, conversation)
    the_sms(running, told, "Tangen legekontor har svart og avsluttet samtalen. Logg inn for å lese.")

    kari_can_only_read(kari, way, conversation)
    berg_keeps_it_for_the_journal(berg, way, conversation, tmp_path)
    kari_sees_who_has_seen(kari, way)


def kari_asks(page: Page, way: Way, subject: str) -> UUID:
    log_in(page, KARI)
    heading(page, "Hei, Kari")
    forget_draft(page)
    check_main(page, way, "home")
    pass_gate(page)
    check_main(page, way, "form")
    answer_form(page)
    heading(page, "Skriv til legen")
    expect(page.get_by_label("Ingrid Berg (fastlegen din)")).to_be_checked()
    write(page, subject)
    attach(page, photo(), pdf(), javascript=way.javascript)
    expect(page.get_by_role("textbox", name="Melding")).to_have_value(re.compile("^Hei!\nJeg har fått utslett"))
    expect(page.get_by_text("Hvis legen ber deg").or_(page.get_by_text("betaler du ingenting"))).to_be_visible()
    check_main(page, way, "compose")
    conversation = send(page)
    expect(station(page, "Sendt").or_(station(page, "Mottatt"))).to_be_visible()
    check_main(page, way, "receipt")
    return conversation


def the_sms_after_sending(running: Running, told: int) -> str:
    """That it came, and by when the answer comes: not what it is about, nor from whom."""
    begins = "Vi har mottatt henvendelsen din. Frist for svar er "
    sentence = the_sms(running, told, begins)
    promise = sentence.rstrip(".").rpartition(" er ")[2]
    assert sentence == f"{begins}{promise}."
    assert PROMISED.match(promise)
    return promise


def the_sms(running: Running, told: int, begins: str) -> str:
    """The newest that begins so, once it is there. Those of other journeys come in between: their answers are on their way, too."""
    found = running.wait_until(KARIS_PHONE, lambda message: message["text"].startswith(begins), after=told)
    assert (found["sender"], found["subject"]) == ("Fastlinje", "")
    assert says_nothing(found["text"])
    return found["text"]


def says_nothing(text: str) -> bool:
    rest = text.replace("Tangen legekontor", "").lower()
    return not [word for word in UNSAID if word in rest]


def berg_opens(page: Page, way: Way, conversation: UUID, subject: str) -> None:
    log_in(page, BERG, staff=True)
    heading(page, "Arbeidsliste")
    expect(page.locator("tr", has=row(page, conversation)).first).to_contain_text("Ny")
    check_main(page, way, "worklist")
    open_from_worklist(page, conversation)
    heading(page, "Kari Nordmann, 42 år")
    expect(page.get_by_text(subject)).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="Utslett på armen")).to_be_visible()
    picture = page.get_by_role("listitem").filter(has_text="arm.jpg").locator("img").last
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 900) if way.javascript else expect(picture).to_be_visible()
    for name in ("arm.jpg", "pakningsvedlegg.pdf"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
    check_main(page, way, "office-conversation")


def berg_answers_and_undoes_once(page: Page, way: Way) -> None:
    said = "Hei Kari. Slutt med medisinen, og smør med kremen to ganger om dagen."
    answer(page, "Hei Kari. Fortset med medisinen.", closes=False)
    press(page, "Angre")
    field = page.get_by_label("Svar til pasienten")
    expect(field).to_have_value("Hei Kari. Fortset med medisinen.")
    answer(page, said, closes=False)
    check_main(page, way, "office-undo")


def kari_reads_and_writes_back(page: Page, way: Way, conversation: UUID) -> None:
    page.goto("/hjem/")
    follow(page, UNREAD)  # as many as other journeys have left unread, and this one
    heading(page, "Innboks")
    page.locator(f"a[href='{mine(conversation)}']").click()
    expect(page.locator("article").filter(has_text="Slutt med medisinen")).to_contain_text("Ingrid Berg fastlege")
    expect(page.get_by_text("Fortset med medisinen")).to_have_count(0)
    expect(station(page, "Besvart")).to_be_visible()
    page.get_by_label("Svaret ditt").fill("Takk! Når skal jeg komme tilbake?")
    check_main(page, way, "conversation")
    press(page, "Send svar")
    expect(page.get_by_text("Svaret ditt er sendt.")).to_be_visible()


def berg_answers_and_closes(page: Page, way: Way, conversation: UUID) -> None:
    open_from_worklist(page, conversation)
    expect(page.locator("article").filter(has_text="Når skal jeg komme tilbake?")).to_be_visible()
    answer(page, "Bare hvis det ikke er borte om to uker. God bedring!", closes=True)


def kari_can_only_read(page: Page, way: Way, conversation: UUID) -> None:
    page.goto(mine(conversation))
    expect(page.get_by_text("God bedring!")).to_be_visible()
    expect(page.get_by_label("Svaret ditt")).to_have_count(0)
    expect(page.get_by_role("link", name="Still et nytt spørsmål")).to_be_visible()
    check_main(page, way, "conversation-closed")


def berg_keeps_it_for_the_journal(page: Page, way: Way, conversation: UUID, folder: Path) -> None:
    page.goto(f"/kontor/samtaler/{conversation}/")
    expect(page.get_by_text("Ikke ført i journal.")).to_be_visible()
    with page.expect_download() as download:
        follow(page, "Last ned samtalen som PDF")
    file = folder / "samtale.pdf"
    download.value.save_as(file)
    with pikepdf.open(file) as document:
        assert document.Root.MarkInfo.Marked, "the PDF must be tagged, for those who hear it"
    press(page, "Merk som ført i journal")
    expect(page.get_by_text(re.compile(r"^Ført i journal av Ingrid Berg i dag kl\. \d\d\.\d\d\.$"))).to_be_visible()
    page.goto("/kontor/arbeidsliste/?vis=journal")
    expect(row(page, conversation)).to_have_count(0)


def kari_sees_who_has_seen(page: Page, way: Way) -> None:
    main_menu(page, "Hvem har sett")
    for what in ("åpnet en ny melding fra deg", "åpnet et vedlegg", "merket en samtale som ført i journalen"):
        line = page.locator("tr").filter(has_text=f"Ingrid Berg (fastlege, Tangen legekontor) {what}").first
        expect(line).to_contain_text("Ingrid Berg er fastlegen din")
    check_main(page, way, "access-log")


def station(page: Page, name: str):
    """A stop of the state line that has been reached."""
    return page.get_by_role("list", name="Status").locator("li:not([data-state=later])").filter(has_text=name)


def check_main(page: Page, way: Way, name: str) -> None:
    """What must hold for every page; the desktop's and the phone's pictures are those people look at."""
    check(page, f"{way}-{name}")


def test_astrid_is_90_and_chooses_for_herself(running: Running, open_browser):
    """No consent yet and nothing chosen for her; then an address to get notices at, proved by a code; then she asks."""
    page = open_browser("phone")
    log_in(page, ASTRID)
    heading(page, "Hvordan vil du bruke Fastlinje?")
    for choice in page.get_by_role("radio").all():
        expect(choice).not_to_be_checked()
    press(page, "Lagre og fortsett")
    expect(page.get_by_role("alert")).to_contain_text("Velg ett av alternativene.")
    check(page, "consent-error")
    choose(page, "Full tilgang")
    press(page, "Lagre og fortsett")
    heading(page, "Hei, Astrid")

    follow(page, "Gå til profilen")
    follow(page, "Legg inn e-post")
    page.get_by_label("E-postadressen din").fill("astrid@example.org")
    press(page, "Send kode")
    (mail,) = running.wait_for("astrid@example.org", 1)
    page.get_by_label("Kode").fill(re.search(r"\d{6}", mail["text"])[0])
    check(page, "code")
    press(page, "Bekreft")
    expect(page.get_by_text("Adressen er bekreftet.")).to_be_visible()

    pass_gate(page)
    answer_form(page)
    write(page, "Blodtrykksmedisin")
    send(page)
    mail = running.wait_for("astrid@example.org", 2)[0]
    host = running.product.partition("://")[2]
    promise = re.search(r"er (\w+ \d+\. \w+)\.", mail["text"])[1]
    assert PROMISED.match(promise)
    assert mail["subject"] == "Melding fra Tangen legekontor"
    assert mail["text"].split("\n") == [
        f"Vi har mottatt henvendelsen din. Frist for svar er {promise}.",
        "",
        f"Skriv {host} i nettleseren din og logg inn. Vi sender aldri lenker til innlogging.",
        "",
        "Denne e-posten er sendt automatisk. Ingen leser svar på den.",
        "",
    ]


def test_bastian_raises_his_consent_and_comes_back(open_browser):
    """With basis consent the question waits behind a page that raises it and returns to where he was."""
    page = open_browser("desktop")
    log_in(page, BASTIAN)
    expect(page.get_by_text("Du må velge full tilgang først").first).to_be_visible()
    follow(page, "Spør fastlegen")
    heading(page, "Du må velge full tilgang")
    check(page, "consent-raise")
    press(page, "Velg full tilgang og fortsett")
    heading(page, "Spør fastlegen")


def test_ulrik_has_no_gp_here(open_browser):
    """First login without JavaScript; nobody to write to, and told so."""
    page = open_browser("phone", javascript=False)
    log_in(page, ULRIK)
    choose(page, "Full tilgang")
    press(page, "Lagre og fortsett")
    heading(page, "Hei")  # ID-porten tells no names
    expect(page.get_by_role("heading", name="Vi finner ingen fastlege for deg her")).to_be_visible()
    check(page, "home-no-gp")
    page.goto("/e-konsultasjon/")
    check(page, "no-gp")
