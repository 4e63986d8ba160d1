"""Which appointment goes where when a whole day is moved: pure."""

from collections.abc import Iterable, Sequence
from datetime import time
from uuid import UUID

from fastlinje.core.clock import OSLO

from .office_views import DayLine, OpenTime


def planned_moves(lines: Sequence[DayLine], free: Iterable[OpenTime]) -> dict[UUID, OpenTime]:
    """A free time of the same kind for each appointment, by its id; those that find none are left out.

    Whoever can keep the time of day does. The others get what is left, the earliest first.
    """
    left = sorted(free, key=lambda each: (each.start_at, str(each.slot_id)))
    ordered = sorted(lines, key=lambda each: (each.start_at, str(each.id)))
    moves: dict[UUID, OpenTime] = {}
    for line in ordered:
        _give(line, [each for each in left if _clock(each) == _clock(line)], left, moves)
    for line in ordered:
        if line.id not in moves:
            _give(line, left, left, moves)
    return moves


def _give(line: DayLine, among: Iterable[OpenTime], left: list[OpenTime], moves: dict[UUID, OpenTime]) -> None:
    for each in among:
        if each.service_id == line.service_id and not each.held:
            moves[line.id] = each
            left.remove(each)
            return


def _clock(each: DayLine | OpenTime) -> time:
    return each.start_at.astimezone(OSLO).time()
