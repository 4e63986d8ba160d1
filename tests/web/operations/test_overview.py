"""What an operator sees and can do: everything about the work, nothing about anybody (AD-19)."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import BERG, DAG, KARI, OSKAR
from fastlinje.notifications.models import Notice

OWNER = "owner"


@pytest.fixture
def oskar(logins) -> Client:
    return logins.client(OSKAR, Face.STAFF)


def owner(statement: str, *values) -> list[tuple]:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def parked_job(queue: str = "notifications.tasks.send_notice") -> int:
    ((job,),) = owner(
        "insert into procrastinate_jobs (queue_name, task_name, status, attempts, lock, args) values"
        " (%s, 'fastlinje.handle', 'doing', 7, 'secret-lock', '{\"payload\": {\"conversation_id\": \"secret-id\"}}') returning id",
        queue,
    )
    owner("update procrastinate_jobs set status = 'failed', attempts = 8 where id = %s", job)
    return job


def parked_notice(cast, **changes) -> Notice:
    about = {
        "practice": cast.tangen,
        "person": cast.kari,
        "template": "answered",
        "values": {"office": "Tangen legekontor"},
        "language": "nb",
        "channel": "sms",
        "event_key": f"AnswerSent:{new_id()}",
        "status": "parked",
        "attempts": 10,
        "last_error": "sms_503",
        "created_at": now() - timedelta(hours=1),
    }
    return Notice.objects.using(OWNER).create(id=new_id(), **{**about, **changes})


def text_of(client: Client) -> str:
    response = client.get("/drift/")
    assert response.status_code == 200
    return response.content.decode()


def test_all_is_well(oskar, worker):
    with worker.connected(), connections["default"].cursor() as cursor:
        cursor.execute("select procrastinate_register_worker_v1()")
    page = text_of(oskar)
    assert "Alt går som det skal." in page
    assert "Køer og varsler" in page


def test_without_a_worker_it_says_so(oskar):
    assert "Ingen arbeidsprosess er i gang." in text_of(oskar)


def test_what_was_given_up_is_shown_without_what_it_was_about(oskar, cast):
    """AD-19, FD-13"""
    parked_job()
    parked_notice(cast)
    page = text_of(oskar)
    for shown in (
        "notifications.tasks.send_notice",
        "1 jobb er gitt opp.",
        "1 varsel ble ikke levert.",
        "sms_503",
        "answered",
        "SMS",
        "Tangen legekontor",
    ):
        assert shown in page
    for hidden in ("secret-id", "secret-lock", "Kari", "Nordmann", KARI.national_id, str(cast.kari.pk), "+4790000001"):
        assert hidden not in page


def test_old_jobs_raise_an_alarm(oskar):
    """FD-04"""
    owner("insert into procrastinate_jobs (queue_name, task_name, status) values ('default', 'fastlinje.fan_out', 'todo')")
    owner("update procrastinate_events set at = at - interval '11 minutes'")
    assert "Jobber har ventet i mer enn ti minutter." in text_of(oskar)


def test_an_unsealed_log_raises_an_alarm(oskar):
    owner(
        "insert into audit_auditseal (partition, number, from_xid, to_xid, events, head, sealed_at)"
        " values ('x', 1, 0, 1, 1, 'x', now() - interval '2 hours')"
    )
    assert "Loggen er ikke forseglet den siste timen." in text_of(oskar)


def test_dropped_notices_are_counted(oskar, cast):
    """FD-09"""
    for _ in range(3):
        parked_notice(cast, status="dropped", last_error="too_late")
    parked_notice(cast, status="dropped", created_at=now() - timedelta(days=8))
    assert "<dd>3</dd>" in text_of(oskar)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_six_questions_however_much_there_is(oskar, cast, rows, django_assert_num_queries):
    for _ in range(rows):
        parked_job()
        parked_notice(cast)
    text_of(oskar)  # the first visit may note when they were last seen
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections["default"]) as asked:
        text_of(oskar)
    statements = [query["sql"] for query in asked if not query["sql"].startswith(("BEGIN", "COMMIT"))]
    assert len(statements) == 6, statements


def test_a_parked_job_gets_its_tries_again(oskar):
    """FD-13"""
    job = parked_job()
    response = oskar.post("/drift/prov-igjen/", {"job": str(job)})
    assert (response.status_code, response.url) == (302, "/drift/")
    assert owner("select status::text, attempts from procrastinate_jobs") == [("todo", 0)]
    event = AuditEvent.objects.using(OWNER).get(action="job.retry")
    assert (event.capacity, event.agent_name, event.why) == ("operator", "Oskar Drift", f"job {job}")


def test_a_parked_notice_is_sent_again(oskar, cast, worker):
    notice = parked_notice(cast)
    assert oskar.post("/drift/prov-igjen/", {"notice": str(notice.pk)}).status_code == 302
    notice.refresh_from_db(using=OWNER)
    assert (notice.status, notice.attempts) == ("queued", 0)
    assert worker.waiting() == ["NoticeQueued"]


def test_pressing_twice_says_so(oskar, cast):
    job, notice = parked_job(), parked_notice(cast)
    for button in ({"job": str(job)}, {"notice": str(notice.pk)}):
        assert oskar.post("/drift/prov-igjen/", button).status_code == 302
        again = oskar.post("/drift/prov-igjen/", button)
        assert again.status_code == 409
        assert "venter ikke lenger på deg" in again.content.decode()


@pytest.mark.parametrize(
    "button", [{}, {"job": "x"}, {"job": "9" * 30}, {"notice": "x"}, {"notice": "00000000-0000-0000-0000-000000000007"}]
)
def test_what_is_not_there_is_not_found(oskar, button):
    assert oskar.post("/drift/prov-igjen/", button).status_code == 404


def test_nobody_else_gets_in(logins):
    parked = parked_job()
    visitors = [Client(HTTP_HOST="localhost"), logins.client(KARI)]
    visitors += [logins.client(who, Face.STAFF) for who in (BERG, DAG)]
    for visitor in visitors:
        assert visitor.get("/drift/").status_code in (302, 403)
        assert visitor.post("/drift/prov-igjen/", {"job": str(parked)}).status_code in (302, 401, 403)
    assert owner("select status::text from procrastinate_jobs") == [("failed",)]


def test_retrying_needs_the_forms_token(logins):
    """AD-52"""
    client = logins.client(OSKAR, Face.STAFF)
    client.handler.enforce_csrf_checks = True
    assert client.post("/drift/prov-igjen/", {"job": str(parked_job())}).status_code == 403
    assert client.get("/drift/prov-igjen/").status_code == 405
