"""Reading about the office, as staff and administrators."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from fastlinje.core.actor import Actor, RoleCode
from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import NotFound

from .colleagues import CLINICAL, colleagues_on
from .models import HealthcareService, InfoText, Organization, PractitionerRole, ServiceCode
from .rules import OFFERED, TREATERS, may_set_services_of
from .titles import title_of


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can be given a conversation."""

    role_id: UUID
    name: str
    title: str
    may_treat: bool
    is_me: bool


def colleagues_for(actor: Actor, *, now: datetime) -> tuple[Colleague, ...]:
    """Those who do clinical work at the actor's office today, doctors first, each once with their most clinical role."""
    roles = colleagues_on(actor, oslo_date(now)).filter(code__in=CLINICAL)
    order = {code: place for place, code in enumerate(CLINICAL)}
    found: dict[UUID, Colleague] = {}
    for role in sorted(roles, key=lambda role: (order[role.code], role.practitioner.family_name, role.practitioner.given_name)):
        found.setdefault(
            role.practitioner_id,
            Colleague(
                role.pk,
                role.practitioner.name,
                title_of([role.code]),
                role.code in (RoleCode.GP, RoleCode.SUBSTITUTE),
                role.practitioner_id == actor.practitioner_id,
            ),
        )
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class ServiceState:
    """One service of one doctor. `offered` is false for what this version cannot deliver yet."""

    code: str
    offered: bool
    active: bool
    off_reason: str
    back_date: date | None


@dataclass(frozen=True, slots=True)
class DoctorServices:
    """A doctor and their services; `inherits` when a substitute has what the doctor of the list has."""

    role_id: UUID
    name: str
    title: str
    may_set: bool
    inherits: bool
    services: tuple[ServiceState, ...]


def services_for(actor: Actor, *, now: datetime) -> tuple[DoctorServices, ...]:
    """Every doctor at the actor's office today with their services, one's own first; two statements."""
    roles = list(colleagues_on(actor, oslo_date(now)).filter(code__in=TREATERS))
    rows: dict[UUID, dict[str, HealthcareService]] = {}
    for service in HealthcareService.objects.filter(practice_id=actor.practice_id):
        rows.setdefault(service.role_id, {})[service.code] = service
    roles.sort(key=lambda role: (role.practitioner_id != actor.practitioner_id, role.code, role.practitioner.name))
    return tuple(_doctor(actor, role, rows) for role in roles)


def _doctor(actor: Actor, role: PractitionerRole, rows: dict[UUID, dict[str, HealthcareService]]) -> DoctorServices:
    own = rows.get(role.pk, {})
    of_gp = rows.get(role.substitutes_for_id, {})
    return DoctorServices(
        role_id=role.pk,
        name=role.practitioner.name,
        title=title_of([role.code]),
        may_set=may_set_services_of(actor, role),
        inherits=role.substitutes_for_id is not None and not own,
        services=tuple(_state(code, own.get(code) or of_gp.get(code)) for code in ServiceCode),
    )


def _state(code: ServiceCode, row: HealthcareService | None) -> ServiceState:
    return ServiceState(
        code=code.value,
        offered=code.value in OFFERED,
        active=row is not None and row.active,
        off_reason=row.off_reason if row else "",
        back_date=row.back_date if row else None,
    )


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a role at the office."""

    role_id: UUID
    name: str
    title: str
    code: str
    hpr_number: str
    her_id: str
    start_date: date | None
    end_date: date | None
    substitutes_for: str
    is_me: bool


def members_for(actor: Actor, *, now: datetime) -> tuple[Member, ...]:
    """Everybody with a role that holds now or later, by name."""
    today = oslo_date(now)
    roles = PractitionerRole.objects.filter(
        Q(end_date__isnull=True) | Q(end_date__gte=today), practice_id=actor.practice_id, active=True
    ).select_related("practitioner", "substitutes_for__practitioner")
    members = (
        Member(
            role_id=role.pk,
            name=role.practitioner.name,
            title=title_of([role.code]),
            code=role.code,
            hpr_number=role.practitioner.hpr_number,
            her_id=role.practitioner.her_id,
            start_date=role.start_date,
            end_date=role.end_date,
            substitutes_for=role.substitutes_for.practitioner.name if role.substitutes_for else "",
            is_me=role.practitioner_id == actor.practitioner_id,
        )
        for role in roles
    )
    return tuple(sorted(members, key=lambda member: (member.name, member.title)))


def member_for(actor: Actor, role_id: UUID, *, now: datetime) -> Member:
    """One of them. Raises NotFound."""
    found = next((member for member in members_for(actor, now=now) if member.role_id == role_id), None)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What the administrator may change of the office, and what only the operator may (name, numbers)."""

    name: str
    organization_number: str
    phone: str
    address: str
    postal_code: str
    city: str
    opening_hours: str
    web_page: str
    invoice_fee_ore: int
    message_max_chars: int
    staff_session_hours: int


@dataclass(frozen=True, slots=True)
class OfficeText:
    """What the office adds in one place."""

    slot: str
    name: str
    limit: int
    text: str
    changed_at: datetime | None
    changed_by: str


def office_for(actor: Actor) -> OfficeSettings:
    """The actor's office."""
    fields = tuple(OfficeSettings.__dataclass_fields__)
    values = Organization.objects.filter(pk=actor.practice_id).values_list(*fields).first()
    if values is None:
        raise NotFound
    return OfficeSettings(*values)


def info_texts_for(actor: Actor) -> tuple[OfficeText, ...]:
    """Every place the office can add text, filled or not."""
    rows = {row.slot: row for row in InfoText.objects.filter(practice_id=actor.practice_id)}
    return tuple(_text(slot, rows.get(slot)) for slot in InfoText.Slot)


def _text(slot: InfoText.Slot, row: InfoText | None) -> OfficeText:
    return OfficeText(
        slot=slot.value,
        name=str(slot.label),
        limit=InfoText.LIMITS[slot],
        text=row.text if row else "",
        changed_at=row.changed_at if row else None,
        changed_by=row.changed_by if row else "",
    )
