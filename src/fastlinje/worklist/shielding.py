"""From whom a thing is hidden, and the rules for changing it; the same for conversations and whatever else has a Task.

Two walls of their own: *shielded* hides it from everybody who acts for the person, *hidden_from_person* from the person. The
policies read both from the rows themselves, so a mark works at once in list, count, search, file and form (AD-30).
Source: rules.md 1.2–1.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Actor
from fastlinje.core.clock import age_on, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.core.rows import insert

from .follow import update_task
from .models import ShieldMark, Task

From = ShieldMark.From
YOUNG_FROM, OF_AGE = 12, 16
OWN_WISH, WEIGHTY, CONFIDED, ENDED, MISTAKE = "own_wish", "weighty", "confided", "ended", "mistake"

HIDE_REASONS: Mapping[str, Mapping[str, str]] = {
    From.PARENTS: {
        OWN_WISH: gettext_lazy("Pasienten ønsker ikke at foreldrene får vite det"),
        WEIGHTY: gettext_lazy("Tungtveiende hensyn til pasienten"),
    },
    From.PERSON: {
        CONFIDED: gettext_lazy("En forelder har betrodd seg til legen"),
        WEIGHTY: gettext_lazy("Tungtveiende hensyn til pasienten"),
    },
}
SHOW_REASONS: Mapping[str, str] = {
    ENDED: gettext_lazy("Grunnen gjelder ikke lenger"),
    MISTAKE: gettext_lazy("Merket ved en feil"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One change of who may see a thing."""

    hidden_from: str
    hidden: bool
    reason: str
    by_name: str
    marked_at: datetime


def is_young(born: date, now: datetime) -> bool:
    """12 to 15: old enough to be heard on what parents are told."""
    return YOUNG_FROM <= age_on(born, oslo_date(now)) < OF_AGE


def is_of_age(born: date, now: datetime) -> bool:
    """16 or more: parents see nothing any longer."""
    return age_on(born, oslo_date(now)) >= OF_AGE


def check_reason(hidden_from: str, reason: str, *, hidden: bool, born: date, now: datetime) -> None:
    """Refuses of_age, reason_missing, reason_too_young. What is hidden may always be shown again."""
    if hidden and is_of_age(born, now):
        raise Refused("of_age", _("Pasienten har fylt 16 år. Foreldrene ser ingenting uten fullmakt."))
    if reason not in (HIDE_REASONS[hidden_from] if hidden else SHOW_REASONS):
        raise Refused("reason_missing", _("Velg en grunn."), fields=("reason",))
    if reason == OWN_WISH and not is_young(born, now):
        raise Refused("reason_too_young", _("Under 12 år må grunnen være tungtveiende."), fields=("reason",))


class Shieldable(Protocol):
    """A row with both walls: a conversation or an appointment."""

    person_id: UUID
    author_id: UUID | None
    shielded: bool
    hidden_from_person: bool


def check_can_hide(thing: Shieldable, hidden_from: str) -> None:
    """Refuses own_words, nobody_left: one knows what one did oneself, and somebody outside the office can always see it."""
    if hidden_from == From.PERSON and thing.author_id == thing.person_id:
        raise Refused("own_words", _("Dette har pasienten sendt eller bestilt selv. Det kan ikke skjules for pasienten."))
    if (thing.shielded or hidden_from == From.PARENTS) and (thing.hidden_from_person or hidden_from == From.PERSON):
        raise Refused("nobody_left", _("Da kan verken pasienten eller foreldrene se det. Vis det først for en av dem."))


def check_not_marked_by_office(actor: Actor, focus_id: UUID, *, made_by_office: bool = False) -> None:
    """Refuses marked_by_office: what staff have hidden, also as they made it, is theirs to show."""
    last = ShieldMark.objects.filter(task__focus_id=focus_id, hidden_from=From.PARENTS).order_by("-marked_at", "-id").first()
    if (last.by_office and last.hidden) if last else made_by_office:
        raise Refused(
            "marked_by_office", _("Legekontoret har skjult dette for foreldrene dine. Snakk med dem hvis du vil vise det.")
        )


def mark(actor: Actor, focus_id: UUID, *, hidden_from: str, hidden: bool, reason: str, now: datetime) -> None:
    """Change what the lists show, and append to the history. The thing's own row is its command's to change. Refuses not_found."""
    task = Task.objects.only("id", "practice_id", "person_id").filter(focus_id=focus_id).first()
    if task is None:
        raise NotFound
    update_task(focus_id, **{FLAGS[hidden_from]: hidden})
    insert(
        ShieldMark(
            id=new_id(),
            practice_id=task.practice_id,
            person_id=task.person_id,
            task_id=task.pk,
            hidden_from=hidden_from,
            hidden=hidden,
            reason=reason,
            by_name=actor.name,
            by_office=actor.practitioner_id is not None,
            marked_at=now,
        )
    )


def marks_of(actor: Actor, focus_id: UUID) -> tuple[Mark, ...]:
    """How it came to be hidden or shown, newest first."""
    rows = ShieldMark.objects.filter(task__focus_id=focus_id).order_by("-marked_at", "-id")[:50]
    return tuple(Mark(row.hidden_from, row.hidden, row.reason, row.by_name, row.marked_at) for row in rows)


FLAGS = {From.PARENTS.value: "shielded", From.PERSON.value: "hidden_from_person"}
"""The column that holds what is so now."""
