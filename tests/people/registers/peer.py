"""A real HTTP server on loopback that a test tells how to behave."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from fastlinje.people.oidc.profile import Timeouts

PATIENT = Timeouts(connect=30, read=30, total=60)
"""For everything that is to be answered, on a machine that may be busy."""
impatient = pytest.mark.parametrize("timeouts", [Timeouts(connect=5, read=3, total=4)], ids=["impatient"])
"""On a test whose peer hangs; still long enough for the answers of one that does not, on a busy machine."""


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What to send back. `body` may be larger than what a client is willing to read."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


HANG = Answer(status=0)
"""Accept the request and say nothing."""

DRIP = Answer(status=-1)
"""One byte at a time, each within the time to read, all of it never."""

Behaviour = Callable[[Asked], Answer]


class Server:
    """One peer. `behave` may be replaced in the middle of a test; `asked` is everything it was sent."""

    def __init__(self, behave: Behaviour):
        self.behave, self.asked = behave, []
        self.released = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    @contextmanager
    def serving(self) -> Iterator["Server"]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.released.set()
            self._http.shutdown()
            self._http.server_close()
            thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                asked = Asked(self.command, self.path, dict(self.headers), self.rfile.read(length))
                server.asked.append(asked)
                self._reply(server.behave(asked))

            do_GET = do_POST

            def _reply(self, answer: Answer) -> None:
                if answer is HANG:
                    server.released.wait()
                    return
                self.send_response(200 if answer is DRIP else answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    if answer is DRIP:
                        while not server.released.wait(0.05):
                            self.wfile.write(b" ")
                    else:
                        self.wfile.write(answer.body)
                except OSError:
                    return

            def log_message(self, *args: object) -> None:
                """Silence."""

        return Handler


class MovableClock:
    """A clock that a test moves."""

    def __init__(self, start):
        self.time = start

    def __call__(self):
        return self.time

    def forward(self, span) -> None:
        self.time += span
