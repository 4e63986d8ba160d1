"""Where an uploaded register document is on its way, and which step may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fastlinje.core.refusal import Refused


class DocumentState(models.TextChoices):
    """From uploaded to gone. Labels are what the operator reads.

    UNUSABLE  something is wrong in it, or it is older than what is stored
    READY     read and counted: the operator decides
    """

    RECEIVED = "received", _("Leses")
    UNUSABLE = "unusable", _("Kan ikke brukes")
    READY = "ready", _("Klart til å brukes")
    APPLYING = "applying", _("Tas i bruk")
    APPLIED = "applied", _("Tatt i bruk")
    DISCARDED = "discarded", _("Forkastet")
    EXPIRED = "expired", _("Slettet etter et døgn")


D = DocumentState

LIVE = (D.RECEIVED, D.READY, D.APPLYING)
"""Their content is still kept, sealed; of all others it is gone."""

TRANSITIONS: dict[DocumentState, frozenset[DocumentState]] = {
    D.RECEIVED: frozenset({D.READY, D.UNUSABLE, D.DISCARDED, D.EXPIRED}),
    D.READY: frozenset({D.APPLYING, D.DISCARDED, D.EXPIRED}),
    D.APPLYING: frozenset({D.APPLIED, D.EXPIRED}),
    D.UNUSABLE: frozenset(),
    D.APPLIED: frozenset(),
    D.DISCARDED: frozenset(),
    D.EXPIRED: frozenset(),
}


def check_step(current: str, to: DocumentState) -> None:
    """Refuses document_in_use, document_gone, document_not_read."""
    if to in TRANSITIONS[DocumentState(current)]:
        return
    if current in (D.APPLYING, D.APPLIED):
        raise Refused("document_in_use", str(_("Dokumentet er allerede tatt i bruk.")))
    if current == D.RECEIVED:
        raise Refused("document_not_read", str(_("Dokumentet er ikke lest ferdig. Vent litt, og last siden på nytt.")))
    raise Refused("document_gone", str(_("Dokumentet er slettet. Last opp et nytt.")))
