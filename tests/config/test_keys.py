"""Keys are made once, kept private, and rotate without losing what was written."""

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from fastlinje.config import keys
from fastlinje.config.trouble import Trouble

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


def test_every_key_is_private_and_named_by_its_time(made_keys: Path):
    names = sorted(path.name.partition("-")[0] for path in made_keys.iterdir())
    assert names == ["content", "helseid", "idporten", "index"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made_keys.iterdir()} == {0o600}
    assert stat.S_IMODE(made_keys.stat().st_mode) == 0o700


def test_making_missing_keys_twice_changes_nothing(keys_dir: Path):
    before = {path.name: path.read_bytes() for path in keys_dir.iterdir()}
    assert keys.create_missing(keys_dir, NOW) == []
    assert {path.name: path.read_bytes() for path in keys_dir.iterdir()} == before


def test_rotation_writes_with_the_newest_and_reads_with_all(tmp_path: Path):  # FD-23
    keys.rotate(tmp_path, "content", NOW)
    pk = uuid4()
    old = keys.load_ring(tmp_path, "content").seal(b"text", label="l", pk=pk)
    newest = keys.rotate(tmp_path, "content", NOW + timedelta(days=1))
    ring = keys.load_ring(tmp_path, "content")
    assert ring.keys[ring.current] == newest.read_bytes()
    assert ring.open(old, label="l", pk=pk) == b"text"
    assert not ring.is_current(old)


def test_two_rotations_in_one_second_do_not_overwrite(tmp_path: Path):
    first = keys.rotate(tmp_path, "index", NOW)
    content = first.read_bytes()
    with pytest.raises(Trouble, match="this very second"):
        keys.rotate(tmp_path, "index", NOW)
    assert first.read_bytes() == content


def test_other_files_in_the_folder_are_no_keys(keys_dir: Path):
    (keys_dir / "content-old.key.bak").write_bytes(b"x" * 32)
    (keys_dir / "contents-20990101T000000.key").write_bytes(b"x" * 32)
    assert len(keys.key_files(keys_dir, "content")) == 1


def test_age_counts_whole_days(tmp_path: Path):
    keys.rotate(tmp_path, "content", NOW)
    (file,) = keys.key_files(tmp_path, "content")
    assert file.age_days(NOW + timedelta(days=299, hours=23)) == 299
    assert file.age_days(NOW + timedelta(days=300)) == 300


def test_a_login_key_tells_its_name_and_time(made_keys: Path):
    (file,) = keys.key_files(made_keys, "helseid")
    key = json.loads(file.path.read_text())
    assert key["kty"] == "RSA"
    assert key["kid"]
    assert abs(key["iat"] - file.made_at.timestamp()) < 2
