"""What staff do in a conversation, and what it leaves behind."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Face
from fastlinje.core.clock import OSLO, now
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.commands.answer import answer
from fastlinje.dialogue.commands.assign_conversation import assign_conversation
from fastlinje.dialogue.commands.close_unanswered import close_unanswered
from fastlinje.dialogue.commands.mark_journaled import mark_journaled
from fastlinje.dialogue.commands.open_conversation import open_conversation
from fastlinje.dialogue.commands.redirect_to_appointment import redirect_to_appointment
from fastlinje.dialogue.commands.retract_answer import retract_answer
from fastlinje.dialogue.commands.save_answer_draft import save_answer_draft
from fastlinje.dialogue.commands.undo_answer import undo_answer
from fastlinje.dialogue.models import AnswerDraft, Communication, ConversationStatus
from fastlinje.dialogue.states import CommunicationStatus as Status
from fastlinje.dialogue.states import ConversationState as S
from fastlinje.nonprod.cast import LIE
from fastlinje.practices.models import PractitionerRole
from fastlinje.worklist.models import Turn
from tests.office_world import make_conversation, newest, row_of, task_of, write

TEXT = "Hei, Kari.\r\n\r\nDette ser ut som kontakteksem. "


def send(actor, question, *, closes=True, text=TEXT):
    return answer(actor=actor, now=now(), conversation_id=question.pk, text=text, closes=closes, seen_id=newest(question))


def message(message_id):
    return Communication.objects.using("owner").get(pk=message_id)


def last_event(action):
    return AuditEvent.objects.using("owner").filter(action=action).order_by("-recorded_at", "-id").first()


def after_the_window(worker):
    return worker.run(until=now() + timedelta(seconds=16))


def test_opening_is_seen_by_the_person(cast, berg):
    question = make_conversation(cast.kari_patient, cast.berg_role, state=S.RECEIVED)
    open_conversation(actor=berg, now=now(), conversation_id=question.pk)
    assert row_of(question).state == S.OPENED
    task = task_of(question)
    assert (task.status, task.turn, task.unread_by_office) == (S.OPENED, Turn.OFFICE, False)
    step = ConversationStatus.objects.using("owner").filter(conversation=question).latest("id")
    assert (step.state, step.by_name) == (S.OPENED, "Ingrid Berg")
    event = last_event("conversation.open")
    assert (event.person_id, event.agent_name, event.why) == (cast.kari.pk, "Ingrid Berg", "own_patient")


def test_opening_a_reply_only_marks_it_as_read(cast, berg):
    question = make_conversation(cast.kari_patient, cast.berg_role, state=S.REPLIED)
    open_conversation(actor=berg, now=now(), conversation_id=question.pk)
    assert row_of(question).state == S.REPLIED
    assert not task_of(question).unread_by_office


@pytest.mark.parametrize("closes", [True, False])
def test_an_answer_is_held_and_then_sent(berg, question, worker, closes):
    sent = send(berg, question, closes=closes)
    assert (message(sent).status, row_of(question).state) == (Status.ON_HOLD, S.OPENED)
    assert worker.run() == [], "nothing may leave before the undo window is over"
    after_the_window(worker)
    told = message(sent)
    assert (told.status, told.text, told.sender_name, told.sender_title) == (
        Status.COMPLETED,
        "Hei, Kari.\n\nDette ser ut som kontakteksem.",
        "Ingrid Berg",
        "fastlege",
    )
    task = task_of(question)
    assert row_of(question).state == task.status == (S.CLOSED if closes else S.ANSWERED)
    assert task.turn == (Turn.NOBODY if closes else Turn.PERSON)
    assert (task.unread_by_person, task.unread_by_office, task.journal_missing) == (True, False, True)
    assert task.last_line.startswith("Hei, Kari. Dette")
    assert (row_of(question).closed_at is not None) is closes


def test_a_released_answer_is_released_once(berg, question, worker):
    sent = send(berg, question, closes=False)
    after_the_window(worker)
    from fastlinje.core.actor import Actor
    from fastlinje.dialogue.commands.release_answer import release_answer

    with worker.connected(), pytest.raises(Refused, match="not_held"):
        release_answer(actor=Actor.job("again"), now=now(), communication_id=sent)
    steps = ConversationStatus.objects.using("owner").filter(conversation=question, state=S.ANSWERED)
    assert steps.count() == 1


def test_an_undone_answer_was_never_sent(berg, question, worker):
    save_answer_draft(actor=berg, now=now(), conversation_id=question.pk, text="halvferdig")
    sent = send(berg, question)
    drafts = AnswerDraft.objects.using("owner").filter(conversation=question)
    assert not drafts.exists(), "what is sent is no longer a draft"
    undo_answer(actor=berg, now=now(), communication_id=sent)
    assert drafts.get().text == "Hei, Kari.\n\nDette ser ut som kontakteksem."
    after_the_window(worker)
    assert message(sent).status == Status.NOT_DONE
    assert row_of(question).state == S.OPENED
    send(berg, question)  # and can be written again


def test_undoing_keeps_what_was_begun_meanwhile(berg, question):
    sent = send(berg, question, text="Første")
    save_answer_draft(actor=berg, now=now(), conversation_id=question.pk, text="Andre")
    undo_answer(actor=berg, now=now(), communication_id=sent)
    assert AnswerDraft.objects.using("owner").get(conversation=question).text == "Første\n\nAndre"


def test_a_reply_while_a_closing_answer_is_held_keeps_the_conversation_open(berg, cast, worker):
    question = make_conversation(cast.kari_patient, cast.berg_role, state=S.REPLIED)
    sent = send(berg, question)
    write(question, "Kari Nordmann", "Og en ting til")
    after_the_window(worker)
    assert message(sent).status == Status.COMPLETED
    assert (row_of(question).state, task_of(question).turn) == (S.REPLIED, Turn.OFFICE)


def test_a_double_click_answers_once(berg, question):
    seen = newest(question)
    ids = {
        answer(actor=berg, now=now(), key="k1", conversation_id=question.pk, text="Hei", closes=True, seen_id=seen)
        for _click in range(2)
    }
    assert len(ids) == 1
    assert Communication.objects.using("owner").filter(conversation=question).count() == 2


def test_a_secretary_answers_what_is_not_medical(cast, siri, worker):
    question = make_conversation(cast.kari_patient, cast.berg_role, kind="contact_office")
    sent = send(siri, question)
    after_the_window(worker)
    assert message(sent).sender_title == "helsesekretær"


@pytest.mark.parametrize(("who", "why"), [("berg", "own_patient"), ("lie", "substitute_for"), ("assigned", "assigned_task")])
def test_why_is_derived(cast, berg, lie, logins, who, why):
    """AD-17: the substitute's acts are logged as for the GP."""
    question = make_conversation(cast.kari_patient, cast.berg_role)
    actor = {"berg": berg, "lie": lie}.get(who)
    if who == "assigned":
        substitutes = PractitionerRole.objects.using("owner").filter(pk=cast.lie_role.pk)
        substitutes.update(substitutes_for=None)
        assign_conversation(actor=berg, now=now(), conversation_id=question.pk, role_id=cast.lie_role.pk)
        actor = lie
    send(actor, question)
    assert last_event("answer.send").why == why


