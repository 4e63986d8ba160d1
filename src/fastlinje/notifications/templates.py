"""The words of every notice. They say who has news and «log in», and nothing about health (rules.md 4).

A text may name the office, a date or a moment, and the one-time code somebody asked for; nothing else can get in.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fastlinje.core.clock import OSLO
from fastlinje.people.notice_choice import NoticeKind

OFFICE, DATE, CODE = "office", "date", "code"
WHEN, UNTIL = "when", "until"
_OFFICE_CHARS = 40


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of notice.

    subject      of the e-mail; an SMS has none
    sentence     the message in either channel
    placeholders those its texts must be given, no more and no less
    useful       how long after the event it is still worth sending
    kind         what people switch off; None is always sent
    at_once      the person waits for it: not held back at night
    """

    subject: Any
    sentence: Any
    placeholders: frozenset[str]
    useful: timedelta
    kind: NoticeKind | None = None
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """A notice ready to send."""

    subject: str
    sentence: str


TEMPLATES: dict[str, Template] = {
    "received": Template(
        _("Melding fra {office}"),
        _("Vi har mottatt henvendelsen din. Frist for svar er {date}."),
        frozenset({OFFICE, DATE}),
        useful=timedelta(hours=24),
        kind=NoticeKind.RECEIPT,
        at_once=True,
    ),
    "answered": Template(
        _("Ny melding fra {office}"),
        _("{office} har svart deg. Du kan svare tilbake når du er logget inn."),
        frozenset({OFFICE}),
        useful=timedelta(days=3),
        kind=NoticeKind.ANSWER,
    ),
    "answered_and_closed": Template(
        _("Ny melding fra {office}"),
        _("{office} har svart og avsluttet samtalen. Logg inn for å lese."),
        frozenset({OFFICE}),
        useful=timedelta(days=3),
        kind=NoticeKind.ANSWER,
    ),
    "news": Template(
        _("Ny melding fra {office}"),
        _("Du har en ny melding fra {office}. Logg inn for å lese den."),
        frozenset({OFFICE}),
        useful=timedelta(days=3),
        kind=NoticeKind.NEWS,
    ),
    "appointment_booked": Template(
        _("Time hos {office}"),
        _("Du har fått time hos {office} {when}."),
        frozenset({OFFICE, WHEN}),
        useful=timedelta(days=1),
        kind=NoticeKind.APPOINTMENT,
    ),
    "appointment_phone": Template(
        _("Time hos {office}"),
        _("{office} ringer deg {when}. Du skal ikke møte opp."),
        frozenset({OFFICE, WHEN}),
        useful=timedelta(days=1),
        kind=NoticeKind.APPOINTMENT,
    ),
    "appointment_video": Template(
        _("Time hos {office}"),
        _("Du har videotime hos {office} {when}. Logg inn for å delta."),
        frozenset({OFFICE, WHEN}),
        useful=timedelta(days=1),
        kind=NoticeKind.APPOINTMENT,
    ),
    "appointment_moved": Template(
        _("Ny tid hos {office}"),
        _("Timen din hos {office} er endret. Ny tid: {when}."),
        frozenset({OFFICE, WHEN}),
        useful=timedelta(days=1),
        kind=NoticeKind.APPOINTMENT,
    ),
    "appointment_moved_phone": Template(
        _("Ny tid hos {office}"),
        _("Timen din er endret. {office} ringer deg {when}. Du skal ikke møte opp."),
        frozenset({OFFICE, WHEN}),
        useful=timedelta(days=1),
        kind=NoticeKind.APPOINTMENT,
    ),
    "appointment_moved_video": Template(
        _("Ny tid hos {office}"),
        _("Timen din er endret. Du har videotime hos {office} {when}. Logg inn for å delta."),
        frozenset({OFFICE, WHEN}),
        useful=timedelta(days=1),
        kind=NoticeKind.APPOINTMENT,
    ),
    "appointment_cancelled": Template(
        _("Avlyst time hos {office}"),
        _("Timen din hos {office} {when} er avlyst. Logg inn for mer informasjon."),
        frozenset({OFFICE, WHEN}),
        useful=timedelta(days=1),
        kind=NoticeKind.APPOINTMENT,
    ),
    "left_office": Template(
        _("Melding fra {office}"),
        _("Fastlegen din er ikke lenger hos {office}. Logg inn for å se hva som skjer med timene dine der."),
        frozenset({OFFICE}),
        useful=timedelta(days=7),
        kind=NoticeKind.APPOINTMENT,
    ),
    "request_received": Template(
        _("Melding fra {office}"),
        _("Timeønsket ditt er mottatt. {office} svarer deg her."),
        frozenset({OFFICE}),
        useful=timedelta(hours=24),
        kind=NoticeKind.RECEIPT,
        at_once=True,
    ),
    "request_declined": Template(
        _("Melding fra {office}"),
        _("{office} kan ikke gi deg timen du ba om. Logg inn for å se hvorfor og hva du kan gjøre."),
        frozenset({OFFICE}),
        useful=timedelta(days=3),
        kind=NoticeKind.APPOINTMENT,
    ),
    "times_offered": Template(
        _("Melding fra {office}"),
        _("{office} har foreslått tider til deg. Logg inn for å velge innen {until}."),
        frozenset({OFFICE, UNTIL}),
        useful=timedelta(hours=24),
        kind=NoticeKind.APPOINTMENT,
    ),
    "earlier_offered": Template(
        _("Tidligere time hos {office}"),
        _("En tidligere time er ledig. Logg inn for å svare innen {until}."),
        frozenset({OFFICE, UNTIL}),
        useful=timedelta(minutes=20),
        kind=NoticeKind.APPOINTMENT,
        at_once=True,
    ),
    "reminder": Template(
        _("Husk timen hos {office}"),
        _("Husk timen hos {office} {when}. Avbestill senest {until}."),
        frozenset({OFFICE, WHEN, UNTIL}),
        useful=timedelta(hours=24),
        kind=NoticeKind.REMINDER,
    ),
    "reminder_late": Template(
        _("Husk timen hos {office}"),
        _("Husk timen hos {office} {when}."),
        frozenset({OFFICE, WHEN}),
        useful=timedelta(hours=24),
        kind=NoticeKind.REMINDER,
    ),
    "reminder_phone": Template(
        _("Husk timen hos {office}"),
        _("{office} ringer deg {when}. Du skal ikke møte opp."),
        frozenset({OFFICE, WHEN}),
        useful=timedelta(hours=2),
        kind=NoticeKind.REMINDER,
        at_once=True,
    ),
    "reminder_video": Template(
        _("Husk timen hos {office}"),
        _("Du har videotime hos {office} {when}. Logg inn for å delta."),
        frozenset({OFFICE, WHEN}),
        useful=timedelta(hours=2),
        kind=NoticeKind.REMINDER,
        at_once=True,
    ),
    "power_given": Template(
        _("Beskjed fra Fastlinje"),
        _("Noen har fått eller mistet fullmakt på dine vegne. Logg inn for å sjekke."),
        frozenset(),
        useful=timedelta(days=7),
        kind=NoticeKind.POWER,
    ),
    "power_held": Template(
        _("Beskjed fra Fastlinje"),
        _("Noen har gitt, endret eller avsluttet en fullmakt til deg. Logg inn for å sjekke."),
        frozenset(),
        useful=timedelta(days=7),
        kind=NoticeKind.POWER,
    ),
    "of_age": Template(
        _("Beskjed fra Fastlinje"),
        _("Fra i dag styrer du selv helsetjenestene dine her."),
        frozenset(),
        useful=timedelta(days=7),
        kind=NoticeKind.POWER,
    ),
    "acts_for_changed": Template(
        _("Beskjed fra Fastlinje"),
        _("Det er endret hvem du kan handle for her. Logg inn for å se hvem du kan handle for nå."),
        frozenset(),
        useful=timedelta(days=7),
        kind=NoticeKind.POWER,
    ),
    "youth_access": Template(
        _("Beskjed fra Fastlinje"),
        _("Det er endret hvem som kan bruke Fastlinje på egen hånd. Logg inn for å sjekke."),
        frozenset(),
        useful=timedelta(days=7),
        kind=NoticeKind.POWER,
    ),
    "ready": Template(
        _("Beskjed fra Fastlinje"),
        _("Noe du har bedt om, er klart. Logg inn for å hente det."),
        frozenset(),
        useful=timedelta(hours=20),
        kind=NoticeKind.RECEIPT,
        at_once=True,
    ),
    "contact_code": Template(
        _("Koden din"),
        _("Koden din er {code}. Den gjelder i 15 minutter. Gi den aldri til andre."),
        frozenset({CODE}),
        useful=timedelta(minutes=15),
        at_once=True,
    ),
}


