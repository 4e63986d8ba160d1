"""The product's own web server, and clients that keep it busy."""

import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from . import database
from .machine import children_of, processor_ms, resident_mib

PORT = 8093


@dataclass(frozen=True)
class Load:
    """What clients saw: requests per second, and milliseconds from sending to the last byte.

    web_ms, database_ms  processor time of the web processes and of PostgreSQL for each request: it says the same on a busy machine
    """

    per_second: float
    median_ms: float
    p95_ms: float
    requests: int
    web_ms: float
    database_ms: float

    def row(self) -> dict[str, float]:
        return {
            "requests_per_second": round(self.per_second, 1),
            "median_ms": round(self.median_ms, 2),
            "p95_ms": round(self.p95_ms, 2),
            "requests": self.requests,
            "web_processor_ms": round(self.web_ms, 2),
            "database_processor_ms": round(self.database_ms, 2),
        }


@contextmanager
def serving(environ: dict[str, str], *, workers: int = 2) -> Iterator[subprocess.Popen]:
    """`fastlinje serve` with that many processes, until the block ends."""
    command = [sys.executable, "-m", "fastlinje", "serve", "--port", str(PORT), "--workers", str(workers)]
    process = subprocess.Popen(command, env={**os.environ, **environ}, stdout=subprocess.DEVNULL)
    try:
        _wait_until_it_answers()
        yield process
    finally:
        process.terminate()
        process.wait(60)


def memory_of_workers(process: subprocess.Popen) -> list[float]:
    """Resident MiB of each web process."""
    return sorted(resident_mib(pid) for pid in children_of(process.pid))


def _used_ms(server: subprocess.Popen) -> tuple[float, float]:
    """Processor time so far: of the web processes, and of those PostgreSQL serves its connections with."""
    return tuple(sum(processor_ms(child) for child in children_of(pid)) for pid in (server.pid, database.postmaster()))


def get(path: str, cookie: str, connection: http.client.HTTPConnection) -> int:
    """One page; raises for anything but 200."""
    connection.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
    return _read(connection, 200)


def post(path: str, body: bytes, cookie: str, connection: http.client.HTTPConnection) -> int:
    """One form; raises for anything but the redirect to the receipt."""
    headers = {
        "Cookie": cookie,
        "Host": f"localhost:{PORT}",
        "Origin": f"http://localhost:{PORT}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", path, body=body, headers=headers)
    return _read(connection, 302)


def send(path: str, body: bytes, cookie: str, connection: http.client.HTTPConnection) -> int:
    """One form, whatever comes of it; the status."""
    headers = {
        "Cookie": cookie,
        "Host": f"localhost:{PORT}",
        "Origin": f"http://localhost:{PORT}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", path, body=body, headers=headers)
    response = connection.getresponse()
    response.read()
    return response.status


def drive(
    one: Callable[[http.client.HTTPConnection, int], object],
    *,
    server: subprocess.Popen,
    clients: int,
    seconds: float,
    most: int | None = None,
) -> Load:
    """Let `clients` call `one(connection, number)` until the time is up or `most` calls are made; numbers never repeat."""
    times: list[float] = []
    errors: list[BaseException] = []
    counter = iter(range(most or 10**9))
    lock = threading.Lock()
    stop_at = time.perf_counter() + seconds

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        mine = []
        try:
            while time.perf_counter() < stop_at:
                with lock:
                    number = next(counter, None)
                if number is None:
                    break
                began = time.perf_counter()
                one(connection, number)
                mine.append((time.perf_counter() - began) * 1000)
        except BaseException as error:
            errors.append(error)
        times.extend(mine)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    used = _used_ms(server)
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    elapsed = time.perf_counter() - began
    web_ms, database_ms = ((after - before) / len(times) for before, after in zip(used, _used_ms(server), strict=True))
    times.sort()
    p95 = times[int(len(times) * 0.95) - 1]
    return Load(len(times) / elapsed, statistics.median(times), p95, len(times), web_ms, database_ms)


def drive_page(server: subprocess.Popen, path: str, cookie: str, *, clients: int, seconds: float) -> Load:
    """One page of somebody who is logged in, as often as there is time for."""
    return drive(lambda connection, _number: get(path, cookie, connection), server=server, clients=clients, seconds=seconds)


def _read(connection: http.client.HTTPConnection, expected: int) -> int:
    response = connection.getresponse()
    body = response.read()
    if response.status != expected:
        raise RuntimeError(f"{response.status} instead of {expected}: {response.getheader('Location')} {body[:3000]!r}")
    return len(body)


def _wait_until_it_answers() -> None:
    for _ in range(900):
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
        try:
            connection.request("GET", "/", headers={"Host": "localhost"})
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the web server did not come up")
