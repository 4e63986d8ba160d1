"""Moments and registers in an operator's words."""

from datetime import datetime

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from fastlinje.core.clock import OSLO
from fastlinje.people.register_status import CONTACT, DOCUMENT, FILE, FLR, GP, KRR, REPRESENTATION, SERVICE
from fastlinje.people.registers.representation_register import Subject

_MOMENT = r"j. F \k\l. H.i.s"


def moment_in_words(at: datetime | None) -> str:
    """To the second; «–» for never."""
    return format_date(at.astimezone(OSLO), _MOMENT) if at else "–"


def subject_in_words(subject: Subject) -> str:
    """What a source of representation knows about."""
    return {
        Subject.CHILDREN: _("foreldreansvar"),
        Subject.GUARDIANSHIPS: _("vergemål"),
        Subject.POWERS_OF_ATTORNEY: _("fullmakter"),
        Subject.DECIDED_REPRESENTATIONS: _("vedtak om representasjon"),
        Subject.ADDRESS_PROTECTION: _("adressesperre"),
    }[subject]


def register_in_words(register: str) -> str:
    """What a register is about."""
    return {
        REPRESENTATION: _("Hvem som kan handle for andre"),
        GP: _("Hvem som er fastlege"),
        CONTACT: _("Kontaktopplysninger"),
    }[register]


def source_in_words(source: str) -> str:
    """Where what a register says is heard."""
    return {
        FILE: _("Fil"),
        SERVICE: _("Tjeneste"),
        DOCUMENT: _("Opplastet dokument"),
        FLR: _("Fastlegeregisteret"),
        KRR: _("Kontakt- og reservasjonsregisteret"),
    }[source]
