"""A citizen's e-consultation through the commands, as the pages call them, for tests of what people do."""

from typing import Any
from uuid import UUID

from fastlinje.audit import gate
from fastlinje.core.actor import Actor
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.money import Money
from fastlinje.dialogue.commands.attach_file import attach_file
from fastlinje.dialogue.commands.pass_gate import pass_gate
from fastlinje.dialogue.commands.start_e_consultation import start_e_consultation
from fastlinje.dialogue.models import Attachment, Draft
from fastlinje.dialogue.uploads import StoredFile
from fastlinje.questionnaires.loading import assign_form, load_standard_forms
from fastlinje.tariffs.data import load_tariffs
from fastlinje.tariffs.rules import Price

BERGS_PRICE = Price(Money(22400), Money(34200), Money(0))
"""What lege Berg's e-consultation costs an adult: she is a specialist, and Tangen takes no invoice fee."""
OWNER = "owner"


def with_prices() -> None:
    """The prices that come with the product."""
    load_tariffs()


def with_form(practice_id: UUID) -> UUID:
    """«Beskriv symptomene dine» stands before e-consultations at that office."""
    (questionnaire_id,) = load_standard_forms().values()
    assign_form(practice_id=practice_id, service_code="e_consultation", questionnaire_id=questionnaire_id)
    return questionnaire_id


def sending(actor: Actor, recipient_id: UUID, **changes: Any) -> dict[str, Any]:
    """Arguments of a send that goes through after `pass_gate`."""
    return {
        "actor": actor,
        "now": now(),
        "recipient_id": recipient_id,
        "subject": "Utslett på armen",
        "text": "Hei. Jeg har hatt utslett i fire dager.",
        "files": (),
        "price": BERGS_PRICE,
    } | changes


def send(actor: Actor, recipient_id: UUID, **changes: Any) -> UUID:
    """A question sent through gate and compose; the conversation's id."""
    pass_gate(actor=actor, now=now())
    return start_e_consultation(**sending(actor, recipient_id, **changes))


def a_file(name: str = "arm.jpg", **changes: Any) -> StoredFile:
    """A stored file's particulars, without bytes."""
    return StoredFile(
        **{"id": new_id(), "name": name, "content_type": "image/jpeg", "size_bytes": 1200, "is_held": False} | changes
    )


def attach(actor: Actor, **arguments: Any) -> UUID:
    """Hang a file on the actor's draft."""
    return attach_file(actor=actor, now=now(), file=a_file(), **arguments)


def draft_of(actor: Actor, **where: Any) -> Draft:
    """The actor's draft as it stands now."""
    return Draft.objects.using(OWNER).get(author_id=actor.person_id, **where)


def files_of(**where: Any) -> list[Attachment]:
    """Files as they stand now."""
    return list(Attachment.objects.using(OWNER).filter(**where).order_by("position"))


def reading_as(actor: Actor) -> Any:
    """A transaction in which queries run as the actor."""
    return gate.reading(actor, now=now())
