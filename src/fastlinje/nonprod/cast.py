"""The standing cast: who lives in the demo and in the tests, with the same names everywhere. All numbers are synthetic."""

from dataclasses import dataclass
from datetime import date

from fastlinje.core.actor import ConsentLevel, RoleCode, Scope
from fastlinje.core.clock import now, oslo_date
from fastlinje.people.models import ContactPoint, Person
from fastlinje.practices.models import InfoText, Operator, Organization, Patient, Practitioner, PractitionerRole, ServiceCode

from .factories import (
    make_contact_point,
    make_office,
    make_operator,
    make_patient,
    make_person,
    make_power_of_attorney,
    make_practitioner,
    make_representation,
    make_role,
    make_service,
    make_youth_access,
)
from .national_numbers import synthetic_national_id


@dataclass(frozen=True)
class Character:
    """Somebody of the cast: what the login provider knows about them."""

    name: str
    born: date
    about: str
    serial: int = 0

    @property
    def national_id(self) -> str:
        return synthetic_national_id(self.born, self.serial)

    @property
    def names(self) -> tuple[str, str]:
        given, _, family = self.name.rpartition(" ")
        return given, family


def _born(age: int, month: int, day: int) -> date:
    """A birthday of somebody of that age today, whenever today is."""
    today = oslo_date(now())
    return date(today.year - age - ((today.month, today.day) < (month, day)), month, day)


KARI = Character("Kari Nordmann", date(1984, 3, 12), "innbygger, pasient hos lege Berg")
PER = Character("Per Hansen", date(1979, 8, 2), "innbygger, pasient ved et annet kontor")
BASTIAN = Character("Bastian Lien", date(1990, 5, 17), "innbygger med basis samtykke")
ASTRID = Character("Astrid Dahl", date(1936, 6, 1), "innbygger på 90 år, har ikke valgt samtykke ennå")
ULRIK = Character("Ulrik Vik", date(1995, 1, 30), "innbygger uten fastlege her")
OLA = Character("Ola Nordmann", _born(9, 4, 2), "Karis sønn på 9 år, for ung til å logge inn selv")
NORA = Character("Nora Nordmann", _born(14, 6, 11), "Karis datter på 14 år")
ARNE = Character("Arne Nordmann", date(1950, 5, 5), "Karis far, har gitt Kari fullmakt")
TONE = Character("Tone Solberg", date(1988, 9, 23), "innbygger som bestiller timer hos lege Berg")
BERG = Character("Ingrid Berg", date(1971, 11, 5), "fastlege ved Tangen legekontor")
LIE = Character("Jonas Lie", date(1988, 4, 22), "vikar for lege Berg")
SIRI = Character("Siri Holm", date(1992, 9, 14), "helsesekretær ved Tangen legekontor")
DAG = Character("Dag Moen", date(1968, 2, 8), "kontorleder ved Tangen legekontor")
GRO = Character("Gro Sand", date(1975, 7, 19), "fastlege ved Vika legesenter og Tangen legekontor")
OSKAR = Character("Oskar Drift", date(1986, 12, 3), "drifter tjenesten, ingen klinisk rolle")

CITIZENS = (KARI, PER, BASTIAN, ASTRID, ULRIK, OLA, NORA, ARNE, TONE)
STAFF = (BERG, LIE, SIRI, DAG, GRO, OSKAR)


@dataclass(frozen=True)
class Cast:
    """The rows behind the cast."""

    tangen: Organization
    vika: Organization
    kari: Person
    per: Person
    bastian: Person
    astrid: Person
    kari_patient: Patient
    per_patient: Patient
    bastian_patient: Patient
    astrid_patient: Patient
    berg: Practitioner
    lie: Practitioner
    siri: Practitioner
    dag: Practitioner
    gro: Practitioner
    berg_role: PractitionerRole
    lie_role: PractitionerRole
    siri_role: PractitionerRole
    dag_role: PractitionerRole
    gro_role: PractitionerRole
    gro_tangen_role: PractitionerRole
    operator: Operator
    tone: Person
    tone_patient: Patient


