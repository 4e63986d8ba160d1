"""Synthetic national numbers (month + 80) with right control digits, as many as a test needs."""

from itertools import count, islice

from stdnum.no import fodselsnummer

_made: list[str] = []


def _numbers():
    for serial in count():
        day, individual = 1 + serial // 900 % 28, 100 + serial % 390
        digits = f"{day:02d}{81 + serial // 390 % 12:02d}80{individual:03d}"
        try:
            first = fodselsnummer.calc_check_digit1(digits)
            second = fodselsnummer.calc_check_digit2(digits + first)
        except ValueError:
            continue
        if first in "0123456789" and second in "0123456789":
            yield digits + first + second


def national_id(serial: int) -> str:
    """The same number for the same serial; serials start at 1."""
    if len(_made) < serial:
        _made[:] = list(dict.fromkeys(islice(_numbers(), serial * 2 + 100)))
    return _made[serial - 1]
