"""What everybody was told, held against what is in the database: nothing promised is lost, and no time is given twice."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg

ACTIVE = ("booked", "arrived", "fulfilled", "noshow")
BOOKS, MOVES, CANCELS = ("book", "office book"), ("move", "office move"), ("cancel", "office cancel")
_STEPS = """
    select h.appointment_id::text, h.status, h.by_office, s.id::text
      from scheduling_appointmentstatus h
      join scheduling_slot s on s.start_at = h.start_at
"""


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


def promised(history: list[tuple[dict, dict]], offers: dict[str, tuple[str, str]]) -> dict[str, Counter]:
    """What each appointment went through as somebody was told: (booked, by the office, where), (cancelled, by the office, "").

    The office and the person act on the same appointment, and nobody knows in which order; so these are counted, not followed.
    """
    steps: dict[str, Counter] = defaultdict(Counter)
    for act, outcome in history:
        name, given, by_office = act["act"], act["given"], act["act"].startswith("office")
        if "ok" not in outcome:
            continue
        if name in BOOKS:
            assert outcome["ok"] not in steps or not steps[outcome["ok"]]["begun"], "one appointment was given for two bookings"
            steps[outcome["ok"]].update([("booked", by_office, given["slot_id"]), "begun"])
        elif name in MOVES:
            steps[given["appointment_id"]][("booked", by_office, given["slot_id"])] += 1
        elif name in CANCELS:
            steps[given["appointment_id"]][("cancelled", by_office, "")] += 1
        elif name == "accept earlier":
            appointment, slot = offers[given["offer_id"]]
            steps[appointment][("booked", False, slot)] += 1
    return steps


def check(folder: Path, url: str) -> Counter:
    """Hold the histories against the database; how many acts of each kind went well."""
    history = list(told(folder))
    with psycopg.connect(url) as connection:
        _check_promises(connection, history)
        _check_slots(connection)
        _check_waiting(connection)
        _check_followers(connection)
    return _kinds(history)


def _check_promises(connection: psycopg.Connection, history: list[tuple[dict, dict]]) -> None:
    offers = connection.execute("select id::text, appointment_id::text, slot_id::text from scheduling_appointmentoffer").fetchall()
    expected = promised(history, {pk: (appointment, slot) for pk, appointment, slot in offers})
    for steps in expected.values():
        assert steps.pop("begun", 0) == 1, "something was done to what nobody was told they had"
    there: dict[str, Counter] = defaultdict(Counter)
    for appointment, status, by_office, slot in connection.execute(_STEPS):
        there[appointment][(status, by_office, "" if status == "cancelled" else slot)] += 1
    assert there == expected, "what was promised and what is there differ"
    for appointment, status, slot in connection.execute("select id::text, status, slot_id::text from scheduling_appointment"):
        ends = sum(times for (kind, _by, _where), times in there[appointment].items() if kind == "cancelled")
        assert ends == (status == "cancelled"), "it is off once, and stays off"
        assert any(where == slot for _kind, _by, where in there[appointment]), "it is where nobody put it"


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


def _check_waiting(connection: psycopg.Connection) -> None:
    """What is kept is kept for somebody, and for no more than two; whoever has an offer knows of it, and nobody else."""
    kept = connection.execute(
        "select s.status, count(o.id) from scheduling_slot s left join scheduling_appointmentoffer o"
        " on o.slot_id = s.id and o.state = 'open' group by s.id having s.status = 'busy-tentative'"
    ).fetchall()
    assert all(1 <= offers <= 2 for _status, offers in kept), kept
    astray = connection.execute(
        "select e.id from scheduling_waitinglistentry e where (e.state = 'offered') <> exists (select from"
        " scheduling_appointmentoffer o where o.appointment_id = e.appointment_id and o.state = 'open')"
    ).fetchall()
    assert astray == [], "somebody waits for an answer to nothing, or is offered what they do not wait for"
    over = connection.execute(
        "select e.id from scheduling_waitinglistentry e join scheduling_appointment a on a.id = e.appointment_id"
        " where e.state in ('waiting', 'offered') and (a.status <> 'booked' or e.start_at <> a.start_at)"
    ).fetchall()
    assert over == [], "somebody waits for something earlier than what they do not have"


def _check_followers(connection: psycopg.Connection) -> None:
    """One line in the lists, saying the same; one job for each thing that happened."""
    astray = connection.execute(
        "select a.id from scheduling_appointment a left join worklist_task t on t.focus_id = a.id"
        " where t.id is null or t.status <> a.status or t.due_at <> a.start_at"
    ).fetchall()
    assert astray == [], "an inbox says something else"
    steps = connection.execute("select appointment_id::text, status from scheduling_appointmentstatus").fetchall()
    changes = Counter(appointment for appointment, status in steps if status == "booked")
    assert _news(connection, "AppointmentBooked") == Counter(changes.keys()), "a booking is told of once"
    assert _news(connection, "AppointmentMoved") == changes - Counter(changes.keys()), "a move is told of once"
    ended = Counter(appointment for appointment, status in steps if status == "cancelled")
    assert _news(connection, "AppointmentCancelled") == ended, "a cancellation is told of once"
    offers = connection.execute("select id::text from scheduling_appointmentoffer").fetchall()
    assert _news(connection, "EarlierTimeOffered", "offer_id") == Counter(pk for (pk,) in offers), "an offer is told of once"


def _news(connection: psycopg.Connection, event: str, about: str = "appointment_id") -> Counter:
    asked = "select args -> 'payload' ->> %s, count(*) from procrastinate_jobs where args ->> 'event' = %s group by 1"
    return Counter(dict(connection.execute(asked, [about, event]).fetchall()))
