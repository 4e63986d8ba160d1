"""What may be changed at an office and by whom, and how it must look. Pages ask the same as the commands enforce."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Actor, RoleCode
from fastlinje.core.identifiers import is_synthetic, valid_national_id
from fastlinje.core.refusal import Refused
from fastlinje.people.rules import is_phone_number

from .models import InfoText, PractitionerRole, ServiceCode

OFF_REASON_MAX_CHARS = 200
MESSAGE_CHARS = (500, 4000)
SESSION_HOURS = (1, 12)
INVOICE_FEE_MAX_ORE = 10_000
HER_ID_DIGITS = 10
TREATERS = frozenset({RoleCode.GP.value, RoleCode.SUBSTITUTE.value})

# Services this version can deliver. The others stay off, with what to do instead.
OFFERED = frozenset({ServiceCode.E_CONSULTATION.value, ServiceCode.APPOINTMENT.value})

ROLE_NAMES = {
    RoleCode.GP: gettext_lazy("Fastlege"),
    RoleCode.SUBSTITUTE: gettext_lazy("Vikarlege"),
    RoleCode.NURSE: gettext_lazy("Sykepleier"),
    RoleCode.SECRETARY: gettext_lazy("Helsesekretær"),
    RoleCode.ADMIN: gettext_lazy("Kontorleder – styrer innstillinger og medarbeidere, ser ikke samtaler"),
    RoleCode.OWNER: gettext_lazy("Eier – som kontorleder, og kan legge til andre eiere"),
}


def may_set_services_of(actor: Actor, role: PractitionerRole) -> bool:
    """A doctor decides over their own services, an administrator over all at the office."""
    return actor.may_administer or role.practitioner_id == actor.practitioner_id


def check_may_set_services_of(actor: Actor, role: PractitionerRole) -> None:
    """Refuses not_yours."""
    if not may_set_services_of(actor, role):
        raise Refused("not_yours", _("Legen selv eller kontorlederen kan slå tjenester av og på."))


def check_is_offered(code: str) -> None:
    """Refuses not_available: nobody is led to a page that does not exist."""
    if code not in OFFERED:
        raise Refused("not_available", _("Denne tjenesten kan ikke slås på ennå. Skriv hva pasientene skal gjøre i stedet."))


def check_off_reason(reason: str, back: date | None, today: date) -> None:
    """Refuses reason_missing, reason_too_long, back_date_past: patients must be told why and what to do (F-011)."""
    if not reason:
        raise Refused("reason_missing", _("Skriv hvorfor, så pasientene vet det."), fields=("off_reason",))
    if len(reason) > OFF_REASON_MAX_CHARS:
        over = len(reason) - OFF_REASON_MAX_CHARS
        raise Refused("reason_too_long", _("Teksten er %d tegn for lang.") % over, fields=("off_reason",))
    if back and back <= today:
        raise Refused("back_date_past", _("Velg en dato fram i tid, eller la feltet stå tomt."), fields=("back_date",))


def check_info_text(slot: str, text: str) -> None:
    """Refuses unknown_slot, text_too_long (F-220: 200 characters for the panel, 300 elsewhere)."""
    if slot not in InfoText.Slot.values:
        raise Refused("unknown_slot", _("Denne teksten finnes ikke."))
    limit = InfoText.LIMITS[InfoText.Slot(slot)]
    if len(text) > limit:
        raise Refused(
            "text_too_long",
            _("Teksten er %(over)d tegn for lang. Den kan ha inntil %(limit)d tegn.") % {"over": len(text) - limit, "limit": limit},
            fields=("text",),
        )


def check_may_administer(actor: Actor) -> None:
    """Refuses not_administrator."""
    if not actor.may_administer:
        raise Refused("not_administrator", _("Bare kontorlederen kan endre dette."))


def check_may_grant(actor: Actor, code: str) -> None:
    """Refuses owner_needed: only an owner makes or ends an owner."""
    if code == RoleCode.OWNER and RoleCode.OWNER not in actor.roles:
        raise Refused("owner_needed", _("Bare en eier kan legge til eller avslutte en eier."), fields=("code",))


def check_identity(given_name: str, family_name: str, national_id: str, *, accept_synthetic: bool) -> None:
    """Refuses name_missing, national_id_invalid."""
    for field, name in (("given_name", given_name), ("family_name", family_name)):
        if not name:
            raise Refused("name_missing", _("Skriv fornavn og etternavn."), fields=(field,))
    if not valid_national_id(national_id) or (is_synthetic(national_id) and not accept_synthetic):
        sentence = _("Dette er ikke et gyldig fødselsnummer. Det har elleve siffer.")
        raise Refused("national_id_invalid", sentence, fields=("national_id",))


def check_desk_phone(phone: str) -> None:
    """Refuses phone_invalid. It may be empty."""
    if phone and not is_phone_number(phone):
        raise Refused("phone_invalid", _("Skriv et telefonnummer, for eksempel 22 00 00 00."), fields=("phone",))


def check_her_id(her_id: str) -> None:
    """Refuses her_id_invalid."""
    if her_id and not (her_id.isascii() and her_id.isdigit() and her_id[0] != "0" and len(her_id) <= HER_ID_DIGITS):
        raise Refused("her_id_invalid", _("HER-id har bare siffer, høyst ti, og begynner ikke med null."), fields=("her_id",))


def check_role_dates(code: str, start: date | None, end: date | None, today: date) -> None:
    """Refuses dates_reversed, end_past, substitute_needs_end."""
    if start and end and end < start:
        raise Refused("dates_reversed", _("Siste dag kan ikke være før første dag."), fields=("end_date",))
    if end and end < today:
        raise Refused("end_past", _("Siste dag kan ikke være passert."), fields=("end_date",))
    if code == RoleCode.SUBSTITUTE and end is None:
        raise Refused("substitute_needs_end", _("En vikar må ha en siste dag."), fields=("end_date",))


def check_office_settings(*, message_max_chars: int, staff_session_hours: int, invoice_fee_ore: int, phone: str) -> None:
    """Refuses message_length, session_hours, invoice_fee, phone_missing."""
    if not MESSAGE_CHARS[0] <= message_max_chars <= MESSAGE_CHARS[1]:
        sentence = _("Velg mellom %(least)d og %(most)d tegn.") % {"least": MESSAGE_CHARS[0], "most": MESSAGE_CHARS[1]}
        raise Refused("message_length", sentence, fields=("message_max_chars",))
    if not SESSION_HOURS[0] <= staff_session_hours <= SESSION_HOURS[1]:
        sentence = _("Velg mellom %(least)d og %(most)d timer.") % {"least": SESSION_HOURS[0], "most": SESSION_HOURS[1]}
        raise Refused("session_hours", sentence, fields=("staff_session_hours",))
    if not 0 <= invoice_fee_ore <= INVOICE_FEE_MAX_ORE:
        raise Refused("invoice_fee", _("Fakturagebyret kan være fra 0 til 100 kroner."), fields=("invoice_fee_kr",))
    if not phone:
        raise Refused("phone_missing", _("Skriv et norsk telefonnummer. Det vises for pasientene."), fields=("phone",))
