"""Ages are whole years, counted in one place for the database (`gate.age_on`) and in one for Python (core/clock.py)."""

import re
from pathlib import Path

import fastlinje

SOURCE = Path(fastlinje.__file__).parent


def test_no_sql_compares_an_age_with_an_interval():
    """PostgreSQL takes 30 days for a month there: most people would come of age a day too early."""
    files = [*SOURCE.rglob("*.sql"), *SOURCE.rglob("*.py")]
    assert any("gate.age_on" in file.read_text() for file in files)
    assert [file.name for file in files if re.search(r"interval '\d+ years?'", file.read_text())] == []
