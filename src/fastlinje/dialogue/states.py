"""The states of a conversation and of a message, and which may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fastlinje.core.refusal import Refused


class ConversationState(models.TextChoices):
    """Where a conversation is. Labels are what the person reads."""

    SENT = "sent", _("Sendt")
    RECEIVED = "received", _("Mottatt")
    OPENED = "opened", _("Åpnet")
    ANSWERED = "answered", _("Besvart")
    REPLIED = "replied", _("Du har svart")
    CLOSED = "closed", _("Besvart og avsluttet")
    CLOSED_UNANSWERED = "closed-unanswered", _("Avsluttet")
    REDIRECTED = "redirected", _("Bestill time")
    WITHDRAWN = "withdrawn", _("Trukket tilbake")
    GP_CHANGED = "gp-changed", _("Avsluttet, ny fastlege")

    @property
    def is_open(self) -> bool:
        """The person may still write, or is waiting for an answer."""
        return self in OPEN_STATES


S = ConversationState

OPEN_STATES = frozenset({S.SENT, S.RECEIVED, S.OPENED, S.ANSWERED, S.REPLIED})

TRANSITIONS: dict[ConversationState, frozenset[ConversationState]] = {
    S.SENT: frozenset({S.RECEIVED, S.OPENED, S.WITHDRAWN, S.GP_CHANGED}),
    S.RECEIVED: frozenset({S.OPENED, S.WITHDRAWN, S.GP_CHANGED}),
    S.OPENED: frozenset({S.ANSWERED, S.CLOSED, S.REDIRECTED, S.CLOSED_UNANSWERED, S.GP_CHANGED}),
    # back to OPENED when the answer was retracted: the person still waits for one
    S.ANSWERED: frozenset({S.REPLIED, S.ANSWERED, S.CLOSED, S.OPENED, S.GP_CHANGED}),
    S.REPLIED: frozenset({S.REPLIED, S.ANSWERED, S.CLOSED, S.REDIRECTED, S.GP_CHANGED}),
    S.CLOSED: frozenset({S.OPENED}),
    S.CLOSED_UNANSWERED: frozenset(),
    S.REDIRECTED: frozenset({S.OPENED}),
    S.WITHDRAWN: frozenset(),
    S.GP_CHANGED: frozenset(),
}


def check_transition(current: ConversationState, to: ConversationState) -> None:
    """Refuses wrong_state when the table has no such step."""
    if to not in TRANSITIONS[ConversationState(current)]:
        raise Refused("wrong_state", str(_("Dette kan ikke gjøres slik samtalen er nå. Last siden på nytt.")))


class CommunicationStatus(models.TextChoices):
    """Communication.status, FHIR's codes."""

    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    NOT_DONE = "not-done"
    ENTERED_IN_ERROR = "entered-in-error"
