"""Consenting to less. Here and not in people, since drafts must go at once and not when a job comes round to it."""

from datetime import datetime

from django.db.models import Q

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.people.consent import forget_settings, lock_subject, set_level
from fastlinje.people.events import ConsentLowered
from fastlinje.people.rules import check_lowering, check_may_choose

from ..drafts import remove_draft
from ..models import Draft


@command
def withdraw_consent(*, actor: Actor, now: datetime, level: ConsentLevel) -> None:
    """Choose a lower consent level. Drafts, their files and form answers are deleted at once, and notices stop.

    With «none» addresses and choices of notices go too. What has been sent stays with the office; that the choices were made is
    kept. Drafts others write for the person go by the event, and can't be sent meanwhile; so do the addresses of a young person
    whose parent withdraws, who may not see them.
    Refuses  parents_choose, consent_not_lowered
    Emits    ConsentLowered
    Source   F-006, AD-32, rules.md 2
    """
    check_may_choose(actor)
    person = lock_subject(actor)
    check_lowering(ConsentLevel(person.consent_level), level)
    for draft in Draft.objects.select_for_update(of=("self",)).filter(Q(person_id=person.pk) | Q(author_id=person.pk)):
        remove_draft(draft)
    if level is ConsentLevel.NONE:
        forget_settings(person)
    set_level(person, level, now=now)
    record(actor, "consent.withdraw", now=now, person_id=person.pk, entity=("Consent", person.pk), why="self")
    emit(ConsentLowered(person.pk))
