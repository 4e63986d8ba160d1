"""Who at an office has opened unusually many patients, themselves, or patients with their surname (AD-23)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import connection

from fastlinje.audit.record import record
from fastlinje.core.actor import Actor

MANY_PER_HOUR = 30
"""More patients than this in an hour is looked into: twice what a doctor gets through on a busy day."""
LOOKS_BACK = timedelta(days=30)


class Remark(StrEnum):
    """Why something stands in the report."""

    MANY = "many"
    SELF = "self"
    NAMESAKE = "namesake"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """Something to ask a colleague about. Which patients it was is not said: whoever runs an office need not treat anybody.

    at        the hour it was in for Remark.MANY, else the day
    patients  how many different ones
    """

    remark: Remark
    name: str
    at: datetime
    patients: int


def control_report_for(actor: Actor, *, now: datetime) -> tuple[ReportLine, ...]:
    """The last thirty days at the actor's office, newest first, at most 200 lines; looking is recorded. Two statements."""
    record(actor, "control_report.read", now=now, practice_id=actor.practice_id, why="office_control")
    with connection.cursor() as cursor:
        cursor.execute("select * from practices_control_report(%s, %s)", [now - LOOKS_BACK, MANY_PER_HOUR])
        return tuple(ReportLine(Remark(kind), name, at, patients) for kind, name, at, patients in cursor.fetchall())
