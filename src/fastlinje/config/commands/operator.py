"""Let somebody look after the service: queues, parked notices, health. They see no content.

  fastlinje operator create --name "Oskar Drift"

It asks for the person's national number, so that it is not left in the shell's
history. They log in like staff, with HelseID.
"""

import argparse

from fastlinje.config.commands.office import ask_national_number, names_of
from fastlinje.config.runtime import command_line, django_ready, require_database
from fastlinje.core.clock import now

SUMMARY = "let somebody look after the service"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Create."""
    actions = parser.add_subparsers(metavar="<action>", required=True, dest="action")
    create = actions.add_parser("create", help="a new operator")
    create.add_argument("--name", required=True, help="given name and family name")


def run(arguments: argparse.Namespace) -> None:
    """Do it as the worker."""
    with django_ready(worker=True) as settings:
        require_database(settings.database_url)
        from fastlinje.practices.commands.create_operator import create_operator  # needs Django

        given, family = names_of(arguments.name)
        create_operator(
            actor=command_line(),
            now=now(),
            given_name=given,
            family_name=family,
            national_id=ask_national_number(arguments.name),
        )
        print(f"{arguments.name} can log in and look after the service.")
