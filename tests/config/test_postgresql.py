"""A kept connection is not asked before each request whether it works, and a dead one is noticed all the same (FD-12).

What is prepared on it survives a refusal.
"""

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError, close_old_connections, connection, transaction

from fastlinje.nonprod.cast import KARI

from .. import database


def end_of(connection) -> None:
    with psycopg.connect(database.server.superuser_url(connection.settings_dict["NAME"]), autocommit=True) as owner:
        owner.execute("select pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])


def test_a_connection_that_works_is_not_asked(kari):
    connection.ensure_connection()
    asked = connection.connection.cursor
    connection.connection.cursor = None  # whoever asks now fails
    try:
        assert connection.is_usable()
    finally:
        connection.connection.cursor = asked


def test_one_that_the_server_ended_is_noticed(db):
    connection.ensure_connection()
    end_of(connection)
    assert not connection.is_usable()
    connection.close()


def test_the_next_page_opens_a_new_one(logins):
    client = logins.client(KARI)
    assert client.get("/innboks/").status_code == 200
    connection.ensure_connection()
    gone = connection.connection.info.backend_pid
    end_of(connection)
    close_old_connections()  # as each request begins; Django's test client leaves it out
    assert client.get("/innboks/").status_code == 200
    assert connection.connection.info.backend_pid != gone


def test_after_an_error_it_is_asked(db):
    with connection.cursor() as cursor, pytest.raises(ProgrammingError):
        cursor.execute("select * from nothing_of_that_name")
    assert connection.errors_occurred
    end_of(connection)
    connection.close_if_unusable_or_obsolete()
    assert connection.connection is None


class Change(Exception):
    """Takes a transaction back."""


def prepared_here() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_prepared_statements where statement = 'select 1814'")
        return cursor.fetchone()[0]


def take_back(what):
    def change():
        with transaction.atomic(), connection.cursor() as cursor:
            what(cursor)
            raise Change

    with pytest.raises((OperationalError, Change)):
        change()


def test_a_rollback_takes_back_and_keeps_what_is_prepared(db):
    take_back(lambda cursor: [cursor.execute("select 1814") for _ in range(4)])
    take_back(lambda cursor: cursor.execute("select set_config('fastlinje.self', 'x', false)"))
    assert prepared_here() == 1
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('fastlinje.self', true)")
        assert cursor.fetchone()[0] != "x"


def test_a_failed_transaction_is_taken_back(db):
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select * from nothing_of_that_name")
    with connection.cursor() as cursor:
        cursor.execute("select 42")  # refused inside a transaction that has failed
        assert cursor.fetchone() == (42,)


def test_a_connection_that_is_lost_on_the_way_is_let_go(db):
    connection.ensure_connection()
    gone = connection.connection.info.backend_pid
    take_back(lambda cursor: [cursor.execute("select 1814"), end_of(connection)])
    connection.close_if_unusable_or_obsolete()
    connection.ensure_connection()
    assert connection.connection.info.backend_pid != gone
