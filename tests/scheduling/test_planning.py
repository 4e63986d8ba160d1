"""Moving a whole day: who goes where."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from fastlinje.core.clock import OSLO
from fastlinje.scheduling.office_views import DayLine, OpenTime
from fastlinje.scheduling.planning import planned_moves
from fastlinje.scheduling.states import SlotStatus

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
KINDS = tuple(uuid4() for _ in range(2))


def line(at: time, kind: UUID = KINDS[0], day: date = MONDAY) -> DayLine:
    start = datetime.combine(day, at, tzinfo=OSLO)
    return DayLine(uuid4(), "Kari", date(1984, 3, 12), start, start + timedelta(minutes=20), kind, "Legetime", "in-person")


def free(at: time, kind: UUID = KINDS[0], day: date = TUESDAY, *, held: bool = False) -> OpenTime:
    start = datetime.combine(day, at, tzinfo=OSLO)
    end = start + timedelta(minutes=20)
    return OpenTime(uuid4(), uuid4(), "Lege Lie", kind, "Legetime", "in-person", start, end, SlotStatus.FREE, True, held)


def test_the_time_of_day_is_kept_where_it_can_be():
    nine, ten = line(time(9)), line(time(10))
    early, same = free(time(8)), free(time(10))
    assert planned_moves([nine, ten], [early, same]) == {nine.id: early, ten.id: same}


def test_the_time_of_day_is_the_wall_clocks_also_across_a_change():
    before, after = date(2026, 10, 23), date(2026, 10, 26)
    nine = line(time(9), day=before)
    moves = planned_moves([nine], [free(time(8), day=after), free(time(9), day=after)])
    assert moves[nine.id].start_at.hour == 9


def test_those_who_find_none_are_left_out():
    first, second = line(time(9)), line(time(9, 20))
    assert list(planned_moves([first, second], [free(time(11))])) == [first.id]
    assert planned_moves([first], [free(time(9), KINDS[1]), free(time(9), held=True)]) == {}


MOMENTS = st.builds(time, st.integers(8, 11), st.sampled_from([0, 20, 40]))
LINES = st.lists(st.builds(line, MOMENTS, st.sampled_from(KINDS)), max_size=8)
FREE = st.lists(st.builds(free, MOMENTS, st.sampled_from(KINDS), held=st.booleans()), max_size=8)


@given(LINES, FREE)
def test_nobody_gets_what_another_has_nor_what_does_not_fit(lines, times):
    moves = planned_moves(lines, times)
    kinds = {each.id: each.service_id for each in lines}
    assert len({each.slot_id for each in moves.values()}) == len(moves)
    assert all(each.service_id == kinds[mover] and not each.held for mover, each in moves.items())
    for kind in KINDS:
        wanted = sum(each.service_id == kind for each in lines)
        there = sum(each.service_id == kind and not each.held for each in times)
        assert sum(kinds[mover] == kind for mover in moves) == min(wanted, there)
