"""A complete production environment, for taking one thing away at a time."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fastlinje.config import keys
from fastlinje.config.embedded import EmbeddedServer


@pytest.fixture(scope="session")
def made_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys of every ring, made once: key pairs take their time. Copy before changing."""
    folder = tmp_path_factory.mktemp("keys") / "keys"
    keys.create_missing(folder, datetime.now(UTC))
    return folder


@pytest.fixture
def keys_dir(made_keys: Path, tmp_path: Path) -> Path:
    """Keys of this test's own."""
    return Path(shutil.copytree(made_keys, tmp_path / "keys"))


@pytest.fixture
def production(keys_dir: Path) -> dict[str, str]:
    """Everything production needs."""
    return {
        "FASTLINJE_MODE": "production",
        "FASTLINJE_KEYS_DIR": str(keys_dir),
        "DATABASE_URL": "postgresql://fastlinje_web:secret@db.example/fastlinje",
        "SECRET_KEY": "f3Jk0s9dLq2mXv7bTzR8wYc5uHn1aPeG4iKoDh6QrSt",
        "FASTLINJE_HOSTS": "fastlinje.example",
        "FASTLINJE_BASE_URL": "https://fastlinje.example",
        "IDPORTEN_ISSUER": "https://idporten.no",
        "IDPORTEN_CLIENT_ID": "client-1",
        "HELSEID_ISSUER": "https://helseid-sts.nhn.no",
        "HELSEID_CLIENT_ID": "client-2",
    }


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The state folder of an installation in somebody's private home."""
    home = tmp_path / "private"
    home.mkdir(mode=0o700)
    folder = home / "checkout" / ".state"
    monkeypatch.setenv("FASTLINJE_STATE_DIR", str(folder))
    yield folder
    if os.geteuid() == 0 and (folder / "installation").exists():
        shutil.rmtree(Path("/var/lib/fastlinje") / (folder / "installation").read_text())


@pytest.fixture
def server(state: Path) -> Iterator[EmbeddedServer]:
    """An embedded server that nobody has started yet."""
    server = EmbeddedServer("it", fast=True)
    yield server
    server.stop()
