"""Starting, watching and stopping the programs that make up a running system on one machine."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fastlinje.config.trouble import Trouble

_STOP_SECONDS = 20
_SIGNAL_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG


def require_free_port(address: str, port: int) -> None:
    """Raise Trouble with one line if something else listens there."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise Trouble(
                f"Cannot listen on {address} port {port}: {error.strerror}. Stop what uses it, or choose another with --port."
            ) from error


def answers(address: str, port: int) -> bool:
    """True when something accepts connections there."""
    with contextlib.suppress(OSError), socket.create_connection((address, port), timeout=1):
        return True
    return False


@dataclass(frozen=True, slots=True)
class Program:
    """One program to run.

    ready    asked until it says yes, or the program ends
    """

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    ready: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class _Running:
    program: Program
    process: subprocess.Popen[bytes]
    log: Path


class Supervisor:
    """Runs programs side by side, each with its own log file; used as a context, it stops them all on the way out, last first."""

    def __init__(self, log_dir: Path):
        self._log_dir = log_dir
        self._running: list[_Running] = []

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, *about: object) -> None:
        self.stop()

    def start(self, program: Program, *, seconds: int = 60) -> None:
        """Start a program and wait until it is ready. Raises Trouble with the last line it wrote if it ends or takes too long."""
        self._log_dir.mkdir(parents=True, exist_ok=True)
        log = self._log_dir / f"{program.name}.log"
        with log.open("wb") as output:
            running = _Running(program, _spawn(program, output), log)
        self._running.append(running)
        deadline = time.monotonic() + seconds
        while not program.ready():
            if running.process.poll() is not None:
                raise Trouble(f"{program.name} ended at once: {_last_line(log)} (log: {log})")
            if time.monotonic() > deadline:
                raise Trouble(f"{program.name} was not ready within {seconds} seconds: {_last_line(log)} (log: {log})")
            time.sleep(0.1)

    def watch(self) -> None:
        """Wait; raises Trouble when a program ends by itself. Ctrl-C and SIGTERM come through as exceptions."""
        while True:
            for running in self._running:
                if running.process.poll() is not None:
                    name, log = running.program.name, running.log
                    raise Trouble(f"{name} ended with code {running.process.returncode}: {_last_line(log)} (log: {log})")
            time.sleep(0.5)

    def stop(self) -> None:
        """Ask every program to end, the last started first, and end those that don't."""
        while self._running:
            _end(self._running.pop().process)


def _spawn(program: Program, output: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        program.command,
        env=dict(program.environ),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C in the terminal reaches only the supervisor, which stops the others in order
        preexec_fn=end_with_parent,  # noqa: PLW1509 no threads here
    )


def end_with_parent() -> None:
    """Ask for SIGTERM when the parent dies, so that even if it is killed outright nothing it started lives on. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SIGNAL_WHEN_PARENT_DIES, signal.SIGTERM)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError):  # usually nobody is left
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _last_line(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it wrote nothing"
