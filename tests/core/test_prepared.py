"""Prepared queries give what their queryset gives, for every kind of argument and in every thread."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from enum import StrEnum
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.test.utils import CaptureQueriesContext

from fastlinje.audit.gate import reading
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.prepared import prepared
from fastlinje.nonprod.cast import KARI
from fastlinje.practices.models import Organization, Patient
from fastlinje.practices.queries import own_office_for
from fastlinje.worklist.models import Task


@prepared
def patients(*, person_id: UUID):
    return Patient.objects.filter(person_id=person_id, active=True).select_related("practice").order_by("pk")


def test_rows_are_those_of_the_queryset_with_their_relations(cast, kari):
    with reading(kari, now=now()), CaptureQueriesContext(connection) as asked:
        first, again = patients(person_id=kari.person_id), patients(person_id=kari.person_id)
        assert first == again == [cast.kari_patient]
        assert again[0].practice.name == cast.tangen.name
        assert again[0].name == cast.kari_patient.name
    assert len(asked) == 2


def test_each_call_has_its_own_arguments(cast, kari):
    with reading(kari, now=now()):
        assert patients(person_id=kari.person_id)
        assert patients(person_id=new_id()) == []
        assert patients(person_id=kari.person_id)


def test_sealed_text_opens_and_annotations_come_along(cast, berg):
    @prepared
    def of_practice(*, practice_id: UUID):
        name = Subquery(Organization.objects.filter(pk=OuterRef("practice_id")).values("name"))
        return Patient.objects.filter(practice_id=practice_id).annotate(office=name)

    with reading(berg, now=now()):
        for _ in range(2):
            found = next(row for row in of_practice(practice_id=berg.practice_id) if row.person_id == cast.kari.pk)
            assert (found.office, found.national_id) == (cast.tangen.name, KARI.national_id)


def test_none_and_booleans_are_other_queries(cast, kari):
    @prepared
    def tasks(*, owner_id: UUID | None, shielded: bool):
        return Task.objects.filter(owner_id=owner_id, shielded=shielded)

    with reading(kari, now=now()), CaptureQueriesContext(connection) as asked:
        tasks(owner_id=None, shielded=False)
        tasks(owner_id=new_id(), shielded=True)
        tasks(owner_id=None, shielded=True)
    null, equal, shielded = (each["sql"] for each in asked)
    assert "IS NULL" in null
    assert "IS NULL" not in equal
    assert null != shielded


def test_members_of_an_enum_choose_the_query(kari):
    class Side(StrEnum):
        MINE, OTHERS = "mine", "others"

    @prepared
    def patients_of(*, side: Side, person_id: UUID):
        return Patient.objects.filter(person_id=person_id) if side is Side.MINE else Patient.objects.exclude(person_id=person_id)

    with reading(kari, now=now()):
        assert len(patients_of(side=Side.MINE, person_id=kari.person_id)) == 1
        assert patients_of(side=Side.OTHERS, person_id=kari.person_id) == []


def test_several_ids_can_be_asked_for_at_once(cast, kari):
    @prepared
    def some(*, ids: tuple[UUID, ...]):
        return Patient.objects.filter(pk__in=ids)

    with reading(kari, now=now()):
        for ids in [(cast.kari_patient.pk, new_id()), (new_id(), cast.kari_patient.pk), (cast.kari_patient.pk,)]:
            assert some(ids=ids) == [cast.kari_patient]
        assert some(ids=(new_id(),)) == []


def test_constants_are_written_out_and_arguments_never(cast, kari):
    @prepared
    def named(*, person_id: UUID, family_name: str):
        unlike = Patient.objects.filter(person_id=person_id, active=True).exclude(given_name="100 % %s 'Ola'")
        return unlike.filter(family_name=family_name)

    sent = []

    def note(execute, statement, parameters, *rest):
        sent.append((statement, parameters))
        return execute(statement, parameters, *rest)

    with reading(kari, now=now()), connection.execute_wrapper(note):
        assert named(person_id=kari.person_id, family_name=cast.kari.family_name) == [cast.kari_patient]
        assert named(person_id=kari.person_id, family_name="' or true --") == []
    for statement, parameters in sent:
        assert "100 %% %%s ''Ola''" in statement
        assert "true --" not in statement
        assert len(parameters) == 2


def test_two_arguments_of_one_kind_are_not_mixed_up(cast, kari):
    @prepared
    def born_between(*, first: date, last: date):
        return Patient.objects.filter(birth_date__gte=first, birth_date__lte=last)

    born = cast.kari.birth_date
    with reading(kari, now=now()):
        assert born_between(first=born, last=born) == [cast.kari_patient]
        assert born_between(first=date(1850, 1, 1), last=date(1850, 1, 2)) == []
        assert born_between(first=date(1850, 1, 1), last=born) == [cast.kari_patient]


def test_single_values_can_be_asked_for(cast, kari):
    @prepared
    def ids(*, person_id: UUID):
        return Patient.objects.filter(person_id=person_id).values_list("pk", flat=True)

    with reading(kari, now=now()):
        assert ids(person_id=kari.person_id) == ids(person_id=kari.person_id) == [cast.kari_patient.pk]


def test_another_thread_uses_its_own_connection(cast, logins, kari):
    def read(actor):
        try:
            with reading(actor, now=now()):
                return own_office_for(actor).patient_id, connection.connection.info.backend_pid
        finally:
            connection.close()

    with reading(kari, now=now()):
        here = own_office_for(kari).patient_id, connection.connection.info.backend_pid
    with ThreadPoolExecutor(1) as pool:
        there = pool.submit(read, kari).result()
    assert here[0] == there[0]
    assert here[1] != there[1]


@pytest.mark.parametrize("value", [("a", "b"), 7])
def test_other_kinds_of_values_are_refused(value):
    with pytest.raises(TypeError):
        patients(person_id=value)


def test_a_value_that_django_changes_is_refused():
    @prepared
    def named(*, name: str):
        return Organization.objects.filter(name__icontains=name)

    with pytest.raises(TypeError, match="name"):
        named(name="Tangen")
