"""The embedded PostgreSQL starts anywhere, for anyone, and touches nothing that is not its own."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from fastlinje.config.embedded import EmbeddedServer
from fastlinje.config.trouble import Trouble

ROOT = os.geteuid() == 0


def _pid(server: EmbeddedServer) -> int:
    return int((server.home.data / "postmaster.pid").read_text().split("\n")[0])


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}/exe").exists()


def _permissions(path: Path) -> dict[str, tuple[int, int, int]]:
    return {str(each): (each.stat().st_mode, each.stat().st_uid, each.stat().st_gid) for each in (path, *path.parents)}


def test_it_starts_and_speaks_utf8_with_stable_sorting(server: EmbeddedServer):
    server.start()
    with psycopg.connect(server.ensure_database("fastlinje")) as connection:
        row = connection.execute(
            "select pg_encoding_to_char(encoding), datlocprovider, datlocale, lower('ÆØÅ')"
            " from pg_database where datname = 'fastlinje'"
        ).fetchone()
    assert row == ("UTF8", "b", "C.UTF-8", "æøå")


def test_folders_of_others_keep_their_permissions(server: EmbeddedServer, state: Path):
    home = state.parents[1]
    before = _permissions(home) | _permissions(Path("/var/lib"))
    server.start()
    server.stop()
    assert _permissions(home) | _permissions(Path("/var/lib")) == before
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_data_socket_and_passwords_are_private(server: EmbeddedServer):
    server.start()
    assert {stat.S_IMODE(path.stat().st_mode) for path in (server.home.folder, server.home.data, server.home.socket)} == {0o700}
    assert stat.S_IMODE(server.home.file("passwords").stat().st_mode) == 0o600
    assert not list(server.home.folder.glob("*password*"))


@pytest.mark.skipif(not ROOT, reason="only root has to become someone else")
def test_started_by_root_it_runs_as_an_unprivileged_user(server: EmbeddedServer):
    server.start()
    assert Path(f"/proc/{_pid(server)}").stat().st_uid != 0
    assert server.home.data.stat().st_uid == server.home.uid != 0
    binary = server.home.binaries / "postgres"
    assert binary.stat().st_uid == 0
    assert not binary.stat().st_mode & 0o022


def test_nobody_gets_in_without_the_password(server: EmbeddedServer):
    server.start()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url("postgres", "guess", "postgres"))


def test_it_listens_on_no_network(server: EmbeddedServer):
    server.start()
    with psycopg.connect(server.superuser_url()) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)


def test_the_owner_is_no_superuser(server: EmbeddedServer):
    server.start()
    with psycopg.connect(server.ensure_database("fastlinje")) as connection:
        row = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user"
        ).fetchone()
    assert row == (False, False, True, True)


def test_errors_are_logged_without_the_statement(server: EmbeddedServer):  # AD-72
    server.start()
    with psycopg.connect(server.superuser_url()) as connection, pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("select 'vondt i magen' from missing")
    written = server.home.log.read_text()
    assert 'relation "missing" does not exist' in written
    assert "vondt i magen" not in written


def test_data_and_passwords_survive_a_restart(server: EmbeddedServer, state: Path):
    server.start()
    url = server.ensure_database("fastlinje")
    with psycopg.connect(url) as connection:
        connection.execute("create table kept as select 42 as answer")
    server.stop()
    again = EmbeddedServer("it", fast=True)
    with again, psycopg.connect(again.ensure_database("fastlinje")) as connection:
        assert connection.execute("select answer from kept").fetchone() == (42,)
    assert again.owner_url("fastlinje") == url


def test_the_last_one_out_stops_it(server: EmbeddedServer):
    second = EmbeddedServer("it", fast=True)
    server.start()
    second.start()
    pid = _pid(server)
    server.stop()
    psycopg.connect(second.superuser_url()).close()
    second.stop()
    assert not _alive(pid)


def test_starting_and_stopping_twice_is_harmless(server: EmbeddedServer):
    server.start()
    server.start()
    server.stop()
    server.stop()


_HOLD = """
import time
from fastlinje.config.embedded import EmbeddedServer
with EmbeddedServer("it", fast=True):
    print("up", flush=True)
    time.sleep(60)
