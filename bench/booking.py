"""Booking over HTTP, everything on, against the same statements in pgbench; and a page of free times with few and many slots.

rush    32 people at a time want one of the 24 times of a newly opened day, and most are told that it is taken
spread  each wants a time of their own, and nobody is refused
week    the free times of one doctor among the ten of an office, with ten thousand slots in the country and with ten million
"""

import http.client
import os
import random
from pathlib import Path

from . import database, http_load

CLIENTS = 32
DAY = 24
WARM_UP = 40  # book times of their own before anything is measured: a process that has just begun loads pages and plans queries
SIZES = tuple(int(size) for size in os.environ.get("BENCH_SLOTS", "10000,10000000").split(","))

# What one booking asks and writes, by a client that does nothing else. `n` is a slot, `p` a patient.
_BOOK = """
begin;
insert into audit_idempotencyrecord (id, login_id, command, key, recorded_at)
  values (uuidv7(), uuidv7(), 'book_appointment', gen_random_uuid()::text, now());
select patient, person, practice, pg_advisory_xact_lock(hashtextextended(person::text, 3)) from bench_person where n = :p
\\gset
select s.id as slot, s.status, s.schedule_id as schedule, s.service_id as service, s.start_at as starts, s.end_at as ends,
       r.practitioner_id as resource
  from scheduling_slot s join scheduling_schedule c on c.id = s.schedule_id join practices_practitionerrole r on r.id = c.role_id
 where s.id = (select slot from bench_slot where n = :n) for update of s
\\gset
select count(*) as open from scheduling_appointment where person_id = :person and status in ('booked', 'arrived')
\\gset
select (:status = 'free') as is_free
\\gset
\\if :is_free
update scheduling_slot set status = 'busy', held_until = null where id = :slot;
insert into scheduling_appointment (id, practice_id, person_id, author_id, patient_id, service_id, schedule_id, slot_id,
    resource_id, modality, status, start_at, end_at, reason, phone, preferences, cancel_by, cancelled_late, end_reason, end_text,
    shielded, hidden_from_person, asked_at, placed_at)
  values (uuidv7(), :practice, :person, :person, :patient, :service, :schedule, :slot, :resource, 'in-person',
    'booked', :starts, :ends, decode(repeat('ab', 60), 'hex'), decode(repeat('ab', 29), 'hex'),
    decode(repeat('ab', 31), 'hex'), :starts, false, '', decode(repeat('ab', 29), 'hex'), false, false, now(), now())
  returning id as appointment
\\gset
insert into scheduling_appointmentstatus (id, appointment_id, status, start_at, entered_at, by_name, by_office, reason)
  values (uuidv7(), :appointment, 'booked', :starts, now(), 'Pasient Nummer', false, '');
insert into worklist_task (id, practice_id, person_id, patient_id, kind, focus_id, status, turn, due_at, owner_name, patient_name,
    from_name, subject, last_line, unread_by_person, unread_by_office, shielded, hidden_from_person, journal_missing, updated_at)
  values (uuidv7(), :practice, :person, :patient, 'appointment', :appointment, 'booked', 'nobody', :starts, '',
    'Pasient Nummer', 'Ingrid Berg', decode(repeat('ab', 40), 'hex'), decode(repeat('ab', 29), 'hex'), false, false, false,
    false, false, now());
select procrastinate_defer_jobs_v1(array[row('default', 'fastlinje.fan_out', 0, null, null,
    '{"event": "AppointmentBooked", "payload": {}}'::jsonb, null)::procrastinate_job_to_defer_v1]);
\\endif
insert into audit_auditevent (id, recorded_at, action, outcome, refusal_code, capacity, agent_name, agent_roles, practice_id,
    practice_name, person_id, entity_type, entity_id, why)
  values (uuidv7(), now(), 'appointment.book', '0', '', 'citizen', 'Pasient Nummer', '', :practice, '', :person,
    'Appointment', :slot, 'self');
commit;
"""


def measure(state: Path, seconds: int) -> dict[str, object]:
    """Rush and spread as requests per second and as shares of the same statements; the week's page at each size."""
    found: dict[str, object] = {"rush": _rush(state, seconds), "spread": _spread(state, seconds)}
    for size in SIZES:
        found[f"week, {size} slots"] = _week(state, seconds, size)
    if len(SIZES) > 1:
        first, last = (found[f"week, {size} slots"]["alone"]["median_ms"] for size in (SIZES[0], SIZES[-1]))
        found["week: median with many over few"] = round(last / first, 2)
    return found


def _rush(state: Path, seconds: int) -> dict[str, object]:
    people = 120 * max(seconds, 4)
    with _world("bench_rush", state, people, DAY) as (environ, warm, forms):
        tries = [_form(each, random.randrange(DAY)) for each in forms]
        answers, load = _fight(environ, warm, tries, seconds)
        booked = _booked(environ) - WARM_UP
        if booked != answers[302] or booked > DAY:
            raise RuntimeError(f"{answers[302]} were told that they had booked, and {booked} bookings are stored")
        if set(answers) - {200, 302, 409, 422}:
            raise RuntimeError(f"somebody was told neither yes nor «taken»: {answers}")
        _for_pgbench(environ, more=0)
        limit = _pgbench("bench_rush", rush=True, people=people, seconds=seconds)
    return {
        "requests": load.row(),
        "booked": booked,
        "slots": DAY,
        "same_statements_per_second": limit,
        "ratio": round(load.per_second / limit, 3),
    }


