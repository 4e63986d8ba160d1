"""A doctor's list as a file: read with care, told about by line number, never by national number."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from fastlinje.audit.gate import reading
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused

from .commands.register_patient import register_patient, take_off_list
from .models import Organization, Patient

COLUMNS = ("given_name", "family_name", "national_number", "gp_hpr_number")
_NORWEGIAN = {"fornavn": "given_name", "etternavn": "family_name", "fødselsnummer": "national_number", "hpr": "gp_hpr_number"}


class UnreadableList(Exception):
    """The file is no list of patients; the message says what it must look like."""


@dataclass(frozen=True, slots=True)
class Line:
    """One patient in the file; `number` counts as editors do, the heading is line 1."""

    number: int
    given_name: str
    family_name: str
    national_id: str
    gp_hpr_number: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one line: "new", "changed", "unchanged", "taken off", or the sentence that refused it."""

    line: int
    what: str
    refused: bool = False


def read_list(content: bytes) -> tuple[Line, ...]:
    """The lines of a CSV with a heading, separated by comma, semicolon or tab, in UTF-8 or as Excel writes it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    heading = text.split("\n", 1)[0]
    separator = max(";,\t", key=heading.count)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    names = [_NORWEGIAN.get(name.strip().lower(), name.strip().lower()) for name in next(rows, [])]
    if not set(COLUMNS) <= set(names):
        raise UnreadableList(f"The first line must name the columns {', '.join(COLUMNS)} (or {', '.join(_NORWEGIAN)}).")
    return tuple(_line(rows.line_num, dict(zip(names, row, strict=False))) for row in rows if any(row))


def office_with(actor: Actor, organization_number: str, *, now: datetime) -> tuple[UUID, str] | None:
    """Id and name of the office with this organisation number, for the command line."""
    with reading(actor, now=now):
        return Organization.objects.filter(organization_number=organization_number).values_list("id", "name").first()


def offices(actor: Actor, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """Organisation number and name of every office, for the command line."""
    with reading(actor, now=now):
        return tuple(Organization.objects.order_by("name").values_list("organization_number", "name"))


def import_list(
    actor: Actor, practice_id: UUID, lines: tuple[Line, ...], *, now: datetime, whole_list: bool = False
) -> Iterator[Outcome]:
    """Register every line, each in its own transaction, so that one bad line stops no other.

    whole_list  those on the lists of the doctors in the file who are not in it are taken off
    """
    for line in lines:
        try:
            what = register_patient(
                actor=actor,
                now=now,
                practice_id=practice_id,
                given_name=line.given_name,
                family_name=line.family_name,
                national_id=line.national_id,
                gp_hpr_number=line.gp_hpr_number,
            )
            yield Outcome(line.number, what)
        except Refused as refusal:
            yield Outcome(line.number, refusal.sentence, refused=True)
    if whole_list:
        for patient_id in _not_in(actor, practice_id, lines, now):
            take_off_list(actor=actor, now=now, patient_id=patient_id)
            yield Outcome(0, "taken off")


def _not_in(actor: Actor, practice_id: UUID, lines: tuple[Line, ...], now: datetime) -> list[UUID]:
    doctors = {line.gp_hpr_number for line in lines}
    digests = {digest for line in lines for digest in settings.INDEX_RING.digests(line.national_id)}
    with reading(actor, now=now):
        on_lists = Patient.objects.filter(
            practice_id=practice_id, active=True, general_practitioner__practitioner__hpr_number__in=doctors
        )
        return [pk for pk, digest in on_lists.values_list("id", "national_id_index") if bytes(digest) not in digests]


def _line(number: int, row: dict[str, str]) -> Line:
    value = {name: row.get(name, "").strip() for name in COLUMNS}
    return Line(
        number=number,
        given_name=value["given_name"],
        family_name=value["family_name"],
        national_id="".join(value["national_number"].split()),
        gp_hpr_number=value["gp_hpr_number"],
    )
