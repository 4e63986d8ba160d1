"""Serve both look-alike providers until stopped. Without files it serves this installation's own clients and the cast."""

import argparse
import os
import signal
import sys
from pathlib import Path

from .app import make_app
from .issuers import make_issuers
from .registry import Client, Person, read_clients, read_people
from .serving import listening


def main(arguments: list[str] | None = None) -> int:
    """Run until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="fastlinje.nonprod.provider", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001, help="0 takes any free port")
    parser.add_argument("--base", help="address people and clients reach it by; default http://HOST:PORT")
    parser.add_argument("--clients", type=Path, help="JSON file; needs --people")
    parser.add_argument("--people", type=Path, help="JSON file; needs --clients")
    options = parser.parse_args(arguments)
    if bool(options.clients) != bool(options.people):
        parser.error("--clients and --people go together")
    clients, people = (read_clients(options.clients), read_people(options.people)) if options.clients else _own()
    with listening(options.host, options.port) as server:
        base = (options.base or f"http://{options.host}:{server.server_port}").rstrip("/")
        server.set_app(make_app(make_issuers(base, clients, people)))
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        print(f"Look-alike login at {base}/idporten and {base}/helseid", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


def _own() -> tuple[tuple[Client, ...], tuple[Person, ...]]:
    import django

    from fastlinje.config.environment import Environment

    from .demo import cast, own_clients

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fastlinje.config.settings")
    django.setup()
    return own_clients(Environment.load(os.environ)), cast()


if __name__ == "__main__":
    sys.exit(main())
