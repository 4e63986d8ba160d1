"""What must run inside Django, in a process of its own since settings are read once: making the world, counting statements."""

import json
import os
import subprocess
import sys
from typing import Any
from uuid import UUID


def in_process(what: str, environ: dict[str, str], arguments: dict[str, Any]) -> dict[str, Any]:
    """Run one of the functions below in a new process and return what it returns."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.inside", what, json.dumps(arguments)],
        env={**os.environ, **environ}, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


def world(tasks: int) -> dict[str, str]:
    """Migrate, make the cast and that many tasks. Returns ids and the cookies of a patient and their GP."""
    from django.core.management import call_command

    from fastlinje.core.actor import Face
    from fastlinje.nonprod.cast import BERG, KARI, make_cast
    from tests.cast import COOKIES, Logins

    from . import database

    call_command("migrate", database="owner", verbosity=0)
    cast = make_cast()
    others = _people(cast, max(tasks // database.PATIENT_TASKS, 1) - 1)
    patients = [(cast.kari.pk, cast.kari_patient.pk), *others]
    database.fill_tasks(os.environ["DATABASE_OWNER_URL"], tasks, patients, cast.tangen.pk)
    logins = Logins(cast)
    return {
        "person": str(cast.kari.pk),
        "practice": str(cast.tangen.pk),
        "citizen_cookie": f"{COOKIES[Face.CITIZEN]}={logins.key(KARI)}",
        "staff_cookie": f"{COOKIES[Face.STAFF]}={logins.key(BERG, Face.STAFF)}",
    }


def _people(cast: Any, number: int) -> list[tuple]:
    from datetime import date, timedelta

    from fastlinje.nonprod.factories import make_patient, make_person
    from fastlinje.nonprod.national_numbers import synthetic_national_id

    made = []
    for n in range(number):
        born = date(1950, 1, 1) + timedelta(days=n)
        person = make_person("Pasient", f"Nummer {n}", synthetic_national_id(born, 3), born)
        made.append((person.pk, make_patient(cast.tangen, person, cast.berg_role).pk))
    return made


def acting_world() -> dict[str, str]:
    """The cast and its family. Returns the cookies of somebody alone, of a mother of two, and of her acting for one of them."""
    from datetime import date

    from django.core.management import call_command
    from django.db import connection

    from fastlinje.audit import gate
    from fastlinje.core.actor import Capacity, Entry, Face
    from fastlinje.core.clock import now
    from fastlinje.nonprod.cast import KARI, Character, make_cast, make_family
    from fastlinje.nonprod.factories import make_patient, make_person
    from fastlinje.people.commands.start_session import key_hash
    from tests.cast import COOKIES, Logins

    call_command("migrate", database="owner", verbosity=0)
    cast = make_cast()
    family = make_family(cast)
    alone = Character("Alene Hansen", date(1980, 1, 1), "")
    make_patient(cast.tangen, make_person(*alone.names, alone.national_id, alone.born), cast.berg_role)
    logins = Logins(cast)
    keys = {"alone": logins.key(alone), "mother": logins.key(KARI), "acting": logins.key(KARI)}
    entry = Entry(Capacity.ANONYMOUS, Face.CITIZEN, key_hash(keys["acting"]))
    with gate.transaction.atomic(), connection.cursor() as cursor:
        gate.enter(entry, now=now())
        cursor.execute("select gate.choose_subject(%s, %s, %s)", [entry.session_key, family.ola.pk, now()])
    return {who: f"{COOKIES[Face.CITIZEN]}={key}" for who, key in keys.items()}


def forms_to_send(people: int) -> dict[str, list]:
    """People who have written their message: one [path, body, cookie] each, as their browser would send it."""
    import re
    from datetime import date, timedelta
    from urllib.parse import urlencode

    from django.core.management import call_command
    from django.test import Client

    from fastlinje.config.commands.migrate import load_what_comes_with_the_product
    from fastlinje.core.actor import Actor, Face
    from fastlinje.core.clock import now
    from fastlinje.core.identifiers import new_id
    from fastlinje.dialogue.models import Draft
    from fastlinje.nonprod.cast import make_cast
    from fastlinje.nonprod.factories import make_patient, make_person
    from fastlinje.nonprod.national_numbers import synthetic_national_id
    from fastlinje.people.commands.start_session import Vouched, start_citizen_session
    from tests.cast import COOKIES

    call_command("migrate", database="owner", verbosity=0)
    load_what_comes_with_the_product()
    cast, at, path = make_cast(), now(), "/e-konsultasjon/skriv/"
    text = ("Jeg har brukt medisinen i tre uker og er fortsatt svimmel om morgenen. Skal jeg fortsette? " * 5)[:400]
    forms: list[list[str]] = []
    prices = ""
    for number in range(people):
        born = date(1950, 1, 1) + timedelta(days=number)
        pid = synthetic_national_id(born, 3)
        person = make_person("Pasient", f"Nummer {number}", pid, born)
        make_patient(cast.tangen, person, cast.berg_role)
        Draft.objects.using("owner").create(
            id=new_id(), practice=cast.tangen, person=person, author=person, service_code="e_consultation",
            content={"subject": "", "text": "", "answers": {}}, gate_passed_at=at, created_at=at, updated_at=at,
        )  # fmt: skip
        who = Vouched(national_id=pid, issuer="bench", sid=str(number), acr="idporten-loa-high", amr="BankID", auth_time=at)
        key = start_citizen_session(actor=Actor.anonymous(), now=at, who=who)
        if not prices:
            page = Client(HTTP_HOST="localhost", headers={"cookie": f"{COOKIES[Face.CITIZEN]}={key}"}).get(path).content.decode()
            prices = re.search(r'name="prices" value="([^"]+)"', page)[1]
        csrf = "c" * 32
        body = urlencode(
            {
                "subject": "Spørsmål om medisin",
                "text": text,
                "prices": prices,
                "recipient": prices.partition(":")[0],
                "price_accepted": "on",
                "key": f"bench-{number}",
                "send": "",
                "csrfmiddlewaretoken": csrf,
            }
        )
        forms.append([path, body, f"{COOKIES[Face.CITIZEN]}={key}; __Host-fl_csrf={csrf}"])
    _number_patients(os.environ["DATABASE_OWNER_URL"])
    return {"forms": forms}


def _number_patients(url: str) -> None:
    """A table pgbench can draw a patient from."""
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute(
            "create table bench_patient as select row_number() over () as n, id as patient from practices_patient"
            " where given_name = 'Pasient'"
        )
        connection.execute("create unique index on bench_patient (n)")
        connection.execute("analyze")


def booking_world(people: int, slots: int) -> dict[str, list]:
    """Berg's appointment book with that many free times, and people who stand before them: [body, cookie] each; the slots' ids."""
    from datetime import date, timedelta
    from urllib.parse import urlencode

    from django.core.management import call_command

    from fastlinje.config.commands.migrate import load_what_comes_with_the_product
    from fastlinje.core.actor import Face
    from fastlinje.core.clock import now
    from fastlinje.nonprod.appointment_book import make_appointment_service, make_schedule, turn_on_booking
    from fastlinje.nonprod.cast import Character, make_cast
    from fastlinje.nonprod.factories import make_patient, make_person
    from fastlinje.scheduling.states import ServiceKind
    from tests.cast import COOKIES, Logins

    call_command("migrate", database="owner", verbosity=0)
    load_what_comes_with_the_product()
    cast = make_cast()
    turn_on_booking(cast.berg_role)
    service = make_appointment_service(cast.tangen, "Legetime", ServiceKind.CONSULTATION, 20)
    schedule = make_schedule(cast.tangen, "Lege Berg", cast.berg_role)
    logins, forms = Logins(cast), []
    for number in range(people):
        who = Character(f"Pasient Nummer{number}", date(1950, 1, 1) + timedelta(days=number), "", serial=3)
        make_patient(cast.tangen, make_person(*who.names, who.national_id, who.born), cast.berg_role)
        csrf = "c" * 32
        body = urlencode({"reason": "Kontroll", "phone": "", "key": f"bench-{number}", "csrfmiddlewaretoken": csrf})
        forms.append([body, f"{COOKIES[Face.CITIZEN]}={logins.key(who)}; __Host-fl_csrf={csrf}"])
    first = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    made = _write_slots(schedule.pk, service.pk, first.isoformat(), slots)
    _number_patients(os.environ["DATABASE_OWNER_URL"])
    return {"forms": forms, "slots": made, "week": [f"/timer/ledige/{service.pk}/", "", forms[0][1]]}


def _write_slots(schedule: Any, service: Any, first: str, number: int) -> list[str]:
    """That many slots of twenty minutes, one after the other."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        rows = connection.execute(
            "insert into scheduling_slot (id, practice_id, schedule_id, service_id, start_at, end_at, status, online,"
            " bookable_from, bookable_until) select uuidv7(), c.practice_id, c.id, %s, t, t + interval '20 minutes', 'free', true,"
            " now() - interval '1 day', t from scheduling_schedule c,"
            " generate_series(%s::timestamptz, %s::timestamptz + (%s - 1) * interval '20 minutes', interval '20 minutes') t"
            " where c.id = %s returning id::text, start_at",
            [service, first, first, number, schedule],
        ).fetchall()
    return [pk for pk, _start in sorted(rows, key=lambda row: row[1])]


