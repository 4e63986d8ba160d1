"""Who may treat a person today, and what they offer."""

from datetime import date, timedelta

import pytest

from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import PER, ULRIK
from fastlinje.practices.models import HealthcareService, PractitionerRole
from fastlinje.practices.queries import CareTeam, Doctor, Service, care_team_for, own_office_for
from tests.citizen_world import OWNER, reading_as


def names(actor) -> list[str]:
    with reading_as(actor) as fresh:
        return [doctor.name for doctor in care_team_for(fresh, own_office_for(fresh), now=now()).doctors]


def test_the_gp_first_then_the_substitute(kari):
    assert names(kari) == ["Ingrid Berg", "Jonas Lie"]


def test_each_has_their_own(logins):
    assert names(logins.actor(PER)) == ["Gro Sand"]


@pytest.mark.parametrize(
    ("start", "end", "there"), [(0, 0, True), (1, 5, False), (-5, -1, False), (-1, None, True), (None, 0, True)]
)
def test_substitutes_on_their_days(cast, kari, start, end, there):
    """AD-17: whole days in Oslo, both included."""
    today = oslo_date(now())
    days = {name: None if n is None else today + timedelta(days=n) for name, n in (("start_date", start), ("end_date", end))}
    PractitionerRole.objects.using(OWNER).filter(pk=cast.lie_role.pk).update(**days)
    assert ("Jonas Lie" in names(kari)) is there


def test_no_gp_no_office(logins):
    with reading_as(logins.actor(ULRIK)) as actor:
        assert own_office_for(actor) is None


def test_what_the_office_says_comes_along(kari):
    with reading_as(kari) as actor:
        office = own_office_for(actor)
    assert (office.name, office.panel_text) == ("Tangen legekontor", "Vi har influensavaksine. Ring for å avtale.")
    assert office.address == "Storgata 1, 0155 Oslo"


def doctor(name: str, *, substitute: bool = False, **services: bool) -> Doctor:
    return Doctor(new_id(), name, substitute, False, None, {code: Service(active) for code, active in services.items()})


@pytest.mark.parametrize(
    ("gp", "substitute", "offering"),
    [
        ({"e": True}, {}, ["gp", "sub"]),
        ({"e": False}, {}, []),
        ({}, {}, []),
        ({"e": True}, {"e": False}, ["gp"]),
        ({"e": False}, {"e": True}, ["sub"]),
    ],
)
def test_a_substitute_offers_what_the_gp_offers_unless_they_say_otherwise(gp, substitute, offering):
    team = CareTeam((doctor("gp", **gp), doctor("sub", substitute=True, **substitute)))
    assert [each.name for each in team.offering("e")] == offering


def test_why_a_service_is_off(cast, kari):
    HealthcareService.objects.using(OWNER).filter(role=cast.berg_role, code="appointment").update(back_date="2026-12-03")
    with reading_as(kari) as actor:
        service = care_team_for(actor, own_office_for(actor), now=now()).service("appointment")
    assert service == Service(False, "Vi tar imot timebestilling på telefon inntil videre.", date(2026, 12, 3))
