"""The one program: `fastlinje <subcommand>`."""

import argparse
import signal
import sys
from collections.abc import Sequence
from importlib import metadata
from types import FrameType
from typing import Protocol

from fastlinje.config.commands import (
    audit,
    check,
    keys,
    manage,
    migrate,
    notices,
    office,
    operator,
    registers,
    serve,
    settings,
    worker,
)
from fastlinje.config.trouble import Trouble
from fastlinje.core.refusal import Refused

_EPILOG = """\
A new installation, in this order:
  fastlinje settings          every setting and what it means
  fastlinje keys create       keys that protect content and log in to the providers
  fastlinje migrate           database roles and tables
  fastlinje operator create   the first person who may look after the system
  fastlinje office create     the first office and its owner
  fastlinje manage collectstatic --noinput   style sheets and scripts
  fastlinje check             is anything missing?
  fastlinje serve             the web server
  fastlinje worker            notices and other work behind the scenes

To try it on your own machine: make demo
"""


class Command(Protocol):
    """One subcommand: a module with these names. Other packages add theirs as entry points in the group fastlinje.commands."""

    SUMMARY: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, arguments: argparse.Namespace) -> int | None: ...


_COMMANDS: dict[str, Command] = {
    "serve": serve,
    "worker": worker,
    "migrate": migrate,
    "check": check,
    "settings": settings,
    "keys": keys,
    "office": office,
    "operator": operator,
    "registers": registers,
    "audit": audit,
    "notices": notices,
    "manage": manage,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one subcommand. Trouble ends in one clear line and an exit code: 1 in general, 2 for settings or arguments."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup means it
            signal.signal(number, _stop)
    chosen = _parser().parse_args(arguments)
    try:
        sys.exit(chosen.run(chosen))
    except Trouble as trouble:
        for line in str(trouble).splitlines():
            print(f"fastlinje: {line}", file=sys.stderr)
        sys.exit(trouble.exit_code)
    except Refused as refusal:
        print(f"fastlinje: {refusal.sentence or 'Nothing like that is there.'} ({refusal.code})", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fastlinje",
        description="Digital dialogue between people and their GP office.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"fastlinje {metadata.version('fastlinje')}")
    subcommands = parser.add_subparsers(title="subcommands", metavar="<subcommand>", required=True)
    for name, command in {**_added_by_packages(), **_COMMANDS}.items():
        subparser = subcommands.add_parser(
            name,
            help=command.SUMMARY,
            description=(getattr(command, "__doc__", None) or command.SUMMARY).strip(),
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(subparser)
        subparser.set_defaults(run=command.run)
    return parser


def _added_by_packages() -> dict[str, Command]:
    """Commands of optional parts. A production image leaves out the part that has `demo`, and then has no such command."""
    found: dict[str, Command] = {}
    for point in metadata.entry_points(group="fastlinje.commands"):
        try:
            found[point.name] = point.load()
        except ModuleNotFoundError as error:
            if not (error.name and point.module.startswith(error.name)):
                raise
    return found


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)  # so that what was started is stopped on the way out
