"""Print every setting: what it means, its default, and whether it is set here.

Settings are environment variables. One marked * is a secret: it may also
be given as <NAME>_FILE, the path of a file that holds it.
"""

import argparse
import os
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from fastlinje.config.environment import variables

_BEGIN, _END = "<!-- settings -->", "<!-- end of settings -->"

SUMMARY = "print every setting and what it means"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The form of the table."""
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table in a Markdown file, between its two marks")


def run(arguments: argparse.Namespace) -> None:
    """Print the table, or write it."""
    if arguments.write:
        before, _, rest = arguments.write.read_text("utf-8").partition(_BEGIN)
        after = rest.partition(_END)[2]
        arguments.write.write_text(f"{before}{_BEGIN}\n{markdown()}\n{_END}{after}", "utf-8")
    else:
        print("\n".join(plain()))


def plain() -> Iterator[str]:
    """The table for a terminal. Values are not shown: some are secret."""
    for topic, known in groupby(variables(), key=lambda variable: variable.topic):
        yield f"\n{topic}"
        for variable in known:
            is_set = variable.name in os.environ or f"{variable.name}_FILE" in os.environ
            default = f"default: {variable.shown_default}" if variable.shown_default else "no default"
            yield f"  {variable.name}{'*' if variable.secret else ''}  [{'set here' if is_set else default}]"
            yield from textwrap.wrap(variable.help, 100, initial_indent="      ", subsequent_indent="      ")


def markdown() -> str:
    """The table for docs/operations.md."""
    return "\n".join(_markdown()).strip()


def _markdown() -> Iterator[str]:
    for topic, known in groupby(variables(), key=lambda variable: variable.topic):
        yield from ["", f"### {topic}", "", "| Variable | Default | Meaning |", "| --- | --- | --- |"]
        for variable in known:
            name = f"`{variable.name}`" + (f", `{variable.name}_FILE`" if variable.secret else "")
            default = f"`{variable.shown_default}`" if isinstance(variable.default, str) and variable.shown_default else "–"
            yield f"| {name} | {variable.default_shown or default} | {variable.help} |"
