"""What the office may set in its appointment book, with the sentence that says why not."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from fastlinje.core.refusal import Refused

from .states import Modality, ServiceKind
from .week import Line

NAME_MAX_CHARS = 80
INFO_MAX_CHARS = 300
MINUTES = (5, 480)
PRIORITIES = (0, 1, 2)
LONGEST_PUBLICATION = timedelta(days=400)


def check_name(name: str) -> None:
    """Refuses name_missing, name_too_long."""
    if not name:
        raise Refused("name_missing", _("Skriv et navn."), fields=("name",))
    if len(name) > NAME_MAX_CHARS:
        raise Refused("name_too_long", _("Navnet er %d tegn for langt.") % (len(name) - NAME_MAX_CHARS), fields=("name",))


def check_service_fields(
    *, kind: str, modality: str, info: str, minutes: int, min_age: int | None, max_age: int | None, opens: int, closes: int
) -> None:
    """Refuses unknown_kind, info_too_long, minutes, ages_reversed, opens_after_it_closes."""
    if kind not in ServiceKind.values or modality not in Modality.values:
        raise Refused("unknown_kind", _("Velg en type fra listen."), fields=("kind",))
    if len(info) > INFO_MAX_CHARS:
        raise Refused("info_too_long", _("Teksten er %d tegn for lang.") % (len(info) - INFO_MAX_CHARS), fields=("info",))
    if not MINUTES[0] <= minutes <= MINUTES[1]:
        sentence = _("Velg mellom %(least)d og %(most)d minutter.") % {"least": MINUTES[0], "most": MINUTES[1]}
        raise Refused("minutes", sentence, fields=("minutes",))
    if min_age is not None and max_age is not None and max_age < min_age:
        raise Refused("ages_reversed", _("Høyeste alder kan ikke være lavere enn laveste."), fields=("max_age",))
    if closes >= opens * 24 * 60:
        raise Refused("opens_after_it_closes", _("Bestillingen stenger før den åpner."), fields=("closes_minutes_before",))


def check_week(lines: Sequence[Line]) -> None:
    """Refuses line_reversed, lines_overlap."""
    ordered = sorted(lines, key=lambda line: (line.weekday, line.starts))
    if any(line.ends <= line.starts and line.ends != time(0) for line in ordered):
        raise Refused("line_reversed", _("En linje slutter før den begynner."), fields=("week",))
    for number, line in enumerate(ordered):
        if any(_meet(line, later) for later in ordered[number + 1 :]):
            raise Refused("lines_overlap", _("To linjer i uken dekker samme tid."), fields=("week",))


def _meet(line: Line, later: Line) -> bool:
    """Both hold on some day and cover the same time. `later` starts no sooner on its weekday."""
    apart = line.weekday != later.weekday or (line.ends != time(0) and line.ends <= later.starts)
    first, last = (line.valid_from or date.min, line.valid_to or date.max)
    return not apart and first <= (later.valid_to or date.max) and (later.valid_from or date.min) <= last


def check_dates(first: date, last: date) -> None:
    """Refuses dates_reversed."""
    if last < first:
        raise Refused("dates_reversed", _("Siste dag kan ikke være før første dag."), fields=("last_date",))


def check_publication(first: date, last: date, today: date) -> None:
    """Refuses dates_reversed, in_the_past, too_long."""
    check_dates(first, last)
    if first < today:
        raise Refused("in_the_past", _("Første dag kan ikke være passert."), fields=("first_date",))
    if last - first > LONGEST_PUBLICATION:
        raise Refused("too_long", _("Lag timer for høyst et år om gangen."), fields=("last_date",))


def check_copy(same_schedule: bool, source: date, target: date) -> None:
    """Refuses same_week, too_far. Both are Mondays."""
    if same_schedule and source == target:
        raise Refused("same_week", _("Velg en annen uke eller en annen timeplan å kopiere til."), fields=("target_day",))
    if abs(target - source) > LONGEST_PUBLICATION:
        raise Refused("too_far", _("Kopier til en uke som er høyst et år unna."), fields=("target_day",))


def check_total(total: int) -> None:
    """Refuses nothing_to_publish."""
    if not total:
        raise Refused("nothing_to_publish", _("Uken gir ingen timer disse dagene."), fields=("first_date",))


def check_priority(priority: int) -> None:
    """Refuses unknown_priority."""
    if priority not in PRIORITIES:
        raise Refused("unknown_priority", _("Velg en prioritet fra listen."), fields=("priority",))


def check_limit(field: str, value: int, least: int, most: int) -> None:
    """Refuses limit."""
    if not least <= value <= most:
        sentence = _("Velg et tall mellom %(least)d og %(most)d.") % {"least": least, "most": most}
        raise Refused("limit", sentence, fields=(field,))
