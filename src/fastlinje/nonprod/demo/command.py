"""Start everything on this machine to try it out: database, web server,
worker, a look-alike of the login providers, and a post office that catches
e-mail and SMS. Nothing is sent anywhere and no real person is in it.

The first start takes a minute, later ones seconds; the data is kept.
Ctrl-C stops everything that was started.

  fastlinje demo                 begin where the last time ended
  fastlinje demo --fresh         throw the demo's data away first
  fastlinje demo --keep-nothing  throw it away at the end
  fastlinje demo --port 9000     use the ports from 9000 on

The demo's clock can be moved: write a number of seconds in the file
"clock" of the demo's data folder, and everything is that much later.
"""

import argparse
import os
import secrets
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fastlinje.config import places
from fastlinje.config.embedded import EmbeddedServer
from fastlinje.config.environment import Environment
from fastlinje.config.processes import Supervisor, require_free_port
from fastlinje.config.runtime import EMBEDDED_SERVER, django_ready
from fastlinje.config.trouble import Trouble

from .addresses import LOCAL, Addresses, demo_environ
from .programs import programs

SUMMARY = "start everything on this machine, with people to try it as"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where, and whether to begin anew."""
    parser.add_argument(
        "--port", type=int, default=8000, help="the product's port; the other parts use the next ones (default: %(default)s)"
    )
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and begin anew")
    parser.add_argument("--keep-nothing", action="store_true", help="throw the demo's data away at the end; log files stay")


def run(arguments: argparse.Namespace) -> int:
    """Start, tell where to look, and stay until Ctrl-C."""
    if Environment.parse(os.environ).production:
        raise Trouble("FASTLINJE_MODE is production: the demo lets anyone in as anyone.")
    say = _teller()
    addresses = Addresses(arguments.port)
    for port in addresses.all_ports:
        require_free_port(LOCAL, port)
    state = places.state_dir() / "demo"  # beside that of other uses of the checkout
    if arguments.fresh and state.exists():
        os.environ["FASTLINJE_STATE_DIR"] = str(state)
        _throw_away(state, say)
    _use_own_settings(state, addresses)
    try:
        with _everything(addresses, state, say) as supervisor:
            print(_welcome(addresses, state), flush=True)
            supervisor.watch()
    except KeyboardInterrupt:
        pass
    finally:
        if arguments.keep_nothing:
            _throw_away(state, say)
    print(f"Stopped.{'' if arguments.keep_nothing else f' The data is kept in {state}; the next start takes seconds.'}")
    return 0


def _throw_away(state: Path, say: Callable[[str], None]) -> None:
    say("Throwing the demo's data away")
    EmbeddedServer(EMBEDDED_SERVER).discard()
    for path in state.iterdir():
        if path.is_dir() and path.name != "log":
            shutil.rmtree(path)
        elif not path.is_dir():
            path.unlink()


@contextmanager
def _everything(addresses: Addresses, state: Path, say: Callable[[str], None]) -> Iterator[Supervisor]:
    say("Starting the database")
    with django_ready() as settings, Supervisor(state / "log") as supervisor, _uninterrupted_end(say):
        say("Bringing the tables up to date")
        from .data import prepare_data  # needs Django
        from .registration import register

        if prepare_data(settings):
            say("The people of the demo have moved in")
        register(settings, state / "clients.json", state / "people.json")
        for sentence, program in programs(addresses, os.environ, state):
            say(sentence)
            supervisor.start(program)
        say("Ready")
        yield supervisor


@contextmanager
def _uninterrupted_end(say: Callable[[str], None]) -> Iterator[None]:
    """From here on a second Ctrl-C does not cut the stopping short."""
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        say("Stopping")


def _use_own_settings(state: Path, addresses: Addresses) -> None:
    """Replace this process' settings by the demo's own."""
    key_file = places.private_dir(state) / "secret-key"
    if not key_file.exists():
        places.private_file(key_file, secrets.token_urlsafe(48).encode())
    environ = demo_environ(os.environ, addresses, state, key_file)
    os.environ.clear()
    os.environ.update(environ)


def _teller() -> Callable[[str], None]:
    began = time.monotonic()

    def say(sentence: str) -> None:
        print(f"{time.monotonic() - began:5.1f} s  {sentence}", flush=True)

    return say


def _welcome(addresses: Addresses, state: Path) -> str:
    from fastlinje.nonprod.cast import CITIZENS, STAFF  # needs Django

    return "\n".join(
        [
            "",
            f"  Fastlinje           {addresses.product}",
            f"  E-mail and SMS      {addresses.outbox}",
            f"  Log files           {state / 'log'}",
            "",
            "  Log in as a citizen (the look-alike of BankID lets you choose):",
            *(f"    {person.name:<18}{person.about}" for person in CITIZENS),
            "  Log in as staff:",
            *(f"    {person.name:<18}{person.about}" for person in STAFF),
            "",
            "  Ctrl-C stops everything.",
            "",
        ]
    )
