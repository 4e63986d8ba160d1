"""Several sources on representation at once: what they disagree on counts only as far as all of them say it."""

from collections.abc import Iterable
from functools import reduce

from .narrower import narrower
from .representation_register import RepresentationRegister, RepresentationStatus


class SeveralRegisters:
    """Asks every source. One that gives no answer stops the whole answer: without it nobody knows what it would have narrowed."""

    def __init__(self, registers: Iterable[RepresentationRegister]):
        self._registers = tuple(registers)
        if not self._registers:
            raise ValueError("at least one source is needed")

    def representations_of(self, national_id: str) -> RepresentationStatus:
        """Whom this person may act for, and what the sources disagreed on. Raises RegisterUnavailable, NotANationalId."""
        return reduce(narrower, (register.representations_of(national_id) for register in self._registers))
