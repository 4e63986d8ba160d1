"""What the worker does by the clock, each chore done as the worker does it."""

import os
import time
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connections

from fastlinje.audit.models import AuditEvent, IdempotencyRecord
from fastlinje.config import periodic
from fastlinje.core.actor import Actor
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.files.store import FileMissing, LocalFileStore
from fastlinje.dialogue.models import Attachment, Draft, Presence
from fastlinje.nonprod.cast import KARI
from fastlinje.people.models import ContactCode, LogoutToken, Session
from tests.office_world import make_conversation

OWNER = "owner"
LONG_AGO = timedelta(days=31)


@pytest.fixture
def do(worker):
    """Do one chore, or all of them."""

    def run(*names: str) -> None:
        with worker.connected():
            for name in names or [each.name for each in periodic.PERIODIC]:
                periodic.chore(name)(actor=Actor.job(name), now=now())

    return run


def test_every_chore_can_be_done_twice_on_an_empty_installation(cast, do):
    do()
    do()


def a_draft(cast, at):
    return Draft.objects.using(OWNER).create(
        id=new_id(),
        practice=cast.tangen,
        person=cast.kari,
        author=cast.kari,
        service_code="e_consultation",
        content={"subject": "Kløe"},
        created_at=at,
        updated_at=at,
    )


@pytest.mark.parametrize(("age", "left"), [(timedelta(days=30, minutes=1), 0), (timedelta(days=29, hours=23), 1)])
def test_a_draft_is_kept_for_thirty_days(cast, do, age, left):
    draft = a_draft(cast, now() - age)
    Attachment.objects.using(OWNER).create(
        id=new_id(),
        practice=cast.tangen,
        person=cast.kari,
        author=cast.kari,
        draft=draft,
        position=1,
        title="arm.jpg",
        content_type="image/jpeg",
        size_bytes=1,
        created_at=now(),
    )
    do("sweep_drafts")
    assert Draft.objects.using(OWNER).count() == left
    assert Attachment.objects.using(OWNER).count() == left
    assert AuditEvent.objects.using(OWNER).filter(action="draft.expire", person_id=cast.kari.pk).count() == 1 - left


@pytest.mark.parametrize(("age_seconds", "named", "left"), [(90_000, False, False), (90_000, True, True), (60, False, True)])
def test_a_file_that_no_row_names_goes_after_a_day(cast, do, age_seconds, named, left):
    store = LocalFileStore(django_settings.ENVIRONMENT.files_dir, django_settings.CONTENT_RING)
    file_id = new_id()
    store.put(file_id, b"bytes")
    (place,) = django_settings.ENVIRONMENT.files_dir.glob(f"*/{file_id}")
    os.utime(place, (time.time() - age_seconds,) * 2)
    if named:
        conversation = make_conversation(cast.kari_patient, cast.berg_role)
        Attachment.objects.using(OWNER).create(
            id=file_id,
            practice=cast.tangen,
            person=cast.kari,
            communication=conversation.communications.using(OWNER).get(),
            title="x",
            content_type="image/jpeg",
            size_bytes=5,
            created_at=now(),
        )
    do("sweep_files")
    if left:
        assert store.get(file_id) == b"bytes"
    else:
        with pytest.raises(FileMissing):
            store.get(file_id)
    store.delete(file_id)


def test_sessions_are_forgotten_a_month_after_they_ended(logins, do):
    logins.actor(KARI)
    logins.actor(KARI)
    old, fresh = Session.objects.using(OWNER).order_by("id")
    Session.objects.using(OWNER).filter(pk=old.pk).update(ended_at=now() - LONG_AGO)
    LogoutToken.objects.using(OWNER).create(issuer="x", jti="old", seen_at=now() - LONG_AGO)
    LogoutToken.objects.using(OWNER).create(issuer="x", jti="new", seen_at=now())
    do("sweep_sessions")
    assert list(Session.objects.using(OWNER)) == [fresh]
    assert [token.jti for token in LogoutToken.objects.using(OWNER).all()] == ["new"]


def test_codes_keys_and_presences_that_are_over_are_forgotten(cast, do):
    conversation = make_conversation(cast.kari_patient, cast.berg_role)
    for age in (LONG_AGO, timedelta()):
        at = now() - age
        kind = "email" if age else "sms"
        ContactCode.objects.using(OWNER).create(
            id=new_id(), person=cast.kari, system=kind, value="x", code="1", created_at=at, expires_at=at + timedelta(minutes=15)
        )
        IdempotencyRecord.objects.using(OWNER).create(id=new_id(), login_id=new_id(), command="x", key="k", recorded_at=at)
        who = cast.berg if age else cast.lie
        Presence.objects.using(OWNER).create(
            id=new_id(), practice=cast.tangen, conversation=conversation, practitioner=who, name=who.name, seen_at=at
        )
    do("sweep_contact_codes", "sweep_keys", "sweep_presence")
    for model in (ContactCode, IdempotencyRecord, Presence):
        assert model.objects.using(OWNER).count() == 1


def owner(statement: str, *values) -> list[tuple]:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def test_parked_jobs_are_forgotten_after_three_months(db, do):
    for days in (91, 1):
        ((job,),) = owner(
            "insert into procrastinate_jobs (queue_name, task_name, status) values ('default', 'x', 'failed') returning id"
        )
        owner("insert into procrastinate_events (job_id, type, at) values (%s, 'failed', now() - %s)", job, timedelta(days=days))
    do("sweep_jobs")
    assert owner("select count(*) from procrastinate_jobs") == [(1,)]
