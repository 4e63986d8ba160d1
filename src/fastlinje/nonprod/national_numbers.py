"""Synthetic national numbers (month + 80), so that no test or demo ever names a living person."""

from datetime import date

from stdnum.no import fodselsnummer


def synthetic_national_id(born: date, serial: int = 0) -> str:
    """A valid number from the national test population for that birth date; `serial` gives another one."""
    first, last = (500, 999) if born.year >= 2000 else (0, 499)
    found = 0
    for individual in range(first, last + 1):
        digits = f"{born:%d}{born.month + 80:02d}{born:%y}{individual:03d}"
        one = fodselsnummer.calc_check_digit1(digits + "00")
        two = fodselsnummer.calc_check_digit2(digits + one + "0")
        if len(one + two) != 2:  # a control digit of 10: the number is not used
            continue
        if found == serial:
            return digits + one + two
        found += 1
    raise ValueError("no more synthetic numbers for that day")
