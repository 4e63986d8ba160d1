"""The whole way of one uploaded file: recognised, checked for viruses, made safe."""

from dataclasses import dataclass

from .inspection import inspect
from .refusals import refused
from .sandbox import CleanFile, clean
from .scanner import Scanner, Verdict


@dataclass(frozen=True, slots=True)
class Received:
    """A safe file, and whether it must wait for the virus check before anyone else may open it."""

    file: CleanFile
    is_held: bool


def receive(data: bytes, file_name: str, *, scanner: Scanner) -> Received:
    """Take in one uploaded file.

    A file the scanner could not answer for is held: store it, tell the person with the sentence of
    `scanner_unavailable`, and call `may_be_delivered` with the stored bytes later.
    Refuses   file_infected and everything `clean` refuses
    Source    F-045, AD-54–AD-60, FD-11
    """
    inspect(data)
    # The original and not the clean copy: what was rewritten away still says something about where it came from.
    verdict = scanner.scan(data)
    if verdict is Verdict.INFECTED:
        raise refused("file_infected")
    return Received(clean(data, file_name), is_held=verdict is Verdict.UNAVAILABLE)


def may_be_delivered(content: bytes, *, scanner: Scanner) -> bool:
    """Check a held file again: True when it may be delivered, False while it must still wait.

    Refuses   file_infected: delete the file and tell the person
    """
    verdict = scanner.scan(content)
    if verdict is Verdict.INFECTED:
        raise refused("file_infected")
    return verdict is Verdict.CLEAN
