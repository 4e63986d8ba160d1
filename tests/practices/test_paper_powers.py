"""Powers of attorney taken in on paper at the office's desk. Source: F-109, rules.md 1.5."""

import pytest

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor, Face, Scope
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.nonprod.cast import ASTRID, BERG, DAG, GRO, PER, SIRI
from fastlinje.people.commands.accept_power_of_attorney import accept_power_of_attorney
from fastlinje.people.commands.end_power_of_attorney import end_power_of_attorney
from fastlinje.people.models import Person
from fastlinje.people.powers import PowerState, powers_for
from fastlinje.practices.commands.end_paper_power import end_paper_power
from fastlinje.practices.commands.register_power_of_attorney import register_power_of_attorney
from fastlinje.practices.models import PaperPower
from fastlinje.practices.power_queries import PaperPowerLine, paper_powers_for, patient_for


@pytest.fixture
def siri(logins) -> Actor:
    return logins.actor(SIRI, Face.STAFF)


def register(actor: Actor, patient, **terms: object):
    terms = {
        "holder_national_id": PER.national_id, "holder_name": PER.name, "scopes": ["appointments"],
        "reason": "Har ikke BankID.", "received_by": "Siri Holm", **terms,
    }  # fmt: skip
    return register_power_of_attorney(actor=actor, now=now(), patient_id=patient.pk, **terms)


def lines(actor: Actor, patient) -> tuple[PaperPowerLine, ...]:
    with gate.reading(actor, now=now()) as fresh:
        return paper_powers_for(fresh, patient.pk, now=now())


def represents(actor: Actor) -> dict:
    with gate.transaction.atomic():
        return {other.person_id: other.scopes for other in gate.enter(actor.entry, now=now()).represents}


def offered_to(actor: Actor):
    with gate.reading(actor, now=now()) as fresh:
        return powers_for(fresh, now=now()).offered


def test_a_form_becomes_an_offer_that_names_the_office(siri, cast, logins):
    paper_id = register(siri, cast.astrid_patient)
    per = logins.actor(PER)
    (offer,) = offered_to(per)
    assert (offer.other_name, offer.office_name) == (ASTRID.name, "Tangen legekontor")
    accept_power_of_attorney(actor=per, now=now(), power_id=offer.id)
    assert represents(per) == {cast.astrid.pk: {Scope.APPOINTMENTS}}
    (line,) = lines(siri, cast.astrid_patient)
    assert (line.id, line.state, line.reason, line.received_by) == (paper_id, PowerState.IN_FORCE, "Har ikke BankID.", "Siri Holm")


def test_the_reason_is_sealed(siri, cast):
    row = PaperPower.objects.using("owner").get(pk=register(siri, cast.astrid_patient))
    assert b"BankID" not in bytes(row.__dict__["reason"])
    assert row.reason == "Har ikke BankID."


def test_the_office_ends_it_when_the_giver_asks(siri, cast, logins):
    """AD-27"""
    paper_id = register(siri, cast.astrid_patient)
    per = logins.actor(PER)
    accept_power_of_attorney(actor=per, now=now(), power_id=offered_to(per)[0].id)
    end_paper_power(actor=siri, now=now(), patient_id=cast.astrid_patient.pk, paper_id=paper_id)
    assert represents(per) == {}
    assert [line.state for line in lines(siri, cast.astrid_patient)] == [PowerState.ENDED]
    with pytest.raises(NotFound):
        end_paper_power(actor=siri, now=now(), patient_id=cast.astrid_patient.pk, paper_id=paper_id)


def test_another_offices_patient_is_not_there(siri, cast, logins):
    """AD-13: foreign and missing alike."""
    gro = logins.actor(GRO, Face.STAFF, practice=cast.vika)
    paper_id = register(siri, cast.astrid_patient)
    for act in (
        lambda: register(gro, cast.astrid_patient),
        lambda: end_paper_power(actor=gro, now=now(), patient_id=cast.astrid_patient.pk, paper_id=paper_id),
        lambda: end_paper_power(actor=siri, now=now(), patient_id=cast.kari_patient.pk, paper_id=paper_id),
        lambda: end_paper_power(actor=siri, now=now(), patient_id=cast.astrid_patient.pk, paper_id=new_id()),
    ):
        with pytest.raises(NotFound):
            act()
    assert lines(gro, cast.astrid_patient) == ()
    with pytest.raises(NotFound), gate.reading(gro, now=now()) as fresh:
        patient_for(fresh, cast.astrid_patient.pk)


