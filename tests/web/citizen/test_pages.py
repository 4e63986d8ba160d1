"""What pages show, keep, and cost."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.audit.record import record
from fastlinje.core.clock import OSLO, now
from fastlinje.core.identifiers import new_id
from fastlinje.core.working_days import due_after
from fastlinje.dialogue.files.store import FileMissing
from fastlinje.dialogue.models import Communication, Conversation, Draft
from fastlinje.dialogue.states import ConversationState
from fastlinje.dialogue.uploads import file_store
from fastlinje.nonprod.cast import ASTRID, KARI, ULRIK
from fastlinje.people.models import Consent, ContactCode, ContactPoint, NoticePreference, Person
from fastlinje.practices.models import HealthcareService, PractitionerRole
from fastlinje.tariffs.models import Tariff
from fastlinje.web.citizen import words
from fastlinje.web.frame import phone_text
from fastlinje.worklist.models import Task
from tests.citizen_world import OWNER, files_of, with_form
from tests.office_world import make_conversation, write

from .pages import fields_of, message, pass_gate, send, text_of

S = ConversationState
COMPOSE = "e_consultation_compose"
NASTY = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "${7*7}", "</textarea><b>", "\u202egnp.exe"]


def photo(side: int = 40) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (side, side), (200, 100, 90)).save(content, "JPEG")
    return SimpleUploadedFile("arm.jpg", content.getvalue(), "image/jpeg")


@pytest.fixture
def answered(cast) -> Conversation:
    made = make_conversation(cast.kari_patient, cast.berg_role, state=S.ANSWERED)
    write(made, "Ingrid Berg", "Bruk kremen.", role=cast.berg_role)
    return made


class TestHome:
    def test_a_closed_service_says_why_and_what_instead(self, browser):
        """F-011: never silently gone."""
        page = text_of(browser.get(reverse("home")))
        assert "Vi tar imot timebestilling på telefon inntil videre." in page
        assert f"Ring Tangen legekontor på {phone_text('+4722334455')}" in page

    def test_e_consultation_off(self, browser, cast):
        HealthcareService.objects.using(OWNER).filter(role=cast.berg_role, code="e_consultation").update(
            active=False, off_reason="Berg har ferie.", back_date="2026-12-03"
        )
        page = text_of(browser.get(reverse("home")))
        assert "Berg har ferie. Åpner igjen 3. desember 2026." in page
        assert f'href="{reverse("e_consultation")}"' not in page
        gate = browser.get(reverse("e_consultation"))
        assert "Du kan ikke sende e-konsultasjon nå" in text_of(gate)
        assert browser.post(reverse("e_consultation")).status_code == 409

    def test_unread(self, browser, answered):
        Task.objects.using(OWNER).update(unread_by_person=True)
        assert "Du har 1 ulest melding" in text_of(browser.get(reverse("home")))
        browser.get(reverse("my_conversation", args=[answered.pk]))
        assert "ulest" not in text_of(browser.get(reverse("home")))

    def test_no_gp_here(self, logins):
        """F-012"""
        client = logins.client(ULRIK)
        Person.objects.using(OWNER).filter(given_name="Ulrik").update(consent_level="full")
        assert "Vi finner ingen fastlege for deg her" in text_of(client.get(reverse("home")))
        assert "bruker kanskje ikke Fastlinje" in text_of(client.get(reverse("e_consultation")))

    def test_addresses_that_grow_old(self, browser, cast):
        """F-007: asked from month 15, never locked out."""
        ContactPoint.objects.using(OWNER).update(verified_at=now() - timedelta(days=460))
        assert "Bekreft e-post og mobil på nytt" in text_of(browser.get(reverse("home")))
        ContactPoint.objects.using(OWNER).update(verified_at=now() - timedelta(days=600))
        assert "så du får ikke beskjed" in text_of(browser.get(reverse("home")))
        assert browser.get(reverse("e_consultation")).status_code == 200


class TestSteps:
    def test_straight_to_compose_goes_to_the_gate(self, browser):
        """AD-65"""
        assert browser.get(reverse(COMPOSE)).url == reverse("e_consultation")

    def test_straight_to_send_keeps_the_words(self, browser, cast):
        """AD-65"""
        pass_gate(browser)
        Draft.objects.using(OWNER).update(gate_passed_at=None)
        response = browser.post(reverse(COMPOSE), {"subject": "Utslett", "text": "Det klør", "recipient": cast.berg_role.pk})
        assert response.url == reverse("e_consultation") + "?igjen"
        assert fields_of(pass_gate(browser))["text"] == ["Det klør"]

    def test_the_form_is_not_skipped(self, browser, cast):
        """AD-65"""
        pass_gate(browser)
        with_form(cast.tangen.pk)
        assert browser.get(reverse(COMPOSE)).url == reverse("e_consultation_form")
        response = browser.post(reverse(COMPOSE), {"subject": "Utslett", "text": "Det klør", "recipient": cast.berg_role.pk})
        assert response.url == reverse("e_consultation_form")
        assert draft_of_kari(cast).content["text"] == "Det klør"

    def test_one_recipient_is_no_choice(self, browser, cast):
        PractitionerRole.objects.using(OWNER).filter(pk=cast.lie_role.pk).update(active=False)
        page = pass_gate(browser)
        assert 'name="recipient"' not in text_of(page)
        assert "Skriv til Ingrid Berg" in text_of(page)
        send(browser, None)

    def test_the_form_shows_what_is_wrong_and_what_was_typed(self, browser, cast):
        with_form(cast.tangen.pk)
        pass_gate(browser)
        response = browser.post(reverse("e_consultation_form"), {"svar-1": "x" * 301, "svar-3": "i går"})
        page = text_of(response)
        assert response.status_code == 422
        assert "1 tegn for lang" in page
        assert 'href="#id_svar-1"' in page
        assert 'value="i går"' in page
        assert "x" * 301 in page

    def test_the_form_later(self, browser, cast):
        with_form(cast.tangen.pk)
        pass_gate(browser)
        browser.post(reverse("e_consultation_form"), {"svar-3": "1.11.2026", "later": "1"})
        page = text_of(browser.get(reverse("e_consultation_form")))
        assert 'value="2026-11-01"' in page
        assert "ds-validation-message" not in page


def draft_of_kari(cast) -> Draft:
    return Draft.objects.using(OWNER).get(author=cast.kari)


class TestCompose:
    def test_1001_characters(self, browser, cast):
        """The error at the field, the text kept."""
        response = browser.post(reverse(COMPOSE), message(pass_gate(browser), cast.berg_role.pk, text="x" * 1001))
        page = text_of(response)
        assert response.status_code == 422
        assert "Meldingen er 1 tegn for lang. Du kan skrive 1000 tegn." in page
        assert "x" * 1001 in page
        assert "maxlength" not in page
        assert not Conversation.objects.using(OWNER).exists()
        assert fields_of(browser.get(reverse(COMPOSE)))["text"] == ["x" * 1001]

    def test_all_that_is_wrong_at_once(self, browser):
        page = text_of(browser.post(reverse(COMPOSE), fields_of(pass_gate(browser)) | {"recipient": ""}))
        for sentence in (
            "Velg hvem du vil skrive til.",
            "Skriv et emne.",
            "Skriv en melding.",
            "Kryss av for at du godtar prisen.",
        ):
            assert page.count(sentence) == 2  # in the summary and at the field

    def test_the_price_is_shown_with_its_doubt(self, browser):
        page = text_of(pass_gate(browser))
        assert "224\u00a0kr" in page
        assert "342\u00a0kr" in page
        assert "Prisene er usikre" in page
        assert "21. november 2026" in page
        assert "price_accepted" not in fields_of(pass_gate(browser))

    def test_each_doctors_price_stands_by_itself(self, browser, cast):
        """Only the chosen one's is shown: Berg is a specialist, Lie is not."""
        page = text_of(pass_gate(browser))
        shown = re.findall(r'<div data-price-of="(\d)"><p>([^<]+):</p>(.*?)</div>\n', page, re.S)
        assert [(place, name, "224\u00a0kr" in facts, "170\u00a0kr" in facts) for place, name, facts in shown] == [
            ("0", "Ingrid Berg", True, False),
            ("1", "Jonas Lie", False, True),
        ]
        assert page.index('value="' + str(cast.berg_role.pk)) < page.index('value="' + str(cast.lie_role.pk))

    def test_one_price_for_all_is_said_once(self, browser, cast):
        cast.berg.__class__.objects.using(OWNER).filter(pk=cast.berg.pk).update(specialist=False)
        page = text_of(pass_gate(browser))
        assert "data-price-of" not in page
        assert page.count("170\u00a0kr") == 1

    def test_the_name_of_a_source_is_norwegian_on_an_english_page(self, browser):
        browser.post(reverse("choose_language"), {"language": "en", "next": "/"})
        page = text_of(pass_gate(browser))
        assert '<html lang="en"' in page
        assert '<span lang="nb">prislister fra legekontorer' in page

    def test_the_price_changed_since(self, browser, cast):
        filled = message(pass_gate(browser), cast.berg_role.pk)
        Tariff.objects.using(OWNER).filter(code="2ae", specialist=True, valid_to=None).update(patient_share_ore=23000)
        response = browser.post(reverse(COMPOSE), filled)
        assert "Prisen er endret siden du åpnet siden." in text_of(response)
        assert "230\u00a0kr" in text_of(response)
        again = fields_of(response)
        assert "price_accepted" not in again
        assert browser.post(reverse(COMPOSE), again | {"price_accepted": "on"}).status_code == 302

    def test_a_price_made_up(self, browser, cast):
        filled = message(pass_gate(browser), cast.berg_role.pk, prices=f"{cast.berg_role.pk}:0-0-0")
        assert "Prisen er endret" in text_of(browser.post(reverse(COMPOSE), filled))

    def test_the_office_takes_a_fee(self, pers, cast):
        page = text_of(pass_gate(pers))
        assert "59\u00a0kr" in page

    def test_children_pay_nothing(self, browser, cast):
        """rules.md 7.3"""
        cast.kari_patient.__class__.objects.using(OWNER).filter(pk=cast.kari_patient.pk).update(birth_date="2014-01-01")
        page = pass_gate(browser)
        assert "Ingen under 16 år betaler egenandel." in text_of(page)
        filled = message(page, cast.berg_role.pk)
        filled.pop("price_accepted")
        assert browser.post(reverse(COMPOSE), filled).status_code == 302
        assert Conversation.objects.using(OWNER).get().price_evening_ore == 0

    def test_closed_between_page_and_send(self, browser, cast):
        """AD-64"""
        filled = message(pass_gate(browser), cast.berg_role.pk, text="Dette skrev jeg")
        HealthcareService.objects.using(OWNER).update(active=False)
        response = browser.post(reverse(COMPOSE), filled)
        assert response.status_code == 422
        assert "Legen tar ikke imot e-konsultasjoner nå." in text_of(response)
        assert "Dette skrev jeg" in text_of(response)
        assert draft_of_kari(cast).content["text"] == "Dette skrev jeg"

    def test_continue_later(self, browser, cast):
        """F-049"""
        response = browser.post(
            reverse(COMPOSE), message(pass_gate(browser), later="1", subject="Emne", text="Halvveis"), follow=True
        )
        assert "Utkastet er lagret" in text_of(response)
        assert "Fortsett på spørsmålet til fastlegen" in text_of(response)
        assert fields_of(browser.get(reverse(COMPOSE)))["text"] == ["Halvveis"]

    def test_cancel_asks_first(self, browser, cast):
        """F-049"""
        pass_gate(browser)
        assert "Slett utkastet" in text_of(browser.get(reverse("e_consultation_cancel")))
        assert draft_of_kari(cast)
        response = browser.post(reverse("e_consultation_cancel"), follow=True)
        assert "Utkastet er slettet" in text_of(response)
        assert not Draft.objects.using(OWNER).exists()
        assert browser.post(reverse("e_consultation_cancel")).status_code == 302

    def test_sent_in_another_window_gives_the_words_back(self, browser, cast):
        """FD-19"""
        filled = message(pass_gate(browser), cast.berg_role.pk)
        send(browser, cast.berg_role.pk)
        response = browser.post(reverse(COMPOSE), filled | {"key": "another", "text": "Noe jeg skrev i et annet vindu"})
        assert response.status_code == 409
        assert "Noe jeg skrev i et annet vindu" in text_of(response)
        assert Conversation.objects.using(OWNER).count() == 1

    def test_autosave(self, browser, cast):
        pass_gate(browser)
        response = browser.post(
            reverse("e_consultation_autosave"), {"subject": "E", "text": "Så langt"}, headers={"Accept": "application/json"}
        )
        assert set(response.json()) == {"saved_at", "idle_seconds"}
        assert 1700 < response.json()["idle_seconds"] <= 1800
        assert draft_of_kari(cast).content["text"] == "Så langt"

    def test_autosave_without_a_draft(self, browser):
        response = browser.post(reverse("e_consultation_autosave"), {"text": "x"}, headers={"Accept": "application/json"})
        assert (response.status_code, response.json()["code"]) == (409, "draft_gone")

    @pytest.mark.parametrize("text", NASTY)
    def test_text_is_text(self, browser, cast, text):
        """AD-48: typed, refused, kept, sent, listed."""
        again = browser.post(reverse(COMPOSE), message(pass_gate(browser), subject=text, text=text, recipient="x"))
        conversation_id = send(browser, cast.berg_role.pk, subject=text[:80], text=text)
        pages = [again, browser.get(reverse("inbox"))]
        pages += [browser.get(reverse(name, args=[conversation_id])) for name in ("my_conversation", "receipt", "withdrawal")]
        for page in map(text_of, pages):
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert "</textarea><b>" not in page
        assert Communication.objects.using(OWNER).get().text == text

    def test_null_bytes_are_shown_as_something(self, browser, cast):
        """AD-48"""
        send(browser, cast.berg_role.pk, text="a\x00b", subject="a\x00b")
        assert Communication.objects.using(OWNER).get().text == "a\ufffdb"


