"""What a process that reads a file can no longer do. Each line is tried for real, in a process of its own."""

import signal
import subprocess
import sys
import textwrap

import pytest

from fastlinje.dialogue.files.child import LIMITS
from fastlinje.dialogue.files.inspection import Kind

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the system call filter is Linux")

_SCRIPT = """
import _posixsubprocess, ctypes, os, resource, signal, socket, sys, threading
from fastlinje.dialogue.files.confinement import Limits, confine
channel, other = socket.socketpair()
victim = int(sys.argv[1])
confine(Limits(memory_bytes=64 * 1024 * 1024, cpu_seconds=2, wall_seconds={wall}))
try:
    {tried}
    said = b"done"
except BaseException as error:
    said = type(error).__name__.encode()
channel.send(said)
sys.stdout.buffer.write(other.recv(100))
sys.stdout.buffer.flush()
os._exit(0)
"""


def confined(tried: str, *, wall: int = 60) -> tuple[str, int]:
    script = _SCRIPT.format(tried=textwrap.indent(tried, "    ").strip(), wall=wall)
    ended = subprocess.run(
        [sys.executable, "-c", script, "1"], stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False
    )
    return ended.stdout.decode(), ended.returncode


def test_computing_and_answering_still_work():
    assert confined("sum(range(1000))") == ("done", 0)
    assert confined("bytearray(20_000_000)") == ("done", 0)


@pytest.mark.parametrize(
    ("tried", "error"),
    [
        ("open('/etc/passwd')", ("PermissionError", "OSError")),
        ("open('/tmp/written-by-a-photo', 'w')", ("PermissionError", "OSError")),
        ("os.listdir('/')", ("PermissionError", "OSError")),
        ("os.unlink('/tmp/nothing-here')", ("PermissionError",)),
        ("socket.socket()", ("PermissionError", "OSError")),
        ("channel.dup()", ("PermissionError", "OSError")),
        ("os.fork()", ("PermissionError", "BlockingIOError")),
        ("os.execv('/bin/true', ['true'])", ("PermissionError",)),
        ("os.kill(victim, 0)", ("PermissionError",)),
        ("os.kill(os.getppid(), signal.SIGTERM)", ("PermissionError",)),
        ("signal.signal(signal.SIGALRM, signal.SIG_IGN)", ("PermissionError",)),
        ("resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))", ("PermissionError", "ValueError")),
        ("bytearray(100_000_000)", ("MemoryError",)),
        ("os.setuid(0)", ("PermissionError",)),
    ],
)
def test_everything_else_does_not(tried, error):
    said, _ = confined(tried)
    assert said in error


def test_threads_may_start_since_the_heic_decoder_uses_them():
    said, _ = confined("thread = threading.Thread(target=int); thread.start(); thread.join()")
    assert said == "done"


def test_endless_computing_is_ended():
    said, code = confined("while True: pass")
    assert said == ""
    assert code in {-signal.SIGXCPU, -signal.SIGKILL}


def test_endless_waiting_is_ended():
    assert confined("other.recv(1)", wall=1) == ("", -signal.SIGALRM)
    assert confined("signal.alarm(0); other.recv(1)", wall=1) == ("", -signal.SIGALRM)


def test_no_photo_may_use_more_than_300_mb():  # AD-56
    assert max(LIMITS[kind].memory_bytes for kind in (Kind.JPEG, Kind.PNG, Kind.PDF)) < 300_000_000 - 40_000_000