@pytest.mark.parametrize("who", [BERG, SIRI])
def test_whoever_works_with_patients_may(cast, logins, who):
    assert register(logins.actor(who, Face.STAFF), cast.kari_patient)


def test_an_administrator_without_patients_may_not(cast, logins):
    with pytest.raises(Exception, match="permission denied"):
        register(logins.actor(DAG, Face.STAFF), cast.kari_patient)


@pytest.mark.parametrize(
    ("terms", "code", "field"),
    [
        ({"reason": " "}, "reason_missing", "reason"),
        ({"reason": "x" * 501}, "reason_too_long", "reason"),
        ({"received_by": ""}, "receiver_missing", "received_by"),
        ({"received_by": "x" * 201}, "receiver_missing", "received_by"),
        ({"holder_national_id": ASTRID.national_id}, "holder_is_self", "holder_national_id"),
        ({"holder_national_id": "1"}, "national_id_invalid", "holder_national_id"),
        ({"holder_name": "Per"}, "name_missing", "holder_name"),
        ({"scopes": ["profile"]}, "scopes_missing", "scopes"),
    ],
)
def test_what_is_not_taken_in(siri, cast, terms, code, field):
    with pytest.raises(Refused, match=code) as refusal:
        register(siri, cast.astrid_patient, **terms)
    assert refusal.value.fields == (field,)
    assert not PaperPower.objects.using("owner").exists()


def test_a_second_power_to_the_same_person_is_refused(siri, cast):
    register(siri, cast.astrid_patient)
    with pytest.raises(Refused, match="power_exists"):
        register(siri, cast.astrid_patient)


@pytest.mark.parametrize("why", ["address", "age"])
def test_age_and_protected_address_are_refused_in_the_same_words(siri, cast, why):
    """AD-28"""
    today = oslo_date(now())
    change = {"address": {"address_protection": "6"}, "age": {"birth_date": today.replace(year=today.year - 15)}}[why]
    Person.objects.using("owner").filter(pk=cast.astrid.pk).update(**change)
    with pytest.raises(Refused, match="not_possible") as refusal:
        register(siri, cast.astrid_patient)
    assert "16 år" in refusal.value.sentence
    assert "adressesperre" in refusal.value.sentence


def test_it_stands_in_the_patients_log(siri, cast):
    register(siri, cast.astrid_patient)
    event = AuditEvent.objects.using("owner").get(action="power.register")
    assert (event.person_id, event.agent_name, event.why) == (cast.astrid.pk, SIRI.name, "paper_form")


def test_the_patient_can_end_it_online_too(siri, cast, logins):
    register(siri, cast.astrid_patient)
    astrid = logins.actor(ASTRID)
    with gate.reading(astrid, now=now()) as fresh:
        (power,) = powers_for(fresh, now=now()).given
    end_power_of_attorney(actor=astrid, now=now(), power_id=power.id)
    assert [line.state for line in lines(siri, cast.astrid_patient)] == [PowerState.ENDED]


@pytest.mark.parametrize(
    ("said_yes", "level", "becomes"),
    [(True, "undecided", "full"), (False, "undecided", "undecided"), (True, "none", "none"), (True, "basis", "basis")],
)
def test_consent_on_the_form_counts_only_for_who_has_never_chosen(siri, cast, said_yes, level, becomes):
    """F-110: never more than the represented has consented to, and never against what they chose."""
    people = Person.objects.using("owner").filter(pk=cast.astrid.pk)
    people.update(consent_level=level)
    register(siri, cast.astrid_patient, with_consent=said_yes)
    assert people.get().consent_level == becomes
    changed = level != becomes
    assert people.get().consents.filter(level="full").exists() == changed
    assert AuditEvent.objects.using("owner").filter(action="consent.register").exists() == changed
