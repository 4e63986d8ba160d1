"""What national registers say about who may act for whom, as both sides may read it. Nobody changes it here."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from fastlinje.core.actor import Scope

from .register_rows import SOURCE


@dataclass(frozen=True, slots=True)
class RegisteredPower:
    """One that holds now. `is_mine`: the actor may act for the other; `source` is the register's name."""

    is_mine: bool
    other_name: str
    basis: str
    scopes: tuple[Scope, ...]
    source: str
    checked_at: datetime


def registered_powers(*, now: datetime) -> tuple[RegisteredPower, ...]:
    """Those of whoever is logged in, whoever they act for; one statement, inside `reading`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select is_mine, name, basis, scopes, source, checked_at from gate.registered_powers(%s)",
            [now],
        )
        return tuple(_power(*row) for row in cursor)


def _power(is_mine: bool, name: str, basis: str, scopes: list[str], source: str, checked_at: datetime) -> RegisteredPower:
    allowed = tuple(scope for scope in Scope if scope in scopes)
    return RegisteredPower(is_mine, name, basis, allowed, source.removeprefix(SOURCE), checked_at)
