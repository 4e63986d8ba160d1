"""The week as somebody saw it when they began to change it, carried by their form; and what others have done to it since."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from fastlinje.scheduling.commands.set_week import WeekLine
from fastlinje.scheduling.office_views import RuleLine, ServiceLine

from ...components.calendar import clock_of
from ..calendar import words

EMPTY = "-"


def as_text(line: WeekLine) -> str:
    """One line for a hidden field."""
    days = (each.isoformat() if each else EMPTY for each in (line.valid_from, line.valid_to))
    hours = (line.starts.isoformat(), line.ends.isoformat())
    return " ".join((str(line.weekday), *hours, str(line.service_id), str(int(line.online)), *days))


def seen_in(sent: QueryDict) -> tuple[WeekLine, ...]:
    """The lines a form carries; what is no line is left out, and is then another week than the one that stands."""
    found = (_line(text.split(" ")) for text in sent.getlist("seen"))
    return tuple(line for line in found if line)


def changes_since(seen: Sequence[WeekLine], rules: Sequence[RuleLine], services: Iterable[ServiceLine]) -> tuple[str, ...]:
    """What was added and what was taken out, in words."""
    present = {line_of(rule): rule for rule in rules}
    names = {each.id: each.name for each in services} | {rule.service_id: rule.service_name for rule in rules}
    added = (line for line in present if line not in seen)
    removed = (line for line in seen if line not in present)
    return (
        *(_("Lagt til: %s") % _said(line, names) for line in added),
        *(_("Fjernet: %s") % _said(line, names) for line in removed),
    )


def hours_of(line: WeekLine | RuleLine) -> str:
    """«08.00–15.30»."""
    return "–".join(clock_of(moment.hour * 60 + moment.minute) for moment in (line.starts, line.ends))


def _said(line: WeekLine, names: dict[UUID, str]) -> str:
    return f"{words.WEEKDAYS[line.weekday]} {hours_of(line)} {names.get(line.service_id, '')}".strip()


def line_of(rule: RuleLine) -> WeekLine:
    """A stored line as the office writes it."""
    return WeekLine(rule.weekday, rule.starts, rule.ends, rule.service_id, rule.online, rule.valid_from, rule.valid_to)


def _line(parts: Sequence[str]) -> WeekLine | None:
    try:
        weekday, starts, ends, service, online, *days = parts
        first, last = (None if text == EMPTY else date.fromisoformat(text) for text in days)
        line = WeekLine(
            int(weekday), time.fromisoformat(starts), time.fromisoformat(ends), UUID(service), online == "1", first, last
        )
    except ValueError:
        return None
    return line if line.weekday in range(len(words.WEEKDAYS)) else None
