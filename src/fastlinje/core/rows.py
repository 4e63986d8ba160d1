"""Writing single rows with SQL that is put together once for each table: Django's own `save()` does it anew for each row.

Values pass through their fields as in `save()`, so sealed text is sealed, and a new object afterwards counts as saved.
"""

import functools
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import DatabaseError, connection
from django.db.models import Field, Model
from psycopg import sql

Row = TypeVar("Row", bound=Model)


def insert(row: Row) -> Row:
    """Write a new row whose key is made already."""
    statement, fields = _insert_into(type(row))
    write(statement, _values(row, fields, add=True))
    row._state.adding, row._state.db = False, connection.alias
    return row


def insert_unless_there(row: Model) -> bool:
    """Write a new row, or find that a constraint says there is one already; waits for whoever is just writing it."""
    statement, fields = _insert_into(type(row))
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} on conflict do nothing", _values(row, fields, add=True))
        return cursor.rowcount == 1


def update(row: Model, *names: str) -> None:
    """Write some fields of a row that the actor may change."""
    statement, fields = _update_of(type(row), names)
    write(statement, [*_values(row, fields, add=False), row.pk])


def delete(row: Model) -> None:
    """Delete a row and nothing that hangs on it: the database refuses if something does."""
    write(_delete_from(type(row)), [row.pk])


def write(statement: str, values: Sequence[Any]) -> None:
    """Run a statement that must concern exactly one row; none means that a policy hides it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if cursor.rowcount != 1:
            raise DatabaseError(f"a statement concerned {cursor.rowcount} rows instead of one")


def _values(row: Model, fields: Sequence[Field], *, add: bool) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add), connection) for field in fields]


@functools.cache
def _insert_into(model: type[Model]) -> tuple[str, tuple[Field, ...]]:
    fields = model._meta.concrete_fields
    statement = sql.SQL("insert into {table} ({columns}) values ({values})").format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
        values=sql.SQL(", ").join(sql.Placeholder() * len(fields)),
    )
    return statement.as_string(), fields


@functools.cache
def _update_of(model: type[Model], names: tuple[str, ...]) -> tuple[str, tuple[Field, ...]]:
    fields = tuple(model._meta.get_field(name) for name in names)
    statement = sql.SQL("update {table} set {columns} where {key} = %s").format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(field.column)) for field in fields),
        key=sql.Identifier(model._meta.pk.column),
    )
    return statement.as_string(), fields


@functools.cache
def _delete_from(model: type[Model]) -> str:
    statement = sql.SQL("delete from {table} where {key} = %s")
    return statement.format(table=sql.Identifier(model._meta.db_table), key=sql.Identifier(model._meta.pk.column)).as_string()