class TestUploads:
    def test_with_our_script(self, browser, cast):
        pass_gate(browser)
        response = browser.post(reverse("e_consultation_upload"), {"file": photo()}, headers={"Accept": "application/json"})
        assert response.status_code == 201
        answer = response.json()
        assert (answer["name"], answer["href"]) == ("arm.jpg", reverse("draft_file", args=[answer["id"]]))
        shown = browser.get(answer["image"])
        assert shown["Content-Disposition"].startswith("inline")
        assert Image.open(BytesIO(shown.content)).size == (40, 40)
        assert browser.post(answer["remove"]).status_code == 200
        assert not files_of()
        with pytest.raises(FileMissing):
            file_store().get(UUID(answer["id"]))

    def test_without_script(self, browser, cast):
        page = pass_gate(browser)
        filled = message(page, cast.berg_role.pk, text="Se bildet")
        page = browser.post(reverse(COMPOSE), filled | {"files": photo(), "upload": "1"}, follow=True)
        assert "arm.jpg" in text_of(page)
        filled = fields_of(page)
        assert filled["text"] == ["Se bildet"]
        assert len(filled["attachment"]) == 1
        page = browser.post(reverse(COMPOSE), filled | {"remove_attachment": filled["attachment"][0]}, follow=True)
        assert "attachment" not in fields_of(page)

    def test_send_with_a_file_still_in_the_field(self, browser, cast):
        """Seen before it is sent."""
        page = browser.post(reverse(COMPOSE), message(pass_gate(browser), cast.berg_role.pk) | {"files": photo()}, follow=True)
        assert "Filene er lagt ved." in text_of(page)
        assert not Conversation.objects.using(OWNER).exists()
        sent = browser.post(reverse(COMPOSE), fields_of(page) | {"price_accepted": "on"})
        assert sent.status_code == 302
        assert len(files_of(communication__isnull=False)) == 1

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("stor.jpg", b"\xff\xd8\xff" + b"x" * 3_999_998, "større enn 4 MB"),
            ("film.jpg", b"\xff\xd8\xff" + b"x" * 9_000_000, "større enn 4 MB"),
            ("tom.jpg", b"", "tom"),
            ("bilde.jpg", b"<html>", "kan ikke sendes"),
            ("avkuttet.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "klarte ikke å lese"),
        ],
    )
    def test_what_can_not_be_sent(self, browser, name, content, sentence):
        """AD-54, AD-56"""
        filled = message(pass_gate(browser), text="Beholdes") | {"files": SimpleUploadedFile(name, content), "upload": "1"}
        response = browser.post(reverse(COMPOSE), filled)
        assert response.status_code == 422
        assert sentence in text_of(response)
        assert "Beholdes" in text_of(response)
        assert not files_of()
        answer = browser.post(reverse("e_consultation_upload"), {"file": SimpleUploadedFile(name, content)})
        assert sentence in answer.json()["error"]

    def test_no_file_is_written_down_as_it_comes(self, browser, monkeypatch):
        """Three large ones at once, as without scripts: Django's own would put them in a temporary folder in plain."""

        def never(*_arguments: object, **_named: object) -> None:
            raise AssertionError("a file was written to disk in plain")

        monkeypatch.setattr("tempfile._TemporaryFileWrapper", never)
        monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", never)
        large = [SimpleUploadedFile(f"{n}.jpg", b"\xff\xd8\xff" + b"x" * 3_900_000) for n in range(3)]
        response = browser.post(reverse(COMPOSE), message(pass_gate(browser), text="Beholdes") | {"files": large, "upload": "1"})
        assert "klarte ikke å lese" in text_of(response)
        assert "Beholdes" in text_of(response)

    def test_a_fourth_file(self, browser):
        """AD-57"""
        pass_gate(browser)
        for _n in range(3):
            assert browser.post(reverse("e_consultation_upload"), {"file": photo()}).status_code == 201
        answer = browser.post(reverse("e_consultation_upload"), {"file": photo()})
        assert (answer.status_code, answer.json()["error"]) == (422, "Du kan legge ved inntil 3 filer.")
        assert len(files_of()) == 3