def number_slots(more: int) -> dict[str, int]:
    """The book empty again, with that many times more, and tables pgbench can draw from."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        service, schedule, last = connection.execute(
            "select service_id, schedule_id, max(end_at) from scheduling_slot group by 1, 2"
        ).fetchone()
        connection.execute("delete from scheduling_appointmentstatus")
        connection.execute("delete from scheduling_appointment")
        connection.execute("update scheduling_slot set status = 'free'")
        connection.commit()
        if more:
            _write_slots(schedule, service, last.isoformat(), more)
        connection.execute(
            "create table bench_slot as select row_number() over (order by start_at) as n, id as slot from scheduling_slot"
        )
        connection.execute("create unique index on bench_slot (n)")
        connection.execute("create sequence bench_next")
        connection.execute(
            "create or replace view bench_person as select n, b.patient, p.person_id as person, p.practice_id as practice"
            " from bench_patient b join practices_patient p on p.id = b.patient"
        )
        connection.execute("analyze")
    return {"slots": more}


def fill_slots(slots: int) -> dict[str, str]:
    """That many slots in a hundred calendars, ten at each of ten offices, one of them Berg's. Returns her schedule."""
    import psycopg

    from fastlinje.nonprod.appointment_book import make_appointment_service
    from fastlinje.nonprod.factories import make_office
    from fastlinje.scheduling.states import ServiceKind

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        schedule, service, practice = connection.execute(
            "select schedule_id::text, service_id::text, practice_id::text from scheduling_slot limit 1"
        ).fetchone()
        others = [make_office(f"Kontor {number}", f"99999999{number}") for number in range(9)]
        theirs = [make_appointment_service(office, "Legetime", ServiceKind.CONSULTATION, 20) for office in others]
        indexes = _strip_slots(connection)
        connection.execute(
            "insert into scheduling_schedule (id, practice_id, name, active)"
            " select uuidv7(), (%s::uuid[])[n / 10 + 1], 'Kalender ' || n, true from generate_series(1, 99) n",
            [[UUID(practice), *(office.pk for office in others)]],
        )
        connection.execute(
            "insert into scheduling_slot (id, practice_id, schedule_id, service_id, start_at, end_at, status, online,"
            " bookable_from, bookable_until) select uuidv7(), c.practice_id, c.id, s.id, t, t + interval '20 minutes',"
            " case when extract(minute from t) = 0 then 'free' else 'busy' end, true, now() - interval '1 day', t"
            " from scheduling_schedule c join scheduling_appointmentservice s on s.practice_id = c.practice_id and s.id = any(%s),"
            " date_trunc('hour', now() + interval '40 days') as first,"
            " generate_series(first, first + (%s / 100 - 1) * interval '20 minutes', interval '20 minutes') t",
            [[UUID(service), *(each.pk for each in theirs)], slots],
        )
        connection.execute("set maintenance_work_mem = '1GB'")
        for index in indexes:
            connection.execute(index)
        connection.execute("vacuum analyze scheduling_slot")
    return {"schedule": schedule}


