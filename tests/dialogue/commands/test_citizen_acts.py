"""Writing back, withdrawing, drafts, files, forms and consent: what people do besides sending."""

from datetime import timedelta

import pytest

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import ConsentLevel
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id, new_idempotency_key
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.core.working_days import due_after
from fastlinje.dialogue.citizen_queries import conversation_for, draft_for
from fastlinje.dialogue.commands.answer_form import answer_form
from fastlinje.dialogue.commands.attach_file import attach_file
from fastlinje.dialogue.commands.discard_draft import discard_draft
from fastlinje.dialogue.commands.pass_gate import pass_gate
from fastlinje.dialogue.commands.remove_file import remove_file
from fastlinje.dialogue.commands.reply import reply
from fastlinje.dialogue.commands.save_answers import save_answers
from fastlinje.dialogue.commands.save_draft import save_draft
from fastlinje.dialogue.commands.save_reply_draft import save_reply_draft
from fastlinje.dialogue.commands.start_e_consultation import start_e_consultation
from fastlinje.dialogue.commands.withdraw import withdraw
from fastlinje.dialogue.commands.withdraw_consent import withdraw_consent
from fastlinje.dialogue.models import Attachment, Communication, Draft
from fastlinje.dialogue.states import ConversationState
from fastlinje.nonprod.cast import ASTRID, KARI, PER
from fastlinje.people.commands.give_consent import give_consent
from fastlinje.people.models import Consent, Person
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.worklist.models import Turn
from tests.citizen_world import OWNER, a_file, attach, draft_of, files_of, reading_as, sending, with_form, with_prices
from tests.office_world import make_conversation, row_of, task_of

S = ConversationState
OPEN_FOR_REPLY = [S.ANSWERED, S.REPLIED]
CLOSED = [S.CLOSED, S.CLOSED_UNANSWERED, S.REDIRECTED, S.WITHDRAWN]
WAITING = [S.SENT, S.RECEIVED, S.OPENED]


@pytest.fixture
def per(logins):
    return logins.actor(PER)


@pytest.fixture
def answered(cast):
    """Kari's question, answered and open."""
    return make_conversation(cast.kari_patient, cast.berg_role, state=S.ANSWERED)


def refused(code, command, **arguments):
    with pytest.raises(Refused) as refusal:
        command(now=now(), **arguments)
    assert refusal.value.code == code
    return refusal.value


# Writing back


@pytest.mark.parametrize("state", OPEN_FOR_REPLY)
def test_a_reply_while_open(cast, kari, state):
    """F-063, F-064: the office's turn again, with five new working days."""
    conversation = make_conversation(cast.kari_patient, cast.berg_role, state=state, due_at=now() - timedelta(days=1))
    at = now()
    message_id = reply(actor=kari, now=at, conversation_id=conversation.pk, text=" Takk!\r\n", files=())
    assert Communication.objects.using(OWNER).get(pk=message_id).text == "Takk!"
    row, task = row_of(conversation), task_of(conversation)
    assert (row.state, row.due_at) == (S.REPLIED, due_after(at).astimezone(row.due_at.tzinfo))
    assert (task.turn, task.unread_by_office, task.last_line, task.journal_missing) == (Turn.OFFICE, True, "Takk!", True)


@pytest.mark.parametrize("state", CLOSED)
def test_closed_means_closed(cast, kari, state):
    """AD-66"""
    conversation = make_conversation(cast.kari_patient, cast.berg_role, state=state)
    refused("conversation_closed", reply, actor=kari, conversation_id=conversation.pk, text="Hei", files=())
    refused("conversation_closed", save_reply_draft, actor=kari, conversation_id=conversation.pk, text="Hei")
    assert Communication.objects.using(OWNER).count() == 1


@pytest.mark.parametrize("state", WAITING)
def test_wait_for_the_answer(cast, kari, state):
    conversation = make_conversation(cast.kari_patient, cast.berg_role, state=state)
    refused("answer_awaited", reply, actor=kari, conversation_id=conversation.pk, text="Hei", files=())


