"""Work about people behind the scenes."""

from datetime import datetime

from fastlinje.core.actor import Actor

from .commands.forget_settings import forget_settings_of
from .events import ConsentLowered, PersonLoggedIn, RegisterDocumentAccepted, RegisterDocumentUploaded, RegisterRoundRequested
from .register_checks import check_one, check_representation
from .register_documents import count_document, use_document


def forget_settings(event: ConsentLowered, *, actor: Actor, now: datetime) -> None:
    """What somebody has told us of where to reach them, when a parent has withdrawn for them (AD-32)."""
    forget_settings_of(actor=actor, now=now, person_id=event.person_id)


def check_representation_of(event: PersonLoggedIn, *, actor: Actor, now: datetime) -> None:
    """Ask the register whom a person may act for. Nothing waits for it: login goes on when the register is away."""
    check_one(event.person_id, actor=actor, now=now)


def check_everybodys_representation(event: RegisterRoundRequested, *, actor: Actor, now: datetime) -> None:
    """Do the hourly round now, because an operator asked for it."""
    check_representation(actor=actor, now=now)


def count_uploaded_document(event: RegisterDocumentUploaded, *, actor: Actor, now: datetime) -> None:
    """Find out what an uploaded document would change, or what is wrong in it."""
    count_document(event.document_id, actor=actor, now=now)


def use_accepted_document(event: RegisterDocumentAccepted, *, actor: Actor, now: datetime) -> None:
    """Bring who may act for whom in line with an uploaded document."""
    use_document(event.document_id, actor=actor, now=now)
