"""Real peers: a mail server and an SMS gateway on this machine, which take, refuse, or hang as they are told."""

import asyncio
import json
import socket
import threading
import time
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class MailServer:
    """Keeps what it takes. `answer_recipient` and `answer_data` are the lines it says; empty ones mean yes.

    `answers` cleared: it takes a mail and says nothing until it is set.
    """

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.recipients: list[list[str]] = []
        self.answer_recipient = self.answer_data = ""
        self.answers = threading.Event()
        self.answers.set()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, server_hostname="localhost")
        self._controller.start()

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw]

    def stop(self) -> None:
        self._controller.stop()

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        if self.answer_recipient:
            return self.answer_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer_data:
            return self.answer_data
        self.raw.append(envelope.original_content)
        self.recipients.append(list(envelope.rcpt_tos))
        while not self.answers.is_set():
            await asyncio.sleep(0.05)
        return "250 OK"


class Gateway:
    """Takes POSTs. `status` and `headers` are what it answers; `hangs_seconds` how long it waits first."""

    def __init__(self) -> None:
        self.status, self.headers, self.hangs_seconds, self.body = 200, {}, 0.0, b"{}"
        self.taken: list[dict] = []
        self.asked: list[dict[str, str]] = []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.asked.append(dict(self.headers))
                if gateway.status < 300:
                    gateway.taken.append(json.loads(content))
                time.sleep(gateway.hangs_seconds)
                self.send_response(gateway.status)
                for name, value in gateway.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(gateway.body)))
                with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked hung up: it has read enough
                    self.end_headers()
                    self.wfile.write(gateway.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/sms"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
