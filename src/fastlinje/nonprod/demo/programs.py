"""The programs of the demo, in the order they start."""

import sys
from collections.abc import Iterator, Mapping
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from fastlinje.config.processes import Program, answers

from .addresses import LOCAL, Addresses


def programs(addresses: Addresses, environ: Mapping[str, str], state: Path) -> Iterator[tuple[str, Program]]:
    """Each program with what to tell the person who waits for it."""
    fastlinje = [sys.executable, "-m", "fastlinje"]
    yield (
        "Starting the post office that catches e-mail and SMS",
        Program(
            "outbox",
            [
                *[sys.executable, "-m", "fastlinje.nonprod.outbox", "--file", str(state / "outbox.jsonl")],
                *["--port", str(addresses.outbox_port), "--smtp-port", str(addresses.smtp_port)],
            ],
            environ,
            lambda: answers(LOCAL, addresses.smtp_port) and answers(LOCAL, addresses.outbox_port),
        ),
    )
    yield (
        "Starting the look-alike login providers",
        Program(
            "provider",
            [
                *[sys.executable, "-m", "fastlinje.nonprod.provider", "--port", str(addresses.provider_port)],
                *["--clients", str(state / "clients.json"), "--people", str(state / "people.json")],
            ],
            environ,
            partial(answers, LOCAL, addresses.provider_port),
        ),
    )
    yield "Starting the worker", Program("worker", [*fastlinje, "worker"], environ, lambda: True)
    yield (
        "Starting the web server",
        Program(
            "web",
            [*fastlinje, "serve", "--port", str(addresses.port), "--workers", "2"],
            environ,
            partial(_serves_pages, addresses.port),
        ),
    )


def _serves_pages(port: int) -> bool:
    """True when the front page is there, not just the port: the first page takes the longest."""
    connection = HTTPConnection(LOCAL, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
