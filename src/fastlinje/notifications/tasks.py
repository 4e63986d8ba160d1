"""Telling people that there is something to log in for, and sending what waits."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.dialogue.events import AnswerRetracted, AnswerSent, ConversationRedirected, EConsultationStarted
from fastlinje.dialogue.models import Conversation
from fastlinje.dialogue.states import ConversationState
from fastlinje.people.events import ContactCodeRequested, PowerOfAttorneyChanged
from fastlinje.people.models import ContactCode
from fastlinje.people.power_sides import sides_of

from .channels import deliver
from .commands.drop_notice import drop_notice
from .commands.make_notice import make_notice
from .commands.mark_notice_sent import mark_notice_sent
from .commands.postpone_notice import postpone_notice
from .delivery import NotDelivered
from .events import NoticeQueued
from .queries import GivenUp, Letter, letter_for
from .registered import as_registered
from .templates import DATE, OFFICE


def tell_received(event: EConsultationStarted, *, actor: Actor, now: datetime) -> None:
    """«Vi har mottatt henvendelsen din», with the day an answer is due; not when it is already withdrawn."""
    conversation = _conversation(event.conversation_id, actor, now)
    if conversation.state != ConversationState.WITHDRAWN:
        due = oslo_date(conversation.due_at).isoformat()
        _tell(conversation, "received", f"EConsultationStarted:{conversation.pk}", actor, now, **{DATE: due})


def tell_answered(event: AnswerSent, *, actor: Actor, now: datetime) -> None:
    """The office has answered, and whether one can write back."""
    conversation = _conversation(event.conversation_id, actor, now)
    template = "answered_and_closed" if event.closed else "answered"
    _tell(conversation, template, f"AnswerSent:{event.communication_id}", actor, now)


def tell_retracted(event: AnswerRetracted, *, actor: Actor, now: datetime) -> None:
    """Something is new in a conversation; what, one reads after logging in."""
    _tell(_conversation(event.conversation_id, actor, now), "news", f"AnswerRetracted:{event.communication_id}", actor, now)


def tell_redirected(event: ConversationRedirected, *, actor: Actor, now: datetime) -> None:
    """Something is new in a conversation; what, one reads after logging in."""
    _tell(_conversation(event.conversation_id, actor, now), "news", f"ConversationRedirected:{event.conversation_id}", actor, now)


def send_contact_code(event: ContactCodeRequested, *, actor: Actor, now: datetime) -> None:
    """The code by which a person shows that an address is theirs, to that address. Gone when it is used or replaced."""
    with gate.reading(actor, now=now):
        code = ContactCode.objects.filter(pk=event.contact_code_id).first()
    if code:
        make_notice(
            actor=actor,
            now=now,
            key=f"contact_code:{code.pk}",
            person_id=code.person_id,
            practice_id=None,
            template="contact_code",
            values={},
            event_key=f"ContactCodeRequested:{code.pk}",
            channel=code.system,
        )


def tell_power_of_attorney(event: PowerOfAttorneyChanged, *, actor: Actor, now: datetime) -> None:
    """Both sides, that somebody can do more or less for another than before; who and what, one reads after logging in."""
    with gate.reading(actor, now=now):
        sides = sides_of(event.power_id)
    for person_id, template in ((sides.giver_id, "power_given"), (sides.holder_id, "power_held")):
        if person_id:
            make_notice(
                actor=actor,
                now=now,
                key=f"{template}:{event.what}:{event.power_id}",
                person_id=person_id,
                practice_id=None,
                template=template,
                values={},
                event_key=f"PowerOfAttorneyChanged:{event.what}:{event.power_id}",
            )


def send_notice(event: NoticeQueued, *, actor: Actor, now: datetime) -> None:
    """Hand a notice to its channel. Nothing is locked meanwhile: a slow server holds up nobody but this job.

    Killed between sending and noting it, the notice is sent again under the same reference; never lost (FD-03).
    """
    with gate.reading(actor, now=now):
        letter = letter_for(event.notice_id, now)
    if isinstance(letter, GivenUp):
        drop_notice(actor=actor, now=now, notice_id=event.notice_id, reason=letter.reason)
    elif letter:
        _send(letter, event.notice_id, actor, now)


def _send(planned: Letter, notice_id: UUID, actor: Actor, now: datetime) -> None:
    try:
        letter = as_registered(planned, now)
        if isinstance(letter, GivenUp):
            drop_notice(actor=actor, now=now, notice_id=notice_id, reason=letter.reason)
            return
        deliver(letter.channel, to=letter.to, wording=letter.wording, language=letter.language, reference=notice_id)
    except NotDelivered as failure:
        about = {"error": failure.code, "permanent": failure.permanent, "wait": failure.wait}
        postpone_notice(actor=actor, now=now, notice_id=notice_id, **about)
    else:
        mark_notice_sent(actor=actor, now=now, notice_id=notice_id, channel=letter.channel)


def _conversation(conversation_id: UUID, actor: Actor, now: datetime) -> Conversation:
    with gate.reading(actor, now=now):
        return Conversation.objects.select_related("practice").get(pk=conversation_id)


def _tell(conversation: Conversation, template: str, event_key: str, actor: Actor, now: datetime, **values: str) -> None:
    """One notice to the one who started the conversation; run again it is the same notice."""
    make_notice(
        actor=actor,
        now=now,
        key=event_key,
        person_id=conversation.author_id,
        practice_id=conversation.practice_id,
        template=template,
        values={OFFICE: conversation.practice.short_name, **values},
        event_key=event_key,
    )
