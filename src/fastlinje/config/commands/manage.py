"""Run one of Django's own commands with this installation's settings.

fastlinje manage makemigrations
fastlinje manage shell
"""

import argparse

from fastlinje.config.runtime import surroundings

SUMMARY = "run one of Django's own commands"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything after the name is Django's."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="the command and its arguments")


def run(arguments: argparse.Namespace) -> None:
    """Hand over to Django."""
    from django.core.management import execute_from_command_line  # not before the settings are known

    with surroundings():
        execute_from_command_line(["fastlinje manage", *arguments.rest])
