"""Choosing the language one is spoken to in."""

from datetime import datetime

from django.conf import settings

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound

from ..consent import lock_self


@command
def choose_language(*, actor: Actor, now: datetime, language: str) -> None:
    """Get pages, notices and PDFs in this language from now on, whoever one acts for.

    Refuses  not_found, for a language that is not switched on
    Source   F-081
    """
    if language not in dict(settings.LANGUAGES):
        raise NotFound
    person = lock_self(actor)
    person.language = language
    person.save(update_fields=["language"])
    record(actor, "language.choose", now=now, entity=("Person", person.pk), why="self")
