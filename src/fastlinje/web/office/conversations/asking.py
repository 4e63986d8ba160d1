"""What the small pages about one conversation have in common: whom it concerns, and a way back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest

from fastlinje.core.refusal import NotFound, Refused
from fastlinje.dialogue.office_views import OfficeConversation
from fastlinje.worklist.office_queries import View

from .. import words
from ..worklist import conversation_href


@dataclass(frozen=True)
class Concerning:
    """The conversation a small page is about."""

    who: str
    kind: str
    back: str


def concerning(found: OfficeConversation, view: View, now: datetime) -> Concerning:
    """In words."""
    patient = found.patient
    return Concerning(
        words.name_and_age(patient.name, patient.birth_date, now),
        words.kind_in_words(found.kind),
        conversation_href(found.id, view),
    )


def refused_by(act: Callable[[], object], form: forms.Form | None = None) -> str | None:
    """Run an act. None when it was done; else the sentence for the top of the page, "" when it stands at a field."""
    try:
        act()
    except NotFound:
        raise
    except Refused as refusal:
        at_field = form is not None and any(name in form.fields for name in refusal.fields)
        if not at_field:
            return refusal.sentence
        form.add_error(next(name for name in refusal.fields if name in form.fields), refusal.sentence)
        return ""
    return None


def is_post(request: HttpRequest) -> bool:
    """A form was sent."""
    return request.method == "POST"
