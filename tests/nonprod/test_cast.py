"""The standing cast lives up to what design.md says of it, on whatever day the tests run."""

from fastlinje.core.actor import Scope
from fastlinje.core.clock import age_on, now, oslo_date
from fastlinje.nonprod.cast import KARI, NORA, OLA


def test_karis_children_are_nine_and_fourteen():
    today = oslo_date(now())
    assert (age_on(OLA.born, today), age_on(NORA.born, today)) == (9, 14)


def test_kari_acts_for_her_children_and_her_father(logins, family):
    scopes = {other.person_id: other.scopes for other in logins.actor(KARI).represents}
    assert set(scopes) == {family.ola.pk, family.nora.pk, family.arne.pk}
    assert all(Scope.DIALOGUE in allowed for allowed in scopes.values())
    assert Scope.PRESCRIPTIONS not in scopes[family.nora.pk]
