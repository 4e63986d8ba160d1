"""The whole demo as a person starts it: addresses answer, Ctrl-C leaves nothing, and the next start finds the data again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from fastlinje.config.processes import answers
from fastlinje.nonprod.demo.addresses import Addresses, demo_environ
from tests.ports import free_addresses


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "state"
    identity = tmp_path / "state" / "demo" / "installation"
    if os.geteuid() == 0 and identity.exists():
        shutil.rmtree(Path("/var/lib/fastlinje") / identity.read_text())


@pytest.fixture
def addresses() -> Iterator[Addresses]:
    with free_addresses() as found:
        yield found


@contextmanager
def _demo(state: Path, addresses: Addresses, *options: str) -> Iterator[list[str]]:
    """A running demo; what it printed. Leaves by Ctrl-C and expects a calm end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "fastlinje", "demo", "--port", str(addresses.port), *options],
        env={**os.environ, "FASTLINJE_STATE_DIR": str(state)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            yield _printed(process)
        finally:
            process.send_signal(signal.SIGINT)
            ended = process.wait(120)
        assert ended == 0


def _printed(process: "subprocess.Popen[str]") -> list[str]:
    """What it prints until it is up; fails if it ends before."""
    assert process.stdout
    printed: list[str] = []
    for line in process.stdout:
        printed.append(line.rstrip())
        if "Ctrl-C stops everything" in line:
            return printed
    raise AssertionError("\n".join(printed))


def _status(url: str) -> int:
    with urlopen(Request(url, headers={"Host": "localhost"} if "localhost" in url else {})) as answer:
        return int(answer.status)


def _processes_about(state: Path) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environ = (folder / "environ").read_bytes()
        except OSError:
            continue
        if f"FASTLINJE_STATE_DIR={state}".encode() in environ:
            found.append((folder / "cmdline").read_text().replace("\0", " "))
    return found


def test_it_comes_up_goes_down_and_comes_back(state: Path, addresses: Addresses):
    with _demo(state, addresses) as printed:
        text = "\n".join(printed)
        assert {_status(url) for url in (addresses.product, addresses.provider, addresses.outbox)} == {200}
        assert addresses.product in text
        assert addresses.outbox in text
        assert "Kari Nordmann" in text
        assert "The people of the demo have moved in" in text
        assert _processes_about(state / "demo")
    assert not any(answers("127.0.0.1", port) for port in addresses.all_ports)
    assert _processes_about(state / "demo") == []
    with _demo(state, addresses, "--keep-nothing") as printed:
        assert "moved in" not in "\n".join(printed)
        assert _status(addresses.product) == 200
    assert [path.name for path in (state / "demo").iterdir()] == ["log"]


def test_a_port_in_use_is_one_clear_line(state: Path, addresses: Addresses):
    with socket.create_server(("127.0.0.1", addresses.smtp_port)):
        done = subprocess.run(
            [sys.executable, "-m", "fastlinje", "demo", "--port", str(addresses.port)],
            env={**os.environ, "FASTLINJE_STATE_DIR": str(state)},
            capture_output=True,
            text=True,
            timeout=120,
        )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"fastlinje: Cannot listen on 127.0.0.1 port {addresses.smtp_port}: Address already in use. ")
    assert not state.exists()


def test_it_refuses_to_run_where_patients_are(state: Path):
    done = subprocess.run(
        [sys.executable, "-m", "fastlinje", "demo"],
        env={**os.environ, "FASTLINJE_MODE": "production", "FASTLINJE_STATE_DIR": str(state)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert "the demo lets anyone in as anyone" in done.stderr


def test_no_setting_of_the_surroundings_reaches_the_demo(tmp_path: Path):
    around = {
        "DATABASE_URL": "postgresql://real",
        "SECRET_KEY": "real",
        "S3_BUCKET": "real",
        "SMTP_PASSWORD_FILE": "/real",
        "PATH": "/bin",
    }
    environ = demo_environ(around, Addresses(8000), tmp_path, tmp_path / "secret-key")
    assert "real" not in " ".join(environ.values())
    assert environ["PATH"] == "/bin"


def test_product_and_provider_have_different_host_names():
    """Cookies ignore ports: on one host the provider would see and overwrite the product's."""
    addresses = Addresses(8000)
    assert addresses.product == "http://localhost:8000"
    assert addresses.provider == "http://127.0.0.1:8001"
    assert (addresses.outbox, addresses.smtp_port) == ("http://127.0.0.1:8002", 8025)
