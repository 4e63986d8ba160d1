"""Makes rows for the demo and for tests, as the owner of the tables, past every rule. Never imported by the product."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings

from fastlinje.core.actor import ConsentLevel, RoleCode, Scope
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.working_days import due_after
from fastlinje.dialogue.models import Communication, Conversation, ConversationStatus
from fastlinje.dialogue.progress import TURN
from fastlinje.dialogue.states import CommunicationStatus, ConversationState
from fastlinje.people.models import ContactPoint, Person, PowerOfAttorney, RelatedPerson, YouthAccess
from fastlinje.practices.models import (
    HealthcareService,
    Operator,
    Organization,
    Patient,
    Practitioner,
    PractitionerIdentity,
    PractitionerRole,
    ServiceCode,
)
from fastlinje.worklist.follow import last_line
from fastlinje.worklist.models import Task

OWNER = "owner"


def make_person(
    given_name: str,
    family_name: str,
    national_id: str,
    born: date,
    *,
    consent: ConsentLevel = ConsentLevel.FULL,
    at: datetime | None = None,
) -> Person:
    """A person who has chosen a consent level."""
    return Person.objects.using(OWNER).create(
        id=new_id(),
        given_name=given_name,
        family_name=family_name,
        birth_date=born,
        national_id=national_id,
        national_id_index=settings.INDEX_RING.digest(national_id),
        consent_level=consent,
        created_at=at or now(),
    )


def make_contact_point(person: Person, system: ContactPoint.System, value: str) -> ContactPoint:
    """A verified address for notices."""
    return ContactPoint.objects.using(OWNER).create(id=new_id(), person=person, system=system, value=value, verified_at=now())


def make_representation(
    person: Person, related: Person, basis: RelatedPerson.Basis = RelatedPerson.Basis.PARENTAL, **fields: object
) -> RelatedPerson:
    """`related` may act for `person`, as if a register said so."""
    return RelatedPerson.objects.using(OWNER).create(
        id=new_id(),
        person=person,
        related=related,
        basis=basis,
        **{"source": "cast", "checked_at": now(), "created_at": now()} | fields,
    )


def make_youth_access(child: Person, parent: Person) -> YouthAccess:
    """A parent's yes to that a child of 13 to 15 uses the service themselves."""
    return YouthAccess.objects.using(OWNER).create(
        id=new_id(), person=child, given_by=parent, given_by_name=parent.name, given_at=now()
    )


def make_power_of_attorney(giver: Person, holder: Person, *, scopes: Iterable[Scope]) -> PowerOfAttorney:
    """A power of attorney that the holder has said yes to and that lasts."""
    power = PowerOfAttorney.objects.using(OWNER).create(
        id=new_id(),
        giver=giver,
        giver_name=giver.name,
        holder=holder,
        holder_index=holder.national_id_index,
        holder_name=holder.name,
        scopes=sorted(scopes),
        start_date=oslo_date(now()),
        given_at=now(),
        accepted_at=now(),
    )
    make_representation(
        giver, holder, RelatedPerson.Basis.POWER_OF_ATTORNEY, scopes=power.scopes, start_date=power.start_date, source=power.source
    )
    return power


def make_office(name: str, number: str, **fields: object) -> Organization:
    """A GP office."""
    defaults = {
        "short_name": name,
        "phone": "+4722334455",
        "address": "Storgata 1",
        "postal_code": "0155",
        "city": "Oslo",
        "opening_hours": "Mandag–fredag 08–15.30",
        "created_at": now(),
    }
    return Organization.objects.using(OWNER).create(id=new_id(), name=name, organization_number=number, **{**defaults, **fields})


def make_practitioner(given_name: str, family_name: str, national_id: str, **fields: object) -> Practitioner:
    """Somebody who works at offices, with the identity they log in by."""
    practitioner = Practitioner.objects.using(OWNER).create(id=new_id(), given_name=given_name, family_name=family_name, **fields)
    PractitionerIdentity.objects.using(OWNER).create(
        practitioner=practitioner, national_id=national_id, national_id_index=settings.INDEX_RING.digest(national_id)
    )
    return practitioner


def make_role(office: Organization, practitioner: Practitioner, code: RoleCode, **fields: object) -> PractitionerRole:
    """What a practitioner is at an office."""
    return PractitionerRole.objects.using(OWNER).create(
        id=new_id(), practice=office, practitioner=practitioner, code=code, **fields
    )


def make_patient(office: Organization, person: Person, gp: PractitionerRole | None) -> Patient:
    """A person on a GP's list."""
    return Patient.objects.using(OWNER).create(
        id=new_id(),
        practice=office,
        person=person,
        general_practitioner=gp,
        given_name=person.given_name,
        family_name=person.family_name,
        birth_date=person.birth_date,
        national_id=person.national_id,
        national_id_index=person.national_id_index,
    )


def make_service(role: PractitionerRole, code: ServiceCode, *, active: bool = True, **fields: object) -> HealthcareService:
    """A service of a GP, on or off."""
    return HealthcareService.objects.using(OWNER).create(
        id=new_id(), practice_id=role.practice_id, role=role, code=code, active=active, **fields
    )


def make_operator(name: str, national_id: str) -> Operator:
    """Somebody who runs the service."""
    return Operator.objects.using(OWNER).create(id=new_id(), name=name, national_id_index=settings.INDEX_RING.digest(national_id))


def make_conversation(
    patient: Patient,
    recipient: PractitionerRole,
    *,
    state: ConversationState = ConversationState.RECEIVED,
    text: str = "Hei.",
    **fields: object,
) -> Conversation:
    """An e-consultation with one message, its history and its task, as if it had been sent."""
    started_at = fields.pop("started_at", now())
    owner = {"practice_id": patient.practice_id, "person_id": patient.person_id}
    conversation = Conversation.objects.using(OWNER).create(
        id=new_id(),
        **owner,
        author_id=patient.person_id,
        patient=patient,
        recipient=recipient,
        kind=ServiceCode.E_CONSULTATION,
        subject="Spørsmål om medisin",
        state=state,
        due_at=due_after(started_at),
        price_day_ore=17000,
        price_evening_ore=28800,
        price_invoice_fee_ore=0,
        started_at=started_at,
        **fields,
    )
    Communication.objects.using(OWNER).create(
        id=new_id(),
        conversation=conversation,
        sender_person_id=patient.person_id,
        sender_name=patient.name,
        status=CommunicationStatus.COMPLETED,
        text=text,
        sent_at=started_at,
    )
    ConversationStatus.objects.using(OWNER).create(
        id=new_id(), conversation=conversation, state=ConversationState.SENT, entered_at=started_at, by_name=patient.name
    )
    Task.objects.using(OWNER).create(
        id=new_id(),
        **owner,
        patient=patient,
        kind=conversation.kind,
        focus_id=conversation.pk,
        status=state,
        turn=TURN[state],
        due_at=conversation.due_at,
        patient_name=patient.name,
        from_name=recipient.practitioner.name,
        subject="Spørsmål om medisin",
        last_line=last_line(text),
        unread_by_office=True,
        shielded=conversation.shielded,
        hidden_from_person=conversation.hidden_from_person,
        updated_at=started_at,
    )
    return conversation
