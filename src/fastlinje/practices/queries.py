"""What a person may know of their own GP and office. Staff-side reading is in files of its own."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from fastlinje.core.actor import Actor, RoleCode
from fastlinje.core.clock import oslo_date
from fastlinje.core.prepared import prepared

from .block_rules import blocked
from .blocks import lasting_blocks
from .models import GpCheck, HealthcareService, InfoText, Patient, PractitionerRole, ServiceCode

__all__ = [
    "CareTeam",
    "Doctor",
    "ListElsewhere",
    "OwnOffice",
    "Service",
    "ServiceCode",
    "care_team_for",
    "list_elsewhere_for",
    "own_office_for",
]


@dataclass(frozen=True, slots=True)
class OwnOffice:
    """The office of a person's GP, and the person as a patient there.

    hours                lines as the office wrote them
    blocked_until        the services the office keeps the person from, with the last day of each
    panel_text, e_consultation_text  what the office adds, plain text, "" when nothing
    """

    patient_id: UUID
    patient_name: str
    birth_date: date
    practice_id: UUID
    name: str
    phone: str
    address: str
    hours: tuple[str, ...]
    web_page: str
    invoice_fee_ore: int
    message_max_chars: int
    gp_role_id: UUID
    gp_name: str
    panel_text: str
    e_consultation_text: str
    blocked_until: tuple[tuple[str, date], ...] = ()

    def blocked_on(self, day: date) -> frozenset[str]:
        """The services the office keeps the person from on a day."""
        return frozenset(code for code, last_day in self.blocked_until if day <= last_day)

    def check_not_blocked(self, code: str, now: datetime) -> None:
        """Refuses patient_blocked (F-143)."""
        if code in self.blocked_on(oslo_date(now)):
            raise blocked(code)


@dataclass(frozen=True, slots=True)
class Service:
    """One service of one doctor, on or off; `off_reason` in the office's words."""

    active: bool
    off_reason: str = ""
    back_date: date | None = None


@dataclass(frozen=True, slots=True)
class Doctor:
    """Somebody who may treat the person: the GP of the list, or who stands in for them today.

    until     the last day of a substitute, None when open
    services  the doctor's own rows by ServiceCode
    """

    role_id: UUID
    name: str
    is_substitute: bool
    is_specialist: bool
    until: date | None
    services: dict[str, Service]


@dataclass(frozen=True, slots=True)
class CareTeam:
    """The GP of a list and their substitutes today, the GP first.

    blocked  the services the office keeps the person from today
    """

    doctors: tuple[Doctor, ...]
    blocked: frozenset[str] = frozenset()

    @property
    def substitutes(self) -> tuple[Doctor, ...]:
        return tuple(doctor for doctor in self.doctors if doctor.is_substitute)

    def service(self, code: str) -> Service | None:
        """The GP's own row for a service; None when the office has never said anything about it."""
        return next((doctor.services.get(code) for doctor in self.doctors if not doctor.is_substitute), None)

    def offering(self, code: str) -> tuple[Doctor, ...]:
        """Who takes this service now. A substitute offers what the GP offers, unless a row of their own says otherwise."""
        if code in self.blocked:
            return ()
        of_gp = self.service(code) or Service(active=False)
        return tuple(doctor for doctor in self.doctors if doctor.services.get(code, of_gp).active)


def own_office_for(actor: Actor) -> OwnOffice | None:
    """The office where the person is on a GP's list; None when no office here has them (F-012)."""
    for patient in _on_a_list(person_id=actor.subject_id):
        return _office(patient)
    return None


@dataclass(frozen=True, slots=True)
class ListElsewhere:
    """What the registers said of somebody who is on no list here, or about whom they differ; names may be empty."""

    outcome: str
    gp_name: str
    office_name: str


