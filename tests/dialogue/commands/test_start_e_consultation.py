"""Sending the GP a question: what is written, and every reason to say no."""

import json
from datetime import timedelta

import pytest
from django.db import connections

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id, new_idempotency_key
from fastlinje.core.money import Money
from fastlinje.core.refusal import Refused
from fastlinje.core.working_days import due_after
from fastlinje.dialogue.commands.answer_form import answer_form
from fastlinje.dialogue.commands.pass_gate import pass_gate
from fastlinje.dialogue.commands.start_e_consultation import start_e_consultation
from fastlinje.dialogue.models import Attachment, Communication, Conversation, ConversationStatus, Draft
from fastlinje.dialogue.states import ConversationState
from fastlinje.nonprod.cast import BASTIAN, BERG, PER, SIRI, ULRIK
from fastlinje.nonprod.factories import make_role
from fastlinje.practices.commands.block_service import block_service
from fastlinje.practices.models import HealthcareService, Organization, Patient, PractitionerRole
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.tariffs.models import Tariff
from fastlinje.tariffs.rules import Price
from fastlinje.worklist.models import Task, Turn
from tests.citizen_world import BERGS_PRICE, OWNER, attach, draft_of, files_of, send, sending, with_form, with_prices

ANSWERS = {"svar-1": ["Utslett"], "svar-4": ["som-vanlig"]}


@pytest.fixture(autouse=True)
def _prices(cast):
    with_prices()


@pytest.fixture
def berg_id(cast):
    return cast.berg_role.pk


def refused(code: str, **arguments):
    with pytest.raises(Refused) as refusal:
        start_e_consultation(**arguments)
    assert refusal.value.code == code
    assert refusal.value.sentence
    return refusal.value


def jobs() -> list[dict]:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs order by id")
        return [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]


def conversations() -> list[Conversation]:
    return list(Conversation.objects.using(OWNER).all())


def test_the_question_is_with_the_office(cast, kari, berg_id):
    conversation_id = send(kari, berg_id)
    (conversation,) = conversations()
    assert conversation.pk == conversation_id
    assert (conversation.practice_id, conversation.person_id, conversation.author_id) == (
        cast.tangen.pk,
        cast.kari.pk,
        cast.kari.pk,
    )
    assert (conversation.recipient_id, conversation.patient_id) == (berg_id, cast.kari_patient.pk)
    assert (conversation.subject, conversation.state) == ("Utslett på armen", ConversationState.SENT)
    assert conversation.due_at == due_after(conversation.started_at)
    assert (conversation.price_day_ore, conversation.price_evening_ore, conversation.price_invoice_fee_ore) == (22400, 34200, 0)
    (message,) = Communication.objects.using(OWNER).all()
    assert (message.text, message.sender_name) == ("Hei. Jeg har hatt utslett i fire dager.", "Kari Nordmann")
    (status,) = ConversationStatus.objects.using(OWNER).all()
    assert status.state == ConversationState.SENT


def test_it_stands_in_both_lists(cast, kari, berg_id):
    conversation_id = send(kari, berg_id)
    task = Task.objects.using(OWNER).get(focus_id=conversation_id)
    assert (task.turn, task.unread_by_office, task.unread_by_person) == (Turn.OFFICE, True, False)
    assert (task.owner_id, task.owner_name, task.patient_name) == (berg_id, "Ingrid Berg", "Kari Nordmann")
    assert (task.subject, task.last_line) == ("Utslett på armen", "Hei. Jeg har hatt utslett i fire dager.")


def test_the_draft_became_the_message(kari, berg_id):
    send(kari, berg_id)
    assert not Draft.objects.using(OWNER).exists()


def test_it_is_audited_and_told(kari, berg_id):
    conversation_id = send(kari, berg_id)
    event = AuditEvent.objects.using(OWNER).get(action="e_consultation.start")
    assert (event.entity_id, event.person_id, event.why) == (conversation_id, kari.person_id, "self")
    assert jobs() == [{"event": "EConsultationStarted", "payload": {"conversation_id": str(conversation_id)}}]


def test_sending_twice_with_one_key_sends_once(kari, berg_id):
    """AD-62, FD-01: a double click, or a retry after a lost answer."""
    pass_gate(actor=kari, now=now())
    key = new_idempotency_key()
    first = start_e_consultation(**sending(kari, berg_id, key=key))
    assert start_e_consultation(**sending(kari, berg_id, key=key)) == first
    assert len(conversations()) == 1
    assert len(jobs()) == 1


def test_a_substitute_of_the_gp_may_be_chosen(cast, kari):
    """F-036"""
    price = Price(Money(17000), Money(28800), Money(0))  # Lie is no specialist
    send(kari, cast.lie_role.pk, price=price)
    assert conversations()[0].recipient_id == cast.lie_role.pk