class TestConversation:
    def test_a_reply(self, browser, answered):
        page = browser.get(reverse("my_conversation", args=[answered.pk]))
        assert "Bruk kremen." in text_of(page)
        response = browser.post(
            reverse("reply", args=[answered.pk]), {"text": "Takk!", "key": fields_of(page)["key"][0]}, follow=True
        )
        assert "Svaret ditt er sendt." in text_of(response)
        assert "Takk!" in text_of(response)

    def test_a_reply_that_is_too_long(self, browser, answered):
        response = browser.post(reverse("reply", args=[answered.pk]), {"text": "x" * 1001})
        assert response.status_code == 422
        assert "1 tegn for lang" in text_of(response)
        assert "x" * 1001 in text_of(response)

    def test_a_reply_later_and_its_file(self, browser, answered):
        href = reverse("reply", args=[answered.pk])
        browser.post(href, {"text": "Halvveis", "files": photo(), "upload": "1"})
        assert "Fortsett på svaret ditt" in text_of(browser.get(reverse("home")))
        filled = fields_of(browser.get(reverse("my_conversation", args=[answered.pk])))
        assert filled["text"] == ["Halvveis"]
        assert len(filled["attachment"]) == 1
        assert browser.post(href, filled).status_code == 302
        assert not Draft.objects.using(OWNER).exists()

    def test_closed_while_writing(self, browser, answered):
        """AD-66: the words are still on the page."""
        Conversation.objects.using(OWNER).update(state=S.CLOSED)
        response = browser.post(reverse("reply", args=[answered.pk]), {"text": "Dette skrev jeg"})
        assert response.status_code == 422
        assert "Samtalen er avsluttet." in text_of(response)
        assert "Dette skrev jeg" in text_of(response)
        assert "Still et nytt spørsmål" in text_of(response)

    def test_closed_over_a_draft(self, browser, answered):
        """What was begun can be copied or thrown away."""
        browser.post(reverse("reply", args=[answered.pk]), {"text": "Halvveis", "later": "1"})
        Conversation.objects.using(OWNER).update(state=S.CLOSED)
        href = reverse("my_conversation", args=[answered.pk])
        assert "Halvveis" in text_of(browser.get(href))
        browser.post(reverse("reply_cancel", args=[answered.pk]))
        assert "Halvveis" not in text_of(browser.get(href))
        assert not Draft.objects.using(OWNER).exists()

    def test_retracted_is_marked_and_gone(self, browser, answered):
        Communication.objects.using(OWNER).filter(sender_role__isnull=False).update(
            status="entered-in-error", retracted_at=now(), retracted_by="Ingrid Berg"
        )
        page = text_of(browser.get(reverse("my_conversation", args=[answered.pk])))
        assert "Bruk kremen." not in page
        assert "trukket tilbake av legekontoret" in page

    def test_held_and_undone_are_not_there(self, browser, answered):
        for status in ("on-hold", "not-done"):
            Communication.objects.using(OWNER).filter(sender_role__isnull=False).update(status=status)
            assert "Bruk kremen." not in text_of(browser.get(reverse("my_conversation", args=[answered.pk])))

    def test_withdrawn(self, browser, cast):
        conversation_id = send(browser, cast.berg_role.pk)
        href = reverse("withdrawal", args=[conversation_id])
        assert "Trekk tilbake" in text_of(browser.get(href))
        page = text_of(browser.post(href, follow=True))
        assert "Spørsmålet er trukket tilbake." in page
        assert "Ingenting å betale" in page
        assert browser.post(href).status_code == 409

    @pytest.mark.parametrize("state", list(S))
    def test_every_state_has_a_page(self, browser, cast, state):
        conversation = make_conversation(cast.kari_patient, cast.berg_role, state=state)
        for name in ("my_conversation", "receipt", "withdrawal"):
            page = text_of(browser.get(reverse(name, args=[conversation.pk])))
            assert "UNDEFINED" not in page
        assert "Trekk tilbake" not in text_of(browser.get(reverse("my_conversation", args=[conversation.pk]))) or (
            state in (S.SENT, S.RECEIVED)
        )


