"""Look after e-mail and SMS that could not be sent.

A notice that fails is tried again for hours; then it is parked here. Mend
what was wrong, then send it after all. Whom it is to is never shown.

  fastlinje notices list
  fastlinje notices retry 0190f3c2-…
  fastlinje notices retry --all
"""

import argparse
from uuid import UUID

from fastlinje.config.runtime import command_line, django_ready, require_database
from fastlinje.core.clock import now

SUMMARY = "look after e-mail and SMS that could not be sent"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """List or retry."""
    actions = parser.add_subparsers(metavar="<action>", required=True, dest="action")
    actions.add_parser("list", help="what is parked, and how many wait or were given up in the last week")
    retry = actions.add_parser("retry", help="try parked notices again")
    which = retry.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", type=UUID, help="the notice's id, from the list")
    which.add_argument("--all", action="store_true", help="every parked notice")


def run(arguments: argparse.Namespace) -> None:
    """Do it as the worker."""
    with django_ready(worker=True) as settings:
        require_database(settings.database_url)
        if arguments.action == "list":
            _list()
        else:
            _retry([arguments.id] if arguments.id else [notice.id for notice in _parked()])


def _parked():  # noqa: ANN202 a type that needs Django
    from fastlinje.audit.gate import reading  # needs Django
    from fastlinje.notifications.queries import parked_notices_for

    with reading(command_line(), now=now()) as actor:
        return parked_notices_for(actor)


def _list() -> None:
    from fastlinje.audit.gate import reading  # needs Django
    from fastlinje.notifications.queries import notice_counts_for

    with reading(command_line(), now=now()) as actor:
        counts = notice_counts_for(actor, now=now())
    print("Last 7 days:", ", ".join(f"{number} {status}" for status, number in counts.items()) or "nothing waits")
    for notice in _parked():
        print(
            f"{notice.id}  {notice.created_at:%Y-%m-%d %H:%M}  {notice.channel}  {notice.template}  {notice.practice_name}  "
            f"{notice.tries} tries, last: {notice.error}"
        )


def _retry(ids: list[UUID]) -> None:
    from fastlinje.notifications.commands.retry_notice import retry_notice  # needs Django

    for notice_id in ids:
        retry_notice(actor=command_line(), now=now(), notice_id=notice_id)
        print(f"{notice_id} is in line again.")
    if not ids:
        print("Nothing is parked.")