def _spread(state: Path, seconds: int) -> dict[str, object]:
    people = 120 * max(seconds, 4)
    with _world("bench_spread", state, people, people) as (environ, warm, forms):
        answers, load = _fight(environ, warm, [_form(each, number) for number, each in enumerate(forms)], seconds)
        if set(answers) != {302} or _booked(environ) - WARM_UP != answers[302]:
            raise RuntimeError(f"answers {answers}, {_booked(environ)} bookings stored")
        _for_pgbench(environ, more=60_000)
        limit = _pgbench("bench_spread", rush=False, people=people, seconds=seconds)
    return {"requests": load.row(), "same_statements_per_second": limit, "ratio": round(load.per_second / limit, 3)}


def _week(state: Path, seconds: int, size: int) -> dict[str, object]:
    from .inside import in_process

    name = "bench_week"
    database.fresh(name)
    environ = database.environ_for(name, state)
    world = in_process("booking_world", environ, {"people": 1, "slots": 1})
    schedule = in_process("fill_slots", environ, {"slots": size})["schedule"]
    path, _body, cookie = world["week"]
    path = f"{path}?hos={schedule}"
    query = (
        "select id, schedule_id, start_at, end_at from scheduling_slot where status = 'free' and online and start_at > now()"
        f" and bookable_from <= now() and bookable_until > now() and schedule_id = '{schedule}'"
        " and (held_until is null or held_until <= now()) order by start_at, id limit 61"
    )
    with http_load.serving(environ) as server:
        http_load.drive_page(server, path, cookie, clients=1, seconds=2)
        pages = http_load.drive_page(server, path, cookie, clients=8, seconds=seconds)
        alone = http_load.drive_page(server, path, cookie, clients=1, seconds=seconds)
    limit = database.pgbench(name, query + ";\n", seconds=seconds)
    asked = in_process("statements", environ, {"path": path, "cookie": cookie})["statements"]
    database.drop(name)
    return {
        "pages": pages.row(),
        "alone": alone.row(),
        "query_limit_per_second": round(limit),
        "ratio": round(pages.per_second / limit, 4),
        "statements": asked,
    }


class _world:
    """A fresh database with people who are logged in and slots, and some more of both to warm up with; dropped afterwards."""

    def __init__(self, name: str, state: Path, people: int, slots: int):
        self._name, self._people, self._slots = name, people, slots
        self._environ = database.environ_for(name, state)

    def __enter__(self) -> tuple[dict[str, str], list[tuple[str, bytes, str]], list[list]]:
        from .inside import in_process

        database.fresh(self._name)
        world = in_process("booking_world", self._environ, {"people": self._people + WARM_UP, "slots": self._slots + WARM_UP})
        forms = [[*form, world["slots"]] for form in world["forms"]]
        warm = [_form(each, self._slots + number) for number, each in enumerate(forms[self._people :])]
        return self._environ, warm, forms[: self._people]

    def __exit__(self, *about: object) -> None:
        database.drop(self._name)


def _form(person: list, place: int) -> tuple[str, bytes, str]:
    body, cookie, slots = person
    return f"/timer/bekreft/{slots[place]}/", body.encode(), cookie


def _fight(environ: dict[str, str], warm: list[tuple[str, bytes, str]], tries: list[tuple[str, bytes, str]], seconds: int):
    answers: dict[int, int] = {}

    def one(connection: http.client.HTTPConnection, number: int) -> None:
        path, body, cookie = tries[number]
        status = http_load.send(path, body, cookie, connection)
        answers[status] = answers.get(status, 0) + 1

    def warm_up(connection: http.client.HTTPConnection, number: int) -> None:
        path, body, cookie = warm[number]
        http_load.post(path, body, cookie, connection)

    with http_load.serving(environ) as server:
        http_load.drive(warm_up, server=server, clients=8, seconds=60, most=len(warm))
        load = http_load.drive(one, server=server, clients=CLIENTS, seconds=max(seconds * 10, 60), most=len(tries))
    return answers, load


def _booked(environ: dict[str, str]) -> int:
    from .inside import in_process

    return in_process("count_booked", environ, {})["booked"]


def _for_pgbench(environ: dict[str, str], *, more: int) -> None:
    """The book as it was, numbered, and with so many slots more that pgbench does not run out of them."""
    from .inside import in_process

    in_process("number_slots", environ, {"more": more})


def _pgbench(name: str, *, rush: bool, people: int, seconds: int) -> float:
    """Like ours: in a spread each transaction has a slot of its own; in a rush all want the same few, and most are refused."""
    draw = f"\\set n random(1, {DAY})\n" if rush else "select nextval('bench_next') as n\n\\gset\n"
    script = f"\\set p random(1, {people})\n{draw}{_BOOK}"
    return round(database.pgbench(name, script, clients=CLIENTS, seconds=seconds if rush else max(seconds // 2, 2)), 1)
