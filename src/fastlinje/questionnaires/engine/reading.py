"""One typed text becomes one answer, or a sentence saying what to do instead."""

import re
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .date_bounds import DateBound
from .definition import Question, QuestionType, Value
from .limits import FIRST_YEAR, INTEGER_HIGHEST, INTEGER_LOWEST, LAST_YEAR
from .raw import iso_date
from .text import count_chars, one_line, plain

_NORWEGIAN_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)


class Unreadable(Exception):
    """The text is no answer to the question. `sentence` is for the person."""

    def __init__(self, sentence: str):
        super().__init__()
        self.sentence = sentence


def read_value(question: Question, text: str, today: date) -> Value:
    """The answer in a typed text that is not empty. Raises Unreadable."""
    match question.type:
        case QuestionType.BOOLEAN:
            return _boolean(question, text)
        case QuestionType.INTEGER:
            return _integer(question, text)
        case QuestionType.DATE:
            return _date(question, text, today)
        case QuestionType.CHOICE:
            return _option(question, text)
        case QuestionType.STRING:
            return _text(question, one_line(text))
    return _text(question, plain(text))


def required_sentence(question: Question) -> str:
    """What to say when an answer is missing."""
    match question.type:
        case QuestionType.CHOICE:
            return _("Velg minst ett svar.") if question.repeats else _("Velg ett av svarene.")
        case QuestionType.BOOLEAN:
            return _("Kryss av her for å gå videre.") if question.is_checkbox else _("Svar ja eller nei.")
        case QuestionType.DATE:
            return _("Skriv en dato, for eksempel 24.12.2025.")
        case QuestionType.INTEGER:
            return _("Skriv et tall.")
    return _("Skriv et svar.")


def parse_date(text: str) -> date | None:
    """A date as people write it, «3.5.2026» or «03.05.2026», or as a date field sends it, «2026-05-03»; None when it is neither."""
    match = _NORWEGIAN_DATE.fullmatch(text.strip())
    if match is None:
        return iso_date(text.strip())
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def format_date(day: date) -> str:
    """«03.05.2026»."""
    return f"{day:%d.%m}.{day.year:04d}"


def _boolean(question: Question, text: str) -> bool:
    if text not in ("true", "false"):
        raise Unreadable(required_sentence(question))
    return text == "true"


def _option(question: Question, text: str) -> Value:
    for option in question.options:
        if option.key == text:
            return option.value
    raise Unreadable(_("Svaret finnes ikke lenger. Velg på nytt."))


def _text(question: Question, text: str) -> str:
    over = count_chars(text) - question.max_chars
    if over > 0:
        sentence = ngettext_lazy(
            "Teksten er %(over)d tegn for lang. Du kan skrive %(limit)d tegn.",
            "Teksten er %(over)d tegn for lang. Du kan skrive %(limit)d tegn.",
            "over",
        )
        raise Unreadable(sentence % {"over": over, "limit": question.max_chars})
    return text


def _integer(question: Question, text: str) -> int:
    digits = re.sub(r"[\s\u00a0\u202f]", "", text).replace("\u2212", "-")
    if not re.fullmatch(r"[+-]?\d{1,10}", digits, re.ASCII):
        raise Unreadable(question.validation_text or _("Skriv et helt tall, bare med sifre."))
    number = int(digits)
    lowest = INTEGER_LOWEST if question.lowest is None else question.lowest
    highest = INTEGER_HIGHEST if question.highest is None else question.highest
    if number < lowest:
        raise Unreadable(question.validation_text or format_lazy(_("Skriv et tall som er {lowest} eller høyere."), lowest=lowest))
    if number > highest:
        raise Unreadable(
            question.validation_text or format_lazy(_("Skriv et tall som er {highest} eller lavere."), highest=highest)
        )
    return number


def _date(question: Question, text: str, today: date) -> date:
    day = parse_date(text)
    if day is None:
        raise Unreadable(_("Skriv datoen som dd.mm.åååå, for eksempel 24.12.2025."))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable(_("Sjekk årstallet i datoen."))
    if isinstance(question.highest, DateBound) and day > question.highest.on(today):
        raise Unreadable(question.validation_text or _too_late(question.highest, today))
    if isinstance(question.lowest, DateBound) and day < question.lowest.on(today):
        raise Unreadable(question.validation_text or _too_early(question.lowest, today))
    return day


def _too_late(bound: DateBound, today: date) -> str:
    if bound.is_today:
        return _("Datoen kan ikke være fram i tid.")
    return format_lazy(_("Datoen kan ikke være etter {day}."), day=format_date(bound.on(today)))


def _too_early(bound: DateBound, today: date) -> str:
    if bound.is_today:
        return _("Datoen kan ikke være tilbake i tid.")
    return format_lazy(_("Datoen kan ikke være før {day}."), day=format_date(bound.on(today)))