def test_a_reopened_conversation_can_be_answered_again(cast, kari):
    """AD-66: closed by mistake, retracted, answered anew."""
    conversation = make_conversation(cast.kari_patient, cast.berg_role, state=S.OPENED)
    conversation.__class__.objects.using(OWNER).filter(pk=conversation.pk).update(state=S.ANSWERED)
    reply(actor=kari, now=now(), conversation_id=conversation.pk, text="Hei", files=())


@pytest.mark.parametrize(("text", "code"), [(" ", "text_empty"), ("x" * 1001, "text_too_long")])
def test_what_a_reply_says(kari, answered, text, code):
    assert refused(code, reply, actor=kari, conversation_id=answered.pk, text=text, files=()).fields == ("text",)


def test_a_reply_takes_its_files_along(kari, answered):
    file_id = attach(kari, conversation_id=answered.pk)
    refused("attachments_changed", reply, actor=kari, conversation_id=answered.pk, text="Se bildet", files=())
    message_id = reply(actor=kari, now=now(), conversation_id=answered.pk, text="Se bildet", files=[file_id])
    assert files_of(pk=file_id)[0].communication_id == message_id
    assert not Draft.objects.using(OWNER).exists()


def test_a_reply_sent_twice(kari, answered):
    """AD-62"""
    key = new_idempotency_key()
    sent = [reply(actor=kari, now=now(), key=key, conversation_id=answered.pk, text="Hei", files=()) for _n in range(2)]
    assert sent[0] == sent[1]


def test_a_strangers_conversation(per, answered):
    """AD-02: as if it were not there, and nothing is told to anybody."""
    for conversation_id in (answered.pk, new_id()):
        for command, rest in ((reply, {"text": "Hei", "files": ()}), (save_reply_draft, {"text": "Hei"}), (withdraw, {})):
            with pytest.raises(NotFound):
                command(actor=per, now=now(), conversation_id=conversation_id, **rest)
    with pytest.raises(NotFound):
        attach(per, conversation_id=answered.pk)
    assert Communication.objects.using(OWNER).count() == 1


def test_consent_lowered_stops_replies(kari, answered):
    """AD-31"""
    Person.objects.using(OWNER).filter(pk=kari.person_id).update(consent_level=ConsentLevel.BASIS)
    refused("consent_missing", reply, actor=kari, conversation_id=answered.pk, text="Hei", files=())


# Withdrawing


@pytest.mark.parametrize("state", [S.SENT, S.RECEIVED])
def test_taken_back_before_anybody_opened_it(cast, kari, state):
    conversation = make_conversation(cast.kari_patient, cast.berg_role, state=state)
    withdraw(actor=kari, now=now(), conversation_id=conversation.pk)
    task = task_of(conversation)
    assert row_of(conversation).state == S.WITHDRAWN
    assert (task.turn, task.unread_by_office) == (Turn.NOBODY, False)


@pytest.mark.parametrize(
    ("state", "code"), [(S.OPENED, "already_opened"), (S.ANSWERED, "already_opened"), *((s, "already_closed") for s in CLOSED)]
)
def test_too_late_to_take_back(cast, kari, state, code):
    conversation = make_conversation(cast.kari_patient, cast.berg_role, state=state)
    refused(code, withdraw, actor=kari, conversation_id=conversation.pk)
    assert row_of(conversation).state == state


# Drafts


def test_a_draft_keeps_what_no_message_could_be(kari):
    """F-050: 1001 characters are kept and shown, and refused when sent."""
    pass_gate(actor=kari, now=now())
    save_draft(actor=kari, now=now(), subject="", text="x" * 1001)
    with reading_as(kari):
        assert draft_for(kari).text == "x" * 1001


def test_a_draft_has_an_end(kari):
    pass_gate(actor=kari, now=now())
    refused("draft_too_long", save_draft, actor=kari, subject="", text="x" * 20_001)


def test_saving_twice_is_one_draft(kari, answered):
    pass_gate(actor=kari, now=now())
    pass_gate(actor=kari, now=now())
    for text in ("a", "ab"):
        save_reply_draft(actor=kari, now=now(), conversation_id=answered.pk, text=text)
    assert Draft.objects.using(OWNER).count() == 2
    assert draft_of(kari, conversation=answered).content["text"] == "ab"


