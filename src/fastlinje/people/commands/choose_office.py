"""Choosing which office to work at, for those who work at several."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused


@command
def choose_office(*, actor: Actor, now: datetime, practice_id: UUID) -> None:
    """Work at this office for the rest of the session, in every window.

    Refuses  not_a_member
    Source   F-214
    """
    with connection.cursor() as cursor:
        cursor.execute("select gate.choose_practice(%s, %s, %s)", [actor.entry.session_key, practice_id, now])
        if not cursor.fetchone()[0]:
            raise Refused("not_a_member", _("Velg et av kontorene i listen."))
    record(actor, "office.choose", now=now, practice_id=practice_id, entity=("Organization", practice_id))