def make_cast() -> Cast:
    """Two offices, their people and their patients. Astrid has not chosen consent; Bastian chose basis."""
    tangen = make_office("Tangen legekontor", "974760673", her_id="8094866", invoice_fee_ore=0)
    vika = make_office("Vika legesenter", "889640782", phone="+4755667788", city="Bergen", invoice_fee_ore=5900)
    berg = make_practitioner(*BERG.names, BERG.national_id, hpr_number="9144900", specialist=True)
    lie = make_practitioner(*LIE.names, LIE.national_id, hpr_number="9144901")
    siri = make_practitioner(*SIRI.names, SIRI.national_id)
    dag = make_practitioner(*DAG.names, DAG.national_id)
    gro = make_practitioner(*GRO.names, GRO.national_id, hpr_number="9144902")
    berg_role = make_role(tangen, berg, RoleCode.GP)
    gro_role = make_role(vika, gro, RoleCode.GP)
    for role in (berg_role, gro_role):
        make_service(role, ServiceCode.E_CONSULTATION)
    make_service(
        berg_role, ServiceCode.APPOINTMENT, active=False, off_reason="Vi tar imot timebestilling på telefon inntil videre."
    )
    kari, per, bastian = (make_person(*c.names, c.national_id, c.born) for c in (KARI, PER, BASTIAN))
    Person.objects.using("owner").filter(pk=bastian.pk).update(consent_level=ConsentLevel.BASIS)
    astrid = make_person(*ASTRID.names, ASTRID.national_id, ASTRID.born, consent=ConsentLevel.UNDECIDED)
    tone = make_person(*TONE.names, TONE.national_id, TONE.born)
    make_contact_point(tone, ContactPoint.System.SMS, "+4790000003")
    make_contact_point(kari, ContactPoint.System.EMAIL, "kari@example.org")
    make_contact_point(kari, ContactPoint.System.SMS, "+4790000001")
    make_contact_point(per, ContactPoint.System.SMS, "+4790000002")
    InfoText.objects.using("owner").create(
        id=tangen.pk,
        practice=tangen,
        slot=InfoText.Slot.PANEL,
        text="Vi har influensavaksine. Ring for å avtale.",
        changed_at=tangen.created_at,
        changed_by=DAG.name,
    )
    return Cast(
        tangen=tangen,
        vika=vika,
        kari=kari,
        per=per,
        bastian=bastian,
        astrid=astrid,
        kari_patient=make_patient(tangen, kari, berg_role),
        per_patient=make_patient(vika, per, gro_role),
        bastian_patient=make_patient(tangen, bastian, berg_role),
        astrid_patient=make_patient(tangen, astrid, berg_role),
        berg=berg,
        lie=lie,
        siri=siri,
        dag=dag,
        gro=gro,
        berg_role=berg_role,
        lie_role=make_role(tangen, lie, RoleCode.SUBSTITUTE, substitutes_for=berg_role),
        siri_role=make_role(tangen, siri, RoleCode.SECRETARY),
        dag_role=make_role(tangen, dag, RoleCode.ADMIN),
        gro_role=gro_role,
        gro_tangen_role=make_role(tangen, gro, RoleCode.NURSE),
        operator=make_operator(OSKAR.name, OSKAR.national_id),
        tone=tone,
        tone_patient=make_patient(tangen, tone, berg_role),
    )


@dataclass(frozen=True)
class Family:
    """Those Kari acts for, and their places on Berg's list. They all consent in full."""

    ola: Person
    nora: Person
    arne: Person
    ola_patient: Patient
    nora_patient: Patient
    arne_patient: Patient


def make_family(cast: Cast) -> Family:
    """Kari's children, who live with her, and her father, whose power of attorney lets her write, book and renew for him."""
    ola, nora, arne = (make_person(*c.names, c.national_id, c.born) for c in (OLA, NORA, ARNE))
    for child in (ola, nora):
        make_representation(child, cast.kari, shares_address=True)
    make_youth_access(nora, cast.kari)
    make_power_of_attorney(arne, cast.kari, scopes=(Scope.DIALOGUE, Scope.APPOINTMENTS, Scope.PRESCRIPTIONS))
    make_contact_point(nora, ContactPoint.System.SMS, "+4790000003")
    make_contact_point(arne, ContactPoint.System.SMS, "+4790000004")
    patients = (make_patient(cast.tangen, person, cast.berg_role) for person in (ola, nora, arne))
    return Family(ola, nora, arne, *patients)