def test_the_only_one_need_not_be_named(cast, kari, berg_id):
    PractitionerRole.objects.using(OWNER).filter(pk=cast.lie_role.pk).update(active=False)
    send(kari, None)
    assert conversations()[0].recipient_id == berg_id


def test_when_there_are_two_somebody_must_be_named(kari):
    pass_gate(actor=kari, now=now())
    refused("recipient_missing", **sending(kari, None))


@pytest.mark.parametrize("who", ["gro_role", "siri_role"])
def test_nobody_but_the_own_gp(cast, kari, who):
    """F-036: another office's GP, and the secretary of one's own."""
    pass_gate(actor=kari, now=now())
    refused("not_my_gp", **sending(kari, getattr(cast, who).pk))
    refused("not_my_gp", **sending(kari, new_id()))
    assert not conversations()


def test_a_substitute_whose_time_is_over(cast, kari):
    """AD-17"""
    PractitionerRole.objects.using(OWNER).filter(pk=cast.lie_role.pk).update(end_date=now().date() - timedelta(days=2))
    pass_gate(actor=kari, now=now())
    refused("not_my_gp", **sending(kari, cast.lie_role.pk))


def test_a_closed_service(cast, kari, berg_id):
    """AD-64: closed between page and send; the draft stays."""
    pass_gate(actor=kari, now=now())
    HealthcareService.objects.using(OWNER).filter(role=cast.berg_role, code="e_consultation").update(active=False)
    refused("service_closed", **sending(kari, berg_id))
    assert draft_of(kari)


def test_the_gp_is_away_and_the_substitute_takes_over(cast, kari, berg_id):
    HealthcareService.objects.using(OWNER).filter(role=cast.berg_role, code="e_consultation").update(active=False)
    HealthcareService.objects.using(OWNER).create(
        id=new_id(), practice=cast.tangen, role=cast.lie_role, code="e_consultation", active=True
    )
    pass_gate(actor=kari, now=now())
    refused("not_my_gp", **sending(kari, berg_id))
    start_e_consultation(**sending(kari, None, price=Price(Money(17000), Money(28800), Money(0))))


def test_without_full_consent(logins, berg_id):
    """AD-31"""
    bastian = logins.actor(BASTIAN)
    refused("consent_missing", **sending(bastian, berg_id))
    with pytest.raises(Refused, match="consent_missing"):
        pass_gate(actor=bastian, now=now())


def test_without_a_gp_here(logins, cast, berg_id):
    ulrik = logins.actor(ULRIK)
    with pytest.raises(Refused, match="consent_missing"):
        pass_gate(actor=ulrik, now=now())
    cast.kari.__class__.objects.using(OWNER).filter(pk=ulrik.person_id).update(consent_level="full")
    with pytest.raises(Refused, match="no_gp_here"):
        pass_gate(actor=logins.actor(ULRIK), now=now())


def test_without_a_draft(kari, berg_id):
    refused("draft_gone", **sending(kari, berg_id))


def test_without_the_gate(kari, berg_id):
    """AD-65"""
    pass_gate(actor=kari, now=now())
    Draft.objects.using(OWNER).update(gate_passed_at=None)
    refused("checkpoint_missing", **sending(kari, berg_id))


def test_the_gate_of_yesterday(kari, berg_id):
    pass_gate(actor=kari, now=now())
    Draft.objects.using(OWNER).update(gate_passed_at=now() - timedelta(hours=24, minutes=1))
    refused("checkpoint_missing", **sending(kari, berg_id))


def test_a_draft_from_before_the_gp_was_changed(cast, kari, berg_id):
    """AD-64: the new office has its own gate; the words stay, files and answers were for the old one."""
    pass_gate(actor=kari, now=now())
    attach(kari)
    Patient.objects.using(OWNER).filter(pk=cast.kari_patient.pk).update(active=False)
    Patient.objects.using(OWNER).create(
        id=new_id(),
        practice=cast.vika,
        person=cast.kari,
        general_practitioner=cast.gro_role,
        given_name="Kari",
        family_name="Nordmann",
        birth_date=cast.kari.birth_date,
        national_id=cast.kari.national_id,
        national_id_index=cast.kari.national_id_index,
    )
    refused("checkpoint_missing", **sending(kari, cast.gro_role.pk))
    pass_gate(actor=kari, now=now())
    assert draft_of(kari).practice_id == cast.vika.pk
    assert not files_of()


