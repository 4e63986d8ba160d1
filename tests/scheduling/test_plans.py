"""How PostgreSQL finds free times and what somebody has coming, as the citizen's role with policies in force: along an index and
in its order, never through the whole table. Plans, not seconds, so that a busy machine says the same as a quiet one."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, connections

from fastlinje.core.actor import Actor
from fastlinje.core.clock import now, oslo_date
from fastlinje.practices.queries import own_office_for
from fastlinje.scheduling.citizen_queries import next_appointment_for
from fastlinje.scheduling.citizen_times import free_slots_for, schedules_for, service_choices_for, services_for
from fastlinje.scheduling.citizen_views import SlotFilter
from tests.citizen_world import reading_as
from tests.scheduling_world import OWNER, a_schedule, a_service

LARGE = ("scheduling_slot", "scheduling_appointment")
CALENDARS, TIMES = 12, 700
FREE_OF_ONE, FREE_FIRST, OF_A_PERSON = "slots_free_of_one", "slots_free_first", "appointments_of_a_person"

# Twenty-minute times from now on, every fifth of them somebody's already.
_SLOTS = """
    insert into scheduling_slot (id, practice_id, schedule_id, service_id, start_at, end_at, status, online, bookable_from,
                                 bookable_until)
    select gen_random_uuid(), %s, %s, %s, t, t + interval '20 minutes', case when n %% 5 = 0 then 'busy' else 'free' end, true,
           %s, t
      from generate_series(1, %s) n, lateral (select %s + n * interval '20 minutes' as t) x
"""
_APPOINTMENTS = """
    insert into scheduling_appointment (id, practice_id, person_id, patient_id, service_id, schedule_id, slot_id, resource_id,
        modality, status, start_at, end_at, reason, phone, preferences, end_text, cancel_by, cancelled_late, end_reason, shielded,
        hidden_from_person, asked_at, placed_at)
    select gen_random_uuid(), s.practice_id, p.person_id, p.id, s.service_id, s.schedule_id, s.id, s.schedule_id, 'in-person',
           'booked', s.start_at, s.end_at, '', '', '', '', s.start_at, false, '', false, false, now(), now()
      from scheduling_slot s, (select id, person_id from practices_patient where practice_id = %s order by id limit 1) p
     where s.status = 'busy'
"""


@pytest.fixture
def full_book(book, cast) -> None:
    """A book of some size: twelve calendars with seven hundred times each, a fifth of them taken."""
    calendars = [book.schedule, *(a_schedule(book.staff, None, f"Rom {number}") for number in range(CALENDARS - 1))]
    open_to_all = a_service(book.staff, name="Blodprøve", kind="laboratory", own_list_only=False)
    first = now() + timedelta(days=20)
    with connections[OWNER].cursor() as cursor:
        for place, calendar in enumerate(calendars):
            service = open_to_all if place % 2 else book.service
            cursor.execute(_SLOTS, [cast.tangen.pk, calendar, service, now(), TIMES, first])
        cursor.execute(_APPOINTMENTS, [cast.tangen.pk])
        cursor.execute("analyze scheduling_slot, scheduling_appointment, scheduling_schedule")


class Plans:
    """What was asked inside the `with`, and how the database means to answer it."""

    def __init__(self):
        self.asked: list[tuple[str, tuple]] = []

    def of(self, table: str) -> list[dict]:
        """The plans of the statements that read a table: for these values, and for any, as a prepared statement is kept."""
        found = [(sql, values) for sql, values in self.asked if table in sql]
        assert found, f"nothing asked {table}"
        return [plan for sql, values in found for plan in (_plan(sql, values), _plan(_numbered(sql), (), "generic_plan, "))]


@pytest.fixture
def plans() -> Callable:
    """`with plans(actor) as seen:` collects what runs, as that actor."""

    @contextmanager
    def collected(actor: Actor) -> Iterator[Plans]:
        seen = Plans()

        def note(execute: Callable, sql: str, values: object, *rest: object) -> object:
            seen.asked.append((sql, tuple(values or ())))
            return execute(sql, values, *rest)

        with reading_as(actor):
            with connection.execute_wrapper(note):
                yield seen
            seen.of = _kept(seen)

    return collected


def _kept(seen: Plans) -> Callable:
    """The plans are made while the actor's role still holds."""
    made = {table: Plans.of(seen, table) for table in LARGE if any(table in sql for sql, _values in seen.asked)}
    return made.__getitem__


