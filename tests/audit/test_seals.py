"""The audit log cannot be changed by us, and whoever can change it is found out (AD-74)."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from fastlinje.audit import gate
from fastlinje.audit.check import Head, check, heads, read_heads
from fastlinje.audit.models import AuditEvent, AuditSeal
from fastlinje.audit.record import record
from fastlinje.audit.seals import WentBack, compute_head, events_between, make_partitions, partitions, seal_events
from fastlinje.core.actor import Actor, Capacity
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from tests.database import server

JOB = Actor.job("test")
PATIENCE_SECONDS = 120


def note(worker, times: int = 1, at=None) -> list[UUID]:
    """Something happened, each time in a transaction of its own."""
    ids = []
    for _ in range(times):
        ids.append(new_id())
        with worker.connected(), gate.reading(JOB, now=now()):
            record(JOB, "test.act", now=at or now(), entity=("Thing", ids[-1]))
    return ids


def seal(worker, *, wait: bool = True) -> None:
    """Seal what there is. Transactions of other tests on the same server hold seals back, as they should: wait for them."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with worker.connected():
        while wait and still_running():
            assert time.monotonic() < deadline, "some transaction on this server does not end"
            time.sleep(0.02)
        seal_events(actor=JOB, now=now())


def still_running() -> bool:
    """True while a transaction is running that is older than some event."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select max(xid) >= pg_snapshot_xmin(pg_current_snapshot()) from audit_auditevent")
        return bool(cursor.fetchone()[0])


def broken(worker, kept=()) -> list[tuple[int, str]]:
    with worker.connected(), gate.reading(JOB, now=now()):
        return [(each.number, each.reason) for each in check(kept)]


def tamper(statement: str, *values) -> None:
    """As the owner of the tables, whom nothing stops."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount


@pytest.fixture
def sealed(db, worker) -> list[UUID]:
    """Three events under one seal, two under the next."""
    first = note(worker, 3)
    seal(worker)
    second = note(worker, 2)
    seal(worker)
    return first + second


def test_an_untouched_log_holds(sealed, worker):
    assert broken(worker) == []
    assert list(AuditSeal.objects.using("owner").order_by("number").values_list("number", "events")) == [(1, 3), (2, 2)]


def test_nothing_new_needs_no_seal(sealed, worker):
    seal(worker)
    assert AuditSeal.objects.using("owner").count() == 2


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("agent_name", "En annen"),
        ("why", "x"),
        ("person_id", new_id()),
        ("recorded_at", now() - timedelta(seconds=9)),
        ("xid", "1"),
    ],
)
def test_an_altered_event_is_found(sealed, worker, column, value):
    tamper(f"update audit_auditevent set {column} = %s where entity_id = %s", value, sealed[1])
    assert broken(worker) == [(1, "an event or the seal was altered")]


def test_a_deleted_event_is_found(sealed, worker):
    tamper("delete from audit_auditevent where entity_id = %s", sealed[4])
    assert broken(worker) == [(2, "1 events were taken away")]


def test_an_event_put_in_later_is_found(sealed, worker):
    extra = note(worker)[0]
    tamper("update audit_auditevent set xid = (select min(xid) from audit_auditevent) where entity_id = %s", extra)
    assert broken(worker) == [(1, "1 events were put in")]


def test_an_event_moved_to_another_month_is_found(sealed, worker):
    tamper("update audit_auditevent set recorded_at = recorded_at + interval '32 days' where entity_id = %s", sealed[0])
    assert broken(worker) == [(1, "1 events were taken away")]


def test_an_altered_seal_is_found(sealed, worker):
    tamper("update audit_auditseal set head = %s where number = 1", bytes(32))
    assert broken(worker) == [(1, "an event or the seal was altered")]


def test_a_missing_seal_is_found(sealed, worker):
    tamper("delete from audit_auditseal where number = 1")
    assert broken(worker) == [(1, "a seal is missing or was put in")]


def test_a_log_rewritten_with_all_its_seals_is_found_by_a_head_kept_elsewhere(sealed, worker):
    with worker.connected(), gate.reading(JOB, now=now()):
        kept = read_heads([str(head) for head in heads()])
    tamper("update audit_auditevent set agent_name = 'En annen'")
    tamper("delete from audit_auditseal")
    seal(worker)
    assert broken(worker) == []
    assert broken(worker, kept) == [(2, "the kept seal is gone")]
    assert broken(worker, [Head(kept[0].partition, 1, kept[0].digest)]) == [(1, "the head is not the kept one")]


def test_the_head_is_what_the_docstring_says(db, worker):
    """Somebody else can recompute it from the rows."""
    import hashlib
    import json

    note(worker, 2)
    seal(worker)
    made = AuditSeal.objects.using("owner").get()
    with worker.connected(), gate.reading(JOB, now=now()):
        rows = list(events_between(made.partition, made.from_xid, made.to_xid))
    lines = [[made.partition, 1, 0, made.to_xid], *rows]
    text = b"".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for line in lines)
    assert hashlib.sha256(bytes(32) + text).digest() == bytes(made.head)
    assert rows[0][1].endswith("+00:00")
    assert rows[0][2] == "test.act"


