"""One environment variable: its name, how its text is read, and what to tell an operator about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastlinje.config.trouble import BadSettings


class Topic(StrEnum):
    """The headings of the printed table."""

    GENERAL = "General"
    DATABASE = "Database"
    SECRETS = "Secrets and keys"
    LOGIN = "Login"
    NOTICES = "E-mail and SMS"
    FILES = "Files"
    REGISTERS = "National registers"


@dataclass(frozen=True, slots=True)
class Variable:
    """What one variable means.

    name     the variable; a secret may also be given as `<name>_FILE`, the path of a file that holds it
    read     from text to the typed value; raises ValueError with what was expected
    default  text used when the variable is unset or empty; may be computed from the environment
    help     one or two sentences for an operator
    """

    name: str
    topic: Topic
    read: Callable[[str], Any]
    default: str | Callable[[Mapping[str, str]], str]
    help: str
    secret: bool = False
    default_shown: str | None = None

    def text(self, environ: Mapping[str, str]) -> str:
        """What the environment says, or the default."""
        given = environ.get(self.name, "").strip()
        if self.secret and (path := environ.get(f"{self.name}_FILE", "").strip()):
            if given:
                raise BadSettings(f"{self.name} and {self.name}_FILE are both set; keep one.")
            given = _content(f"{self.name}_FILE", path)
        return given or (self.default(environ) if callable(self.default) else self.default)

    def value(self, environ: Mapping[str, str]) -> Any:
        """The typed value; raises BadSettings naming the variable. The text itself is never repeated for a secret."""
        text = self.text(environ)
        try:
            return self.read(text)
        except ValueError as error:
            shown = "" if self.secret else f", not {text!r}"
            raise BadSettings(f"{self.name} must be {error}{shown}.") from None

    @property
    def shown_default(self) -> str:
        """The default as documentation shows it."""
        return self.default_shown if self.default_shown is not None else str(self.default)


def variable(
    name: str,
    topic: Topic,
    read: Callable[[str], Any],
    default: str | Callable[[Mapping[str, str]], str],
    help: str,
    *,
    secret: bool = False,
    default_shown: str | None = None,
) -> Any:
    """A dataclass field read from an environment variable; a secret one is left out of the object's printed form."""
    known = Variable(name, topic, read, default, help, secret, default_shown)
    return field(repr=not secret, metadata={"variable": known})


def text(value: str) -> str:
    """Text as it is."""
    return value


def words(value: str) -> tuple[str, ...]:
    """Words separated by commas or spaces."""
    return tuple(value.replace(",", " ").split())


def yes_no(value: str) -> bool:
    """1/true/yes/on or 0/false/no/off."""
    known = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False, "": False}
    if value.lower() not in known:
        raise ValueError("1 or 0")
    return known[value.lower()]


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    """A whole number between two limits, both allowed."""

    def read(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not lowest <= int(value) <= highest:
            raise ValueError(f"a whole number from {lowest} to {highest}")
        return int(value)

    return read


def hours_or_off(value: str) -> tuple[int, int] | None:
    """Two hours of the day, "21-7"; None for "off"."""
    if value == "off":
        return None
    first, dash, last = value.partition("-")
    if not dash or not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit()):
        raise ValueError("two hours such as 21-7, or off")
    hours = int(first), int(last)
    if max(hours) > 23 or hours[0] == hours[1]:
        raise ValueError("two hours such as 21-7, or off")
    return hours


def one_of(*allowed: str) -> Callable[[str], str]:
    """One of a few words."""

    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(" or ".join(allowed))
        return value

    return read


def web_address(value: str) -> str:
    """An http or https address without a slash at the end; empty when unset."""
    if value:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment or parts.username:
            raise ValueError("an address such as https://example.org")
    return value.rstrip("/")


def database_address(value: str) -> str:
    """A PostgreSQL connection URL; empty when unset."""
    if value and urlsplit(value).scheme not in {"postgresql", "postgres"}:
        raise ValueError("a URL such as postgresql://user:password@host/database")
    return value


def file_or_none(value: str) -> Path | None:
    """An absolute path; None when unset."""
    return Path(value).absolute() if value else None


def folder(value: str) -> Path:
    """An absolute path."""
    return Path(value).absolute()


def _content(name: str, path: str) -> str:
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not text"
        raise BadSettings(f"{name}: cannot read {path}: {reason}.") from None