"""


def _holder() -> subprocess.Popen[str]:
    holder = subprocess.Popen([sys.executable, "-c", _HOLD], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert holder.stdout
    assert holder.stdout.readline() == "up\n"
    return holder


def test_ctrl_c_stops_it(server: EmbeddedServer):
    with _holder() as holder:
        pid = _pid(server)
        holder.send_signal(signal.SIGINT)
        holder.wait(120)
    assert not _alive(pid)


def test_a_killed_user_leaves_it_running_and_the_next_one_takes_over(server: EmbeddedServer):
    with _holder() as holder:
        pid = _pid(server)
        holder.kill()
        holder.wait(120)
    server.start()
    assert _pid(server) == pid
    server.stop()
    assert not _alive(pid)


def test_it_recovers_after_being_killed_outright(server: EmbeddedServer):
    server.start()
    pid = _pid(server)
    os.kill(pid, signal.SIGKILL)
    while _alive(pid):
        time.sleep(0.05)
    server.stop()
    server.start()
    psycopg.connect(server.superuser_url()).close()


def test_a_pid_file_of_a_dead_server_does_not_stop_the_next(server: EmbeddedServer):
    server.start()
    text = (server.home.data / "postmaster.pid").read_text()
    server.stop()
    server.home.write(server.home.data / "postmaster.pid", text.replace(text.split("\n")[0], str(os.getpid()), 1))
    server.start()
    psycopg.connect(server.superuser_url()).close()


def test_an_interrupted_first_start_is_begun_anew(server: EmbeddedServer):
    server.home.make_dir(server.home.folder / "data.new")
    server.start()
    psycopg.connect(server.superuser_url()).close()


def test_a_broken_data_folder_is_one_clear_line(server: EmbeddedServer):
    server.start()
    server.stop()
    (server.home.data / "global" / "pg_control").unlink()
    with pytest.raises(Trouble, match=r"^The embedded database did not start: .*pg_control.*\(log: ") as trouble:
        server.start()
    assert "\n" not in str(trouble.value)


def test_data_of_another_version_is_one_clear_line(server: EmbeddedServer):
    server.start()
    server.stop()
    server.home.write(server.home.data / "PG_VERSION", "17\n")
    with pytest.raises(Trouble, match="holds PostgreSQL 17, expected PostgreSQL 18"):
        server.start()


def test_a_folder_without_a_database_is_one_clear_line(server: EmbeddedServer):
    server.home.make_dir(server.home.data)
    with pytest.raises(Trouble, match="holds no database"):
        server.start()


def test_a_path_too_long_for_a_socket_is_told(state: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("FASTLINJE_STATE_DIR", str(state / ("x" * 90)))
    monkeypatch.setenv("XDG_STATE_HOME", str(state / ("y" * 90)))
    with pytest.raises(Trouble, match="Set FASTLINJE_STATE_DIR to a short, plain path"):
        EmbeddedServer("it").start()


def test_discarding_begins_anew_but_never_under_somebody(server: EmbeddedServer):
    server.start()
    with psycopg.connect(server.ensure_database("fastlinje")) as connection:
        connection.execute("create table gone ()")
    with pytest.raises(Trouble, match="is in use"):
        EmbeddedServer("it", fast=True).discard()
    server.stop()
    server.discard()
    server.start()
    with psycopg.connect(server.ensure_database("fastlinje")) as connection:
        assert connection.execute("select to_regclass('gone')").fetchone() == (None,)


_AS_NOBODY = """
import os, pwd, sys
from pathlib import Path
import psycopg, encodings.idna
from fastlinje.config import embedded_home
from fastlinje.config.embedded import EmbeddedServer
binaries = embedded_home._copied_binaries()
embedded_home._wheel = lambda: binaries  # the checkout may lie where nobody cannot read
nobody = pwd.getpwnam("nobody")
os.setgroups([]); os.setgid(nobody.pw_gid); os.setuid(nobody.pw_uid)
server = EmbeddedServer("mine", fast=True)
with server:
    psycopg.connect(server.ensure_database("fastlinje")).close()
    print(server.home.data, server.home.uid)
"""


@pytest.mark.skipif(not ROOT, reason="an ordinary user tests this all the time")
def test_an_ordinary_user_runs_it_in_the_state_folder(tmp_path: Path):
    import pwd
    import tempfile

    nobody = pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory(prefix="fl-") as place:  # pytest's own folders are closed to others
        os.chmod(place, 0o711)
        private = Path(place) / "home"
        private.mkdir(mode=0o700)
        os.chown(private, nobody.pw_uid, nobody.pw_gid)
        done = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY],
            env={**os.environ, "FASTLINJE_STATE_DIR": str(private / ".state"), "HOME": str(private)},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.stdout.strip() == f"{private}/.state/postgresql/mine/data None", done.stderr
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
