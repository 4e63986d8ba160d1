"""What staff may do with a conversation, and the sentence when they may not. The page asks the same as the command enforces."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused
from fastlinje.practices.models import ServiceCode
from fastlinje.questionnaires.engine.text import count_chars, plain

from .states import CommunicationStatus, ConversationState

S = ConversationState

# An answer is read on our own pages, so it may be longer than what the office lets people write.
ANSWER_MAX_CHARS = 4000
DRAFT_MAX_CHARS = 20_000
REDIRECT_SENTENCE_MAX_CHARS = 300
UNDO_SECONDS = 15

# Only a doctor decides in these; everybody at the office may answer in the others (AD-16).
MEDICAL_KINDS = frozenset({ServiceCode.E_CONSULTATION.value})
UNOPENED = frozenset({S.SENT, S.RECEIVED})
ANSWERABLE = frozenset({S.OPENED, S.ANSWERED, S.REPLIED})

REDIRECT_REASONS: Mapping[str, str] = {
    "examination": gettext_lazy("Legen må undersøke deg for å kunne hjelpe."),
    "tests": gettext_lazy("Det trengs prøver eller målinger."),
    "new_or_complex": gettext_lazy("Plagene er nye eller sammensatte og bør tas i en vanlig time."),
    "too_little": gettext_lazy("Det er for lite å gå ut fra i en melding."),
    "certificate": gettext_lazy("Det du ber om, krever at du møter legen."),
}


def check_is_opened(state: str) -> None:
    """Refuses not_opened, withdrawn: nobody acts on what they have not opened."""
    if state in UNOPENED:
        raise Refused("not_opened", _("Åpne henvendelsen først."))
    if state == S.WITHDRAWN:
        raise Refused("withdrawn", _("Pasienten har trukket henvendelsen tilbake."))


def check_may_treat(actor: Actor, kind: str) -> None:
    """Refuses treater_needed."""
    if kind in MEDICAL_KINDS and not actor.may_treat:
        raise Refused("treater_needed", _("Bare lege eller vikar kan svare på en e-konsultasjon. Du kan gi den til en lege."))


def check_can_answer(actor: Actor, kind: str, state: str, *, held: bool) -> None:
    """Refuses treater_needed, not_opened, withdrawn, conversation_closed, answer_held."""
    check_may_treat(actor, kind)
    check_is_opened(state)
    if state not in ANSWERABLE:
        raise Refused("conversation_closed", _("Samtalen er avsluttet. Det kan ikke sendes flere svar."))
    check_nothing_held(held)


def check_nothing_held(held: bool) -> None:
    """Refuses answer_held."""
    if held:
        raise Refused("answer_held", _("Et svar er på vei i denne samtalen. Vent noen sekunder, eller angre det."))


def check_unchanged(newest: UUID | None, seen: UUID | None) -> None:
    """Refuses conversation_changed: somebody wrote after this page was opened, so read that first."""
    if newest != seen:
        raise Refused(
            "conversation_changed",
            _("Noen har skrevet i samtalen etter at du åpnet den. Les det nye over. Teksten din er tatt vare på."),
        )


def check_can_redirect(actor: Actor, kind: str, state: str, *, held: bool) -> None:
    """Refuses as check_can_answer, and already_answered when the person has got an answer they may act on."""
    check_can_answer(actor, kind, state, held=held)
    if state == S.ANSWERED:
        raise Refused("already_answered", _("Pasienten har fått svar. Skriv et nytt svar i stedet."))


def check_can_close(kind: str, state: str, *, held: bool, answered: bool) -> None:
    """Refuses not_opened, withdrawn, conversation_closed, answer_held, answer_first (F-135: an e-consultation gets an answer)."""
    check_is_opened(state)
    if state not in ANSWERABLE:
        raise Refused("conversation_closed", _("Samtalen er allerede avsluttet."))
    check_nothing_held(held)
    if kind in MEDICAL_KINDS and not answered:
        raise Refused("answer_first", _("En e-konsultasjon kan ikke avsluttes uten svar. Svar, eller be pasienten bestille time."))


def check_can_retract(*, from_office: bool, status: str) -> None:
    """Refuses not_an_answer, already_retracted, answer_held."""
    if not from_office or status == CommunicationStatus.NOT_DONE:
        raise Refused("not_an_answer", _("Bare svar fra kontoret kan trekkes tilbake."))
    if status == CommunicationStatus.ENTERED_IN_ERROR:
        raise Refused("already_retracted", _("Svaret er allerede trukket tilbake."))
    check_nothing_held(status == CommunicationStatus.ON_HOLD)


def clean_answer(text: str) -> str:
    """The answer as it is kept. Refuses text_missing, text_too_long."""
    cleaned = plain(text)
    if not cleaned:
        raise Refused("text_missing", _("Skriv et svar."), fields=("text",))
    check_length(cleaned, ANSWER_MAX_CHARS)
    return cleaned


def check_length(text: str, limit: int, field: str = "text") -> None:
    """Refuses text_too_long, naming how much too long."""
    over = count_chars(text) - limit
    if over > 0:
        sentence = _("Teksten er %(over)d tegn for lang. Den kan ha inntil %(limit)d tegn.") % {"over": over, "limit": limit}
        raise Refused("text_too_long", sentence, fields=(field,))
