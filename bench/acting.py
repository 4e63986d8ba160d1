"""What it costs that people may act for others: the same pages for somebody alone, for a mother, and while she acts for a child."""

import subprocess
from pathlib import Path

from . import database, http_load

NAME = "bench_acting"
PAGES = {"home": "/hjem/", "inbox": "/innboks/"}


def measure(state: Path, seconds: int) -> dict[str, object]:
    """Statements and the median of one client, page by page, and how much more than for somebody alone."""
    from .inside import in_process

    database.fresh(NAME)
    environ = database.environ_for(NAME, state)
    cookies = in_process("acting_world", environ, {})
    found: dict[str, object] = {}
    with http_load.serving(environ) as server:
        for page, path in PAGES.items():
            found[page] = {who: _one(server, path, cookie, environ, seconds) for who, cookie in cookies.items()}
            alone = found[page]["alone"]
            for who in ("mother", "acting"):
                more = found[page][who]["statements"] - alone["statements"]
                assert more <= 1, "whom somebody may act for is asked in the statement that opens the transaction"
                found[page][who]["median_over_alone"] = round(found[page][who]["median_ms"] / alone["median_ms"], 2)
    database.drop(NAME)
    return found


def _one(server: subprocess.Popen, path: str, cookie: str, environ: dict[str, str], seconds: int) -> dict[str, float]:
    from .inside import in_process

    http_load.drive_page(server, path, cookie, clients=1, seconds=1)
    load = http_load.drive_page(server, path, cookie, clients=1, seconds=seconds)
    asked = in_process("statements", environ, {"path": path, "cookie": cookie})
    return {"statements": asked["statements"], "median_ms": round(load.median_ms, 2), "p95_ms": round(load.p95_ms, 2)}