def test_another_doctor_answers_in_absence(cast, lie):
    PractitionerRole.objects.using("owner").filter(pk=cast.lie_role.pk).update(substitutes_for=None)
    question = make_conversation(cast.kari_patient, cast.berg_role)
    send(lie, question)
    assert last_event("answer.send").why == "in_absence"


@pytest.mark.parametrize(
    ("at", "may"),
    [
        (datetime(2026, 11, 30, 23, 59, tzinfo=OSLO), False),
        (datetime(2026, 12, 1, 0, 0, tzinfo=OSLO), True),
        (datetime(2026, 12, 14, 23, 59, tzinfo=OSLO), True),
        (datetime(2026, 12, 15, 0, 0, tzinfo=OSLO), False),
    ],
)
def test_a_substitute_answers_within_the_period_only(cast, logins, at, may):
    """AD-17"""
    roles = PractitionerRole.objects.using("owner").filter(pk=cast.lie_role.pk)
    roles.update(start_date=date(2026, 12, 1), end_date=date(2026, 12, 14))
    question = make_conversation(cast.kari_patient, cast.berg_role)
    with time_machine.travel(datetime(2026, 12, 7, 12, tzinfo=OSLO), tick=False):
        lie = logins.actor(LIE, Face.STAFF)
    from fastlinje.people.models import Session

    Session.objects.using("owner").update(expires_at=at + timedelta(hours=1), last_seen_at=at)
    with time_machine.travel(at, tick=False):
        if may:
            send(lie, question)
            assert last_event("answer.send").why == "substitute_for"
        else:
            with pytest.raises(Refused, match="session_ended"):
                send(lie, question)


