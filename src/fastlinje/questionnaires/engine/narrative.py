"""Answers as people read them: grouped questions and answers, and as lines to paste into a journal."""

from dataclasses import dataclass

from .answers import Answers
from .conditions_json import answer_in_words
from .definition import Display, Group, Item, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question and what was answered, in words."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnsweredSection:
    """Answered questions under one heading; the heading is "" at the top of the form. `language` is the form's, BCP 47."""

    heading: str
    rows: tuple[AnsweredQuestion, ...]
    language: str = "nb"


def answered_sections(questionnaire: Questionnaire, answers: Answers) -> tuple[AnsweredSection, ...]:
    """Every question that was asked and answered, in the form's order, by group. A group in a group becomes «Outer – inner»."""
    sections: list[tuple[str, list[AnsweredQuestion]]] = []
    _collect(questionnaire.items, "", answers, sections)
    return tuple(AnsweredSection(heading, tuple(rows), questionnaire.language) for heading, rows in sections)


def narrative(questionnaire: Questionnaire, answers: Answers) -> str:
    """Plain text, one line per answer: «Spørsmål: svar». Several answers are joined by commas; group headings stand alone."""
    lines: list[str] = []
    for section in answered_sections(questionnaire, answers):
        if section.heading:
            lines.append(section.heading)
        lines.extend(answer_line(row) for row in section.rows)
    return "\n".join(lines)


def answer_line(row: AnsweredQuestion) -> str:
    """«Har du feber? Ja» or «Symptomer: Hoste, Feber»; later lines of a long answer are indented."""
    question = row.question.rstrip()
    mark = "" if question.endswith(("?", ":", ".", "!")) else ":"
    first, *more = ", ".join(row.answers).split("\n")
    return "\n".join([f"{question}{mark} {first}", *(f"  {line}".rstrip() for line in more)])


def _collect(items: tuple[Item, ...], heading: str, answers: Answers, sections: list[tuple[str, list[AnsweredQuestion]]]) -> None:
    for item in items:
        if isinstance(item, Display) or item.link_id not in answers.enabled:
            continue
        if isinstance(item, Group):
            below = " – ".join(filter(None, (heading, item.text)))
            _collect(item.items, below, answers, sections)
            continue
        if given := answers.values.get(item.link_id):
            _add(sections, heading, _row(item, given))
        _collect(item.items, heading, answers, sections)


def _row(question: Question, given: tuple) -> AnsweredQuestion:
    return AnsweredQuestion(question.text, tuple(answer_in_words(question, value) for value in given))


def _add(sections: list[tuple[str, list[AnsweredQuestion]]], heading: str, row: AnsweredQuestion) -> None:
    if not sections or sections[-1][0] != heading:
        sections.append((heading, []))
    sections[-1][1].append(row)