def test_a_draft_that_was_sent_cannot_be_written_to(cast, kari):
    """AD-11: replaying the draft's POST."""
    with_prices()
    pass_gate(actor=kari, now=now())
    start_e_consultation(**sending(kari, cast.berg_role.pk))
    refused("draft_gone", save_draft, actor=kari, subject="Nytt", text="Noe annet")
    refused("draft_gone", attach_file, actor=kari, file=a_file())
    assert Communication.objects.using(OWNER).get().text == "Hei. Jeg har hatt utslett i fire dager."


def test_thrown_away_with_files_and_answers(cast, kari):
    questionnaire_id = with_form(cast.tangen.pk)
    pass_gate(actor=kari, now=now())
    answer_form(actor=kari, now=now(), questionnaire_id=questionnaire_id, posted=answers())
    attach(kari)
    discard_draft(actor=kari, now=now())
    assert not Draft.objects.using(OWNER).exists()
    assert not Attachment.objects.using(OWNER).exists()
    assert not QuestionnaireResponse.objects.using(OWNER).exists()
    refused("draft_gone", discard_draft, actor=kari)


def test_drafts_are_the_authors_own(kari, per):
    """AD-06"""
    pass_gate(actor=kari, now=now())
    refused("draft_gone", save_draft, actor=per, subject="", text="Hei")
    refused("draft_gone", discard_draft, actor=per)
    assert draft_of(kari)


# Files


def test_a_fourth_file(kari):
    """AD-57"""
    pass_gate(actor=kari, now=now())
    for _n in range(3):
        attach(kari)
    refused("too_many_files", attach_file, actor=kari, file=a_file())
    assert [file.position for file in files_of()] == [1, 2, 3]


def test_a_place_becomes_free_again(kari):
    pass_gate(actor=kari, now=now())
    files = [attach(kari) for _n in range(3)]
    remove_file(actor=kari, now=now(), file_id=files[1])
    attach(kari)
    assert [file.position for file in files_of()] == [1, 2, 3]


def test_a_file_waits_for_the_virus_check(kari):
    """AD-60, FD-11"""
    pass_gate(actor=kari, now=now())
    attach_file(actor=kari, now=now(), file=a_file(is_held=True))
    assert files_of()[0].scan == "held"


def test_a_strangers_file_stays(kari, per):
    """AD-06: foreign and missing alike."""
    pass_gate(actor=kari, now=now())
    mine = attach(kari)
    for file_id in (mine, new_id()):
        with pytest.raises(NotFound):
            remove_file(actor=per, now=now(), file_id=file_id)
    assert files_of(pk=mine)


def test_a_sent_file_stays(cast, kari):
    """AD-11"""
    with_prices()
    pass_gate(actor=kari, now=now())
    file_id = attach(kari)
    start_e_consultation(**sending(kari, cast.berg_role.pk, files=[file_id]))
    with pytest.raises(NotFound):
        remove_file(actor=kari, now=now(), file_id=file_id)


# Forms


def answers(**changes):
    return {"svar-1": ["Utslett"], "svar-4": ["som-vanlig"]} | changes


@pytest.fixture
def form_id(cast, kari):
    questionnaire_id = with_form(cast.tangen.pk)
    pass_gate(actor=kari, now=now())
    return questionnaire_id


def test_answers_are_kept_and_point_from_the_message(kari, form_id):
    """F-044"""
    answer_form(actor=kari, now=now(), questionnaire_id=form_id, posted=answers())
    assert draft_of(kari).content["text"] == "Se vedlagt skjema med svarene mine."
    (response,) = QuestionnaireResponse.objects.using(OWNER).all()
    assert response.status == "in-progress"
    assert response.resource["item"][0]["answer"] == [{"valueString": "Utslett"}]


def test_what_was_written_is_not_replaced_by_the_sentence(kari, form_id):
    save_draft(actor=kari, now=now(), subject="", text="Mitt eget")
    answer_form(actor=kari, now=now(), questionnaire_id=form_id, posted=answers())
    assert draft_of(kari).content["text"] == "Mitt eget"