def list_elsewhere_for(actor: Actor) -> ListElsewhere | None:
    """What the registers last said; None when they were never asked, or when the list is here."""
    row = GpCheck.objects.filter(person_id=actor.subject_id).exclude(outcome=GpCheck.Outcome.HERE).first()
    return ListElsewhere(row.outcome, row.gp_name, row.office_name) if row else None


def care_team_for(actor: Actor, office: OwnOffice, *, now: datetime) -> CareTeam:
    """Who may treat the person today, and what each of them has on or off."""
    roles = _treating(gp_role_id=office.gp_role_id, practice_id=office.practice_id, today=oslo_date(now))
    doctors = [_doctor(role, office.gp_role_id) for role in roles]
    ordered = sorted(doctors, key=lambda doctor: (doctor.is_substitute, doctor.name))
    return CareTeam(tuple(ordered), office.blocked_on(oslo_date(now)))


@prepared
def _on_a_list(*, person_id: UUID) -> QuerySet[Patient]:
    return (
        Patient.objects.filter(person_id=person_id, active=True, general_practitioner__isnull=False)
        .select_related("practice", "general_practitioner__practitioner")
        .defer("national_id", "national_id_index")
        .annotate(panel_text=_text(InfoText.Slot.PANEL), e_consultation_text=_text(InfoText.Slot.E_CONSULTATION))
        .annotate(blocks_here=ArraySubquery(_blocks_of_patient()))
    )


@prepared
def _treating(*, gp_role_id: UUID, practice_id: UUID, today: date) -> QuerySet[PractitionerRole]:
    services = HealthcareService.objects.filter(role_id=OuterRef("pk")).values(
        service=JSONObject(code="code", active="active", off_reason="off_reason", back_date="back_date")
    )
    standing_in = Q(substitutes_for_id=gp_role_id, code=RoleCode.SUBSTITUTE)
    return (
        PractitionerRole.objects.filter(Q(pk=gp_role_id) | standing_in, active=True, practice_id=practice_id)
        .filter(Q(start_date__isnull=True) | Q(start_date__lte=today), Q(end_date__isnull=True) | Q(end_date__gte=today))
        .select_related("practitioner")
        .annotate(rows=ArraySubquery(services))
    )


def _blocks_of_patient() -> QuerySet:
    return lasting_blocks().filter(patient_id=OuterRef("pk")).values(block=JSONObject(code="code", end_date="end_date"))


def _text(slot: str) -> Subquery:
    return Subquery(InfoText.objects.filter(practice_id=OuterRef("practice_id"), slot=slot).values("text")[:1])


def _office(patient: Patient) -> OwnOffice:
    practice = patient.practice
    place = f"{practice.postal_code} {practice.city}".strip()
    return OwnOffice(
        patient_id=patient.pk,
        patient_name=patient.name,
        birth_date=patient.birth_date,
        practice_id=practice.pk,
        name=practice.name,
        phone=practice.phone,
        address=", ".join(filter(None, (practice.address, place))),
        hours=tuple(practice.opening_hours.splitlines()),
        web_page=practice.web_page,
        invoice_fee_ore=practice.invoice_fee_ore,
        message_max_chars=practice.message_max_chars,
        gp_role_id=patient.general_practitioner_id,
        gp_name=patient.general_practitioner.practitioner.name,
        panel_text=patient.panel_text or "",
        e_consultation_text=patient.e_consultation_text or "",
        blocked_until=tuple((each["code"], date.fromisoformat(each["end_date"])) for each in patient.blocks_here),
    )


def _doctor(role: PractitionerRole, gp_role_id: UUID) -> Doctor:
    return Doctor(
        role_id=role.pk,
        name=role.practitioner.name,
        is_substitute=role.pk != gp_role_id,
        is_specialist=role.practitioner.specialist,
        until=role.end_date if role.pk != gp_role_id else None,
        services={row["code"]: _service(row) for row in role.rows},
    )


def _service(row: dict) -> Service:
    back = row["back_date"]
    return Service(active=row["active"], off_reason=row["off_reason"], back_date=date.fromisoformat(back) if back else None)
