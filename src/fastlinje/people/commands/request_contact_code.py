"""The first half of confirming an address for notices."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.queries import times_done
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused

from ..consent import lock_self
from ..events import ContactCodeRequested
from ..models import ContactCode, ContactPoint
from ..rules import CODE_PAUSE, CODE_VALID, CODES_A_DAY, email_address, mobile_number

ASKED = "contact_point.request_code"


@command
def request_contact_code(*, actor: Actor, now: datetime, system: str, value: str) -> UUID:
    """Ask for a code at an e-mail address or a mobile number, to show that it is one's own.

    system   "email" or "sms"
    Refuses  bad_address, code_just_sent, too_many_codes
    Emits    ContactCodeRequested
    Source   F-007
    """
    person = lock_self(actor)
    address = (email_address if system == ContactPoint.System.EMAIL else mobile_number)(value)
    earlier = ContactCode.objects.filter(person=person, system=system)
    if earlier.filter(created_at__gt=now - CODE_PAUSE).exists():
        raise Refused("code_just_sent", _("Vi har nettopp sendt en kode. Vent et minutt før du ber om en ny."), fields=("value",))
    if times_done(actor, ASKED, since=now - timedelta(days=1)) >= CODES_A_DAY:
        sentence = _("Du har bedt om mange koder det siste døgnet. Prøv igjen i morgen, eller ring legekontoret.")
        raise Refused("too_many_codes", sentence, fields=("value",))
    earlier.delete()
    code = ContactCode.objects.create(
        id=new_id(),
        person=person,
        system=system,
        value=address,
        code=f"{secrets.randbelow(1_000_000):06d}",
        created_at=now,
        expires_at=now + CODE_VALID,
    )
    record(actor, ASKED, now=now, entity=("ContactPoint", code.pk), why="self")
    emit(ContactCodeRequested(code.pk))
    return code.pk
