"""What codes in a copy are called."""

from datetime import date, datetime

from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fastlinje.core.actor import ConsentLevel, Scope
from fastlinje.dialogue.states import ConversationState
from fastlinje.people.notice_choice import NoticeKind
from fastlinje.questionnaires.documents.words import moment as as_moment
from fastlinje.scheduling.states import AppointmentState, Modality

CONSENTS = {
    ConsentLevel.UNDECIDED: gettext_lazy("Ikke valgt ennå"),
    ConsentLevel.NONE: gettext_lazy("Ingen tilgang"),
    ConsentLevel.BASIS: gettext_lazy("Basis"),
    ConsentLevel.FULL: gettext_lazy("Full tilgang"),
}
SCOPES = {
    Scope.CONSENT: gettext_lazy("Samtykke"),
    Scope.DIALOGUE: gettext_lazy("Meldinger og e-konsultasjon"),
    Scope.APPOINTMENTS: gettext_lazy("Timer"),
    Scope.PRESCRIPTIONS: gettext_lazy("Resepter"),
    Scope.INVOICES: gettext_lazy("Regninger"),
}
BASES = {
    "parental": gettext_lazy("Foreldreansvar"),
    "guardian": gettext_lazy("Vergemål"),
    "power_of_attorney": gettext_lazy("Fullmakt"),
    "decided": gettext_lazy("Oppnevnt"),
}
CHANNELS = {"email": gettext_lazy("E-post"), "sms": gettext_lazy("SMS")}
SERVICES = {"appointment": gettext_lazy("Bestille time"), "e_consultation": gettext_lazy("E-konsultasjon")}
KINDS = {"e_consultation": gettext_lazy("E-konsultasjon")}
NOTICES = {
    NoticeKind.ANSWER: gettext_lazy("Legekontoret har svart meg"),
    NoticeKind.NEWS: gettext_lazy("Noe annet er nytt i en samtale"),
    NoticeKind.POWER: gettext_lazy("En fullmakt er gitt, endret eller avsluttet"),
    NoticeKind.RECEIPT: gettext_lazy("Kvittering når jeg har sendt noe, eller noe jeg har bedt om er klart"),
}


def consent(code: str) -> str:
    """«Full tilgang»."""
    return str(CONSENTS[ConsentLevel(code)])


def scopes(codes: list[str]) -> str:
    """«Meldinger og e-konsultasjon, Timer»; all when none is named."""
    return ", ".join(str(SCOPES[scope]) for scope in SCOPES if scope.value in codes) or _("Alt")


def state(code: str) -> str:
    """«Besvart»."""
    return str(ConversationState(code).label)


def appointment_state(code: str) -> str:
    """«Bestilt»."""
    return str(AppointmentState(code).label)


def modality(code: str) -> str:
    """«Telefon»."""
    return str(Modality(code).label)


def moment(text: str | None) -> str:
    """«22. november 2026 kl. 09.12»; "" for none."""
    return as_moment(datetime.fromisoformat(text), get_language()) if text else ""


def day(text: str | None) -> str:
    """«22. november 2026»; "" for none."""
    return format_date(date.fromisoformat(text), _("j. F Y")) if text else ""


def yes_or_no(value: bool) -> str:
    """«Ja»."""
    return _("Ja") if value else _("Nei")


def of(names: dict, code: str) -> str:
    """What a code is called; the code itself when it has no name here."""
    return str(names.get(code, code))
