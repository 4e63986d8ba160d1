"""News for whoever cares: an event becomes one job in the command's own transaction, or nothing if that rolls back."""

import dataclasses
from datetime import datetime
from uuid import UUID

from psycopg.types.json import Jsonb

from fastlinje.core.rows import write

FAN_OUT = "fastlinje.fan_out"

# What Procrastinate's own `defer` asks, at a third of its cost.
_DEFER = f"""
    select procrastinate_defer_jobs_v1(array[
        row('default', '{FAN_OUT}', 0, %s, null, %s, %s)::procrastinate_job_to_defer_v1])
"""


def emit(event: object, *, at: datetime | None = None) -> None:
    """Tell that something happened. `event` is a frozen dataclass that carries ids only; `at` holds it back until then.

    News about the same thing (the event's first id) is taken in the order it was told. One that is held back holds up no other.
    """
    payload = {name: str(value) if isinstance(value, UUID) else value for name, value in dataclasses.asdict(event).items()}
    lock = None if at else f"news:{next(iter(payload.values()))}"
    write(_DEFER, [lock, Jsonb({"event": type(event).__name__, "payload": payload}), at])
