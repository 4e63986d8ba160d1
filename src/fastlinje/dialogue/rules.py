"""What a person may do in a conversation, with the sentence that says why not. Pages ask the functions that commands enforce."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.core.refusal import Refused
from fastlinje.practices.queries import Doctor
from fastlinje.questionnaires.engine.text import count_chars
from fastlinje.tariffs.rules import Price

from .states import ConversationState

MAX_SUBJECT_CHARS = 80
MAX_DRAFT_CHARS = 20_000
"""A draft may be longer than a message, so that nothing typed is lost; not without end."""
MAX_FILES = 3
GATE_HOLDS = timedelta(hours=24)
"""How long the answer to «does it hurry» is good for: who comes back to a draft later is asked again."""

CAN_REPLY = frozenset({ConversationState.ANSWERED, ConversationState.REPLIED})
CAN_WITHDRAW = frozenset({ConversationState.SENT, ConversationState.RECEIVED})


def check_service_open(offering: Sequence[Doctor]) -> None:
    """Refuses service_closed when nobody takes e-consultations now (AD-64)."""
    if not offering:
        raise Refused("service_closed", _("Legen tar ikke imot e-konsultasjoner nå. Ring legekontoret i stedet."))


def check_recipient(recipient_id: UUID | None, offering: Sequence[Doctor]) -> Doctor:
    """The doctor with that id among those who may treat the person; the only one when none is named.

    Refuses not_my_gp, recipient_missing
    """
    if recipient_id is None and len(offering) == 1:
        return offering[0]
    if recipient_id is None:
        raise Refused("recipient_missing", _("Velg hvem du vil skrive til."), fields=("recipient",))
    for doctor in offering:
        if doctor.role_id == recipient_id:
            return doctor
    raise Refused("not_my_gp", _("Du kan bare skrive til fastlegen din eller vikaren. Velg på nytt."), fields=("recipient",))


def check_gate(passed_at: datetime | None, now: datetime) -> None:
    """Refuses checkpoint_missing unless the person has been asked about danger and suitability lately (AD-65)."""
    if passed_at is None or passed_at < now - GATE_HOLDS:
        raise Refused("checkpoint_missing", _("Svar først på om det haster. Det du har skrevet, er lagret."))


def check_subject(subject: str) -> None:
    """Refuses subject_empty, subject_too_long."""
    chars = count_chars(subject)
    if not chars:
        raise Refused("subject_empty", _("Skriv et emne."), fields=("subject",))
    if chars > MAX_SUBJECT_CHARS:
        raise Refused(
            "subject_too_long",
            _("Emnet er %(over)d tegn for langt. Du kan skrive %(limit)d tegn.")
            % {"over": chars - MAX_SUBJECT_CHARS, "limit": MAX_SUBJECT_CHARS},
            fields=("subject",),
        )


def check_text(text: str, max_chars: int) -> None:
    """Refuses text_empty, text_too_long. Counted as the page's counter counts (AD-63)."""
    chars = count_chars(text)
    if not chars:
        raise Refused("text_empty", _("Skriv en melding."), fields=("text",))
    if chars > max_chars:
        raise Refused(
            "text_too_long",
            _("Meldingen er %(over)d tegn for lang. Du kan skrive %(limit)d tegn.")
            % {"over": chars - max_chars, "limit": max_chars},
            fields=("text",),
        )


def check_draft(subject: str, text: str) -> None:
    """Refuses draft_too_long for what no message could become."""
    if count_chars(subject) + count_chars(text) > MAX_DRAFT_CHARS:
        raise Refused("draft_too_long", _("Teksten er for lang til å lagres. Gjør den kortere."), fields=("text",))


def check_price(accepted: Price | None, current: Price) -> None:
    """Refuses price_not_accepted, price_changed. What is free needs no accept."""
    if current.is_free:
        return
    if accepted is None:
        raise Refused("price_not_accepted", _("Kryss av for at du godtar prisen."), fields=("price_accepted",))
    if accepted != current:
        raise Refused(
            "price_changed",
            _("Prisen er endret siden du åpnet siden. Se på den nye prisen og godta den, eller avbryt."),
            fields=("price_accepted",),
        )


def check_room(count: int) -> None:
    """Refuses too_many_files when there is no room for another (AD-57)."""
    if count >= MAX_FILES:
        raise Refused("too_many_files", _("Du kan legge ved inntil %d filer.") % MAX_FILES, fields=("files",))


def check_files(seen: Collection[UUID], stored: Collection[UUID]) -> None:
    """Refuses attachments_changed when what is sent is not what the person saw, a foreign file included (AD-05)."""
    if set(seen) != set(stored):
        raise Refused(
            "attachments_changed", _("Vedleggene er endret i et annet vindu. Se over dem og send på nytt."), fields=("files",)
        )


def check_can_reply(state: ConversationState) -> None:
    """Refuses conversation_closed, answer_awaited (AD-66)."""
    if state in CAN_REPLY:
        return
    if not ConversationState(state).is_open:
        raise Refused("conversation_closed", _("Samtalen er avsluttet. Du kan stille et nytt spørsmål."), fields=("text",))
    raise Refused("answer_awaited", _("Du kan skrive mer når legekontoret har svart."), fields=("text",))


def check_can_withdraw(state: ConversationState) -> None:
    """Refuses already_opened, already_closed."""
    if state in CAN_WITHDRAW:
        return
    if not ConversationState(state).is_open:
        raise Refused("already_closed", _("Samtalen er avsluttet og kan ikke trekkes tilbake."))
    raise Refused("already_opened", _("Legekontoret har åpnet meldingen. Da kan den ikke trekkes tilbake."))
