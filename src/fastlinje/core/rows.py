"""Writing single rows with SQL that is put together once for each table: Django's own `save()` does it anew for each row.

Values pass through their fields as in `save()`, so sealed text is sealed, and a new object afterwards counts as saved.
"""

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import accumulate
from typing import Any, TypeVar
from uuid import UUID

from django.db import DatabaseError, connection
from django.db.models import BooleanField, CharField, Field, ForeignKey, Model, TextField, UUIDField
from psycopg import sql

Row = TypeVar("Row", bound=Model)
Column = tuple[Field, tuple[type, ...]]  # and the types of its values that need nothing done to them
_MOST_VALUES = 50  # psycopg takes a statement with more apart anew each time
_AS_THEY_ARE = {
    UUIDField: (UUID, type(None)),
    CharField: (str, type(None)),
    TextField: (str, type(None)),
    BooleanField: (bool, type(None)),
}
_gathered: ContextVar[list[Model] | None] = ContextVar("gathered", default=None)


def insert(row: Row) -> Row:
    """Write a new row whose key is made already."""
    waiting = _gathered.get()
    if waiting is None:
        _insert_together([row])
    else:
        waiting.append(row)
    return row


@contextmanager
def gathered() -> Iterator[None]:
    """Let new rows wait for each other and be written together, as each statement costs both sides more than its row.

    They are written with the next prepared query that makes no objects, before anything is changed or deleted, or at the end.
    Nothing inside may read them from the database.
    """
    token = _gathered.set([])
    try:
        yield
        _write_gathered()
    finally:
        _gathered.reset(token)


def bringing(statement: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """A query that also writes the gathered rows: what it reads is not given out unless they are written."""
    ready = _take_ready()
    if not ready:
        return statement, values
    _count_as_saved(ready)
    return _after(tuple([type(row) for row in ready]), statement), [*_values_of(ready), *values]


def _write_gathered() -> None:
    while ready := _take_ready():
        _insert_together(ready)


def _take_ready() -> list[Model]:
    """A row that refers to another comes one statement later: its policy looks for the other, and sees what was there before."""
    waiting = _gathered.get()
    if not waiting:
        return []
    keys = {row.pk for row in waiting}
    ready = _as_many_as_fit([row for row in waiting if keys.isdisjoint(_references(row))])
    if not ready:
        raise DatabaseError("new rows refer to each other in a circle")
    waiting[:] = [row for row in waiting if row not in ready]
    return ready


def _as_many_as_fit(rows: list[Model]) -> list[Model]:
    counted = zip(rows, accumulate(len(row._meta.concrete_fields) for row in rows), strict=True)
    return [row for row, values in counted if values <= _MOST_VALUES] or rows[:1]


def _references(row: Model) -> Iterator[Any]:
    return (getattr(row, field.attname) for field in row._meta.concrete_fields if field.is_relation)


def _insert_together(rows: Sequence[Model]) -> None:
    *others, last = rows
    _write_one(_after(tuple([type(row) for row in others]), _insert_into(type(last))), _values_of(rows))
    _count_as_saved(rows)


def _values_of(rows: Sequence[Model]) -> list[Any]:
    return [value for row in rows for value in _values(row, _columns(type(row)), add=True)]


def _count_as_saved(rows: Sequence[Model]) -> None:
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_unless_there(row: Model) -> bool:
    """Write a new row, or find that a constraint says there is one already; waits for whoever is just writing it."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_insert_into(type(row))} on conflict do nothing", _values(row, _columns(type(row)), add=True))
        return cursor.rowcount == 1


def update(row: Model, *names: str) -> None:
    """Write some fields of a row that the actor may change."""
    statement, columns = _update_of(type(row), names)
    write(statement, [*_values(row, columns, add=False), row.pk])


def delete(row: Model) -> None:
    """Delete a row and nothing that hangs on it: the database refuses if something does."""
    write(_delete_from(type(row)), [row.pk])


def write(statement: str, values: Sequence[Any]) -> None:
    """Run a statement that must concern exactly one row; none means that a policy hides it."""
    _write_gathered()
    _write_one(statement, values)


def _write_one(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if cursor.rowcount != 1:
            raise DatabaseError(f"a statement concerned {cursor.rowcount} rows instead of one")


def _values(row: Model, columns: Sequence[Column], *, add: bool) -> list[Any]:
    known = row.__dict__
    return [
        value if type(value := known.get(field.attname)) in plain else field.get_db_prep_save(field.pre_save(row, add), connection)
        for field, plain in columns
    ]


@functools.cache
def _columns(model: type[Model]) -> tuple[Column, ...]:
    return tuple((field, _plain(field)) for field in model._meta.concrete_fields)


def _plain(field: Field) -> tuple[type, ...]:
    """The types of values the field gives to the database as they are; asking it each time costs as much as the driver's work."""
    return _plain(field.target_field) if isinstance(field, ForeignKey) else _AS_THEY_ARE.get(type(field), ())


@functools.cache
def _insert_into(model: type[Model]) -> str:
    fields = model._meta.concrete_fields
    statement = sql.SQL("insert into {table} ({columns}) values ({values})").format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
        values=sql.SQL(", ").join(sql.Placeholder() * len(fields)),
    )
    return statement.as_string()


@functools.cache
def _after(models: tuple[type[Model], ...], statement: str) -> str:
    """The statement, which also writes a row of each: all of them, or it fails."""
    parts = ", ".join(f"part_{number} as ({_insert_into(model)})" for number, model in enumerate(models))
    return f"with {parts} {statement}" if parts else statement


@functools.cache
def _update_of(model: type[Model], names: tuple[str, ...]) -> tuple[str, tuple[Column, ...]]:
    fields = tuple(model._meta.get_field(name) for name in names)
    statement = sql.SQL("update {table} set {columns} where {key} = %s").format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(field.column)) for field in fields),
        key=sql.Identifier(model._meta.pk.column),
    )
    return statement.as_string(), tuple((field, _plain(field)) for field in fields)


@functools.cache
def _delete_from(model: type[Model]) -> str:
    statement = sql.SQL("delete from {table} where {key} = %s")
    return statement.format(table=sql.Identifier(model._meta.db_table), key=sql.Identifier(model._meta.pk.column)).as_string()
