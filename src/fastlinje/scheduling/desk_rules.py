"""What those at the desk may do with times and appointments, with the sentence that says why not."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import Refused
from fastlinje.practices.reach import Reach
from fastlinje.questionnaires.engine.text import count_chars

from .models import Appointment, Slot
from .rules import END_TEXT_MAX_CHARS, Open, is_held
from .states import AppointmentState, Modality, SlotStatus


def check_can_give(slot: Slot, now: datetime) -> None:
    """Refuses in_the_past, slot_taken, slot_held, slot_closed: the office gives away its own times, not what others have."""
    if slot.start_at <= now:
        raise Refused("in_the_past", _("Denne tiden har vært. Velg en annen."))
    if slot.status == SlotStatus.UNAVAILABLE:
        raise Refused("slot_closed", _("Denne tiden er stengt. Åpne den først, eller velg en annen."))
    if slot.status == SlotStatus.TENTATIVE:
        raise Refused("slot_taken", _("Denne tiden er tilbudt en pasient som ikke har svart ennå. Velg en annen."))
    if slot.status != SlotStatus.FREE:
        raise Refused("slot_taken", _("Denne tiden er opptatt. Velg en annen."))
    if is_held(slot, now):
        raise Refused("slot_held", _("Noen er i ferd med å velge denne tiden på nett. Vent litt, eller velg en annen."))


def check_can_call(modality: str, phone: str) -> None:
    """Refuses phone_missing: an appointment becomes a call only when there is a number to call."""
    if modality == Modality.PHONE and not phone:
        raise Refused("phone_missing", _("Vi har ikke noe nummer å ringe pasienten på. Velg en annen type time."))


def check_can_answer(modality: str, phone: str, reach: Reach) -> None:
    """Refuses phone_missing: whoever asks by phone is told by a notice, or there is a number to call."""
    if phone:
        return
    if modality == Modality.PHONE:
        raise Refused("phone_missing", _("Skriv nummeret pasienten skal ringes på."), fields=("phone",))
    if reach.must_be_called:
        raise Refused(
            "phone_missing", _("Skriv et nummer. Pasienten får ikke varsel, så dere må ringe med svaret."), fields=("phone",)
        )


def check_can_choose(reach: Reach, *, by_office: bool) -> None:
    """Refuses not_digital: who asked by phone and does not use the service cannot choose between times there.

    by_office  the office wrote the request down; whoever sent one can read the answer
    """
    if by_office and reach is Reach.NONE:
        raise Refused("not_digital", _("Pasienten bruker ikke Fastlinje og kan ikke velge der. Ring, og bestill tiden de vil ha."))


def check_patient_free(theirs: Iterable[Open], slot: Slot, *, may_overlap: bool, besides: UUID | None = None) -> None:
    """Refuses overlap unless the office lets people have two at once.

    besides  the appointment that is moved
    """
    others = (each for each in theirs if each.id != besides and each.start_at)
    if not may_overlap and any(each.start_at < slot.end_at and slot.start_at < each.end_at for each in others):
        raise Refused("overlap", _("Pasienten har allerede en time på dette tidspunktet. Velg en annen tid."))


def check_is_coming(appointment: Appointment, now: datetime) -> None:
    """Refuses already_cancelled, wrong_state, in_the_past: what can be moved or called off."""
    if appointment.status == AppointmentState.CANCELLED:
        raise Refused("already_cancelled", _("Denne timen er allerede avlyst."))
    if appointment.status != AppointmentState.BOOKED:
        raise Refused("wrong_state", _("Dette kan ikke gjøres slik timen er nå. Last siden på nytt."))
    if appointment.start_at <= now:
        raise Refused("in_the_past", _("Denne timen har begynt. Merk heller om pasienten møtte."))


def check_mark(status: str, start_at: datetime | None, now: datetime) -> AppointmentState:
    """What the office notes of somebody coming. Refuses wrong_state, too_early: nobody has met, or failed to, before the time."""
    marks = (AppointmentState.ARRIVED, AppointmentState.NO_SHOW, AppointmentState.FULFILLED, AppointmentState.BOOKED)
    if status not in marks or start_at is None:
        raise Refused("wrong_state", _("Dette kan ikke gjøres slik timen er nå. Last siden på nytt."))
    if status == AppointmentState.NO_SHOW and start_at > now:
        raise Refused("too_early", _("Timen har ikke begynt ennå."))
    if status == AppointmentState.ARRIVED and oslo_date(start_at) > oslo_date(now):
        raise Refused("too_early", _("Timen er ikke i dag."))
    return AppointmentState(status)


def check_end_text(text: str) -> None:
    """Refuses text_too_long. It may be empty."""
    over = count_chars(text) - END_TEXT_MAX_CHARS
    if over > 0:
        raise Refused("text_too_long", _("Teksten er %d tegn for lang.") % over, fields=("text",))
