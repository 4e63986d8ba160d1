"""Make an office and put its patients on the doctors' lists.

  fastlinje office create --name "Tangen legekontor" --organization-number 974760673 \\
                          --phone "22 33 44 55" --owner "Ingrid Berg" --owner-is-gp --owner-hpr 9144900
  fastlinje office patients --office 974760673 --file list.csv
  fastlinje office list

`create` asks for the owner's national number, so that it is not left in the
shell's history. The owner then logs in, and adds everybody else on the office's
own pages.

`patients` reads a CSV with the columns given_name, family_name,
national_number, gp_hpr_number (or fornavn, etternavn, fødselsnummer, hpr). It is
safe to run again with a newer file; what is refused is told by line number.
"""

import argparse
import getpass
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

from fastlinje.config.runtime import command_line, django_ready, require_database
from fastlinje.config.trouble import Trouble
from fastlinje.core.clock import now

SUMMARY = "make an office, import its patients"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Create, patients or list."""
    actions = parser.add_subparsers(metavar="<action>", required=True, dest="action")
    create = actions.add_parser("create", help="a new office and its first owner")
    create.add_argument("--name", required=True, help="as in the Register of Business Enterprises")
    create.add_argument("--short-name", default="", help="as patients call it, at most 40 characters (default: the name)")
    create.add_argument("--organization-number", required=True, help="nine digits")
    create.add_argument("--phone", required=True, help="shown to patients on every page")
    create.add_argument("--owner", required=True, metavar="NAME", help="given name and family name")
    create.add_argument("--owner-is-gp", action="store_true", help="the owner has a list here too")
    create.add_argument("--owner-hpr", default="", help="the owner's HPR number")
    patients = actions.add_parser("patients", help="put the people in a file on the doctors' lists")
    patients.add_argument("--office", required=True, metavar="ORGANIZATION-NUMBER")
    patients.add_argument("--file", required=True, type=Path)
    patients.add_argument(
        "--whole-list",
        action="store_true",
        help="the file is complete: take off those on the same doctors' lists who are not in it",
    )
    actions.add_parser("list", help="the offices here")


def run(arguments: argparse.Namespace) -> int:
    """Do it as the worker."""
    with django_ready(worker=True) as settings:
        require_database(settings.database_url)
        return {"create": _create, "patients": _patients, "list": _list}[arguments.action](arguments)


def names_of(full_name: str) -> tuple[str, str]:
    """«Ingrid Marie Berg» → «Ingrid Marie», «Berg»."""
    given, _space, family = " ".join(full_name.split()).rpartition(" ")
    return given, family


def ask_national_number(whose: str) -> str:
    """Typed without being shown, or read from the first line of a pipe."""
    prompt = f"National number of {whose}: "
    typed = getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline()
    return "".join(typed.split())


def _create(arguments: argparse.Namespace) -> int:
    from fastlinje.practices.commands.create_office import create_office  # needs Django

    given, family = names_of(arguments.owner)
    create_office(
        actor=command_line(),
        now=now(),
        name=arguments.name.strip(),
        short_name=arguments.short_name.strip(),
        organization_number="".join(arguments.organization_number.split()),
        phone=arguments.phone,
        owner_given_name=given,
        owner_family_name=family,
        owner_national_id=ask_national_number(arguments.owner),
        owner_hpr_number=arguments.owner_hpr,
        owner_is_gp=arguments.owner_is_gp,
    )
    print(f"{arguments.name} is ready. {arguments.owner} can log in as staff and add the others under «Medarbeidere».")
    return 0


def _patients(arguments: argparse.Namespace) -> int:
    from fastlinje.practices.patient_list import UnreadableList, import_list, office_with, read_list  # needs Django

    at: datetime = now()
    office = office_with(command_line(), "".join(arguments.office.split()), now=at)
    if office is None:
        raise Trouble(f"No office here has organisation number {arguments.office}. See them: fastlinje office list")
    try:
        lines = read_list(arguments.file.read_bytes())
    except OSError as fault:
        raise Trouble(f"Could not read {arguments.file}: {fault.strerror}") from None
    except UnreadableList as fault:
        raise Trouble(str(fault)) from None
    counts: Counter[str] = Counter()
    for outcome in import_list(command_line(), office[0], lines, now=at, whole_list=arguments.whole_list):
        if outcome.refused:
            print(f"line {outcome.line}: {outcome.what}", file=sys.stderr)
        counts["refused" if outcome.refused else outcome.what] += 1
    print(f"{office[1]}: " + (", ".join(f"{number} {what}" for what, number in sorted(counts.items())) or "the file has no lines"))
    return 1 if counts["refused"] else 0


def _list(arguments: argparse.Namespace) -> int:
    from fastlinje.practices.patient_list import offices  # needs Django

    for number, name in offices(command_line(), now=now()):
        print(f"{number}  {name}")
    return 0
