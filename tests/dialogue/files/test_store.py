"""Files at rest on disk: sealed, whole or not at all (FD-10, AD-59)."""

import os
import resource
import stat
import subprocess
import sys
from datetime import timedelta
from uuid import UUID

import pytest

from fastlinje.core.clock import now
from fastlinje.core.crypto import Ring, Undecryptable
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.files.store import FileMissing, LocalFileStore

CONTENT = b"\xff\xd8\xff what the knee looks like" * 1000


@pytest.fixture
def root(tmp_path):
    return tmp_path / "files"


@pytest.fixture
def store(root):
    return LocalFileStore(root, Ring.of(b"k" * 32))


def everything_in(root) -> list:
    return [place for place in root.rglob("*") if place.is_file()]


def test_comes_back_as_it_was_put(store):
    one, other = new_id(), new_id()
    store.put(one, CONTENT)
    store.put(other, b"")
    assert store.get(one) == CONTENT
    assert store.get(other) == b""


def test_rests_encrypted_and_for_its_owner_only(store, root):
    store.put(new_id(), CONTENT)
    (place,) = everything_in(root)
    assert b"knee" not in place.read_bytes()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def test_place_is_the_id_and_nothing_else(store, root):  # AD-59
    file_id = UUID("01989c6e-0000-7000-8000-0000000000ab")
    store.put(file_id, CONTENT)
    assert everything_in(root) == [root / "ab" / str(file_id)]


def test_file_moved_to_another_id_does_not_open(store, root):
    one, other = new_id(), new_id()
    store.put(one, CONTENT)
    store.put(other, CONTENT)
    os.replace(store._place(one), store._place(other))
    with pytest.raises(Undecryptable):
        store.get(other)


def test_changed_file_does_not_open(store):
    file_id = new_id()
    store.put(file_id, CONTENT)
    place = store._place(file_id)
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    with pytest.raises(Undecryptable):
        store.get(file_id)


def test_older_key_still_reads(store, root):
    file_id = new_id()
    store.put(file_id, CONTENT)
    assert LocalFileStore(root, Ring.of(b"n" * 32, b"k" * 32)).get(file_id) == CONTENT


def test_deleted_is_gone_and_may_be_deleted_again(store):
    file_id = new_id()
    store.put(file_id, CONTENT)
    store.delete(file_id)
    store.delete(file_id)
    with pytest.raises(FileMissing):
        store.get(file_id)


def test_put_again_replaces_whole(store, root):
    file_id = new_id()
    store.put(file_id, CONTENT)
    store.put(file_id, b"second")
    assert store.get(file_id) == b"second"
    assert len(everything_in(root)) == 1


_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from uuid import UUID
from fastlinje.core.crypto import Ring
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.files.store import LocalFileStore
store = LocalFileStore(Path(sys.argv[1]), Ring.of(b"k" * 32))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    store.put(UUID(sys.argv[2]), bytes(20_000))
except Refused as refusal:
    print(refusal.code, type(refusal.__cause__).__name__)
"""


def test_full_disk_is_a_clear_refusal_and_leaves_nothing(store, root):  # FD-10
    """The kernel stops the write half-way, as it does on a full volume."""
    before = new_id()
    store.put(before, CONTENT)
    ended = subprocess.run([sys.executable, "-c", _FULL_DISK, root, str(new_id())], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["storage_unavailable", "OSError"]
    assert everything_in(root) == [store._place(before)]
    assert store.get(before) == CONTENT


def test_folder_that_cannot_be_made_is_a_clear_refusal(tmp_path):  # FD-10
    (tmp_path / "files").write_text("a file is in the way")
    with pytest.raises(Refused) as refusal:
        LocalFileStore(tmp_path / "files", Ring.of(b"k" * 32)).put(new_id(), CONTENT)
    assert refusal.value.code == "storage_unavailable"


_KILLED = """
import os, signal, sys
from pathlib import Path
from uuid import UUID
from fastlinje.core.crypto import Ring
from fastlinje.dialogue.files.store import LocalFileStore
os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
LocalFileStore(Path(sys.argv[1]), Ring.of(b"k" * 32)).put(UUID(sys.argv[2]), bytes(20_000))
"""


def test_crash_while_writing_leaves_no_file_and_is_swept(store, root):  # FD-10
    file_id = new_id()
    ended = subprocess.run([sys.executable, "-c", _KILLED, root, str(file_id)], check=False)
    assert ended.returncode == -9
    with pytest.raises(FileMissing):
        store.get(file_id)
    assert len(everything_in(root)) == 1
    assert list(store.ids_older_than(now() + timedelta(seconds=5))) == []
    assert store.remove_unfinished(now() - timedelta(hours=1)) == 0
    assert store.remove_unfinished(now() + timedelta(seconds=5)) == 1
    assert everything_in(root) == []


def test_sweeper_sees_only_what_is_older(store):
    old, new = new_id(), new_id()
    store.put(old, CONTENT)
    store.put(new, CONTENT)
    yesterday = (now() - timedelta(days=1)).timestamp()
    os.utime(store._place(old), (yesterday, yesterday))
    assert list(store.ids_older_than(now() - timedelta(hours=1))) == [old]
    assert set(store.ids_older_than(now() + timedelta(seconds=5))) == {old, new}


def test_no_store_yet_has_no_old_files(store):
    assert list(store.ids_older_than(now())) == []


def test_no_file_is_left_open(store):
    file_id = new_id()
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (200, before[1]))
    try:
        for _ in range(200):
            store.put(file_id, b"x")
            store.get(file_id)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
