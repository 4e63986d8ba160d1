"""Choosing what one wants to be told."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused

from ..consent import lock_self
from ..models import ContactPoint, NoticePreference
from ..notice_choice import NoticeKind, Preset, switches_from


@command
def choose_notices(
    *, actor: Actor, now: datetime, preset: str, kinds: Iterable[str], first_channel: str, quiet_at_night: bool
) -> None:
    """Decide what one is told about by e-mail and SMS, which of them first, and whether it may wait till morning.

    Always one's own, whoever one acts for: those who represent somebody are told by their own choice (F-103).

    kinds    every kind that is wanted; where they differ from the preset they are kept as switches
    Refuses  unknown_choice
    Source   F-069, rules.md 4
    """
    if first_channel not in ContactPoint.System.values:
        raise _unknown("first_channel")
    try:
        chosen, wanted = Preset(preset), {NoticeKind(kind) for kind in kinds}
    except ValueError:
        raise _unknown("preset") from None
    person = lock_self(actor)
    choice = {
        "preset": chosen,
        "switches": switches_from(chosen, wanted),
        "first_channel": first_channel,
        "quiet_at_night": quiet_at_night,
        "changed_at": now,
    }
    row = NoticePreference.objects.filter(person=person).first()
    if row is None:
        NoticePreference.objects.create(person=person, **choice)
    else:
        for name, value in choice.items():
            setattr(row, name, value)
        row.save(update_fields=list(choice))
    record(actor, "notices.choose", now=now, person_id=person.pk, entity=("Person", person.pk), why="self")


def _unknown(field: str) -> Refused:
    return Refused("unknown_choice", _("Velg ett av alternativene."), fields=(field,))
