"""Bokmål, nynorsk and English: who is spoken to in which, and that the choice goes with the person."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext, trans_real

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor, Face
from fastlinje.core.clock import now
from fastlinje.core.refusal import NotFound
from fastlinje.dialogue.models import Conversation
from fastlinje.dialogue.tasks import _answers_document
from fastlinje.nonprod.cast import BERG, DAG, KARI, OSKAR
from fastlinje.nonprod.translations import compile_catalogues
from fastlinje.notifications.commands.make_notice import make_notice
from fastlinje.notifications.models import Notice
from fastlinje.notifications.templates import wording
from fastlinje.notifications.texts import example_texts
from fastlinje.people.commands.choose_language import choose_language
from fastlinje.people.models import Person
from fastlinje.questionnaires.documents.form import form_pdf
from fastlinje.tariffs.models import Tariff
from fastlinje.web.citizen import words as citizen_words
from fastlinje.web.citizen.words import when
from fastlinje.web.language import COOKIE
from fastlinje.web.office import words as office_words
from tests.citizen_world import with_form, with_prices
from tests.questionnaires.documents.pdf_reader import read_pdf
from tests.web.citizen.pages import message, pass_gate, text_of

OWNER = "owner"
BOKMAAL = re.compile(r"\b(ikke|jeg|hvem|hva|noen|skriver|velg|hvordan|meldingene|legekontoret ditt svarer)\b", re.IGNORECASE)
NORWEGIAN = re.compile(r"\b(ikke|ikkje|og|hvem|kven|deg|fastlegen|meldingen|legekontoret|skriv)\b", re.IGNORECASE)


@pytest.fixture(scope="module", autouse=True)
def catalogues() -> None:
    """What `make` does before tests; and Django forgets what it read before."""
    compile_catalogues()
    trans_real._translations.clear()
    trans_real._default = None


def speaks(response) -> str:
    return re.search(r'<html lang="(\w+)"', text_of(response))[1]


def words_of(response) -> str:
    """The page's own words: without the frame's language names, addresses, code and what people wrote."""
    html = re.sub(r'<form class="fl-languages".*?</form>', "", text_of(response), flags=re.S)
    html = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.S)
    return re.sub(r"\S+@\S+", "", re.sub(r"<[^>]+>", " ", html))


def choose(client: Client, language: str, back_to: str = "/", face: str = "citizen"):
    return client.post(reverse("choose_language"), {"language": language, "next": back_to, "face": face})


def saved() -> str:
    return Person.objects.using(OWNER).get(given_name="Kari").language


class TestForAnybody:
    """Pages without a login."""

    @pytest.mark.parametrize(
        ("wish", "language"),
        [
            ("", "nb"),
            ("en-GB,en;q=0.9", "en"),
            ("nn-NO,nn;q=0.9,nb;q=0.8", "nn"),
            ("no,en;q=0.5", "nb"),
            ("fr,en;q=0.5", "en"),
            ("se-NO,nb;q=0.5", "nb"),
            ("xx;q=bad,,*", "nb"),
        ],
    )
    def test_the_browsers_wish_is_heard(self, client, wish, language):
        response = client.get("/", headers={"Accept-Language": wish})
        assert speaks(response) == response["Content-Language"] == language

    def test_a_choice_is_stronger_than_the_wish(self, client, db):
        response = choose(client, "nn", "/hjelp/?a=1", "site")
        assert response["Location"] == "/hjelp/?a=1"
        cookie = response.cookies[COOKIE]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
        assert speaks(client.get("/", headers={"Accept-Language": "en"})) == "nn"

    @pytest.mark.parametrize(
        "href", ["https://ond.example/", "//ond.example", "/\\ond.example", "javascript:alert(1)", "", "hjelp"]
    )
    def test_one_is_led_nowhere_else(self, client, db, href):
        assert choose(client, "en", href, "site")["Location"] == "/"

    @pytest.mark.parametrize("language", ["se", "fr", "", "../nb"])
    def test_a_language_we_do_not_speak_is_not_found(self, client, db, language):
        response = choose(client, language)
        assert response.status_code == 404
        assert COOKIE not in response.cookies

    def test_a_strange_cookie_is_ignored(self, client):
        client.cookies[COOKIE] = "se"
        assert speaks(client.get("/")) == "nb"

    def test_the_process_speaks_bokmaal_again_afterwards(self, client):
        client.get("/", headers={"Accept-Language": "en"})
        assert translation.get_language() == "nb"

    def test_errors_too(self, client):
        assert "We cannot find the page" in text_of(client.get("/finnes-ikke", headers={"Accept-Language": "en"}))


class TestACitizen:
    """Logged in."""

    def test_the_choice_is_kept_with_the_person_and_follows_to_another_browser(self, logins):
        here = logins.client(KARI)
        assert choose(here, "en", reverse("home"))["Location"] == reverse("home")
        assert saved() == "en"
        elsewhere = logins.client(KARI)
        assert speaks(elsewhere.get(reverse("home"))) == "en"
        assert AuditEvent.objects.using(OWNER).filter(action="language.choose").count() == 1

    def test_the_browsers_wish_is_not_heard(self, logins):
        assert speaks(logins.client(KARI).get(reverse("home"), headers={"Accept-Language": "en"})) == "nb"

    def test_a_command_refuses_what_is_switched_off(self, kari):
        with pytest.raises(NotFound):
            choose_language(actor=kari, now=now(), language="se")
        assert saved() == ""

    def test_the_current_one_is_marked_and_the_form_comes_back_here(self, logins):
        html = text_of(logins.client(KARI).get(reverse("inbox")))
        assert re.findall(r'value="(\w+)" lang="\1" aria-current="true"', html) == ["nb"]
        assert f'name="next" value="{reverse("inbox")}"' in html

    def test_the_answer_to_a_form_offers_no_change_that_would_lose_what_is_typed(self, logins):
        client = logins.client(KARI)
        assert "fl-languages" in text_of(client.get(reverse("consent")))
        assert "fl-languages" not in text_of(client.post(reverse("consent"), {}))


class TestAnEmployee:
    """Staff have no saved language: the browser keeps it."""

    def test_the_choice_stays_in_the_browser(self, logins):
        client = logins.client(BERG, Face.STAFF)
        client.cookies["__Host-fl_citizen"] = logins.key(KARI)
        choose(client, "nn", reverse("worklist"), "office")
        assert speaks(client.get(reverse("worklist"))) == "nn"
        assert saved() == ""

    def test_nor_do_borrowed_machines_change_it(self, logins):
        page = logins.client(OSKAR, Face.OPERATOR).get(reverse("operations"), headers={"Accept-Language": "en"})
        assert speaks(page) == "nb"


class TestFollowing:
    """Notices and documents."""

    @pytest.mark.parametrize(("language", "sentence"), [("", "Du har en"), ("nn", "Du har ei"), ("en", "You have a")])
    def test_a_notice_is_in_the_persons_language(self, kari, cast, worker, language, sentence):
        if language:
            choose_language(actor=kari, now=now(), language=language)
        with worker.connected():
            make_notice(
                actor=Actor.job("test"),
                now=now(),
                person_id=cast.kari.pk,
                practice_id=cast.tangen.pk,
                template="news",
                values={"office": "Tangen"},
                event_key="test:1",
            )
        notice = Notice.objects.using(OWNER).get()
        assert notice.language == (language or "nb")
        assert wording(notice.template, notice.values, notice.language).sentence.startswith(sentence)

    def test_notices_have_words_in_every_language(self):
        texts = {language: example_texts(language) for language in ("nb", "nn", "en")}
        for name, nb in texts["nb"].items():
            assert texts["en"][name].sentence not in {nb.sentence, texts["nn"][name].sentence}, name
        alike = {name for name, nb in texts["nb"].items() if nb.sentence == texts["nn"][name].sentence}
        assert len(alike) < len(texts["nb"]) / 2, "some sentences are the same in both; most are not"

    def test_the_pdf_of_the_answers_too(self, logins, cast, worker):
        with_prices()
        client = logins.client(KARI)
        choose(client, "en")
        with_form(cast.tangen.pk)
        form = pass_gate(client)
        options = re.findall(r'name="(svar-[24])" value="([^"]+)"', text_of(form))
        answers = {"svar-1": "Utslett", "svar-3": "20.11.2026"} | dict(reversed(options))
        compose = client.post(reverse("e_consultation_form"), answers, follow=True)
        client.post(reverse("e_consultation_compose"), message(compose, cast.berg_role.pk))
        with worker.connected():
            document = _answers_document(Conversation.objects.using(OWNER).get().pk, Actor.job("test"), now())
        pdf = read_pdf(form_pdf(document))
        assert pdf.language == "en-NO"
        assert "Printoutmade" in pdf.text.replace(" ", "")
        nynorsk = read_pdf(form_pdf(replace(document, language="nn")))
        assert "Utskriftlaga" in nynorsk.text.replace(" ", "")


@pytest.mark.parametrize(("language", "foreign"), [("nn", BOKMAAL), ("en", NORWEGIAN)])
class TestTheJourney:
    """Nothing is left of bokmål from the front page to the answer."""

    def test_before_logging_in(self, client, db, language, foreign):
        choose(client, language, "/", "site")
        for name in ("front", "help", "privacy_statement", "accessibility", "notice_texts", "login_help"):
            words = words_of(client.get(reverse(name)))
            assert foreign.findall(words) == [], name

    def test_a_citizen(self, logins, cast, language, foreign):
        with_prices()
        client = logins.client(KARI)
        choose(client, language)
        seen = {name: client.get(reverse(name)) for name in ("home", "inbox", "profile", "consent", "privacy", "e_consultation")}
        seen["compose"] = pass_gate(client)
        filled = message(seen["compose"], cast.berg_role.pk) | {"subject": "A", "text": "B"}
        seen["receipt"] = client.post(reverse("e_consultation_compose"), filled, follow=True)
        seen["log"] = client.get(reverse("access_log"))
        sources = "|".join(re.escape(source[1:]) for source in Tariff.objects.using(OWNER).values_list("source", flat=True))
        for name, page in seen.items():
            assert speaks(page) == language, name
            words = re.sub(sources, "", words_of(page))  # prices quote their source as it is
            assert foreign.findall(words) == [], name

    def test_an_employee(self, logins, cast, language, foreign):
        for name in ("worklist", "services", "members", "office_settings"):
            client = logins.client(BERG if name in ("worklist", "services") else DAG, Face.STAFF)
            choose(client, language, "/", "office")
            words = words_of(client.get(reverse(name), follow=True))
            assert foreign.findall(words) == [], name


@pytest.mark.parametrize(
    ("language", "one", "three"),
    [
        ("nb", "1 virkedag igjen", "3 virkedager igjen"),
        ("nn", "1 vyrkedag igjen", "3 vyrkedagar igjen"),
        ("en", "1 working day left", "3 working days left"),
    ],
)
def test_plural_forms(language, one, three):
    with translation.override(language):
        said = [ngettext("%(days)d virkedag igjen", "%(days)d virkedager igjen", days) % {"days": days} for days in (1, 3)]
    assert said == [one, three]


def test_dates_are_written_as_the_language_writes_them():
    moment = now().replace(year=2026, month=6, day=12, hour=6, minute=5)
    said = {}
    for language in ("nb", "nn", "en"):
        with translation.override(language):
            said[language] = when(moment, moment + timedelta(days=90))
    assert said == {"nb": "12. juni kl. 08.05", "nn": "12. juni kl. 08.05", "en": "12 June at 08:05"}


def test_the_gate_gives_the_language(kari):
    choose_language(actor=kari, now=now(), language="nn")
    with gate.reading(kari, now=now()) as fresh:
        assert fresh.language == "nn"


def test_what_is_kept_is_kept_in_its_language():
    """Lists keep the days and states they say: nobody may be given them in somebody else's language."""
    moment, at = datetime(2026, 5, 12, 7, 30, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    said = []
    for language in ("nb", "en", "nb", "nn", "en"):
        with translation.override(language):
            said.append((citizen_words.when(moment, at), office_words.state_badge("answered").text))
    assert said[0] == said[2] == ("12. mai kl. 09.30", "Besvart")
    assert said[1] == said[4] != said[0]
    assert said[3] != said[0]
