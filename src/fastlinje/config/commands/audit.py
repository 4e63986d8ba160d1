"""Check that nobody has altered the audit log.

  fastlinje audit check                   recompute every seal
  fastlinje audit heads > heads.txt       the newest seals, to keep where nobody
                                          who can change the database can
  fastlinje audit check --against FILE    are the kept seals still there?

The worker seals new events every minute. Whoever owns the database could
alter events and make every seal anew; only heads kept elsewhere show that.
"""

import argparse
from pathlib import Path

from fastlinje.config.runtime import django_ready, require_database
from fastlinje.config.trouble import Trouble

SUMMARY = "check that the audit log is as it was written"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    actions = parser.add_subparsers(metavar="<action>", required=True, dest="action")
    check = actions.add_parser("check", help="recompute every seal; ends with 1 if one is broken")
    check.add_argument("--against", type=Path, metavar="FILE", help="what `fastlinje audit heads` printed earlier")
    actions.add_parser("heads", help="print the newest seal of every month")


def run(arguments: argparse.Namespace) -> int:
    """Do it as the worker's login role, which can read the log and not change it."""
    with django_ready(worker=True) as settings:
        require_database(settings.database_url)
        from fastlinje.audit import gate  # needs Django
        from fastlinje.core.actor import Actor
        from fastlinje.core.clock import now

        with gate.reading(Actor.job("audit"), now=now()):
            return _heads() if arguments.action == "heads" else _check(arguments.against)


def _heads() -> int:
    from fastlinje.audit.check import heads

    for head in heads():
        print(head)
    return 0


def _check(against: Path | None) -> int:
    from fastlinje.audit.check import check, heads, read_heads

    try:
        kept = read_heads(against.read_text().splitlines()) if against else []
    except (OSError, ValueError) as error:
        raise Trouble(f"{against} cannot be read as heads: {error}.") from error
    broken = list(check(kept))
    for each in broken:
        print(f"broken: {each}")
    sealed = heads()
    print(f"{len(sealed)} months, {sum(head.number for head in sealed)} seals, {len(broken)} broken.")
    return 1 if broken else 0
