"""Takes SMS as an HTTP gateway does, and shows the page."""

import json
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from .page import page
from .store import Outbox, message

ADDRESS = "127.0.0.1"
_LONGEST_BYTES = 100_000


def http_server(outbox: Outbox, port: int) -> ThreadingHTTPServer:
    """Serves GET / (the page), GET /messages.json (for tests) and POST /sms with JSON {"to", "from", "text"}."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 the library's name
            if self.path == "/":
                self._answer("text/html; charset=utf-8", page(outbox.newest_first()))
            elif self.path == "/messages.json":
                caught = [asdict(each) for each in outbox.newest_first()]
                self._answer("application/json", json.dumps(caught, ensure_ascii=False))
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

        def do_POST(self) -> None:  # noqa: N802 the library's name
            length = int(self.headers.get("Content-Length", 0))
            if self.path != "/sms" or length > _LONGEST_BYTES:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            try:
                sms = json.loads(self.rfile.read(length))
                outbox.add(message("SMS", recipient=sms["to"], sender=sms["from"], subject="", text=sms["text"]))
            except (ValueError, KeyError, TypeError):
                self.send_error(HTTPStatus.BAD_REQUEST, 'Expected JSON with "to", "from" and "text"')
                return
            self._answer("application/json", json.dumps({"status": "accepted"}))

        def _answer(self, kind: str, text: str) -> None:
            body = text.encode()
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent: the page asks every five seconds."""

    return ThreadingHTTPServer((ADDRESS, port), Handler)
