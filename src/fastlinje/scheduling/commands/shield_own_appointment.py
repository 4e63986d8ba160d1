"""A young person decides whether the parents may see an appointment."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.worklist.shielding import ENDED, OWN_WISH, From, check_not_marked_by_office, is_young

from ..marking import mark_hidden
from ..progress import lock_appointment, record_act


@command
def shield_own_appointment(*, actor: Actor, now: datetime, appointment_id: UUID, shielded: bool) -> UUID:
    """Hide one's own appointment or request from those who act for one, or let them see it; at once, everywhere.

    Refuses  not_found (also for what a parent has booked), not_young, marked_by_office
    Source   rules.md 1.2, AD-30
    """
    appointment = lock_appointment(appointment_id)
    if appointment.person_id != actor.person_id or appointment.author_id not in (None, actor.person_id):
        raise NotFound
    if not is_young(actor.birth_date, now):
        raise Refused("not_young", _("Foreldre ser ikke timene dine når du har fylt 16 år."))
    if not shielded:
        made_by_office = appointment.author_id is None and appointment.shielded
        check_not_marked_by_office(actor, appointment.pk, made_by_office=made_by_office)
    if appointment.shielded is shielded:
        nothing_done("as before")
        return appointment.pk
    reason = OWN_WISH if shielded else ENDED
    mark_hidden(actor, appointment, hidden_from=From.PARENTS, hidden=shielded, reason=reason, now=now)
    record_act(actor, "appointment.hide" if shielded else "appointment.show", appointment, now=now)
    return appointment.pk