def test_answers_can_be_changed_until_sent(kari, form_id):
    for text in ("Utslett", "Hodepine"):
        answer_form(actor=kari, now=now(), questionnaire_id=form_id, posted=answers(**{"svar-1": [text]}))
    (response,) = QuestionnaireResponse.objects.using(OWNER).all()
    assert response.resource["item"][0]["answer"] == [{"valueString": "Hodepine"}]


@pytest.mark.parametrize(
    "posted",
    [{}, answers(**{"svar-1": ["x" * 301]}), answers(**{"svar-4": ["finnes-ikke"]}), answers(**{"svar-3": ["2090-01-01"]})],
)
def test_the_server_judges_the_answers(kari, form_id, posted):
    """AD-65"""
    refused("answers_invalid", answer_form, actor=kari, questionnaire_id=form_id, posted=posted)
    assert not QuestionnaireResponse.objects.using(OWNER).exists()


def test_the_form_comes_after_the_gate(kari, form_id):
    """AD-65"""
    Draft.objects.using(OWNER).update(gate_passed_at=None)
    refused("checkpoint_missing", answer_form, actor=kari, questionnaire_id=form_id, posted=answers())


def test_a_form_that_is_not_there(kari, form_id):
    with pytest.raises(NotFound):
        answer_form(actor=kari, now=now(), questionnaire_id=new_id(), posted=answers())


def test_a_form_half_answered_is_kept_as_typed(kari, form_id):
    save_answers(actor=kari, now=now(), posted={"svar-3": ["i går"], "patient": ["x"], "csrfmiddlewaretoken": ["x"]})
    assert draft_of(kari).content["answers"] == {"svar-3": ["i går"]}
    refused("draft_too_long", save_answers, actor=kari, posted={"svar-1": ["x" * 20_001]})


# Consent


def test_chosen_for_the_first_time(logins, cast):
    """F-003"""
    astrid = logins.actor(ASTRID)
    give_consent(actor=astrid, now=now(), level=ConsentLevel.BASIS)
    give_consent(actor=astrid, now=now(), level=ConsentLevel.FULL)
    give_consent(actor=astrid, now=now(), level=ConsentLevel.FULL)
    rows = Consent.objects.using(OWNER).filter(person=cast.astrid).order_by("id").values_list("level", "previous_level")
    assert list(rows) == [("basis", "undecided"), ("full", "basis")]
    assert logins.actor(ASTRID).consent is ConsentLevel.FULL


def test_less_is_not_chosen_by_the_way(kari):
    refused("consent_not_raised", give_consent, actor=kari, level=ConsentLevel.BASIS)


def test_taking_consent_back_deletes_drafts_at_once(kari, logins, cast, answered):
    """AD-32, F-006"""
    pass_gate(actor=kari, now=now())
    attach(kari)
    save_reply_draft(actor=kari, now=now(), conversation_id=answered.pk, text="Hei")
    withdraw_consent(actor=kari, now=now(), level=ConsentLevel.NONE)
    assert logins.actor(KARI).consent is ConsentLevel.NONE
    assert not Draft.objects.using(OWNER).exists()
    assert not Attachment.objects.using(OWNER).exists()
    assert row_of(answered).state == S.ANSWERED
    assert Communication.objects.using(OWNER).count() == 1


@pytest.mark.parametrize("level", [ConsentLevel.FULL, ConsentLevel.UNDECIDED])
def test_taking_back_goes_down(kari, level):
    refused("consent_not_lowered", withdraw_consent, actor=kari, level=level)


# Reading


def test_reading_is_recorded_and_marks_as_read(kari, answered):
    """AD-74"""
    task_of(answered).__class__.objects.using(OWNER).update(unread_by_person=True)
    with reading_as(kari) as actor:
        view = conversation_for(actor, answered.pk, now=now())
    assert view.messages[0].is_mine
    event = AuditEvent.objects.using(OWNER).get(action="conversation.read")
    assert (event.entity_id, event.person_id, event.why) == (answered.pk, kari.person_id, "self")
    assert not task_of(answered).unread_by_person


def test_strangers_read_nothing(per, answered):
    """AD-01"""
    for conversation_id in (answered.pk, new_id()):
        with pytest.raises(NotFound), reading_as(per) as actor:
            conversation_for(actor, conversation_id, now=now())
    assert not AuditEvent.objects.using(OWNER).filter(action="conversation.read").exists()