def _strip_slots(connection: Any) -> list[str]:
    """Take away what makes each new slot dear; returns what puts back all that pages read by, the constraint against overlaps too.

    Foreign keys stay away: nobody reads by them.
    """
    kept = connection.execute(
        "select format('alter table scheduling_slot add constraint %I %s', conname, pg_get_constraintdef(oid)) from pg_constraint"
        " where conrelid = 'scheduling_slot'::regclass and contype = 'x'"
    ).fetchall()
    indexes = connection.execute(
        "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i"
        " where i.indrelid = 'scheduling_slot'::regclass"
        " and not exists (select from pg_constraint c where c.conindid = i.indexrelid)"
    ).fetchall()
    dear = connection.execute(
        "select conname from pg_constraint where conrelid = 'scheduling_slot'::regclass and contype in ('x', 'f')"
    ).fetchall()
    for (name,) in dear:
        connection.execute(f'alter table scheduling_slot drop constraint "{name}"')
    for name, _definition in indexes:
        connection.execute(f"drop index {name}")
    return [definition for _name, definition in indexes] + [definition for (definition,) in kept]


def count_booked() -> dict[str, int]:
    """How many bookings are stored."""
    from fastlinje.scheduling.models import Appointment

    return {"booked": Appointment.objects.using("owner").filter(status="booked").count()}


def count_conversations() -> dict[str, int]:
    """How many conversations are stored."""
    from fastlinje.dialogue.models import Conversation

    return {"conversations": Conversation.objects.using("owner").count()}


def statements(path: str, cookie: str) -> dict[str, int]:
    """How many SQL statements one page asks."""
    from django.db import connection
    from django.test import Client

    asked = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    client = Client(HTTP_HOST="localhost", headers={"cookie": cookie})
    with connection.execute_wrapper(count):
        assert client.get(path).status_code == 200
    return {"statements": len(asked)}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(globals()[sys.argv[1]](**json.loads(sys.argv[2]))))