def wording(template: str, values: Mapping[str, str], language: str) -> Wording:
    """The texts of a notice.

    values    office: its short name; date, when, until: ISO 8601; code: six digits
    Raises ValueError when a placeholder is missing, is not allowed in this text, or is not what it should be.
    """
    known = TEMPLATES[template]
    _check_names(template, values)
    with translation.override(language):
        filled = {name: _FILL[name](value) for name, value in values.items()}
        return Wording(str(known.subject).format(**filled), str(known.sentence).format(**filled))


def check_values(template: str, values: Mapping[str, str]) -> None:
    """Raise ValueError unless these are what the template takes. A code is filled in when sent, never stored with a notice."""
    _check_names(template, {**values, CODE: ""} if CODE in TEMPLATES[template].placeholders else values)
    for name, value in values.items():
        _FILL[name](value)


def _check_names(template: str, values: Mapping[str, str]) -> None:
    if set(values) != TEMPLATES[template].placeholders:
        raise ValueError(f"{template} takes {sorted(TEMPLATES[template].placeholders)}")


def email_body(sentence: str, host: str, language: str) -> str:
    """The whole text of an e-mail: the sentence, where to go, and that nobody reads replies.

    host  an address to type, not a link to click: whoever gets used to links logs in at impostors' pages
    """
    with translation.override(language):
        where = gettext("Skriv %(host)s i nettleseren din og logg inn. Vi sender aldri lenker til innlogging.") % {"host": host}
        replies = gettext("Denne e-posten er sendt automatisk. Ingen leser svar på den.")
    return f"{sentence}\n\n{where}\n\n{replies}\n"


def one_line(text: str) -> str:
    """Text without line breaks or invisible characters, so that it can begin no header and no new line (AD-53)."""
    visible = "".join(char if unicodedata.category(char)[0] not in "CZ" else " " for char in text)
    return " ".join(visible.split())


def _office(value: str) -> str:
    return one_line(value)[:_OFFICE_CHARS]


def _day(value: str) -> str:
    return format_date(date.fromisoformat(value), gettext("l j. F"))


def _moment(value: str) -> str:
    return format_date(datetime.fromisoformat(value).astimezone(OSLO), gettext(r"l j. F \k\l. H.i"))


def _code(value: str) -> str:
    if not re.fullmatch(r"[0-9]{6}", value):
        raise ValueError("a code has six digits")
    return value


_FILL = {OFFICE: _office, DATE: _day, CODE: _code, WHEN: _moment, UNTIL: _moment}
