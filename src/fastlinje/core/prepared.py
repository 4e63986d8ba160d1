"""Queries whose SQL Django writes once in each process: writing it anew costs several times what the database takes to answer.

The query stays an ordinary queryset, built in a function of its own. The first call compiles it with examples in place of its
arguments; every call puts its arguments where the examples stood. What is the same in every call is written into the SQL, so
that the plan PostgreSQL keeps can use an index made for just that value.
"""

import copy
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import ValuesListIterable
from psycopg import sql

from .rows import bringing

_UNLIKELY = datetime(1814, 5, 17, tzinfo=UTC)
_SHAPES = (bool, type(None), Enum)  # values that are part of the query itself: `is null` is another query than `= %s`


def prepared(build: Callable[..., QuerySet]) -> Callable[..., list]:
    """Let `build(**values)` make its queryset once for each kind of arguments; calling it gives the rows.

    Values are UUIDs, texts, dates, moments, tuples of UUIDs for an `in`, or what only chooses the query: booleans, None, members
    of an enum. Each must reach the database as it is: no `like`, no arithmetic.
    """
    compiled: dict[tuple, _Compiled] = {}

    @functools.wraps(build)
    def rows(**values: Any) -> list:
        shape = tuple([(name, _shape(value)) for name, value in values.items()])
        query = compiled.get(shape)
        if query is None:
            query = compiled[shape] = _Compiled(build, values)
        return query.rows(values)

    return rows


class _Compiled:
    """A queryset's SQL, which argument goes where, and what makes objects of the rows."""

    def __init__(self, build: Callable[..., QuerySet], values: dict[str, Any]):
        examples = {name: _example(n, value) for n, (name, value) in enumerate(values.items()) if not isinstance(value, _SHAPES)}
        queryset = build(**values | examples)
        self._iterable = queryset._iterable_class
        self._compiler = queryset.query.get_compiler(using=queryset.db)
        statement, parameters = self._compiler.as_sql()
        self._slots = [_slot(examples, each) for each in parameters]
        if lost := examples.keys() - {slot[0] for slot in self._slots if slot}:
            raise TypeError(f"{build.__qualname__} changes {', '.join(sorted(lost))} on the way to the database")
        self._sql = _with_constants(statement, zip(self._slots, parameters, strict=True))
        self._slots = [slot for slot in self._slots if slot]
        converters = self._compiler.get_converters([column for column, *_ in self._compiler.select])
        self._compiler.get_converters = lambda columns: converters
        self._as_they_come = self._iterable is ValuesListIterable and not converters

    def rows(self, values: dict[str, Any]) -> list:
        """What the queryset would give for these values."""
        arguments = tuple([values[name] if place is None else values[name][place] for name, place in self._slots])
        connection = connections[self._compiler.using]  # each thread has its own
        if self._as_they_come:
            with connection.cursor() as cursor:
                cursor.execute(*bringing(self._sql, arguments))
                return cursor.fetchall()
        compiler = copy.copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (self._sql, arguments)
        return list(self._iterable(_Bound(compiler)))


@dataclass(slots=True)
class _Bound:
    """What an iterable of Django's asks of a queryset."""

    compiler: Any
    _known_related_objects: dict = field(default_factory=dict)

    @property
    def db(self) -> str:
        return self.compiler.using

    @property
    def query(self) -> "_Bound":
        return self

    def get_compiler(self, using: str) -> Any:
        return self.compiler


def _shape(value: object) -> object:
    if isinstance(value, _SHAPES):
        return value
    return (tuple, len(value)) if isinstance(value, tuple) else type(value)


def _example(number: int, value: object) -> Any:
    """A value of the same kind that stands nowhere else in the query."""
    if isinstance(value, tuple) and all(isinstance(each, UUID) for each in value):
        return tuple(uuid4() for _ in value)
    moment = _UNLIKELY + timedelta(days=number)
    for kind, example in ((UUID, uuid4()), (str, uuid4().hex), (datetime, moment), (date, moment.date())):
        if isinstance(value, kind):
            return example
    raise TypeError(f"a prepared query takes no {type(value).__name__}")


def _slot(examples: dict[str, Any], parameter: object) -> tuple[str, int | None] | None:
    """The name of the argument a parameter stands for, and its place in a tuple; None for a constant."""
    for name, example in examples.items():
        if isinstance(example, tuple) and parameter in example:
            return name, example.index(parameter)
        if type(example) is type(parameter) and example == parameter:
            return name, None
    return None


def _with_constants(statement: str, parameters: Any) -> str:
    """The statement with its constants written out; `%s` stays for what is an argument."""

    def filled(found: re.Match) -> str:
        if found[0] == "%%":
            return "%%"
        slot, value = next(parameters)
        return "%s" if slot else sql.Literal(str(value) if isinstance(value, str) else value).as_string().replace("%", "%%")

    return re.sub("%%|%s", filled, statement)
