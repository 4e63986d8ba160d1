"""What one program starts, it stops: when asked, when something fails, and when it is killed itself."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fastlinje.config.processes import Program, Supervisor, answers, require_free_port
from fastlinje.config.trouble import Trouble


def _program(name: str, code: str, ready=lambda: True) -> Program:
    return Program(name, [sys.executable, "-c", code], dict(os.environ), ready)


def _gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def _pids_in(log: Path) -> list[int]:
    return [int(word) for word in log.read_text().split()]


def test_programs_are_stopped_last_first(tmp_path: Path):
    order = tmp_path / "order"
    code = "import signal,sys,time; signal.signal(signal.SIGTERM, lambda *_: (open({0!r},'a').write({1!r}), sys.exit())); "
    code += "open({0!r} + {1!r}, 'w'); time.sleep(60)"
    with Supervisor(tmp_path / "log") as supervisor:
        for name in "ab":
            started = Path(f"{order}{name}")
            supervisor.start(_program(name, code.format(str(order), name), started.exists))
    assert order.read_text() == "ba"


def test_a_program_that_ends_at_once_is_told_with_its_last_line(tmp_path: Path):
    with Supervisor(tmp_path) as supervisor, pytest.raises(Trouble, match=r"^web ended at once: no such port \(log: .*web.log\)$"):
        supervisor.start(_program("web", "import sys; print('first'); sys.exit('no such port')", lambda: False))


def test_a_program_that_is_never_ready_is_told(tmp_path: Path):
    with Supervisor(tmp_path) as supervisor, pytest.raises(Trouble, match="^web was not ready within 0 seconds: it wrote nothing"):
        supervisor.start(_program("web", "import time; time.sleep(60)", lambda: False), seconds=0)


def test_watching_tells_which_program_ended(tmp_path: Path):
    with Supervisor(tmp_path) as supervisor:
        supervisor.start(_program("worker", "raise SystemExit(3)"))
        with pytest.raises(Trouble, match="^worker ended with code 3"):
            supervisor.watch()


def test_the_others_are_stopped_when_one_fails(tmp_path: Path):
    log = tmp_path / "good.log"
    with Supervisor(tmp_path) as supervisor:
        supervisor.start(_program("good", "import os,time; print(os.getpid(), flush=True); time.sleep(60)", lambda: _pids_in(log)))
        with pytest.raises(Trouble):
            supervisor.start(_program("bad", "raise SystemExit(1)", lambda: False))
    (pid,) = _pids_in(log)
    assert _gone(pid)


def test_what_a_killed_program_had_started_is_stopped_too(tmp_path: Path):
    log = tmp_path / "web.log"
    code = "import os,subprocess,sys,time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
    code += "print(os.getpid(), child.pid, flush=True); time.sleep(60)"
    with Supervisor(tmp_path) as supervisor:
        supervisor.start(_program("web", code, lambda: len(_pids_in(log)) == 2))
        parent, child = _pids_in(log)
        os.kill(parent, signal.SIGKILL)
        with pytest.raises(Trouble, match="^web ended with code -9"):
            supervisor.watch()
    deadline = time.monotonic() + 120
    while not _gone(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _gone(child)


_SUPERVISE = """
import os, sys
from pathlib import Path
from fastlinje.config.processes import Program, Supervisor
code = "import os,time; print(os.getpid(), flush=True); time.sleep(60)"
with Supervisor(Path(sys.argv[1])) as supervisor:
    log = Path(sys.argv[1], "one.log")
    supervisor.start(Program("one", [sys.executable, "-c", code], dict(os.environ), lambda: log.read_text()))
    print("up", flush=True)
    supervisor.watch()
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_nothing_lives_on_when_the_supervisor_goes(tmp_path: Path, number: int):
    process = subprocess.Popen(
        [sys.executable, "-c", _SUPERVISE, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with process:
        assert process.stdout
        assert process.stdout.readline() == "up\n"
        (pid,) = _pids_in(tmp_path / "one.log")
        process.send_signal(number)
        process.wait(120)
    deadline = time.monotonic() + 120
    while not _gone(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _gone(pid)


def test_a_port_in_use_is_one_clear_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert answers("127.0.0.1", port)
        with pytest.raises(Trouble, match=rf"^Cannot listen on 127.0.0.1 port {port}: Address already in use\. Stop what uses it"):
            require_free_port("127.0.0.1", port)
    require_free_port("127.0.0.1", port)
    assert not answers("127.0.0.1", port)
