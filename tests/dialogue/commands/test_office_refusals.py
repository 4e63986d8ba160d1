"""Every office command, once for each reason it refuses, and what a refusal leaves behind: nothing but its audit row."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fastlinje.audit.models import AuditEvent, Outcome
from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
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
from fastlinje.dialogue.models import Communication
from fastlinje.dialogue.states import CommunicationStatus as Status
from fastlinje.dialogue.states import ConversationState as S
from fastlinje.nonprod.cast import BERG, GRO, SIRI
from tests.office_world import make_conversation, newest, row_of, write


@dataclass
class World:
    """What a case acts in."""

    cast: object
    logins: object

    def ask(self, **fields):
        return make_conversation(self.cast.kari_patient, self.cast.berg_role, **fields)

    def berg(self):
        return self.logins.actor(BERG, Face.STAFF)

    def siri(self):
        return self.logins.actor(SIRI, Face.STAFF)

    def gro(self):
        return self.logins.actor(GRO, Face.STAFF, practice=self.cast.vika)


@pytest.fixture
def world(cast, logins) -> World:
    return World(cast, logins)


def answer_(w, question, actor=None, text="Hei. Dette går over.", closes=True, seen=None):
    seen_id = seen or newest(question)
    return answer(actor=actor or w.berg(), now=now(), conversation_id=question.pk, text=text, closes=closes, seen_id=seen_id)


def held(w, question):
    return write(question, "Ingrid Berg", "På vei", role=w.cast.berg_role, status=Status.ON_HOLD)


def redirect(w, question, actor=None, reason="examination", sentence="", seen=None):
    return redirect_to_appointment(
        actor=actor or w.berg(),
        now=now(),
        conversation_id=question.pk,
        reason=reason,
        sentence=sentence,
        seen_id=seen or newest(question),
    )


def close(w, question, actor=None, seen=None):
    return close_unanswered(actor=actor or w.berg(), now=now(), conversation_id=question.pk, seen_id=seen or newest(question))


def assign(w, question, actor=None, role_id=None):
    return assign_conversation(actor=actor or w.siri(), now=now(), conversation_id=question.pk, role_id=role_id)


def open_(w, question, actor=None):
    return open_conversation(actor=actor or w.siri(), now=now(), conversation_id=question.pk)


def journal(w, question, actor=None):
    return mark_journaled(actor=actor or w.berg(), now=now(), conversation_id=question.pk)


def save(w, question, actor=None, text="Et utkast"):
    return save_answer_draft(actor=actor or w.berg(), now=now(), conversation_id=question.pk, text=text)


def retract(w, message_id, actor=None):
    return retract_answer(actor=actor or w.berg(), now=now(), communication_id=message_id)


def undo(w, message_id, actor=None):
    return undo_answer(actor=actor or w.berg(), now=now(), communication_id=message_id)


def stale(w, act):
    question = w.ask()
    seen = newest(question)
    write(question, "Kari Nordmann", "En ting til")
    return act(w, question, seen=seen)


CASES: list[tuple[str, str, Callable[[World], object]]] = [
    ("open_conversation", "not_found", lambda w: open_(w, w.ask(), w.gro())),
    ("open_conversation", "withdrawn", lambda w: open_(w, w.ask(state=S.WITHDRAWN))),
    ("answer", "not_found", lambda w: answer_(w, w.ask(), w.gro())),
    ("answer", "treater_needed", lambda w: answer_(w, w.ask(), w.siri())),
    ("answer", "not_opened", lambda w: answer_(w, w.ask(state=S.RECEIVED))),
    ("answer", "withdrawn", lambda w: answer_(w, w.ask(state=S.WITHDRAWN))),
    ("answer", "conversation_closed", lambda w: answer_(w, w.ask(state=S.CLOSED))),
    ("answer", "answer_held", lambda w: [q := w.ask(), held(w, q), answer_(w, q)]),
    ("answer", "text_missing", lambda w: answer_(w, w.ask(), text=" \n ")),
    ("answer", "text_too_long", lambda w: answer_(w, w.ask(), text="a" * 4001)),
    ("answer", "conversation_changed", lambda w: stale(w, answer_)),
    ("redirect_to_appointment", "not_found", lambda w: redirect(w, w.ask(), w.gro())),
    ("redirect_to_appointment", "treater_needed", lambda w: redirect(w, w.ask(), w.siri())),
    ("redirect_to_appointment", "not_opened", lambda w: redirect(w, w.ask(state=S.SENT))),
    ("redirect_to_appointment", "withdrawn", lambda w: redirect(w, w.ask(state=S.WITHDRAWN))),
    ("redirect_to_appointment", "conversation_closed", lambda w: redirect(w, w.ask(state=S.CLOSED))),
    ("redirect_to_appointment", "already_answered", lambda w: redirect(w, w.ask(state=S.ANSWERED))),
    ("redirect_to_appointment", "answer_held", lambda w: [q := w.ask(), held(w, q), redirect(w, q)]),
    ("redirect_to_appointment", "reason_missing", lambda w: redirect(w, w.ask(), reason="because")),
    ("redirect_to_appointment", "text_too_long", lambda w: redirect(w, w.ask(), sentence="a" * 301)),
    ("redirect_to_appointment", "conversation_changed", lambda w: stale(w, redirect)),
    ("close_unanswered", "not_found", lambda w: close(w, w.ask(), w.gro())),
    ("close_unanswered", "not_opened", lambda w: close(w, w.ask(state=S.RECEIVED))),
    ("close_unanswered", "withdrawn", lambda w: close(w, w.ask(state=S.WITHDRAWN))),
    ("close_unanswered", "conversation_closed", lambda w: close(w, w.ask(state=S.CLOSED))),
    ("close_unanswered", "answer_held", lambda w: [q := w.ask(), held(w, q), close(w, q)]),
    ("close_unanswered", "answer_first", lambda w: close(w, w.ask())),
    ("close_unanswered", "conversation_changed", lambda w: stale_contact(w)),
    ("assign_conversation", "not_found", lambda w: assign(w, w.ask(), w.gro())),
    ("assign_conversation", "withdrawn", lambda w: assign(w, w.ask(state=S.WITHDRAWN))),
    ("assign_conversation", "unknown_colleague", lambda w: assign(w, w.ask(), role_id=w.cast.gro_role.pk)),
    ("mark_journaled", "not_found", lambda w: journal(w, w.ask(), w.gro())),
    ("mark_journaled", "not_opened", lambda w: journal(w, w.ask(state=S.RECEIVED))),
    ("mark_journaled", "withdrawn", lambda w: journal(w, w.ask(state=S.WITHDRAWN))),
    ("save_answer_draft", "not_found", lambda w: save(w, w.ask(), w.gro())),
    ("save_answer_draft", "text_too_long", lambda w: save(w, w.ask(), text="a" * 20_001)),
    ("retract_answer", "not_found", lambda w: retract(w, new_id())),
    ("retract_answer", "not_found", lambda w: retract(w, answered(w).pk, w.gro())),
    ("retract_answer", "not_an_answer", lambda w: retract(w, newest(w.ask()))),
    ("retract_answer", "already_retracted", lambda w: retract(w, answered(w, Status.ENTERED_IN_ERROR).pk)),
    ("retract_answer", "answer_held", lambda w: retract(w, answered(w, Status.ON_HOLD).pk)),
    ("undo_answer", "not_found", lambda w: undo(w, newest(w.ask()))),
    ("undo_answer", "not_found", lambda w: undo(w, answered(w, Status.ON_HOLD).pk, w.gro())),
    ("undo_answer", "not_yours", lambda w: undo(w, answered(w, Status.ON_HOLD).pk, w.siri())),
    ("undo_answer", "too_late", lambda w: undo(w, answered(w).pk)),
]


def answered(w, status=Status.COMPLETED):
    return write(w.ask(), "Ingrid Berg", "Svar", role=w.cast.berg_role, status=status)


def stale_contact(w):
    question = w.ask(kind="contact_office")
    seen = newest(question)
    write(question, "Kari Nordmann", "En ting til")
    return close(w, question, seen=seen)


@pytest.mark.parametrize(("name", "code", "act"), CASES, ids=[f"{name}-{code}-{n}" for n, (name, code, _) in enumerate(CASES)])
def test_refused(world, name, code, act):
    with pytest.raises(Refused) as refusal:
        act(world)
    assert refusal.value.code == code
    event = AuditEvent.objects.using("owner").order_by("-recorded_at", "-id").first()
    assert (event.action, event.outcome, event.refusal_code) == (name, Outcome.REFUSED, code)
    if code != "not_found":
        assert refusal.value.sentence


def test_a_refused_answer_leaves_nothing(world):
    """AD-16: a secretary cannot answer an e-consultation."""
    question = world.ask()
    with pytest.raises(Refused, match="treater_needed"):
        answer_(world, question, world.siri())
    assert Communication.objects.using("owner").filter(conversation=question).count() == 1
    assert row_of(question).state == S.OPENED
