"""What people were told, held against what is in the database: nothing promised is lost, and no time is given twice."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg

ACTIVE = ("booked", "arrived", "fulfilled", "noshow")


def so_far(folder: Path) -> Counter:
    """How many acts of each kind went how, while people still act: what nobody knows the outcome of is left out."""
    done: Counter = Counter()
    for file in folder.glob("history-*.jsonl"):
        lines = [json.loads(line) for line in file.read_text().splitlines(keepends=True) if line.endswith("\n")]
        acts, outcomes = [line for line in lines if "act" in line], [line for line in lines if "act" not in line]
        done.update(_kinds(zip(acts, outcomes, strict=False)))
    return done


def _kinds(history: Iterable[tuple[dict, dict]]) -> Counter:
    return Counter(f"{act['act']} {'ok' if 'ok' in outcome else outcome['refused']}" for act, outcome in history)


def told(folder: Path) -> Iterator[tuple[dict, dict]]:
    """Each act and its outcome; all are finished when those who act were asked to stop."""
    for file in sorted(folder.glob("history-*.jsonl")):
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        acts = [line for line in lines if "act" in line]
        outcomes = [line for line in lines if "act" not in line]
        assert len(acts) == len(outcomes), f"{file.name}: {len(acts)} acts and {len(outcomes)} outcomes"
        yield from zip(acts, outcomes, strict=True)


def expected(history: list[tuple[dict, dict]]) -> dict[str, tuple[str, str, int]]:
    """What each appointment must be now: its state, its slot, and how many steps it took."""
    now: dict[str, tuple[str, str, int]] = {}
    for act, outcome in history:
        if "ok" not in outcome:
            continue
        if act["act"] == "book":
            assert outcome["ok"] not in now, "one appointment was given for two bookings"
            now[outcome["ok"]] = ("booked", act["slot"], 1)
        else:
            state, slot, steps = now[act["appointment"]]
            assert state == "booked", f"{act} after it was {state}"
            after = ("booked", act["slot"]) if act["act"] == "move" else ("cancelled", slot)
            now[act["appointment"]] = (*after, steps + 1)
    return now


def check(folder: Path, url: str) -> Counter:
    """Hold the histories against the database; how many acts of each kind went well."""
    history = list(told(folder))
    with psycopg.connect(url) as connection:
        rows = connection.execute("select id::text, status, slot_id::text from scheduling_appointment").fetchall()
        steps = dict(
            connection.execute("select appointment_id::text, count(*) from scheduling_appointmentstatus group by 1").fetchall()
        )
        found = {pk: (status, slot, steps[pk]) for pk, status, slot in rows}
        assert found == expected(history), "what was promised and what is there differ"
        _check_slots(connection)
        _check_followers(connection)
    return _kinds(history)


def _check_slots(connection: psycopg.Connection) -> None:
    twice = connection.execute(
        "select slot_id, count(*) from scheduling_appointment where status = any(%s) group by 1 having count(*) > 1", [list(ACTIVE)]
    ).fetchall()
    assert twice == [], "a time was given twice"
    lost = connection.execute(
        "select s.id from scheduling_slot s where (s.status = 'busy') <> exists (select from scheduling_appointment a"
        " where a.slot_id = s.id and a.status = any(%s))",
        [list(ACTIVE)],
    ).fetchall()
    assert lost == [], "a time is taken by nobody, or free though somebody has it"
    moved = connection.execute(
        "select a.id from scheduling_appointment a join scheduling_slot s on s.id = a.slot_id"
        " where a.start_at <> s.start_at or a.end_at <> s.end_at"
    ).fetchall()
    assert moved == [], "an appointment is at another time than its slot"


def _check_followers(connection: psycopg.Connection) -> None:
    """One line in the lists, saying the same; one job for each thing that happened."""
    astray = connection.execute(
        "select a.id from scheduling_appointment a left join worklist_task t on t.focus_id = a.id"
        " where t.id is null or t.status <> a.status or t.due_at <> a.start_at"
    ).fetchall()
    assert astray == [], "an inbox says something else"
    news = "select args -> 'payload' ->> 'appointment_id', count(*) from procrastinate_jobs where args ->> 'event' = %s group by 1"
    booked = dict(connection.execute(news, ["AppointmentBooked"]).fetchall())
    cancelled = dict(connection.execute(news, ["AppointmentCancelled"]).fetchall())
    everything = connection.execute("select id::text, status from scheduling_appointment").fetchall()
    assert booked == {pk: 1 for pk, _status in everything}, "a booking is told of once"
    assert cancelled == {pk: 1 for pk, status in everything if status == "cancelled"}, "a cancellation is told of once"
