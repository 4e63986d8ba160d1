"""A page that asks one thing before it is done."""

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse

from ...kit import render


@dataclass(frozen=True)
class Question:
    """`refused` is why it can't be done; then nothing is asked.

    form       what earlier time is wished for, where that is the question; `clinician` with whom the person has theirs
    """

    title: str
    lead: str
    sentences: tuple[str, ...]
    yes: str
    no: str
    back_href: str
    danger: bool = False
    refused_title: str = ""
    refused: str = ""
    form: forms.Form | None = None
    clinician: str = ""


def show_question(request: HttpRequest, question: Question, *, status: int = 200) -> HttpResponse:
    """Draw it."""
    return render(request, "citizen/appointments/question.html", question, active="appointments", status=status)
