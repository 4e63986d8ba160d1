"""Files that came while the virus scanner was away (AD-60, FD-11)."""

import pytest

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue import rescanning
from fastlinje.dialogue.files.scanner import Scanner
from fastlinje.dialogue.models import Attachment
from fastlinje.dialogue.uploads import file_store
from tests.dialogue.files.samples import EICAR
from tests.dialogue.files.test_scanner import clamd
from tests.office_world import make_conversation

OWNER = "owner"


@pytest.fixture
def rescan(worker, monkeypatch):
    """The worker's chore, with a scanner in some mood."""

    def run(mood: str) -> None:
        with clamd(mood) as peer, worker.connected():
            monkeypatch.setattr(rescanning, "scanner", lambda: Scanner(peer.address, timeout_seconds=1 if mood == "silent" else 30))
            rescanning.scan_held_files(actor=Actor.job("scan_held_files"), now=now())

    return run


@pytest.fixture
def held(cast):
    """Hold a file with this content on Kari's message."""
    conversation = make_conversation(cast.kari_patient, cast.berg_role)

    def hold(content: bytes) -> Attachment:
        file_id = new_id()
        file_store().put(file_id, content)
        return Attachment.objects.using(OWNER).create(
            id=file_id,
            practice=cast.tangen,
            person=cast.kari,
            communication=conversation.communications.using(OWNER).get(),
            scan=Attachment.HELD,
            title="arm.jpg",
            content_type="image/jpeg",
            size_bytes=len(content),
            created_at=now(),
        )

    return hold


def happened() -> list[str]:
    return list(AuditEvent.objects.using(OWNER).filter(capacity="job").order_by("id").values_list("action", flat=True))


def test_a_clean_file_is_released(held, rescan):
    file = held(b"bilde")
    rescan("well")
    file.refresh_from_db(using=OWNER)
    assert file.scan == Attachment.CLEAN
    assert happened() == ["file.release"]


def test_a_file_with_a_virus_is_taken_away(held, rescan, cast):
    held(EICAR)
    clean = held(b"bilde")
    rescan("well")
    assert list(Attachment.objects.using(OWNER)) == [clean]
    assert happened() == ["file.remove_infected", "file.release"]
    assert AuditEvent.objects.using(OWNER).filter(action="file.remove_infected", person_id=cast.kari.pk).exists()


@pytest.mark.parametrize("mood", ["dies", "silent", "full"])
def test_while_the_scanner_is_away_it_is_held(held, rescan, mood):
    file = held(b"bilde")
    rescan(mood)
    file.refresh_from_db(using=OWNER)
    assert file.scan == Attachment.HELD
    rescan("well")
    file.refresh_from_db(using=OWNER)
    assert file.scan == Attachment.CLEAN


def test_a_file_whose_bytes_are_lost_stays_held_and_stops_no_other(held, rescan):
    lost, fine = held(b"bilde"), held(b"bilde")
    file_store().delete(lost.pk)
    rescan("well")
    assert dict(Attachment.objects.using(OWNER).values_list("pk", "scan")) == {lost.pk: "held", fine.pk: "clean"}
