"""AD-23: what is allowed and still asked about afterwards."""

from datetime import timedelta

import pytest

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import BERG, DAG, GRO, SIRI
from fastlinje.nonprod.factories import make_patient, make_person
from fastlinje.nonprod.national_numbers import synthetic_national_id
from fastlinje.people.models import Person
from fastlinje.practices.control_report import LOOKS_BACK, MANY_PER_HOUR, Remark, control_report_for
from fastlinje.practices.models import PractitionerIdentity

PATH = "/kontor/medarbeidere/kontroll/"


@pytest.fixture
def report(logins):
    """What Dag, who runs Tangen, reads."""
    dag = logins.actor(DAG, Face.STAFF)

    def read():
        with gate.reading(dag, now=now()):
            return [(line.remark, line.name, line.patients) for line in control_report_for(dag, now=now())]

    return read


def look(actor: Actor, *people: object, at=None, action: str = "conversation.read") -> None:
    """Open something of each."""
    with gate.reading(actor, now=now()):
        for person_id in people:
            record(actor, action, now=at or now(), person_id=person_id, practice_id=actor.practice_id, why="office_task")


def at_half_past() -> object:
    """A moment of the last hour in which half an hour is left."""
    return (now() - timedelta(hours=1)).replace(minute=30)


def test_an_ordinary_day_leaves_no_line(cast, logins, report):
    look(logins.actor(BERG, Face.STAFF), cast.kari.pk)
    assert report() == []


@pytest.mark.parametrize(("number", "told"), [(MANY_PER_HOUR, []), (MANY_PER_HOUR + 1, [(Remark.MANY, "Siri Holm", 31)])])
def test_many_patients_in_an_hour(cast, logins, report, number, told):
    patients = [new_id() for _ in range(number)]
    look(logins.actor(SIRI, Face.STAFF), *patients, *patients[:5], at=at_half_past())
    assert report() == told


def test_many_patients_in_a_day_are_no_remark(cast, logins, report):
    siri = logins.actor(SIRI, Face.STAFF)
    for hours in range(1, 5):
        look(siri, *[new_id() for _ in range(20)], at=at_half_past() - timedelta(hours=hours))
    assert report() == []


def test_lists_and_refusals_are_not_openings(cast, logins, report):
    siri = logins.actor(SIRI, Face.STAFF)
    look(siri, *[new_id() for _ in range(40)], at=at_half_past(), action="worklist.read")
    with gate.reading(siri, now=now()):
        for _ in range(40):
            record(siri, "conversation.read", now=at_half_past(), person_id=new_id(), refusal_code="not_found")
    assert report() == []


def test_oneself_and_ones_own_name(cast, logins, report):
    berg = logins.actor(BERG, Face.STAFF)
    identity = PractitionerIdentity.objects.using("owner").get(practitioner=cast.berg)
    born = cast.kari.birth_date
    herself = make_person("Ingrid", "Berg", identity.national_id, born)
    cousin = make_person("Odd", "BERG", synthetic_national_id(born, 77), born)
    for person in (herself, cousin):
        make_patient(cast.tangen, person, cast.berg_role)
    look(berg, herself.pk, cousin.pk, cousin.pk)
    assert sorted(report()) == [(Remark.NAMESAKE, "Ingrid Berg", 1), (Remark.SELF, "Ingrid Berg", 1)]


def test_what_is_a_month_ago_or_at_another_office_is_not_there(cast, logins, report):
    look(logins.actor(SIRI, Face.STAFF), *[new_id() for _ in range(40)], at=now() - LOOKS_BACK - timedelta(hours=1))
    gro = logins.actor(GRO, Face.STAFF, practice=cast.vika)
    look(gro, *[new_id() for _ in range(40)], at=at_half_past())
    assert report() == []


def test_the_page_names_colleagues_and_no_patients_and_is_recorded(cast, logins, administrator):
    Person.objects.using("owner").filter(pk=cast.kari.pk).update(family_name="Holm")
    cast.kari_patient.family_name = "Holm"
    cast.kari_patient.save(using="owner")
    look(logins.actor(SIRI, Face.STAFF), cast.kari.pk)
    html = administrator.get(PATH).content.decode()
    assert "Siri Holm" in html
    assert "Åpnet pasienter med samme etternavn" in html
    assert "Kari" not in html
    (event,) = AuditEvent.objects.using("owner").filter(action="control_report.read")
    assert (event.agent_name, event.person_id, event.why) == ("Dag Moen", None, "office_control")


def test_whoever_only_treats_has_no_such_page(at_tangen, secretary, administrator):
    assert [browser.get(PATH).status_code for browser in (at_tangen, secretary, administrator)] == [302, 302, 200]
    assert PATH in administrator.get("/kontor/medarbeidere/").content.decode()
