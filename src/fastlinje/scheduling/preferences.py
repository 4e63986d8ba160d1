"""What somebody wishes of a time when they ask for one: never how urgent it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.core.refusal import Refused

from .states import Modality

PARTS = ("morning", "afternoon")
LONGEST_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Preferences:
    """Empty and None where anything will do.

    weekdays          0 Monday to 6 Sunday
    parts             "morning" before 12, "afternoon" from 12
    earliest, latest  whole days, both included
    """

    weekdays: tuple[int, ...] = ()
    parts: tuple[str, ...] = ()
    modality: str = ""
    earliest: date | None = None
    latest: date | None = None
    schedule_id: UUID | None = None

    def stored(self) -> dict[str, Any]:
        """As models.Appointment keeps it."""
        return {
            "weekdays": list(self.weekdays),
            "parts": list(self.parts),
            "modality": self.modality,
            "earliest": self.earliest and self.earliest.isoformat(),
            "latest": self.latest and self.latest.isoformat(),
            "schedule": self.schedule_id and str(self.schedule_id),
        }


def read_preferences(wishes: Mapping[str, Any], today: date) -> Preferences:
    """What a page or a row says, checked. Refuses wishes_invalid, dates_reversed, in_the_past, too_far."""
    try:
        read = Preferences(
            weekdays=tuple(sorted({int(day) for day in wishes.get("weekdays") or ()})),
            parts=tuple(part for part in PARTS if part in (wishes.get("parts") or ())),
            modality=str(Modality(wishes["modality"])) if wishes.get("modality") else "",
            earliest=_day(wishes.get("earliest")),
            latest=_day(wishes.get("latest")),
            schedule_id=UUID(str(wishes["schedule"])) if wishes.get("schedule") else None,
        )
    except (TypeError, ValueError):
        raise _invalid() from None
    if not set(read.weekdays) <= set(range(7)):
        raise _invalid()
    _check_dates(read, today)
    return read


def _check_dates(read: Preferences, today: date) -> None:
    if read.earliest and read.latest and read.latest < read.earliest:
        raise Refused("dates_reversed", _("Siste dag kan ikke være før første dag."), fields=("latest",))
    if read.latest and read.latest < today:
        raise Refused("in_the_past", _("Siste dag er passert. Velg en senere dag."), fields=("latest",))
    if max(filter(None, (read.earliest, read.latest)), default=today) > today + LONGEST_AHEAD:
        raise Refused("too_far", _("Velg dager det neste året."), fields=("earliest",))


def _day(value: Any) -> date | None:
    if not value or isinstance(value, date):
        return value or None
    return date.fromisoformat(value)


def _invalid() -> Refused:
    return Refused("wishes_invalid", _("Noe i ønskene er ikke forstått. Velg på nytt."))
