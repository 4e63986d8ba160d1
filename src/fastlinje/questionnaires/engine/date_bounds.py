"""The earliest and latest date a question takes: a fixed day or one counted from today."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_RELATIVE = re.compile(r"^today\(\)(?:\s*([+-])\s*(\d{1,4})\s*'?(day|week|month|year)s?'?)?$")


@dataclass(frozen=True, slots=True)
class DateBound:
    """A fixed day, or (when `fixed` is None) today moved by months and days."""

    fixed: date | None = None
    months: int = 0
    days: int = 0

    @property
    def is_today(self) -> bool:
        return self.fixed is None and self.months == 0 and self.days == 0

    def on(self, today: date) -> date:
        """The day this bound means when the form is answered today."""
        if self.fixed is not None:
            return self.fixed
        index = today.year * 12 + today.month - 1 + self.months
        year, month = min(max(index // 12, 1), 9998), index % 12 + 1
        return date(year, month, min(today.day, monthrange(year, month)[1])) + timedelta(days=self.days)


def parse_relative(expression: str) -> DateBound | None:
    """«today()», «today() - 1 years», «today() + 14 days» as a bound; None for any other FHIRPath."""
    match = _RELATIVE.match(expression.strip())
    if match is None:
        return None
    sign, number, unit = match.groups()
    if unit is None:
        return DateBound()
    amount = int(number) * (-1 if sign == "-" else 1)
    if unit in ("month", "year"):
        return DateBound(months=amount * (12 if unit == "year" else 1))
    return DateBound(days=amount * (7 if unit == "week" else 1))
