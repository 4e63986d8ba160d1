"""Why a Questionnaire or a QuestionnaireResponse could not be used, item by item."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fastlinje.core.refusal import Refused

from .limits import MAX_PROBLEMS


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is broken or that the engine does not support.

    link_id   the item, or "" when it is about the whole form
    code      stable machine word, e.g. "unsupported_type"
    sentence  what to tell the office
    construct the FHIR word at fault, e.g. "decimal" or an extension's address; "" when none
    """

    link_id: str
    code: str
    sentence: str
    construct: str = ""

    def __str__(self) -> str:
        where = self.link_id or "Questionnaire"
        return f"{where}: {self.code}" + (f" ({self.construct})" if self.construct else "")


class QuestionnaireRefused(Refused):
    """The form cannot be used. `problems` names every item at fault, at most MAX_PROBLEMS of them."""

    def __init__(self, problems: Sequence[Problem]):
        super().__init__(
            "questionnaire_refused", _("Skjemaet kan ikke brukes. Det inneholder noe vi ikke støtter, eller det er feil i det.")
        )
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return f"{self.code}: " + "; ".join(map(str, self.problems))


class ResponseRefused(Refused):
    """A QuestionnaireResponse does not belong to the form or is broken."""

    def __init__(self, problems: Sequence[Problem]):
        super().__init__("response_refused", _("Svarene passer ikke til skjemaet."))
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return f"{self.code}: " + "; ".join(map(str, self.problems))


class TooManyProblems(Exception):
    """Enough is wrong that reading on has no use; caught by the reader that started collecting."""


class Problems:
    """Collects what is wrong while reading goes on, so that a person fixes everything in one round."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, link_id: str, code: str, sentence: str, construct: str = "") -> None:
        """Note one problem. Stops the reading when there are MAX_PROBLEMS."""
        self.found.append(Problem(link_id[:255], code, sentence, construct[:200]))
        if len(self.found) >= MAX_PROBLEMS:
            raise TooManyProblems
