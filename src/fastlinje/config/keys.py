"""Key files: the rings that protect content, and the key pairs we log in to the providers with.

One folder, one file per key, mode 0600, named `<ring>-<yyyymmddThhmmss>` in UTC. The newest is used for new things; all can read.
"""

import json
import re
import secrets
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastlinje.config.places import private_dir, private_file
from fastlinje.config.trouble import BadSettings, Trouble
from fastlinje.core.crypto import KEY_BYTES, Ring
from fastlinje.people.oidc.signing_keys import new_signing_key

CONTENT, INDEX = "content", "index"
RINGS = (CONTENT, INDEX)
CLIENTS = ("idporten", "helseid")
MACHINES = ("maskinporten",)
"""Key pairs made only when asked for: not every installation has use for them."""
WARN_DAYS = 300

_STAMP = "%Y%m%dT%H%M%S"
_NAME = re.compile(r"(?P<ring>[a-z]+)-(?P<stamp>\d{8}T\d{6})\.(?P<ending>key|jwk)")


@dataclass(frozen=True, slots=True)
class KeyFile:
    """One key on disk. Its content is read only by those who use it."""

    path: Path
    ring: str
    made_at: datetime

    def age_days(self, now: datetime) -> int:
        """Whole days since it was made."""
        return (now - self.made_at).days


def key_files(folder: Path, ring: str) -> list[KeyFile]:
    """The key files of one ring, newest first; raises BadSettings if others on the machine can read one."""
    found = [file for path in sorted(folder.glob(f"{ring}-*"), reverse=True) if (file := _key_file(path)) and file.ring == ring]
    for file in found:
        if file.path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise BadSettings(f"{file.path} can be read by others on this machine: run chmod 600 on it.")
    return found


def load_ring(folder: Path, ring: str) -> Ring:
    """The ring `content` or `index`; raises BadSettings when it has no key or one that is not 32 bytes."""
    found = key_files(folder, ring)
    if not found:
        raise BadSettings(f"There is no {ring} key in {folder}: run `fastlinje keys create`, or restore the folder's backup.")
    keys = []
    for file in found:
        key = file.path.read_bytes()
        if len(key) != KEY_BYTES or len(set(key)) < 8:
            raise BadSettings(f"{file.path} is not a key of {KEY_BYTES} random bytes; restore it from its backup.")
        keys.append(key)
    return Ring.of(*keys)


def client_keys(folder: Path, client: str) -> list[KeyFile]:
    """The key pairs of `idporten`, `helseid` or `maskinporten`, newest first; raises BadSettings when there is none."""
    found = key_files(folder, client)
    if not found:
        action = f"rotate {client}" if client in MACHINES else "create"
        raise BadSettings(f"There is no {client} key in {folder}: run `fastlinje keys {action}`.")
    return found


def create_missing(folder: Path, now: datetime) -> list[Path]:
    """Make one key for each ring and provider that has none. Returns the new files."""
    return [rotate(folder, ring, now) for ring in (*RINGS, *CLIENTS) if not key_files(folder, ring)]


def rotate(folder: Path, ring: str, now: datetime) -> Path:
    """Add a new key to one ring. The older ones stay, since they still read what they wrote. Returns the new file."""
    private_dir(folder)
    is_pair = ring in (*CLIENTS, *MACHINES)
    ending = "jwk" if is_pair else "key"
    path = folder / f"{ring}-{now.astimezone(UTC).strftime(_STAMP)}.{ending}"
    if path.exists():
        raise Trouble(f"{path} was made this very second; wait a moment.")
    private_file(path, _new_client_key(now) if is_pair else secrets.token_bytes(KEY_BYTES))
    return path


def _new_client_key(now: datetime) -> bytes:
    return json.dumps(new_signing_key(now).as_dict(private=True)).encode()


def _key_file(path: Path) -> KeyFile | None:
    match = _NAME.fullmatch(path.name)
    if not match:
        return None
    return KeyFile(path, match["ring"], datetime.strptime(match["stamp"], _STAMP).replace(tzinfo=UTC))
