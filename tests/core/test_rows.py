"""Rows are written as `save()` writes them: sealed, checked by the database, once."""

from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from fastlinje.audit.gate import enter
from fastlinje.audit.models import IdempotencyRecord
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.prepared import prepared
from fastlinje.core.rows import delete, gathered, insert, insert_unless_there, update
from fastlinje.dialogue.models import Draft
from fastlinje.nonprod.cast import KARI, PER
from fastlinje.people.models import Consent


def claim(actor, key="k"):
    return IdempotencyRecord(id=new_id(), login_id=actor.login_id, command="c", key=key, result={"a": [1]}, recorded_at=now())


def run(actor, act):
    with transaction.atomic():
        enter(actor.entry, now=now())
        return act()


def write(actor, *rows):
    run(actor, lambda: [insert(row) for row in rows])


def a_draft(cast):
    at = now()
    return Draft(
        id=new_id(), practice=cast.tangen, person=cast.kari, author=cast.kari, service_code="e_consultation",
        content={"text": "svimmel"}, created_at=at, updated_at=at,
    )  # fmt: skip


def consent(person_id):
    return Consent(id=new_id(), person_id=person_id, level="full", previous_level="basis", given_at=now())


def test_a_row_is_stored_as_it_is_and_counts_as_saved(kari):
    row = claim(kari)
    write(kari, row)
    assert not row._state.adding
    stored = IdempotencyRecord.objects.using("owner").get()
    assert (stored.pk, stored.key, stored.recorded_at, stored.result) == (row.pk, "k", row.recorded_at, {"a": [1]})


def test_what_is_sealed_is_sealed(kari, cast):
    draft = a_draft(cast)
    write(kari, draft)
    (stored,) = Draft.objects.using("owner").all()
    assert b"svimmel" not in bytes(stored.__dict__["content"])
    assert stored.content == draft.content == {"text": "svimmel"}


def test_the_policies_hold(kari, cast):
    with pytest.raises(ProgrammingError, match="row-level security"):
        write(kari, consent(cast.per.pk))


def test_constraints_are_told_as_by_django(kari):
    with pytest.raises(IntegrityError):
        write(kari, claim(kari), claim(kari))


def test_a_row_that_is_there_stays(kari):
    rows = claim(kari), claim(kari), claim(kari, "other")
    assert run(kari, lambda: [insert_unless_there(row) for row in rows]) == [True, False, True]
    assert IdempotencyRecord.objects.using("owner").get(key="k").pk == rows[0].pk


def test_some_fields_are_changed_and_the_others_left(kari):
    row = claim(kari)
    write(kari, row)
    row.result, row.key = {"b": 2}, "other"
    run(kari, lambda: update(row, "result"))
    stored = IdempotencyRecord.objects.using("owner").get()
    assert (stored.result, stored.key) == ({"b": 2}, "k")


@pytest.mark.parametrize("act", [lambda row: update(row, "updated_at"), delete])
def test_a_row_that_a_policy_hides_is_not_passed_over_in_silence(logins, cast, act):
    draft = a_draft(cast)
    draft.save(using="owner")
    with pytest.raises(DatabaseError, match="0 rows"):
        run(logins.actor(PER), lambda: act(draft))
    run(logins.actor(KARI), lambda: act(draft))


def gather(*acts):
    with CaptureQueriesContext(connection) as asked, gathered():
        for act in acts:
            act()
    return len(asked)


def test_gathered_rows_go_together(kari, cast):
    rows = claim(kari), a_draft(cast), claim(kari, "other")
    assert run(kari, lambda: gather(*(lambda row=row: insert(row) for row in rows))) == 1
    assert IdempotencyRecord.objects.using("owner").count() == 2
    assert Draft.objects.using("owner").get().content == {"text": "svimmel"}
    assert not any(row._state.adding for row in rows)


def test_they_are_written_before_anything_is_changed(kari):
    row, other = claim(kari), claim(kari, "other")
    row.result = None

    def answer():
        row.result = {"b": 2}
        update(row, "result")

    assert run(kari, lambda: gather(lambda: insert(row), answer, lambda: insert(other))) == 3
    assert IdempotencyRecord.objects.using("owner").get(key="k").result == {"b": 2}


def test_the_policies_hold_for_each_of_them(kari, cast):
    rows = claim(kari), consent(cast.per.pk), claim(kari, "other")
    with pytest.raises(ProgrammingError, match="row-level security"):
        run(kari, lambda: gather(*(lambda row=row: insert(row) for row in rows)))
    assert not IdempotencyRecord.objects.using("owner").exists()


def test_what_fails_on_the_way_writes_nothing(kari):
    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(kari, lambda: gather(lambda: insert(claim(kari)), fail))
    run(kari, lambda: insert(claim(kari, "other")))
    assert [row.key for row in IdempotencyRecord.objects.using("owner").all()] == ["other"]


def test_a_prepared_query_brings_them(kari):
    @prepared
    def keys(*, login_id: UUID):
        return IdempotencyRecord.objects.filter(login_id=login_id).order_by("key").values_list("key")

    def ask():
        return [key for (key,) in keys(login_id=kari.login_id)]

    write(kari, claim(kari, "before"))
    found = []
    for number in ("1", "2"):  # the first call makes the SQL
        assert run(kari, lambda n=number: gather(lambda: insert(claim(kari, n)), lambda: found.append(ask()))) == 1
    assert found == [["before"], ["1", "before"]]
    assert IdempotencyRecord.objects.using("owner").count() == 3


def test_what_cannot_be_written_is_not_read(kari, cast):
    @prepared
    def keys(*, login_id: UUID):
        return IdempotencyRecord.objects.filter(login_id=login_id).values_list("key")

    found = []
    with pytest.raises(ProgrammingError, match="row-level security"):
        run(kari, lambda: gather(lambda: insert(consent(cast.per.pk)), lambda: found.append(keys(login_id=kari.login_id))))
    assert not found
