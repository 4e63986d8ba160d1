"""Serve the web pages.

Speaks plain HTTP: put a proxy that ends TLS in front, and tell with
FASTLINJE_TRUSTED_PROXIES how many there are. SIGTERM lets requests that
have begun finish before it ends.

  fastlinje serve --workers 4 --address 0.0.0.0 --port 8000
"""

import argparse
import gc
import os
import sys
from collections.abc import Callable
from typing import Any

from fastlinje.config.look_alike import refuse_look_alikes
from fastlinje.config.processes import end_with_parent, require_free_port
from fastlinje.config.runtime import database_trouble, surroundings

SUMMARY = "serve the web pages"
_NEW_OBJECTS = 50_000  # so many more made than let go before the newest are looked through; Python's own 700 are less than one page


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen and with how many processes."""
    parser.add_argument("--address", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument(
        "--workers", type=int, default=min(4, os.cpu_count() or 1), help="processes (default: one per core, at most 4)"
    )
    parser.add_argument("--threads", type=int, default=4, help="requests each process works on at a time (default: %(default)s)")


def run(arguments: argparse.Namespace) -> None:
    """Serve until told to stop."""
    require_free_port(arguments.address, arguments.port)
    with surroundings() as settings:
        refuse_look_alikes(settings)
        # Pages that need no database, such as the emergency numbers, are served even while it is down.
        if reason := database_trouble(settings.database_url):
            print(f"fastlinje: {reason}", file=sys.stderr)
        _granian(arguments).serve(target_loader=_application, wrap_loader=False)


def _application() -> Callable[..., Any]:
    """Runs in each process that serves pages: it must not go on alone if the one in charge is killed."""
    end_with_parent()
    from fastlinje.config.wsgi import application  # needs the settings

    _tidy_less_often()
    return application


def _tidy_less_often() -> None:
    """What is loaded now stays until the end, and a page leaves next to nothing in rings: looking through it all for garbage every
    few pages took a tenth of the processor's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])


def _granian(arguments: argparse.Namespace):  # noqa: ANN202 the class depends on the build of Python
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    return Granian(
        "fastlinje.config.wsgi:application",
        address=arguments.address,
        port=arguments.port,
        interface=Interfaces.WSGI,
        workers=arguments.workers,
        blocking_threads=arguments.threads,
        backlog=1024,
        workers_kill_timeout=30,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_access=False,  # addresses and paths of patients belong in no second log
    )
