"""The second half of confirming an address for notices."""

import secrets
from datetime import datetime

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused

from ..consent import lock_self
from ..models import ContactCode, ContactPoint
from ..rules import CODE_ATTEMPTS, code_digits

CONFIRMED, WRONG = "confirmed", "wrong"


@command
def confirm_contact_point(*, actor: Actor, now: datetime, system: str, code: str) -> str:
    """Show that an address is one's own by the code that was sent there; from now on notices may go to it.

    Returns  "confirmed", or "wrong": that is no refusal, since a refusal undoes everything and a wrong try must count
    Refuses  code_expired (also after five wrong tries)
    Source   F-007
    """
    person = lock_self(actor)
    sent = ContactCode.objects.filter(person=person, system=system, expires_at__gt=now, attempts__lt=CODE_ATTEMPTS).first()
    if sent is None:
        raise Refused("code_expired", _("Koden gjelder ikke lenger. Be om en ny kode."), fields=("code",))
    if not secrets.compare_digest(code_digits(code), sent.code):
        sent.attempts += 1
        sent.save(update_fields=["attempts"])
        record(actor, "contact_point.wrong_code", now=now, entity=("ContactPoint", sent.pk), why="self")
        return WRONG
    _keep(sent, now=now)
    record(actor, "contact_point.confirm", now=now, entity=("ContactPoint", sent.pk), why="self")
    sent.delete()
    return CONFIRMED


def _keep(sent: ContactCode, *, now: datetime) -> None:
    point = ContactPoint.objects.filter(person_id=sent.person_id, system=sent.system).first()
    if point is None:
        ContactPoint.objects.create(id=new_id(), person_id=sent.person_id, system=sent.system, value=sent.value, verified_at=now)
        return
    point.value, point.verified_at = sent.value, now
    point.save(update_fields=["value", "verified_at"])
