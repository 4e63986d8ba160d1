"""The second wall stands around every table: row-level security, one policy per role, no access besides."""

import pytest
from django.apps import apps
from django.db import connections

from fastlinje.core.actor import Capacity

OURS = [
    model._meta.db_table
    for config in apps.get_app_configs()
    if config.name.startswith("fastlinje.")
    for model in config.get_models()
]
CAPACITIES = [capacity.database_role for capacity in Capacity]


def rows(sql: str, *arguments: object) -> list[tuple]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchall()


@pytest.mark.parametrize("table", OURS)
def test_every_table_has_row_level_security(db, table):
    assert rows("select relrowsecurity from pg_class where oid = %s::regclass", table) == [(True,)]


@pytest.mark.parametrize("table", OURS)
def test_no_role_has_two_policies_on_a_table(db, table):
    found = rows("select unnest(roles), cmd, count(*) from pg_policies where tablename = %s group by 1, 2", table)
    assert all(count == 1 for _role, _command, count in found), found


@pytest.mark.parametrize("table", OURS)
def test_who_has_a_grant_has_a_policy(db, table):
    granted = rows(
        "select distinct grantee from information_schema.column_privileges where table_name = %s and grantee = any(%s)",
        table,
        CAPACITIES,
    )
    policed = rows("select unnest(roles)::text from pg_policies where tablename = %s", table)
    assert set(granted) <= set(policed)


def test_the_login_roles_own_nothing_and_may_nothing_by_themselves(db):
    tables = rows(
        "select table_name, grantee from information_schema.table_privileges"
        " where grantee in ('fastlinje_web', 'PUBLIC') and table_schema = 'public' and table_name = any(%s)",
        OURS,
    )
    assert tables == []
    assert rows(
        "select count(*) from pg_class where relowner in (select oid from pg_roles where rolname like 'fastlinje_w%%')"
    ) == [(0,)]


def test_login_roles_inherit_nothing(db):
    assert rows("select rolname from pg_roles where rolname in ('fastlinje_web', 'fastlinje_worker') and rolinherit") == []
    assert rows(
        "select count(*) from pg_auth_members m join pg_roles r on r.oid = m.member"
        " where r.rolname in ('fastlinje_web', 'fastlinje_worker') and m.inherit_option"
    ) == [(0,)]


def test_the_web_login_cannot_become_a_job(db):
    assert rows("select pg_has_role('fastlinje_web', 'fastlinje_job', 'member')") == [(False,)]


@pytest.mark.parametrize("table", ["people_session", "people_login", "people_logouttoken"])
def test_nobody_reads_sessions_but_the_gate(db, table):
    assert (
        rows(
            "select grantee from information_schema.column_privileges where table_name = %s and grantee = any(%s)",
            table,
            CAPACITIES,
        )
        == []
    )


def test_events_can_only_be_added(db):
    """AD-74"""
    privileges = rows(
        "select distinct grantee, privilege_type from information_schema.column_privileges"
        " where table_name like 'audit_auditevent%%' and (grantee = any(%s) or grantee like 'fastlinje_w%%')",
        CAPACITIES,
    )
    assert {kind for _who, kind in privileges} <= {"INSERT", "SELECT"}
    assert {who for who, kind in privileges if kind == "SELECT"} == {"fastlinje_citizen", "fastlinje_job"}


def test_gate_functions_have_a_fixed_search_path(db):
    loose = rows(
        "select proname from pg_proc where prosecdef and pronamespace in ('gate'::regnamespace, 'public'::regnamespace)"
        " and not coalesce(proconfig::text like '%%search_path%%', false)"
    )
    assert loose == []


def test_a_list_of_ids_is_taken_apart_once_for_each_query(db):
    """Cast outside the sub-select, it would be made an array anew for every row (audit/policies.py)."""
    written = rows("select tablename, policyname, concat_ws(' ', qual, with_check) from pg_policies")
    lists = [(table, policy, text) for table, policy, text in written if "string_to_array" in text]
    assert lists
    assert [(table, policy) for table, policy, text in lists if "SELECT string_to_array" in text] == []


def test_no_index_of_tasks_is_the_beginning_of_another(db):
    """Every list reads tasks in an index's order; a shorter index tempts the planner to read all somebody has and sort it."""
    columns = rows(
        "select i.indexrelid::regclass::text, array_to_string(i.indkey, ' ') from pg_index i"
        " where i.indrelid = 'worklist_task'::regclass and i.indpred is null"
    )
    covered = [
        (short, long) for short, few in columns for long, many in columns if short != long and f"{many} ".startswith(f"{few} ")
    ]
    assert covered == []
