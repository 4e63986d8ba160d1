"""Keys rotate while the product serves: everything is readable before, during and after (FD-23)."""

import os
import secrets
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from django.conf import settings as django_settings
from django.db import connections

from fastlinje.config import rekeying
from fastlinje.config.rekeying import reindex, reseal_files, reseal_rows, sealed_columns
from fastlinje.config.trouble import Trouble
from fastlinje.core.actor import Face
from fastlinje.core.crypto import Ring
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.files.store import LocalFileStore
from fastlinje.dialogue.models import Communication, Conversation
from fastlinje.nonprod.cast import BERG, KARI, OSKAR
from fastlinje.people.models import ContactPoint, Login, Person
from fastlinje.practices.models import Operator, Patient, PractitionerIdentity
from tests.office_world import make_conversation, write

OWNER = "owner"
NEW_KEY = secrets.token_bytes(32)


def newer(ring: Ring) -> Ring:
    """The ring after a rotation: a new key first, the others kept."""
    return Ring.of(NEW_KEY, *ring.keys.values())


@pytest.fixture
def rotated(settings, cast) -> Ring:
    """Content was written, then the content key rotated and everybody restarted."""
    question = make_conversation(cast.kari_patient, cast.berg_role, text="Første")
    write(question, "Kari Nordmann", "Andre")
    settings.CONTENT_RING = newer(settings.CONTENT_RING)
    return settings.CONTENT_RING


def left_behind(ring: Ring) -> dict[str, int]:
    """Rows under an older key, by column."""
    found = {}
    for model, field in sealed_columns():
        with connections[OWNER].cursor() as cursor:
            cursor.execute(
                f"select count(*) from {model._meta.db_table} where substring({field.column} from 2 for 4) <> %s", [ring.current]
            )
            if count := cursor.fetchone()[0]:
                found[f"{model._meta.db_table}.{field.column}"] = count
    return found


def texts() -> list[str]:
    return [row.text for row in Communication.objects.using(OWNER).order_by("id")]


def test_every_sealed_column_of_the_product_is_known():
    names = {field.label for _, field in sealed_columns()}
    assert {"dialogue.communication.text", "dialogue.conversation.subject", "people.person.national_id"} <= names
    assert {"worklist.task.last_line", "people.contact_point.value", "questionnaires.response.resource"} <= names
    assert len(names) == len(sealed_columns()), "two columns with one label"


def test_old_rows_are_readable_and_new_ones_have_the_new_key(rotated, cast):
    assert texts() == ["Første", "Andre"]
    assert left_behind(rotated)["dialogue_communication.text"] == 2
    write(Conversation.objects.using(OWNER).get(), "Kari Nordmann", "Tredje")
    assert left_behind(rotated)["dialogue_communication.text"] == 2


def test_resealing_moves_everything(rotated, settings):
    said = []
    moved = reseal_rows(rotated, said.append)
    assert moved > 20
    assert "dialogue_communication.text: 2" in said
    assert left_behind(rotated) == {}
    settings.CONTENT_RING = Ring.of(NEW_KEY)  # the old key may go
    assert texts() == ["Første", "Andre"]
    assert Person.objects.using(OWNER).get(given_name="Kari").national_id == KARI.national_id


def test_interrupted_it_goes_on(rotated, monkeypatch):
    monkeypatch.setattr(rekeying, "BATCH", 2)
    real, batches = rekeying._reseal_batch, []

    def breaks_after_three(*arguments):
        batches.append(1)
        if len(batches) > 3:
            raise KeyboardInterrupt
        return real(*arguments)

    before = sum(left_behind(rotated).values())
    monkeypatch.setattr(rekeying, "_reseal_batch", breaks_after_three)
    with pytest.raises(KeyboardInterrupt):
        reseal_rows(rotated, lambda line: None)
    half = sum(left_behind(rotated).values())
    assert 0 < half < before
    monkeypatch.setattr(rekeying, "_reseal_batch", real)
    assert reseal_rows(rotated, lambda line: None) == half
    assert left_behind(rotated) == {}
    assert reseal_rows(rotated, lambda line: None) == 0


def test_what_somebody_changes_meanwhile_is_kept(rotated, cast, monkeypatch):
    real = rekeying._reseal_batch

    def somebody_is_quicker(column, rows, ring):
        if column[1].label == "people.contact_point.value":
            point = ContactPoint.objects.using(OWNER).get(person=cast.kari, system="email")
            point.value = "ny@example.org"
            point.save(using=OWNER)
        return real(column, rows, ring)

    monkeypatch.setattr(rekeying, "_reseal_batch", somebody_is_quicker)
    reseal_rows(rotated, lambda line: None)
    assert ContactPoint.objects.using(OWNER).get(person=cast.kari, system="email").value == "ny@example.org"
    assert left_behind(rotated) == {}