def test_a_retracted_answer_waits_for_a_new_one(cast, berg, siri, question, worker):
    sent = send(berg, question, text="Prøven din var fin, Ola.")
    after_the_window(worker)
    retract_answer(actor=siri, now=now(), communication_id=sent)
    gone = message(sent)
    assert (gone.status, gone.retracted_by) == (Status.ENTERED_IN_ERROR, "Siri Holm")
    assert gone.retracted_at is not None
    task = task_of(question)
    assert (row_of(question).state, task.turn, row_of(question).closed_at) == (S.OPENED, Turn.OFFICE, None)
    assert "Ola" not in task.last_line
    event = last_event("answer.retract")
    assert (event.person_id, event.agent_name) == (cast.kari.pk, "Siri Holm")
    send(berg, question, text="Hei, Kari.")


def test_retracting_an_older_answer_moves_nothing(cast, berg):
    question = make_conversation(cast.kari_patient, cast.berg_role, state=S.REPLIED)
    wrong = write(question, "Ingrid Berg", "Til en annen", role=cast.berg_role)
    write(question, "Kari Nordmann", "Dette var ikke til meg?")
    retract_answer(actor=berg, now=now(), communication_id=wrong.pk)
    assert row_of(question).state == S.REPLIED


def test_redirecting_is_an_answer_and_free(cast, berg, question, worker):
    redirect_to_appointment(
        actor=berg,
        now=now(),
        conversation_id=question.pk,
        reason="examination",
        sentence="Ta med kremen.",
        seen_id=newest(question),
    )
    told = Communication.objects.using("owner").filter(conversation=question).latest("id")
    assert told.status == Status.COMPLETED
    assert all(part in told.text for part in ["Bestill time", "undersøke", "Ta med kremen.", "betaler ikke"])
    task = task_of(question)
    assert (row_of(question).state, task.turn, task.unread_by_person) == (S.REDIRECTED, Turn.NOBODY, True)
    assert ConversationStatus.objects.using("owner").filter(conversation=question).latest("id").reason == "examination"
    assert worker.waiting() == ["ConversationRedirected"]


def test_a_thank_you_is_closed_without_another_answer(cast, berg):
    """F-135: the e-consultation has had its answer."""
    question = make_conversation(cast.kari_patient, cast.berg_role, state=S.REPLIED)
    write(question, "Ingrid Berg", "Bruk kremen.", role=cast.berg_role)
    write(question, "Kari Nordmann", "Takk!")
    close_unanswered(actor=berg, now=now(), conversation_id=question.pk, seen_id=newest(question))
    assert row_of(question).state == S.CLOSED


def test_other_kinds_are_closed_unanswered(cast, siri):
    """F-137"""
    question = make_conversation(cast.kari_patient, cast.berg_role, kind="contact_office")
    close_unanswered(actor=siri, now=now(), conversation_id=question.pk, seen_id=newest(question))
    assert row_of(question).state == S.CLOSED_UNANSWERED


def test_assigning_and_putting_back(cast, siri, question):
    """AD-16: a secretary may hand it to a doctor."""
    assign_conversation(actor=siri, now=now(), conversation_id=question.pk, role_id=cast.lie_role.pk)
    assert (task_of(question).owner_id, task_of(question).owner_name) == (cast.lie_role.pk, "Jonas Lie")
    assign_conversation(actor=siri, now=now(), conversation_id=question.pk, role_id=None)
    assert (task_of(question).owner_id, task_of(question).owner_name) == (None, "")


def test_marking_and_unmarking_as_journaled(cast, berg, question):
    mark_journaled(actor=berg, now=now(), conversation_id=question.pk)
    marked = row_of(question)
    assert (marked.journaled_by_id, marked.journaled_at is not None) == (cast.berg_role.pk, True)
    assert not task_of(question).journal_missing
    mark_journaled(actor=berg, now=now(), conversation_id=question.pk, journaled=False)
    assert (row_of(question).journaled_at, task_of(question).journal_missing) == (None, True)


def test_a_draft_is_one_row_and_the_writers_own(cast, berg, lie, question):
    for text in ("He", "Hei", "Hei du"):
        save_answer_draft(actor=berg, now=now(), conversation_id=question.pk, text=text)
    save_answer_draft(actor=lie, now=now(), conversation_id=question.pk, text="Lies")
    drafts = AnswerDraft.objects.using("owner").filter(conversation=question)
    assert {draft.practitioner_id: draft.text for draft in drafts} == {cast.berg.pk: "Hei du", cast.lie.pk: "Lies"}
    save_answer_draft(actor=berg, now=now(), conversation_id=question.pk, text="  ")
    assert not drafts.filter(practitioner_id=cast.berg.pk).exists()
