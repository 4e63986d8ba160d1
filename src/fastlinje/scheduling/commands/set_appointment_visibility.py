"""Staff decide who besides the office may see a child's or a young person's appointment."""

from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.practices.models import Patient
from fastlinje.worklist.shielding import FLAGS, check_can_hide, check_reason

from ..marking import mark_hidden
from ..progress import lock_appointment, record_act


@command
def set_appointment_visibility(
    *, actor: Actor, now: datetime, appointment_id: UUID, hidden_from: str, hidden: bool, reason: str
) -> UUID:
    """Hide an appointment or a request from the parents or from the young person, or show it again; at once, everywhere.

    hidden_from  "parents": everybody who acts for the person; "person": the person, for what they have not booked themselves
    reason       a code of worklist/shielding.py: HIDE_REASONS, or SHOW_REASONS when it is shown again
    Refuses  not_found, of_age, reason_missing, reason_too_young, own_words, nobody_left
    Source   F-106, rules.md 1.2–1.3, AD-30
    """
    if hidden_from not in FLAGS:
        raise NotFound
    appointment = lock_appointment(appointment_id)
    born = Patient.objects.values_list("birth_date", flat=True).get(pk=appointment.patient_id)
    check_reason(hidden_from, reason, hidden=hidden, born=born, now=now)
    if hidden:
        check_can_hide(appointment, hidden_from)
    if getattr(appointment, FLAGS[hidden_from]) is hidden:
        nothing_done("as before")
        return appointment.pk
    mark_hidden(actor, appointment, hidden_from=hidden_from, hidden=hidden, reason=reason, now=now)
    record_act(actor, "appointment.hide" if hidden else "appointment.show", appointment, now=now)
    return appointment.pk
