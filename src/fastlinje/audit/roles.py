"""Database roles, created idempotently outside migrations: roles belong to the server, not to one database."""

import psycopg
from psycopg import sql

from fastlinje.core.actor import Capacity

WEB, WORKER = "fastlinje_web", "fastlinje_worker"
# A process that is stopped in the middle of a transaction must not keep others from the rows it has locked (FD-14).
_IDLE = sql.Literal("60s")
_WEB_CAPACITIES = [c for c in Capacity if c is not Capacity.JOB]


def ensure_roles(owner_url: str, *, web_password: str, worker_password: str) -> None:
    """Create the two login roles, which own nothing, and the capacities they can become; set the logins' passwords.

    owner_url  a connection that may create roles
    Safe to run again and from several hosts at once (an advisory lock serialises them).
    """
    with psycopg.connect(owner_url, autocommit=False) as connection, connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('fastlinje.roles'))")
        cursor.execute("select rolname from pg_roles where rolname like 'fastlinje\\_%'")
        existing = {name for (name,) in cursor}
        for capacity in Capacity:
            if capacity.database_role not in existing:
                cursor.execute(sql.SQL("create role {} nologin").format(sql.Identifier(capacity.database_role)))
        for login, password, capacities in [
            (WEB, web_password, _WEB_CAPACITIES),
            (WORKER, worker_password, list(Capacity)),
        ]:
            verb = "alter" if login in existing else "create"
            cursor.execute(
                sql.SQL(verb + " role {} login noinherit password {}").format(sql.Identifier(login), sql.Literal(password))
            )
            cursor.execute(
                sql.SQL("alter role {} set idle_in_transaction_session_timeout = {}").format(sql.Identifier(login), _IDLE)
            )
            for capacity in capacities:
                cursor.execute(sql.SQL("grant {} to {}").format(sql.Identifier(capacity.database_role), sql.Identifier(login)))