def test_long_logs_are_read_in_pages(sealed, worker, monkeypatch):
    from fastlinje.audit import seals

    monkeypatch.setattr(seals, "_PAGE", 2)
    assert broken(worker) == []


@contextmanager
def open_transaction() -> Iterator[psycopg.Connection]:
    """Somebody else in the middle of something, with an event not yet committed."""
    with psycopg.connect(server.owner_url(os.environ["FASTLINJE_TEST_DATABASE"])) as other:
        other.execute(
            "insert into audit_auditevent (id, recorded_at, action, outcome, refusal_code, capacity, agent_name, agent_roles,"
            " practice_name, entity_type, why) values (%s, now(), 'test.slow', '0', '', 'job', '', '', '', '', '')",
            [new_id()],
        )
        yield other


def test_a_transaction_that_is_still_running_is_not_sealed_past(db, worker):
    with open_transaction():
        note(worker, 2)
        seal(worker, wait=False)
        assert not AuditSeal.objects.using("owner").exists()
    seal(worker)
    assert AuditSeal.objects.using("owner").get().events == 3
    assert broken(worker) == []


def test_two_workers_seal_once(db, worker):
    note(worker, 3)
    failures = []

    def run() -> None:
        try:
            seal(worker)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert AuditSeal.objects.using("owner").get().events == 3


def test_a_database_that_counts_from_the_beginning_again_is_not_sealed_over(sealed, worker):
    tamper("update audit_auditseal set to_xid = to_xid + 1000000 where number = 2")
    note(worker)
    with pytest.raises(WentBack):
        seal(worker)


def test_months_have_chains_of_their_own(db, worker):
    note(worker, 1)
    note(worker, 2, at=now() + timedelta(days=32))
    note(worker, 1, at=now() - timedelta(days=400))
    seal(worker)
    counts = dict(AuditSeal.objects.using("owner").values_list("partition", "events"))
    assert sorted(counts.values()) == [1, 1, 2]
    assert counts["audit_auditevent_rest"] == 1
    assert broken(worker) == []


def test_a_lost_month_is_found(db, worker):
    make_month = now() + timedelta(days=100)
    with worker.connected():
        make_partitions(actor=JOB, now=make_month)
    note(worker, 1, at=make_month)
    seal(worker)
    (partition,) = AuditSeal.objects.using("owner").values_list("partition", flat=True)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"drop table {partition}")
    assert broken(worker) == [(1, "the partition is gone")]
    with connections["owner"].cursor() as cursor:
        cursor.execute("select audit_ensure_partition(%s::date)", [make_month])


def test_coming_months_are_made_ahead(db, worker):
    with worker.connected():
        make_partitions(actor=JOB, now=now())
        make_partitions(actor=JOB, now=now())
        assert len(partitions()) >= 5
        head, events = None, None
        with gate.reading(JOB, now=now()):
            head, events = compute_head(partitions()[0], 1, bytes(32), 0, 1)
    assert (len(head), events) == (32, 0)


CHANGES = [
    "update audit_auditevent set agent_name = 'En annen'",
    "delete from audit_auditevent",
    "truncate audit_auditevent",
    "update audit_auditseal set events = 0",
    "delete from audit_auditseal",
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("capacity", list(Capacity))
def test_no_capacity_can_change_the_log(sealed, worker, capacity, change):
    login = worker.connected() if capacity is Capacity.JOB else nullcontext()
    with login, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('role', %s, true)", [capacity.database_role])
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(change)
        transaction.set_rollback(True)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("as_worker", [True, False])
def test_no_login_can_change_the_log(sealed, worker, as_worker, change):
    login = worker.connected() if as_worker else nullcontext()
    with login, pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_nobody_reaches_past_the_policies_into_a_month(sealed, worker):
    with worker.connected(), connection.cursor() as cursor:
        for partition in partitions():
            with pytest.raises(ProgrammingError, match="permission denied"):
                cursor.execute(f"select 1 from {partition}")


def test_an_actor_cannot_write_an_event_in_anothers_name(kari, cast):
    with pytest.raises(ProgrammingError, match="row-level security"), gate.reading(kari, now=now()):
        AuditEvent.objects.create(id=new_id(), recorded_at=now(), action="x", capacity="citizen", login_id=new_id())


def fastlinje(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "fastlinje", "audit", *arguments], capture_output=True, text=True, env=os.environ)


def test_the_command_names_what_is_broken(sealed, worker, tmp_path):
    kept = fastlinje("heads")
    assert kept.returncode == 0
    (tmp_path / "heads.txt").write_text(kept.stdout)
    fine = fastlinje("check", "--against", str(tmp_path / "heads.txt"))
    assert (fine.returncode, fine.stdout) == (0, "1 months, 2 seals, 0 broken.\n")
    tamper("delete from audit_auditevent where entity_id = %s", sealed[4])
    found = fastlinje("check")
    assert found.returncode == 1
    assert "seal 2: 1 events were taken away" in found.stdout
    unreadable = fastlinje("check", "--against", str(tmp_path / "nothing"))
    assert unreadable.returncode == 1
    assert len(unreadable.stderr.splitlines()) == 1
