"""Telling people that there is something to log in for, and sending what waits."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.dialogue.events import (
    AnswerRetracted,
    AnswerSent,
    ConversationClosedForNewGp,
    ConversationRedirected,
    EConsultationStarted,
)
from fastlinje.dialogue.models import Conversation
from fastlinje.dialogue.states import ConversationState
from fastlinje.people.commands.note_register_answer import note_register_answer
from fastlinje.people.events import CameOfAge, ContactCodeRequested, PowerOfAttorneyChanged, YouthAccessChanged
from fastlinje.people.growing_up import parents_whose_access_ended
from fastlinje.people.models import ContactCode
from fastlinje.people.power_sides import sides_of
from fastlinje.people.register_status import CONTACT
from fastlinje.people.youth_rules import concerned_by_youth_access

from .channels import deliver
from .commands.drop_notice import drop_notice
from .commands.make_notice import make_notice
from .commands.mark_notice_sent import mark_notice_sent
from .commands.postpone_notice import postpone_notice
from .delivery import NotDelivered
from .events import NoticeQueued
from .queries import GivenUp, Letter, earlier_letters, letter_for
from .recipients import to_be_told
from .registered import as_registered
from .templates import DATE, OFFICE


def tell_received(event: EConsultationStarted, *, actor: Actor, now: datetime) -> None:
    """«Vi har mottatt henvendelsen din», with the day an answer is due; not when it is already withdrawn."""
    conversation = _conversation(event.conversation_id, actor, now)
    if conversation.state != ConversationState.WITHDRAWN:
        due = oslo_date(conversation.due_at).isoformat()
        _tell(conversation, "received", f"EConsultationStarted:{conversation.pk}", actor, now, author_only=True, **{DATE: due})


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


def tell_closed_for_new_gp(event: ConversationClosedForNewGp, *, actor: Actor, now: datetime) -> None:
    """Something is new in a conversation; what, one reads after logging in."""
    _tell(
        _conversation(event.conversation_id, actor, now), "news", f"ConversationClosedForNewGp:{event.conversation_id}", actor, now
    )


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


def tell_came_of_age(event: CameOfAge, *, actor: Actor, now: datetime) -> None:
    """The young person, that it is theirs now; each parent, that whom they act for has changed, not who or why."""
    with gate.reading(actor, now=now):
        parents = parents_whose_access_ended(event.person_id)
    people = {event.person_id: "of_age", **dict.fromkeys(parents, "acts_for_changed")}
    _tell_all(people, f"CameOfAge:{event.person_id}", actor, now)


def tell_youth_access(event: YouthAccessChanged, *, actor: Actor, now: datetime) -> None:
    """Both parents and the child, that the child may come in, or no longer (F-107)."""
    with gate.reading(actor, now=now):
        concerned = concerned_by_youth_access(event.youth_access_id)
    people = dict.fromkeys(concerned, "youth_access")
    _tell_all(people, f"YouthAccessChanged:{event.what}:{event.youth_access_id}", actor, now)


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
        letter = _as_registered(planned, actor, now)
        if isinstance(letter, GivenUp):
            drop_notice(actor=actor, now=now, notice_id=notice_id, reason=letter.reason)
            return
        if _is_told_already(letter, notice_id, actor, now):
            drop_notice(actor=actor, now=now, notice_id=notice_id, reason="same_address")
            return
        deliver(letter.channel, to=letter.to, wording=letter.wording, language=letter.language, reference=notice_id)
    except NotDelivered as failure:
        about = {"error": failure.code, "permanent": failure.permanent, "wait": failure.wait}
        postpone_notice(actor=actor, now=now, notice_id=notice_id, **about)
    else:
        mark_notice_sent(actor=actor, now=now, notice_id=notice_id, channel=letter.channel)


def _as_registered(planned: Letter, actor: Actor, now: datetime) -> Letter | GivenUp:
    """What the contact register says, and for the operator whether it answered."""
    if not (planned.national_id and settings.ENVIRONMENT.krr_url):
        return as_registered(planned, now)
    try:
        letter = as_registered(planned, now)
    except NotDelivered as failure:
        note_register_answer(actor=actor, now=now, register=CONTACT, error=failure.code)
        raise
    note_register_answer(actor=actor, now=now, register=CONTACT, error="")
    return letter


def _is_told_already(letter: Letter, notice_id: UUID, actor: Actor, now: datetime) -> bool:
    """Two who share a number or an e-mail address get one notice of one event: the earlier one (rules.md 4.4)."""
    with gate.reading(actor, now=now):
        earlier = earlier_letters(notice_id)
    ways = (as_registered(other, now) for other in earlier)
    return any(
        (way.channel, way.to.casefold()) == (letter.channel, letter.to.casefold()) for way in ways if isinstance(way, Letter)
    )


def _conversation(conversation_id: UUID, actor: Actor, now: datetime) -> Conversation:
    with gate.reading(actor, now=now):
        return Conversation.objects.select_related("practice").get(pk=conversation_id)


def _tell(
    conversation: Conversation,
    template: str,
    event_key: str,
    actor: Actor,
    now: datetime,
    *,
    author_only: bool = False,
    **values: str,
) -> None:
    """One notice to each who may read the conversation; run again they are the same notices.

    author_only  a receipt is for whoever did something
    """
    with gate.reading(actor, now=now):
        people = to_be_told(conversation.pk, author_id=conversation.author_id, now=now)
    for person_id in people:
        if author_only and person_id != conversation.author_id:
            continue
        make_notice(
            actor=actor,
            now=now,
            key=_key(person_id, event_key),
            person_id=person_id,
            practice_id=conversation.practice_id,
            template=template,
            values={OFFICE: conversation.practice.short_name, **values},
            event_key=event_key,
            focus_id=conversation.pk,
        )


def _tell_all(people: Mapping[UUID, str], event_key: str, actor: Actor, now: datetime) -> None:
    """People and the text each is sent, about nothing that has a name here."""
    for person_id, template in people.items():
        make_notice(
            actor=actor,
            now=now,
            key=_key(person_id, event_key),
            person_id=person_id,
            practice_id=None,
            template=template,
            values={},
            event_key=event_key,
        )


def _key(person_id: UUID, event_key: str) -> str:
    """One per person and event, however often the job runs."""
    return str(uuid5(person_id, event_key))
