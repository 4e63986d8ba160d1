"""Where this installation keeps what it makes: the state folder, and who owns it."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from fastlinje.config.trouble import Trouble

_SOURCE_ROOT = Path(__file__).resolve().parents[3]


def checkout() -> Path | None:
    """The folder of the source checkout this code runs from; None when installed as a package."""
    return _SOURCE_ROOT if (_SOURCE_ROOT / "pyproject.toml").is_file() and (_SOURCE_ROOT / "src").is_dir() else None


def user_state_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """The XDG state folder of the logged-in user."""
    base = environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "fastlinje"


def state_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """Where everything this installation makes is kept: FASTLINJE_STATE_DIR, `.state` in the checkout, or the user's own."""
    if chosen := environ.get("FASTLINJE_STATE_DIR"):
        return Path(chosen).absolute()
    root = checkout()
    return root / ".state" if root else user_state_dir(environ)


def private_dir(path: Path) -> Path:
    """The folder, made with mode 0700 if it is missing; one that exists keeps its permissions."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(f"Cannot make the folder {path}: {error.strerror}.") from error
    return path


def private_file(path: Path, content: bytes) -> None:
    """Write a file only its owner can read, in one step, so that a reader never sees half of it."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def installation_id(state: Path) -> str:
    """A random name for this installation, made once. A new clone in an old place is another installation."""
    path = private_dir(state) / "installation"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        name = secrets.token_hex(8)
        private_file(path, name.encode())
        return name