def _plan(sql: str, values: tuple, how: str = "") -> dict:
    with connection.cursor() as cursor:
        cursor.execute(f"explain ({how}format json) {sql}", values or None)
        (plan,) = cursor.fetchone()
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def _numbered(sql: str) -> str:
    """With $1, $2 … for what differs from call to call."""
    numbers = iter(range(1, 1000))
    return re.sub("%%|%s", lambda found: "%" if found[0] == "%%" else f"${next(numbers)}", sql)


def nodes(plan: dict) -> Iterator[dict]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def outline(plan: dict, depth: int = 0) -> str:
    """A plan in a few lines, for whoever has to mend it."""
    parts = [plan.get(name, "") for name in ("Node Type", "Relation Name", "Index Name", "Index Cond", "Filter")]
    line = "  " * depth + " ".join(filter(None, parts))
    return "\n".join([line, *(outline(part, depth + 1) for part in plan.get("Plans", ()))])


def costly(plan: dict) -> list[str]:
    """Whole tables read, many rows gathered before the first is given, and anything put in order.

    Not those that begin at the same moment put in order by id: that waits for no more than them.
    """
    return [f"{node['Node Type']} {node.get('Relation Name', '')}".strip() for node in nodes(plan) if _is_costly(node)]


def _is_costly(node: dict) -> bool:
    kind, is_large = node["Node Type"], node.get("Relation Name") in LARGE
    if kind == "Incremental Sort":
        return not node["Presorted Key"][-1].endswith("start_at")
    return kind == "Sort" or (is_large and kind in ("Seq Scan", "Bitmap Heap Scan"))


def check(found: list[dict], *indexes: str) -> None:
    for plan in found:
        used = {node["Index Name"] for node in nodes(plan) if "Index Name" in node}
        assert costly(plan) == [], outline(plan)
        assert used & set(indexes), f"{used}, expected one of {indexes}"


def test_the_free_times_of_ones_gp(full_book, book, plans, kari):
    """A page is one stretch of one index, wherever it begins and however it is narrowed."""
    ahead = SlotFilter(first_date=oslo_date(now()) + timedelta(days=25))
    with plans(kari) as seen:
        office = own_office_for(kari)
        schedules = [each for each in schedules_for(office) if each.id == book.schedule]
        service = next(each for each in service_choices_for(kari, office) if each.id == book.service)
        del seen.asked[:]
        place = None
        for wanted, after in ((SlotFilter(), False), (SlotFilter(), True), (ahead, False), (SlotFilter(part="morning"), False)):
            given = {"after": place if after else None, "now": now()}
            found, place = free_slots_for(kari, service, schedules, wanted, **given)
            assert len(found) == 60
    assert len(seen.asked) == 4
    check(seen.of("scheduling_slot"), FREE_OF_ONE)


def test_the_free_times_of_many(full_book, book, plans, kari):
    """Six calendars with the same service: the order of the service's index, or each calendar's stretch merged."""
    with plans(kari) as seen:
        office = own_office_for(kari)
        schedules = schedules_for(office)
        service = next(each for each in service_choices_for(kari, office) if each.name == "Blodprøve")
        del seen.asked[:]
        found, _place = free_slots_for(kari, service, schedules, SlotFilter(), after=None, now=now())
    assert len(found) == 60
    check(seen.of("scheduling_slot"), FREE_FIRST, FREE_OF_ONE)


def test_who_has_times_of_a_service_and_the_first_of_each(full_book, book, plans, kari):
    with plans(kari) as seen:
        office = own_office_for(kari)
        schedules_for(office, with_free=book.service, now=now())
        services_for(kari, office, schedules_for(office), now=now())
    found = seen.of("scheduling_slot")
    assert len(found) == 4
    for plan in found:
        assert [line for line in costly(plan) if "scheduling_slot" in line] == [], outline(plan)
        assert [node for node in nodes(plan) if node.get("Index Name") in (FREE_OF_ONE, FREE_FIRST)], outline(plan)


def test_the_next_appointment(full_book, plans, kari):
    with plans(kari) as seen:
        next_appointment_for(kari, now=now())
    check(seen.of("scheduling_appointment"), OF_A_PERSON)


def test_this_sees_what_it_is_for(full_book, plans, kari):
    """A search without an index, and an order without one."""
    with plans(kari) as seen, connection.cursor() as cursor:
        cursor.execute("select id from scheduling_slot where end_at > now() order by end_at limit 5", [])
    plan, _generic = seen.of("scheduling_slot")
    assert "Seq Scan scheduling_slot" in costly(plan)
    assert "Sort" in costly(plan)