def test_the_form_is_not_skipped(cast, kari, berg_id):
    """AD-65: straight to the last step."""
    questionnaire_id = with_form(cast.tangen.pk)
    pass_gate(actor=kari, now=now())
    refused("form_missing", **sending(kari, berg_id))
    answer_form(actor=kari, now=now(), questionnaire_id=questionnaire_id, posted=ANSWERS)
    start_e_consultation(**sending(kari, berg_id))
    (response,) = QuestionnaireResponse.objects.using(OWNER).all()
    assert (response.status, response.resource["status"]) == ("completed", "completed")
    assert conversations()[0].questionnaire_response_id == response.pk


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"subject": " \n"}, "subject_empty", "subject"),
        ({"subject": "x" * 81}, "subject_too_long", "subject"),
        ({"text": "\u00a0\r\n "}, "text_empty", "text"),
        ({"text": "x" * 1001}, "text_too_long", "text"),
        ({"price": None}, "price_not_accepted", "price_accepted"),
        ({"price": Price(Money(16000), Money(28000), Money(0))}, "price_changed", "price_accepted"),
    ],
)
def test_what_is_written(kari, berg_id, change, code, field):
    pass_gate(actor=kari, now=now())
    assert refused(code, **sending(kari, berg_id, **change)).fields == (field,)
    assert not conversations()


@pytest.mark.parametrize(
    "text", ["x" * 1000, "  " + "x" * 1000 + "\r\n", "\U0001f600" * 1000, "e\u0301" * 1000, "a\r\n" * 499 + "xy"]
)
def test_a_thousand_characters_as_the_counter_counts(kari, berg_id, text):
    """AD-63: emoji, combining marks, CRLF and blanks around."""
    send(kari, berg_id, text=text)


def test_the_office_decides_how_long_a_message_may_be(cast, kari, berg_id):
    Organization.objects.using(OWNER).filter(pk=cast.tangen.pk).update(message_max_chars=2000)
    send(kari, berg_id, text="x" * 2000)


def test_the_tariff_changed_since(cast, kari, berg_id):
    pass_gate(actor=kari, now=now())
    Tariff.objects.using(OWNER).filter(code="2ae", specialist=True, valid_to=None).update(patient_share_ore=23000)
    refused("price_changed", **sending(kari, berg_id, price=BERGS_PRICE))


def test_no_tariff_no_price(kari, berg_id):
    pass_gate(actor=kari, now=now())
    Tariff.objects.using(OWNER).all().delete()
    refused("price_unknown", **sending(kari, berg_id))


def test_files_go_along_in_their_places(kari, berg_id):
    pass_gate(actor=kari, now=now())
    files = [attach(kari) for _n in range(3)]
    start_e_consultation(**sending(kari, berg_id, files=files))
    stored = files_of()
    assert [(file.pk, file.position, file.draft_id) for file in stored] == [(f, n, None) for n, f in enumerate(files, 1)]
    assert len({file.communication_id for file in stored}) == 1


def test_a_file_that_was_not_on_the_page(kari, berg_id):
    pass_gate(actor=kari, now=now())
    attach(kari)
    refused("attachments_changed", **sending(kari, berg_id, files=()))


def test_a_strangers_file(cast, kari, logins, berg_id):
    """AD-05"""
    per = logins.actor(PER)
    pass_gate(actor=per, now=now())
    pers_file = attach(per)
    pass_gate(actor=kari, now=now())
    refused("attachments_changed", **sending(kari, berg_id, files=[pers_file]))
    assert Attachment.objects.using(OWNER).get(pk=pers_file).draft_id == draft_of(per).pk


def test_a_refusal_is_recorded(kari, berg_id):
    refused("draft_gone", **sending(kari, berg_id))
    assert AuditEvent.objects.using(OWNER).get(refusal_code="draft_gone").action == "start_e_consultation"


def test_a_second_gp_role_of_the_same_list_is_no_substitute(cast, kari, berg_id):
    """A substitute of another list at the same office may not be chosen."""
    other = make_role(cast.tangen, cast.gro, "gp")
    dag = make_role(cast.tangen, cast.dag, "substitute", substitutes_for=other)
    pass_gate(actor=kari, now=now())
    refused("not_my_gp", **sending(kari, dag.pk))


def test_staff_cannot_send_as_a_patient(logins, berg_id):
    """AD-21"""
    refused("consent_missing", **sending(logins.actor(BERG, Face.STAFF), berg_id))


def test_a_draft_from_before_a_block(cast, kari, berg_id, logins):
    """AD-33: the office keeps them from this service; the words stay."""
    pass_gate(actor=kari, now=now())
    terms = {"code": "e_consultation", "reason": "Truende meldinger.", "end_date": now().date() + timedelta(days=30)}
    block_service(actor=logins.actor(SIRI, Face.STAFF), now=now(), patient_id=cast.kari_patient.pk, **terms)
    refused("patient_blocked", **sending(kari, berg_id))
    assert draft_of(kari)
