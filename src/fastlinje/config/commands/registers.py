"""Bring what is stored here in line with the national registers.

  fastlinje registers representation --file representation.json
  fastlinje registers representation

The first reads the file once; the second asks the register this installation
is set up with (REPRESENTATION_FILE), which the worker also does every hour and
when somebody logs in. The shape of the file: docs/registers.md.

Everybody who has logged in is asked about. Whom the register says nothing on
any more, they can no longer act for from that moment. What people have agreed
between themselves here is not touched.
"""

import argparse
from pathlib import Path

from fastlinje.config.runtime import command_line, django_ready, require_database
from fastlinje.config.trouble import Trouble
from fastlinje.core.clock import now

SUMMARY = "bring who may act for whom in line with the registers"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which register, and from where."""
    actions = parser.add_subparsers(metavar="<register>", required=True, dest="action")
    representation = actions.add_parser("representation", help="who may act for whom")
    representation.add_argument("--file", type=Path, help="a file in the shape of docs/registers.md")


def run(arguments: argparse.Namespace) -> int:
    """Do it as the worker. 1 when somebody could not be asked about."""
    with django_ready(worker=True) as settings:
        require_database(settings.database_url)
        return _representation(arguments)


def _representation(arguments: argparse.Namespace) -> int:
    from fastlinje.people.register_checks import check_everybody, configured_register  # needs Django
    from fastlinje.people.registers.representation_file import RepresentationFile
    from fastlinje.people.registers.unavailable import RegisterUnavailable

    register = RepresentationFile(arguments.file) if arguments.file else configured_register()
    if register is None:
        raise Trouble("This installation has no register of representation: give --file, or set REPRESENTATION_FILE.")
    if isinstance(register, RepresentationFile):
        try:
            register.check()
        except RegisterUnavailable as fault:
            raise Trouble(f"Nothing is changed. {fault}") from None
    checked = check_everybody(register, actor=command_line(), now=now())
    print(", ".join(f"{number} {what}" for what, number in sorted(checked.people.items())) or "nobody has logged in here yet")
    for what, number in sorted(checked.disagreements.items()):
        print(f"sources disagree on {what}: {number}; the narrower counts")
    return 1 if checked.people["no_answer"] else 0