def test_a_row_that_no_key_opens_is_named_and_nothing_lost(rotated):
    lost = Ring.of(NEW_KEY, secrets.token_bytes(32))
    with pytest.raises(Trouble, match="opens with no key"):
        reseal_rows(lost, lambda line: None)
    assert texts() == ["Første", "Andre"]


def test_files_are_resealed_once(tmp_path, settings):
    old, new = Ring.of(secrets.token_bytes(32)), None
    ids = [new_id() for _ in range(3)]
    for file_id in ids:
        LocalFileStore(tmp_path, old).put(file_id, b"bilde")
    for place in tmp_path.glob("??/*"):
        os.utime(place, (time.time() - 60,) * 2)
    new = newer(old)
    made_at = datetime.now(UTC)
    store = LocalFileStore(tmp_path, new)
    assert reseal_files(store, made_at) == 3
    assert reseal_files(store, made_at) == 0
    only_new = LocalFileStore(tmp_path, Ring.of(NEW_KEY))
    assert {only_new.get(file_id) for file_id in ids} == {b"bilde"}


@pytest.fixture
def index_rotated(settings, logins) -> Ring:
    """Kari, Berg and Oskar have logged in, then the index key rotated."""
    for who, face in ((KARI, Face.CITIZEN), (BERG, Face.STAFF), (OSKAR, Face.STAFF)):
        logins.key(who, face)
    settings.INDEX_RING = newer(settings.INDEX_RING)
    return settings.INDEX_RING


def indexed(who, ring: Ring) -> dict[str, int]:
    digest = ring.digest(who.national_id)
    return {
        model.__name__: model.objects.using(OWNER).filter(national_id_index=digest).count()
        for model in (Person, PractitionerIdentity, Patient, Login, Operator)
    }


def test_everybody_is_found_before_during_and_after_reindexing(index_rotated, settings, logins, monkeypatch):
    everybody = ((KARI, Face.CITIZEN), (BERG, Face.STAFF), (OSKAR, Face.STAFF))
    people, accounts = Person.objects.using(OWNER).count(), Login.objects.using(OWNER).count()

    def all_log_in() -> None:
        for who, face in everybody:
            assert logins.key(who, face)

    all_log_in()
    monkeypatch.setattr(rekeying, "_follow_logins", interrupt)
    with pytest.raises(KeyboardInterrupt):
        reindex(settings.CONTENT_RING, index_rotated, lambda line: None)
    assert Person.objects.using(OWNER).filter(next_national_id_index__isnull=False).count() == people
    all_log_in()
    monkeypatch.undo()
    settings.INDEX_RING = index_rotated
    reindex(settings.CONTENT_RING, index_rotated, lambda line: None)
    assert indexed(KARI, index_rotated) == {"Person": 1, "PractitionerIdentity": 0, "Patient": 1, "Login": 1, "Operator": 0}
    assert indexed(BERG, index_rotated) == {"Person": 0, "PractitionerIdentity": 1, "Patient": 0, "Login": 1, "Operator": 0}
    assert indexed(OSKAR, index_rotated) == {"Person": 0, "PractitionerIdentity": 0, "Patient": 0, "Login": 1, "Operator": 1}
    assert not Person.objects.using(OWNER).filter(next_national_id_index__isnull=False).exists()
    settings.INDEX_RING = Ring.of(NEW_KEY)  # the old key may go
    all_log_in()
    assert (Person.objects.using(OWNER).count(), Login.objects.using(OWNER).count()) == (people, accounts)


def interrupt() -> None:
    raise KeyboardInterrupt


def test_the_commands(cast, tmp_path):
    """From rotation to the end, as an operator does it."""
    make_conversation(cast.kari_patient, cast.berg_role, text="Første")

    def keys(*arguments: str) -> str:
        environ = {**os.environ, "FASTLINJE_KEYS_DIR": str(folder), "FILES_DIR": str(tmp_path / "files")}
        done = subprocess.run([sys.executable, "-m", "fastlinje", "keys", *arguments], capture_output=True, text=True, env=environ)
        assert done.returncode == 0, done.stderr
        return done.stdout

    import shutil

    folder = tmp_path / "keys"
    shutil.copytree(django_settings.ENVIRONMENT.keys_dir, folder)
    time.sleep(1)
    assert "Then run `fastlinje keys reseal`." in keys("rotate", "content")
    assert "dialogue_communication.text: 1" in keys("reseal")
    assert keys("reseal").splitlines() == ["0 rows and 0 files now have the newest key."]
    assert "Then run `fastlinje keys reindex`." in keys("rotate", "index")
    assert f"practices_patient: {Patient.objects.using('owner').count()}" in keys("reindex")
