"""What is stored about a person besides what was written: who they are, what they chose, who may act for whom."""

from typing import Any

from django.db.models import Q

from fastlinje.notifications.models import Notice
from fastlinje.notifications.templates import wording
from fastlinje.people.models import Consent, ContactPoint, Person, PowerOfAttorney, RelatedPerson
from fastlinje.people.queries import notice_choice_of
from fastlinje.practices.models import Patient, ServiceBlock


def facts(person: Person, *, with_number: bool) -> dict[str, Any]:
    """Who they are. The national number only to themselves."""
    told = {
        "name": person.name,
        "birth_date": person.birth_date.isoformat(),
        "language": person.language,
        "consent_level": person.consent_level,
        "has_protected_address": bool(person.address_protection),
        "known_since": person.created_at.isoformat(),
    }
    return told | ({"national_id": person.national_id} if with_number else {})


def offices(person: Person) -> list[dict[str, Any]]:
    """Where they are or were a patient."""
    rows = Patient.objects.filter(person=person).select_related("practice", "general_practitioner__practitioner")
    return [
        {
            "office": row.practice.name,
            "phone": row.practice.phone,
            "gp": row.general_practitioner.practitioner.name if row.general_practitioner else "",
            "on_the_list_now": row.active,
        }
        for row in rows.order_by("-active", "id")
    ]


def numbers_at_offices(person: Person) -> list[dict[str, Any]]:
    """The numbers they gave at a desk, to be called on."""
    rows = Patient.objects.filter(person=person, phone__isnull=False).select_related("practice").order_by("id")
    return [{"office": row.practice.name, "phone": row.phone} for row in rows]


def blocks(person: Person) -> list[dict[str, Any]]:
    """What offices keep or kept them from, and why, newest first."""
    rows = ServiceBlock.objects.filter(person=person).select_related("practice").order_by("-registered_at", "id")
    return [
        {
            "office": row.practice.name,
            "service": row.code,
            "reason": row.reason,
            "from": row.start_date.isoformat(),
            "to": row.end_date.isoformat(),
            "registered_by": row.registered_by,
            "lifted_at": row.ended_at.isoformat() if row.ended_at else None,
        }
        for row in rows
    ]


def consents(person: Person) -> list[dict[str, Any]]:
    """Every choice of consent level, newest first."""
    rows = Consent.objects.filter(person=person).order_by("-given_at", "-id")
    return [{"level": row.level, "before": row.previous_level, "at": row.given_at.isoformat()} for row in rows]


def addresses(person: Person) -> list[dict[str, Any]]:
    """Where notices go."""
    rows = ContactPoint.objects.filter(person=person).order_by("system")
    return [{"system": row.system, "value": row.value, "verified_at": row.verified_at.isoformat()} for row in rows]


def notice_choice(person: Person) -> dict[str, Any]:
    """What they want to be told, and how."""
    choice = notice_choice_of(person.pk)
    return {
        "kinds": sorted(kind.value for kind in choice.kinds),
        "first_channel": choice.first_channel,
        "quiet_at_night": choice.quiet_at_night,
    }


def notices_sent(person: Person) -> list[dict[str, Any]]:
    """E-mail and SMS, newest first, in the words they were sent with. Codes are not kept."""
    rows = Notice.objects.filter(person=person, status=Notice.Status.SENT).exclude(template="contact_code").order_by("-sent_at")
    return [
        {"channel": row.channel, "at": row.sent_at.isoformat(), "text": wording(row.template, row.values, row.language).sentence}
        for row in rows
    ]


def representations(person: Person) -> list[dict[str, Any]]:
    """Who may or could act for whom, from both sides."""
    rows = RelatedPerson.objects.filter(Q(person=person) | Q(related=person)).select_related("person", "related")
    return [
        {
            "acts": row.related.name,
            "for": row.person.name,
            "basis": row.basis,
            "scopes": row.scopes,
            "source": row.source.partition(":")[0],
            "from": row.start_date.isoformat() if row.start_date else None,
            "to": row.end_date.isoformat() if row.end_date else None,
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        }
        for row in rows.order_by("-created_at", "id")
    ]


def powers(person: Person) -> list[dict[str, Any]]:
    """Powers of attorney they have given or hold, newest first."""
    rows = PowerOfAttorney.objects.filter(Q(giver=person) | Q(holder=person)).defer("holder_index").order_by("-given_at", "-id")
    return [
        {
            "giver": row.giver_name,
            "holder": row.holder_name,
            "scopes": row.scopes,
            "from": row.start_date.isoformat(),
            "to": row.end_date.isoformat() if row.end_date else None,
            "given_at": row.given_at.isoformat(),
            "accepted_at": row.accepted_at.isoformat() if row.accepted_at else None,
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            "ended_by": row.ended_by,
            "taken_in_by": row.office_name,
        }
        for row in rows
    ]