class TestInbox:
    def test_pages_of_twenty_newest_first(self, browser, cast):
        start = now() - timedelta(days=3)
        for n in range(25):
            make_conversation(cast.kari_patient, cast.berg_role, subject=f"Sak {n:02d}", at=start + timedelta(minutes=n // 2))
        first = browser.get(reverse("inbox"))
        shown = [n for n in range(25) if f"Sak {n:02d}" in text_of(first)]
        assert len(shown) == 20
        href = text_of(first).split('class="fl-pager"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
        second = browser.get(href)
        rest = [n for n in range(25) if f"Sak {n:02d}" in text_of(second)]
        assert sorted(shown + rest) == list(range(25))
        assert "Vis flere" not in text_of(second)
        assert "Til de nyeste" in text_of(second)

    def test_empty(self, browser):
        assert "Ingenting her ennå" in text_of(browser.get(reverse("inbox")))

    def test_late(self, browser, cast):
        make_conversation(cast.kari_patient, cast.berg_role, due_at=now() - timedelta(days=1))
        assert "Svaret er forsinket." in text_of(browser.get(reverse("inbox")))


class TestAccessLog:
    def test_others_by_default_and_oneself_on_request(self, browser, cast, berg, answered):
        with_reader(berg, answered)
        browser.get(reverse("my_conversation", args=[answered.pk]))
        others = text_of(browser.get(reverse("access_log")))
        assert "Ingrid Berg (fastlege, Tangen legekontor) leste en samtale" in others
        assert "Ingrid Berg er fastlegen din" in others
        assert "Du leste" not in others
        everything = text_of(browser.get(reverse("access_log") + "?vis=alle"))
        assert "Du leste en samtale" in everything
        assert "Du logget inn" in everything

    def test_strangers_see_their_own_log(self, pers, berg, answered):
        with_reader(berg, answered)
        assert "Ingrid Berg" not in text_of(pers.get(reverse("access_log") + "?vis=alle"))

    def test_in_pages(self, browser, cast, answered):
        for n in range(35):
            AuditEvent.objects.using(OWNER).create(
                id=new_id(),
                recorded_at=now() + timedelta(minutes=2 * n),
                action="conversation.read",
                capacity="staff",
                agent_name="Berg",
                person_id=cast.kari.pk,
            )
        first = text_of(browser.get(reverse("access_log")))
        assert first.count("Berg leste en samtale") == 30
        href = first.split('class="fl-pager"')[1].split('href="')[1].split('"')[0]
        assert text_of(browser.get(href)).count("Berg leste en samtale") == 5

    def test_readable_whatever_the_consent(self, logins):
        assert logins.client(ASTRID).get(reverse("access_log")).status_code == 200


def with_reader(berg, conversation) -> None:
    with gate.reading(berg, now=now()) as actor:
        record(
            actor,
            "conversation.read",
            now=now(),
            person_id=conversation.person_id,
            practice_id=conversation.practice_id,
            entity=("Conversation", conversation.pk),
            why="own_patient",
        )


class TestConsent:
    def test_first_login_asks_and_nothing_is_chosen(self, logins):
        """F-003, rules.md 2"""
        client = logins.client(ASTRID)
        response = client.get(reverse("home"), follow=True)
        assert response.redirect_chain[0][0].startswith(reverse("consent"))
        page = text_of(response)
        assert " checked" not in page
        assert client.post(reverse("consent"), {"next": "/hjem/"}).status_code == 422
        response = client.post(reverse("consent"), {"level": "full", "next": "/hjem/"}, follow=True)
        assert "Hei, Astrid" in text_of(response)

    def test_raised_on_the_way_and_back(self, bastians):
        """F-004"""
        page = bastians.get(reverse("e_consultation"), follow=True)
        assert "Velg full tilgang og fortsett" in text_of(page)
        response = bastians.post(reverse("consent"), {name: value[0] for name, value in fields_of(page).items()})
        assert response.url == reverse("e_consultation")

    def test_declined(self, logins):
        client = logins.client(ASTRID)
        page = client.post(reverse("consent"), {"level": "none"}, follow=True)
        assert "Du har valgt ikke å bruke Fastlinje" in text_of(page)
        assert client.get(reverse("home")).status_code == 302

    @pytest.mark.parametrize(
        "next_", ["//evil", "https:evil", "/\\evil", "javascript:alert(1)", "/%0d%0aX:1\r\nX: 1", "http://evil/"]
    )
    def test_never_elsewhere(self, logins, next_):
        """AD-45"""
        assert logins.client(ASTRID).post(reverse("consent"), {"level": "full", "next": next_}).url == reverse("home")

    def test_less_by_the_way_is_refused(self, browser):
        assert browser.post(reverse("consent"), {"level": "basis"}).status_code == 409

    def test_withdrawn_with_a_preview(self, browser, logins, cast):
        """F-006, AD-32"""
        pass_gate(browser)
        page = text_of(browser.get(reverse("consent_withdrawal")))
        assert "1 utkast slettes" in page
        assert browser.post(reverse("consent_withdrawal"), {}).status_code == 422
        page = text_of(browser.post(reverse("consent_withdrawal"), {"level": "basis"}, follow=True))
        assert "Valget ditt er lagret" in page
        assert "Full tilgang" in page  # in the history
        assert not Draft.objects.using(OWNER).exists()
        assert browser.post(reverse("consent_withdrawal"), {"level": "full"}).status_code == 422

    def test_the_preview_counts_what_goes_and_what_stays(self, browser, cast, answered):
        """F-006"""
        pass_gate(browser)
        closed = make_conversation(cast.kari_patient, cast.berg_role, state=ConversationState.CLOSED)
        Conversation.objects.using(OWNER).filter(pk=closed.pk).update(closed_at=now())
        page = text_of(browser.get(reverse("consent_withdrawal")))
        for sentence in (
            "1 utkast slettes",
            "2 adresser for varsler slettes",
            "2 samtaler blir hos legekontoret",
            "1 samtale er ikke avsluttet",
            "Vil du ha en kopi først?",
        ):
            assert sentence in page

    def test_nothing_is_left_of_addresses_and_choices_with_no_access(self, browser, cast):
        """F-006: only the record of consent."""
        browser.post(reverse("notice_preferences"), {"preset": "few", "first_channel": "sms", "night": "no"})
        browser.post(reverse("contact_point", args=["epost"]), {"value": "ny@example.org"})
        browser.post(reverse("consent_withdrawal"), {"level": "none"})
        forgotten = (ContactPoint, ContactCode, NoticePreference)
        kept = [model.objects.using(OWNER).filter(person=cast.kari).count() for model in forgotten]
        assert kept == [0, 0, 0]
        assert Consent.objects.using(OWNER).filter(person=cast.kari).count() == 1

    def test_addresses_stay_at_basis(self, browser, cast):
        browser.post(reverse("consent_withdrawal"), {"level": "basis"})
        assert ContactPoint.objects.using(OWNER).filter(person=cast.kari).count() == 2


class TestAddresses:
    def test_confirmed_by_the_code(self, browser, cast):
        """F-007"""
        page = browser.post(reverse("contact_point", args=["epost"]), {"value": "ny@example.org"}, follow=True)
        assert "ny@example.org" in text_of(page)
        code = ContactCode.objects.using(OWNER).get().code
        wrong = browser.post(reverse("contact_point_code", args=["epost"]), {"code": "000000" if code != "000000" else "1"})
        assert "Koden stemmer ikke." in text_of(wrong)
        page = browser.post(reverse("contact_point_code", args=["epost"]), {"code": f" {code[:3]} {code[3:]}"}, follow=True)
        assert "Adressen er bekreftet." in text_of(page)
        assert ContactPoint.objects.using(OWNER).get(person=cast.kari, system="email").value == "ny@example.org"

    def test_five_tries_and_the_code_is_dead(self, browser):
        browser.post(reverse("contact_point", args=["mobil"]), {"value": "900 00 009"})
        code = ContactCode.objects.using(OWNER).get().code
        for _n in range(5):
            browser.post(reverse("contact_point_code", args=["mobil"]), {"code": "x"})
        response = browser.post(reverse("contact_point_code", args=["mobil"]), {"code": code})
        assert "Koden gjelder ikke lenger." in text_of(response)

    @pytest.mark.parametrize(
        ("slug", "value"), [("epost", "kari"), ("epost", "a@b\r\nBcc: c@d"), ("mobil", "123"), ("mobil", "22334455")]
    )
    def test_no_address(self, browser, slug, value):
        """AD-53"""
        assert browser.post(reverse("contact_point", args=[slug]), {"value": value}).status_code == 422

    def test_one_code_a_minute(self, browser):
        href = reverse("contact_point", args=["epost"])
        browser.post(href, {"value": "a@example.org"})
        assert "nettopp sendt" in text_of(browser.post(href, {"value": "b@example.org"}))

    def test_removed(self, browser, cast):
        browser.post(reverse("contact_point_removal", args=["mobil"]))
        assert not ContactPoint.objects.using(OWNER).filter(person=cast.kari, system="sms").exists()
        assert browser.get(reverse("contact_point", args=["brevdue"])).status_code == 404


class TestExpiredSession:
    def test_what_was_typed_survives(self, logins, cast):
        """FD-20: logged out with a full form; log in again in a new tab, try again, sent once."""
        client = logins.client(KARI)
        filled = message(pass_gate(client), cast.berg_role.pk, text="Tusen\r\ntegn")
        client.post(reverse("logout_citizen"))
        response = client.post(reverse(COMPOSE), filled)
        assert response.status_code == 401
        kept = fields_of(response)
        assert kept["text"] == ["Tusen\r\ntegn"]
        client.cookies = logins.client(KARI).cookies
        assert client.post(reverse(COMPOSE), kept).status_code == 302
        assert Communication.objects.using(OWNER).get().text == "Tusen\ntegn"

    def test_our_scripts_are_told_where_to_log_in(self, nobodys):
        response = nobodys.post(reverse("e_consultation_autosave"), {"text": "x"}, headers={"Accept": "application/json"})
        assert response.status_code == 401
        assert response.json()["login_href"].startswith(reverse("login_citizen"))
        # logged in again, one stands at the message and not at an address for scripts
        assert Client(HTTP_HOST="localhost").get(reverse("e_consultation_autosave")).status_code == 302


class TestStatements:
    """A page runs at most six statements, however much there is to show."""

    def cost(self, statements, client, href) -> int:
        with statements() as ran:
            assert client.get(href).status_code == 200
        assert not [sql for sql in ran if "count(" in sql.lower()]
        assert len(ran) <= 6, "\n".join(ran)
        return len(ran)

    @pytest.mark.parametrize("name", ["home", "inbox", "access_log", "profile", "privacy", "e_consultation"])
    def test_one_and_three_rows(self, statements, browser, cast, name):
        costs = []
        for _more in (1, 2):
            for _n in range(_more):
                make_conversation(cast.kari_patient, cast.berg_role)
            costs.append(self.cost(statements, browser, reverse(name)))
        assert costs[0] == costs[1]

    def test_conversation(self, statements, browser, cast, answered):
        href = reverse("my_conversation", args=[answered.pk])
        browser.post(reverse("reply", args=[answered.pk]), {"text": "x", "files": photo(), "upload": "1"})
        first = self.cost(statements, browser, href)
        for _n in range(2):
            write(answered, "Ingrid Berg", "Mer.", role=cast.berg_role)
        assert self.cost(statements, browser, href) == first

    def test_compose_and_form(self, statements, browser, cast):
        pass_gate(browser)
        browser.post(reverse("e_consultation_upload"), {"file": photo()})
        self.cost(statements, browser, reverse(COMPOSE))
        with_form(cast.tangen.pk)
        self.cost(statements, browser, reverse("e_consultation_form"))


@pytest.mark.parametrize("name", ["home", "inbox", "access_log", "profile", "privacy", "consent", "e_consultation", COMPOSE])
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing_but_the_log(statements, browser, cast, answered, name, method):
    """AD-52"""
    pass_gate(browser)
    with statements() as ran:
        getattr(browser, method)(reverse(name))
    writes = [sql for sql in ran if sql.lstrip().lower().startswith(("insert", "update", "delete"))]
    assert [sql for sql in writes if "audit_auditevent" not in sql] == []


def test_the_deadline_in_words(db):
    """FD-18: sent on the Wednesday before Easter."""
    sent_at = datetime(2027, 3, 24, 10, tzinfo=OSLO)
    assert words.weekday(due_after(sent_at)) == "mandag 5. april"
    assert words.when(sent_at, sent_at + timedelta(days=1)) == "i går kl. 10.00"
    assert words.when(sent_at, sent_at + timedelta(days=400)) == "24. mars 2027 kl. 10.00"
