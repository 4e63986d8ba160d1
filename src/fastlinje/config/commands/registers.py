"""Bring what is stored here in line with the national registers.

  fastlinje registers representation --file representation.json
  fastlinje registers representation

The first reads the file once; the second asks the register this installation
is set up with (REPRESENTATION_FILE), which the worker also does every hour and
when somebody logs in. The shape of the file: docs/registers.md.

A file with anything wrong in it is not used: every problem is told, with its
line. Nor is one that is older than what is stored.

Everybody who has logged in is asked about. Whom the register says nothing on
any more, they can no longer act for from that moment. What people have agreed
between themselves here is not touched.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from fastlinje.config.runtime import command_line, django_ready, require_database
from fastlinje.config.trouble import Trouble
from fastlinje.core.clock import now

if TYPE_CHECKING:  # needs Django
    from fastlinje.people.registers.representation_document import Document, Reading

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
    from fastlinje.people.register_checks import check_everybody, configured_registers  # needs Django
    from fastlinje.people.register_status import FILE

    sources = {FILE: _document(arguments.file)} if arguments.file else configured_registers()
    if not sources:
        raise Trouble("This installation has no register of representation: give --file, or set REPRESENTATION_FILE.")
    checked = check_everybody(sources, actor=command_line(), now=now())
    print(", ".join(f"{number} {what}" for what, number in sorted(checked.people.items())) or "nobody has logged in here yet")
    for what, number in sorted(checked.disagreements.items()):
        print(f"sources disagree on {what}: {number}; the narrower counts")
    if checked.error:
        print(f"no answer: {checked.error}")
    return 1 if checked.people["no_answer"] else 0


def _document(path: Path) -> "Document":
    """The file; everything that is wrong in it is told at once."""
    from fastlinje.people.registers.representation_document import check_document

    try:
        reading = check_document(path.read_bytes(), now())
    except OSError as error:
        raise Trouble(f"Nothing is changed. {path}: {error.strerror}.") from None
    if reading.document is None:
        for line in _told(reading):
            print(line, file=sys.stderr)
        raise Trouble(f"Nothing is changed: {reading.problem_count} problem(s) in {path}.")
    return reading.document


def _told(reading: "Reading") -> Iterator[str]:
    from django.utils import translation

    from fastlinje.people.flaw_words import sentence

    with translation.override("en"):
        for problem in reading.problems:
            line = f"line {problem.line}: " if problem.line and not problem.place.startswith("line ") else ""
            yield f"{line}{problem.place or 'the file'}: {sentence(problem)}"
    if left := reading.problem_count - len(reading.problems):
        yield f"… and {left} more"
