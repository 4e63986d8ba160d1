"""`fastlinje serve` as an operating system runs it: started again whenever it dies, and here it dies a lot."""

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

PATIENCE_SECONDS = 120


class Server:
    """Two web processes and the one in charge of them, on a port of their own; what they log goes to a file."""

    def __init__(self, log: Path):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.kills = 0
        self._log = log
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> "Server":
        self.bring_up()
        return self

    def __exit__(self, *about: object) -> None:
        self._kill_group()

    def bring_up(self) -> None:
        """Start it if it has died, and wait until it answers."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert time.monotonic() < deadline, f"the web server stays away: {self._log.read_text()[-2000:]}"
            if self._process is None or self._process.poll() is not None:
                self._start()
            time.sleep(0.1)

    def kill(self) -> None:
        """Kill one web process outright; every third time all of them and the one in charge."""
        self.kills += 1
        children = _children_of(self._process.pid)
        if self.kills % 3 == 0 or not children:
            self._kill_group()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(random.choice(children), signal.SIGKILL)

    def _start(self) -> None:
        command = [sys.executable, "-m", "fastlinje", "serve", "--port", str(self.port), "--workers", "2"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, env=os.environ, stdout=log, stderr=log, start_new_session=True)

    def _kill_group(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/helse/klar", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def _children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
