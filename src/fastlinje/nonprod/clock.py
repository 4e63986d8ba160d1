"""A clock the demo can move: real time, and as many seconds on as a file says. Only where FASTLINJE_DEMO_CLOCK names that file.

The product's processes take it in through `nonprod.demo.settings`, the look-alike provider asks it directly. PostgreSQL's own
clock stays: it times jobs, not people.
"""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from fastlinje.core import clock

VARIABLE = "FASTLINJE_DEMO_CLOCK"


def seconds() -> float:
    """The present, as `time.time()` tells it."""
    return time.time() + _ahead()


def now() -> datetime:
    """The present, as `core.clock.now()` tells it."""
    return datetime.fromtimestamp(seconds(), UTC)


def follow() -> None:
    """Let the whole process tell this time. Before anything has taken `core.clock.now` by its name."""
    if os.environ.get(VARIABLE):
        clock.now = now


def _ahead() -> float:
    place = os.environ.get(VARIABLE)
    try:
        return float(Path(place).read_text() or 0) if place else 0
    except FileNotFoundError:
        return 0
