"""Who a person may write to: their GP's office, and those there who take e-consultations now."""

from datetime import datetime

from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused
from fastlinje.practices.queries import Doctor, OwnOffice, ServiceCode, care_team_for, own_office_for


def own_office(actor: Actor) -> OwnOffice:
    """The office of the actor's GP. Refuses no_gp_here."""
    office = own_office_for(actor)
    if office is None:
        raise Refused("no_gp_here", _("Fastlegen din bruker ikke Fastlinje. Ring legekontoret ditt i stedet."))
    return office


def offering_to(actor: Actor, office: OwnOffice, *, now: datetime) -> tuple[Doctor, ...]:
    """The doctors who take the actor's e-consultations now; empty when the service is closed. Refuses patient_blocked."""
    office.check_not_blocked(ServiceCode.E_CONSULTATION, now)
    return care_team_for(actor, office, now=now).offering(ServiceCode.E_CONSULTATION)
