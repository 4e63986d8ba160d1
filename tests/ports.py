"""Ports for a demo that a test starts: free, and looked for by no other test process on this machine."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastlinje.config.processes import require_free_port
from fastlinje.config.trouble import Trouble
from fastlinje.nonprod.demo.addresses import LOCAL, Addresses

STEP = 50


@contextmanager
def free_addresses() -> Iterator[Addresses]:
    """A range of the demo's. Held by a lock: a demo takes half a minute from looking whether a port is free to listening there."""
    for port in range(23000, 28000, STEP):
        with _lock(port) as is_ours:
            if is_ours and _all_free(Addresses(port)):
                yield Addresses(port)
                return
    raise AssertionError("no free ports")


@contextmanager
def _lock(port: int) -> Iterator[bool]:
    with (Path(tempfile.gettempdir()) / f"fastlinje-ports-{os.geteuid()}-{port}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _all_free(addresses: Addresses) -> bool:
    try:
        for port in addresses.all_ports:
            require_free_port(LOCAL, port)
    except Trouble:
        return False
    return True
