"""The office's own settings."""

from datetime import datetime

import phonenumbers

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound

from ..models import Organization
from ..rules import check_may_administer, check_office_settings


@command
def set_office(
    *,
    actor: Actor,
    now: datetime,
    phone: str,
    address: str,
    postal_code: str,
    city: str,
    opening_hours: str,
    web_page: str,
    invoice_fee_ore: int,
    message_max_chars: int,
    staff_session_hours: int,
) -> None:
    """Change what patients see of the office, and its limits. Takes effect at once.

    phone                as people write it; kept as E.164
    message_max_chars    500 to 4000
    staff_session_hours  1 to 12; holds from the next log-in
    Refuses              not_administrator, message_length, session_hours, invoice_fee, phone_missing
    """
    check_may_administer(actor)
    office = Organization.objects.select_for_update(of=("self",)).filter(pk=actor.practice_id).first()
    if office is None:
        raise NotFound
    dialled = e164(phone)
    check_office_settings(
        message_max_chars=message_max_chars,
        staff_session_hours=staff_session_hours,
        invoice_fee_ore=invoice_fee_ore,
        phone=dialled,
    )
    changes = {
        "phone": dialled,
        "address": address,
        "postal_code": postal_code,
        "city": city,
        "opening_hours": opening_hours.replace("\r\n", "\n").strip(),
        "web_page": web_page,
        "invoice_fee_ore": invoice_fee_ore,
        "message_max_chars": message_max_chars,
        "staff_session_hours": staff_session_hours,
    }
    for name, value in changes.items():
        setattr(office, name, value)
    office.save(update_fields=list(changes))
    record(actor, "office.set", now=now, entity=("Organization", office.pk))


def e164(phone: str) -> str:
    """«+4722334455» for a Norwegian number however it is written; "" for what is none."""
    try:
        number = phonenumbers.parse(phone, "NO")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
