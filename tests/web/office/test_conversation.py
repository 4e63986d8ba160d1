"""A conversation as staff see it, and everything they can do there, through real requests."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.translation import override

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.models import AnswerDraft, Attachment, Communication, Presence
from fastlinje.dialogue.states import CommunicationStatus as Status
from fastlinje.dialogue.states import ConversationState as S
from fastlinje.dialogue.uploads import file_store
from fastlinje.nonprod.cast import KARI, LIE, PER
from fastlinje.practices.models import PractitionerRole
from fastlinje.practices.titles import title_of
from fastlinje.questionnaires.data import DESCRIBE_YOUR_SYMPTOMS, standard_questionnaire
from fastlinje.questionnaires.engine.answers import Answers
from fastlinje.questionnaires.engine.parse import parse_questionnaire
from fastlinje.questionnaires.engine.response import to_response
from fastlinje.questionnaires.loading import load_standard_forms
from fastlinje.questionnaires.models import QuestionnaireResponse
from tests.office_world import make_conversation, newest, row_of, task_of, write

SECRET = "Jeg har hatt utslett i fire dager."
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40


def href(conversation, rest=""):
    return f"/kontor/samtaler/{conversation.pk}/{rest}"


def page(client, conversation, rest=""):
    response = client.get(href(conversation, rest))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def actions(name="conversation.read"):
    return AuditEvent.objects.using("owner").filter(action=name)


def answer_form(client, conversation):
    html = page(client, conversation)
    return {name: re.search(rf'name="{name}" value="([^"]*)"', html).group(1) for name in ("seen", "key")}


def attach(conversation, name="utslett.png", content_type="image/png", content=PNG):
    message = Communication.objects.using("owner").filter(conversation=conversation).first()
    row = Attachment.objects.using("owner").create(
        id=new_id(),
        practice_id=conversation.practice_id,
        person_id=conversation.person_id,
        author_id=conversation.person_id,
        communication=message,
        title=name,
        content_type=content_type,
        size_bytes=len(content),
        created_at=now(),
    )
    file_store().put(row.pk, content)
    return row


def test_reading_shows_everything_and_is_recorded(cast, at_tangen, question):
    attach(question)
    html = page(at_tangen, question)
    for shown in (SECRET, "Utslett på armen", "Kari Nordmann", "utslett.png", "Ingrid Berg"):
        assert shown in html
    assert KARI.national_id not in html
    event = actions().get()
    assert (event.person_id, event.agent_name, event.why) == (cast.kari.pk, "Ingrid Berg", "own_patient")


def test_nothing_is_shown_or_recorded_before_it_is_opened(cast, at_tangen):
    question = make_conversation(cast.kari_patient, cast.berg_role, state=S.RECEIVED)
    html = page(at_tangen, question)
    assert "Kari Nordmann" in html
    assert "Åpne henvendelsen" in html
    assert SECRET not in html
    assert "Utslett på armen" not in html
    assert not actions().exists()
    assert row_of(question).state == S.RECEIVED, "a GET changes nothing"


def test_opening_leads_to_the_content(cast, at_tangen):
    question = make_conversation(cast.kari_patient, cast.berg_role, state=S.RECEIVED)
    response = at_tangen.post(href(question, "apning/?vis=mine"))
    assert response["Location"] == href(question, "?vis=mine#page-title")
    assert row_of(question).state == S.OPENED
    assert SECRET in page(at_tangen, question)


def test_a_withdrawn_question_is_never_shown(cast, at_tangen):
    question = make_conversation(cast.kari_patient, cast.berg_role, state=S.WITHDRAWN)
    assert SECRET not in page(at_tangen, question)
    response = at_tangen.post(href(question, "apning/"))
    assert response.status_code == 409
    assert SECRET not in response.content.decode()


def test_six_statements_whatever_the_length(cast, at_tangen, statements, question):
    def ask() -> int:
        with statements() as asked:
            page(at_tangen, question)
        return len(asked)

    one = ask()
    for n in range(3):
        write(question, "Kari Nordmann", f"Mer {n}")
        make_conversation(cast.kari_patient, cast.berg_role)
        attach(question)
    assert ask() == one <= 6


def test_form_answers_are_shown_in_words(cast, at_tangen, question):
    ids = load_standard_forms()
    form = parse_questionnaire(standard_questionnaire(DESCRIBE_YOUR_SYMPTOMS))
    first = form.questions[0]
    answers = Answers(values={first.link_id: ("Kløe på armen",)}, enabled=frozenset(i for i in form.by_link_id))
    response = QuestionnaireResponse.objects.using("owner").create(
        id=new_id(),
        practice=cast.tangen,
        person=cast.kari,
        questionnaire_id=ids[DESCRIBE_YOUR_SYMPTOMS],
        status="completed",
        resource=to_response(form, answers, now(), "Patient/1"),
        authored_at=now(),
    )
    type(question).objects.using("owner").filter(pk=question.pk).update(questionnaire_response=response)
    html = page(at_tangen, question)
    assert first.text in html
    assert "Kløe på armen" in html
    assert "Kløe på armen" in page(at_tangen, question, "tekst/")


def test_a_picture_is_shown_sandboxed_and_recorded(cast, at_tangen, question):
    picture = attach(question)
    response = at_tangen.get(href(question, f"vedlegg/{picture.pk}/"))
    assert response.content == PNG
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert actions("attachment.read").get().person_id == cast.kari.pk


def test_a_pdf_is_downloaded(at_tangen, question):
    paper = attach(question, "epikrise.pdf", "application/pdf", b"%PDF-1.7")
    assert at_tangen.get(href(question, f"vedlegg/{paper.pk}/"))["Content-Disposition"].startswith("attachment")


def test_a_file_of_an_unopened_question_is_not_given_out(cast, at_tangen):
    question = make_conversation(cast.kari_patient, cast.berg_role, state=S.RECEIVED)
    assert at_tangen.get(href(question, f"vedlegg/{attach(question).pk}/")).status_code == 404


def test_the_national_number_is_shown_on_demand_and_recorded(at_tangen, question):
    html = page(at_tangen, question, "fodselsnummer/")
    assert f"<span>{KARI.national_id[:6]}</span><span>{KARI.national_id[6:]}</span>" in html
    assert actions("national_id.show").get().why == "own_patient"


def test_answering_and_undoing(at_tangen, question, worker):
    carried = answer_form(at_tangen, question)
    response = at_tangen.post(href(question, "svar/"), {"text": "Bruk kremen.", "closes": "yes", **carried})
    assert response["Location"] == href(question, "#sendt")
    html = page(at_tangen, question)
    assert "Angre" in html
    assert 'name="text"' not in html, "nobody answers twice at once"
    undo = re.search(r'action="([^"]+/angring/)"', html).group(1)
    assert at_tangen.post(undo).status_code == 302
    html = page(at_tangen, question)
    assert "Bruk kremen.</textarea>" in html
    worker.run(until=now() + timedelta(seconds=16))
    assert row_of(question).state == S.OPENED


def test_too_late_to_undo(at_tangen, question, worker):
    at_tangen.post(href(question, "svar/"), {"text": "Bruk kremen.", "closes": "yes", **answer_form(at_tangen, question)})
    undo = re.search(r'action="([^"]+/angring/)"', page(at_tangen, question)).group(1)
    worker.run(until=now() + timedelta(seconds=16))
    response = at_tangen.post(undo)
    assert response.status_code == 409
    assert "trekke det tilbake" in response.content.decode()


def test_a_double_click_sends_once(at_tangen, question):
    sent = {"text": "Bruk kremen.", "closes": "yes", **answer_form(at_tangen, question)}
    assert [at_tangen.post(href(question, "svar/"), sent).status_code for _click in range(2)] == [302, 302]
    assert Communication.objects.using("owner").filter(conversation=question).count() == 2


def test_a_changed_conversation_keeps_the_text(at_tangen, question):
    carried = answer_form(at_tangen, question)
    write(question, "Kari Nordmann", "Det ble verre i natt")
    response = at_tangen.post(href(question, "svar/"), {"text": "Bruk kremen.", "closes": "yes", **carried})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Det ble verre i natt" in html
    assert "Bruk kremen.</textarea>" in html
    assert str(newest(question)) in html, "having read it, one can send"
    again = {name: re.search(rf'name="{name}" value="([^"]*)"', html).group(1) for name in ("seen", "key")}
    assert at_tangen.post(href(question, "svar/"), {"text": "Kom i dag.", "closes": "yes", **again}).status_code == 302


@pytest.mark.parametrize(("text", "said"), [("", "Skriv et svar."), ("å" * 4001, "1 tegn for lang")])
def test_what_is_wrong_with_the_text_stands_at_the_text(at_tangen, question, text, said):
    response = at_tangen.post(href(question, "svar/"), {"text": text, "closes": "yes", **answer_form(at_tangen, question)})
    html = response.content.decode()
    assert said in html
    assert text in html
    assert 'href="#svar_text"' in html


def test_what_is_written_saves_itself(at_tangen, question):
    response = at_tangen.post(href(question, "svar/utkast/"), {"text": "Halvferdig"}, HTTP_ACCEPT="application/json")
    assert set(response.json()) == {"saved_at", "idle_seconds"}
    assert "Halvferdig</textarea>" in page(at_tangen, question)


def test_an_expired_login_keeps_the_answer(at_tangen, question):
    """FD-20 for staff: the page after login is the conversation, and the text can be sent again."""
    carried = answer_form(at_tangen, question)
    with time_machine.travel(now() + timedelta(minutes=31), tick=False):
        response = at_tangen.post(href(question, "svar/"), {"text": "Bruk kremen.", "closes": "yes", **carried})
        saved = at_tangen.post(href(question, "svar/utkast/"), {"text": "x"}, HTTP_ACCEPT="application/json")
    assert response.status_code == 401
    assert "Bruk kremen." in response.content.decode()
    assert saved.status_code == 401
    assert "login_href" in saved.json()


def test_every_address_that_takes_a_form_leads_back_when_read(at_tangen, question):
    for rest in ("apning/", "svar/", "svar/utkast/", "avslutning/", "journal/", f"svar/{new_id()}/angring/"):
        assert at_tangen.get(href(question, rest))["Location"].startswith(href(question))


def test_a_secretary_sees_why_she_cannot_answer(secretary, question):
    """AD-16"""
    html = page(secretary, question)
    assert "Bare lege eller vikar" in html
    assert 'name="text"' not in html
    assert secretary.post(href(question, "svar/"), {"text": "Hei", "closes": "yes", "seen": newest(question)}).status_code == 409
    assert secretary.post(href(question, "time/"), {"reason": "tests", "seen": newest(question)}).status_code == 422


def test_a_secretary_gives_it_to_a_doctor(cast, secretary, question):
    """AD-16"""
    html = page(secretary, question, "ansvarlig/")
    assert "Jonas Lie, vikarlege" in html
    assert "Dag Moen" not in html
    secretary.post(href(question, "ansvarlig/"), {"role": cast.lie_role.pk})
    assert task_of(question).owner_name == "Jonas Lie"
    assert secretary.post(href(question, "ansvarlig/"), {"role": cast.gro_role.pk}).status_code == 422


def test_a_substitute_reads_as_substitute(cast, logins, question):
    """AD-17"""
    page(logins.client(LIE, Face.STAFF), question)
    assert actions().get().why == "substitute_for"


def test_redirecting(at_tangen, question):
    html = page(at_tangen, question, "time/")
    carried = {name: re.search(rf'name="{name}" value="([^"]*)"', html).group(1) for name in ("seen", "key")}
    refused = at_tangen.post(href(question, "time/"), {"sentence": "Ta med kremen.", **carried})
    assert refused.status_code == 422
    assert "Velg en grunn." in refused.content.decode()
    assert "Ta med kremen." in refused.content.decode()
    at_tangen.post(href(question, "time/"), {"reason": "examination", "sentence": "Ta med kremen.", **carried})
    assert row_of(question).state == S.REDIRECTED


def test_an_e_consultation_is_not_closed_unanswered(at_tangen, question):
    """F-135"""
    assert "kan ikke avsluttes uten svar" in page(at_tangen, question)
    response = at_tangen.post(href(question, "avslutning/"), {"seen": newest(question)})
    assert response.status_code == 409
    assert row_of(question).state == S.OPENED


def test_retracting_asks_first_and_leaves_a_mark(cast, at_tangen, logins):
    question = make_conversation(cast.kari_patient, cast.berg_role, state=S.CLOSED)
    wrong = write(question, "Ingrid Berg", "Til Ola", role=cast.berg_role)
    asked = page(at_tangen, question, f"svar/{wrong.pk}/tilbaketrekking/")
    assert "Til Ola" in asked
    at_tangen.post(href(question, f"svar/{wrong.pk}/tilbaketrekking/"))
    html = page(at_tangen, question)
    assert "trukket tilbake av Ingrid Berg" in html
    assert "Til Ola" not in html
    assert 'name="text"' in html, "the person waits for the right answer"


def test_journal_mark_and_its_undoing(at_tangen, question):
    at_tangen.post(href(question, "journal/"), {"journaled": "yes"})
    assert "Ført i journal av Ingrid Berg i dag kl." in page(at_tangen, question)
    at_tangen.post(href(question, "journal/"), {"journaled": "no"})
    assert "Ikke ført i journal." in page(at_tangen, question)


def test_the_copy_as_text_and_pdf(cast, at_tangen, question):
    attach(question)
    write(question, "Ingrid Berg", "Bruk kremen.", role=cast.berg_role)
    text = page(at_tangen, question, "tekst/")
    grouped = f"{KARI.national_id[:6]} {KARI.national_id[6:]}"
    for said in (SECRET, "Bruk kremen.", "utslett.png", grouped, "Ingrid Berg"):
        assert said in text
    pdf = at_tangen.get(href(question, "pdf/"))
    assert pdf.content.startswith(b"%PDF-")
    assert pdf["Content-Disposition"].startswith("attachment; filename=")
    assert actions("conversation.copy").count() == actions("conversation.download").count() == 1


@pytest.mark.parametrize(
    ("chosen", "language", "words"),
    [
        ("en", "nb", ("E-konsultasjon", "Mottaker: Ingrid Berg", "Status: Åpnet", "(fastlege)", "(pasient)")),
        ("nn", "nn", ("E-konsultasjon", "Mottakar: Ingrid Berg", "Status: Opna", "(fastlege)", "(pasient)")),
    ],
)
def test_the_copy_is_in_one_language_and_says_which(cast, at_tangen, question, chosen, language, words):
    """The journal is Norwegian also for who reads pages in English."""
    write(question, "Ingrid Berg", "Bruk kremen.", role=cast.berg_role)
    at_tangen.cookies["__Host-fl_language"] = chosen
    html = page(at_tangen, question, "tekst/")
    assert f'<html lang="{chosen}"' in html
    (copy,) = re.findall(r'<pre [^>]*lang="(\w+)"[^>]*>(.*?)</pre>', html, re.S)
    assert copy[0] == language
    for word in words:
        assert word in copy[1], copy[1]
    for word in ("Recipient", "general practitioner", "Opened", "E-consultation"):
        assert word not in copy[1]


def test_the_letter_to_come_in_instead_is_norwegian(at_tangen, question):
    at_tangen.cookies["__Host-fl_language"] = "en"
    at_tangen.post(href(question, "time/"), {"reason": "tests", "sentence": "", **answer_form(at_tangen, question)})
    html = page(at_tangen, question)
    assert "Det trengs prøver eller målinger." in html
    assert "Bestill time hos fastlegen din." in html


def test_a_title_is_said_in_the_readers_language(cast, at_tangen, question):
    write(question, "Ingrid Berg", "Bruk kremen.", role=cast.berg_role)
    with override("en"):
        in_english = title_of(["gp"])
    assert in_english not in words_of(page(at_tangen, question))
    at_tangen.cookies["__Host-fl_language"] = "en"
    assert in_english in words_of(page(at_tangen, question))


def words_of(html: str) -> str:
    """What is read: a token among the marks can hold any two letters."""
    return re.sub(r"<[^>]+>", " ", html)


def test_presence(cast, at_tangen, secretary, question, statements):
    assert secretary.get(href(question, "tilstede/")).json() == {"text": ""}
    with statements() as asked:
        told = at_tangen.get(href(question, "tilstede/")).json()
    assert told == {"text": "Siri Holm ser også på denne samtalen nå."}
    assert len(asked) == 2, "the gate, and one"
    assert "Siri Holm ser også" in page(at_tangen, question)
    Presence.objects.using("owner").update(seen_at=now() - timedelta(minutes=1))
    assert "Siri Holm ser også" not in page(at_tangen, question)


def test_the_next_to_do_is_one_key_away(cast, at_tangen, question):
    other = make_conversation(cast.bastian_patient, cast.berg_role, state=S.RECEIVED)
    at_tangen.post(href(question, "svar/"), {"text": "Hei", "closes": "yes", **answer_form(at_tangen, question)})
    html = page(at_tangen, question)
    assert "Neste: Bastian Lien" in html
    assert f'formaction="{href(other, "apning/")}"' in html


READS = ("", "tekst/", "pdf/", "fodselsnummer/", "ansvarlig/", "time/", "tilstede/")
POSTS = ("apning/", "svar/", "svar/utkast/", "avslutning/", "journal/", "ansvarlig/", "time/")


def test_another_office_sees_what_is_missing(cast, at_vika, question):
    """AD-13, AD-15: foreign and missing are answered alike, on every address."""
    picture = attach(question)
    answer = write(question, "Ingrid Berg", "Svar", role=cast.berg_role, status=Status.ON_HOLD)
    foreign, missing = question.pk, new_id()
    reads = [*READS, f"vedlegg/{picture.pk}/", f"svar/{answer.pk}/tilbaketrekking/"]
    for rest in reads:
        responses = [at_vika.get(f"/kontor/samtaler/{each}/{rest}") for each in (foreign, missing)]
        assert [each.status_code for each in responses] == [404, 404], rest
        assert responses[0].content == responses[1].content, rest
    for rest in [*POSTS, f"svar/{answer.pk}/angring/", f"svar/{answer.pk}/tilbaketrekking/"]:
        given = {"text": "Hei", "seen": str(answer.pk), "reason": "tests", "closes": "yes", "journaled": "yes"}
        responses = [at_vika.post(f"/kontor/samtaler/{each}/{rest}", given) for each in (foreign, missing)]
        assert [each.status_code for each in responses] == [404, 404], rest
    assert row_of(question).state == S.OPENED
    assert not AnswerDraft.objects.using("owner").exists()


def test_citizens_and_nobody_are_sent_to_the_staff_login(cast, client, logins, administrator, question):
    """AD-21: a citizen's cookie means nothing here, even the patient's own."""
    for browser in (client, logins.client(KARI), logins.client(PER)):
        for rest in READS:
            assert browser.get(href(question, rest))["Location"].startswith("/kontor/logg-inn/?next=%2Fkontor%2Fsamtaler"), rest
    for rest in READS:
        assert administrator.get(href(question, rest))["Location"] == "/kontor/", "administrators read no conversations"


def test_a_role_taken_away_ends_at_the_next_click(cast, at_tangen, question):
    """AD-20"""
    page(at_tangen, question)
    PractitionerRole.objects.using("owner").filter(pk=cast.berg_role.pk).update(active=False)
    response = at_tangen.get(href(question))
    assert response.status_code == 302
    assert response["Location"].startswith("/kontor/logg-inn/")
    assert response["Cache-Control"] == "no-store"


def test_opening_ones_own_family_is_allowed_and_recorded(cast, at_tangen):
    """AD-23"""
    type(cast.kari_patient).objects.using("owner").filter(pk=cast.kari_patient.pk).update(family_name="Berg")
    question = make_conversation(cast.kari_patient, cast.berg_role)
    page(at_tangen, question)
    assert actions().get().person_id == cast.kari.pk


def test_what_is_answered_is_not_next_again(cast, at_tangen, question):
    first = make_conversation(cast.bastian_patient, cast.berg_role, due_at=now() + timedelta(hours=1))
    write(first, "Ingrid Berg", "På vei", role=cast.berg_role, status=Status.ON_HOLD)
    at_tangen.post(href(question, "svar/"), {"text": "Hei", "closes": "yes", **answer_form(at_tangen, question)})
    assert "Neste:" not in page(at_tangen, question)
