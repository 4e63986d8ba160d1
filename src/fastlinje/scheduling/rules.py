"""What a person may book, move and cancel, with the sentence that says why not. Pages ask the functions that commands enforce."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor, Scope
from fastlinje.core.clock import age_on, oslo_date
from fastlinje.core.refusal import Refused
from fastlinje.people.rules import check_consent
from fastlinje.practices.models import PractitionerRole
from fastlinje.questionnaires.engine.text import count_chars

from .models import Appointment, AppointmentService, Slot
from .states import AppointmentState, Modality, SlotStatus
from .week import local

REMIND_BEFORE = timedelta(hours=48)
HOLD_LASTS = timedelta(minutes=5)
REASON_MAX_CHARS = 200
END_TEXT_MAX_CHARS = 300
ANSWERS_MAX_CHARS = 20_000
GATE_HOLDS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Open:
    """An appointment or request that somebody has and that is not over."""

    id: UUID
    start_at: datetime | None
    end_at: datetime | None
    is_own_doing: bool


def check_may_book(actor: Actor) -> None:
    """Refuses consent_missing, not_represented: the person or whoever acts for them, with full consent."""
    check_consent(actor.consent)
    if not actor.may_for_subject(Scope.APPOINTMENTS):
        raise Refused("not_represented", _("Du har ikke fullmakt til å bestille time for denne personen."))


def check_time(slot: Slot, now: datetime) -> None:
    """Refuses in_the_past, too_late, too_early: the times people may book themselves, when they may (F-131)."""
    if slot.start_at <= now:
        raise Refused("in_the_past", _("Denne timen har vært. Velg en annen."))
    if now >= slot.bookable_until:
        raise Refused("too_late", _("Fristen for å bestille denne timen er gått ut. Velg en annen, eller ring legekontoret."))
    if now < slot.bookable_from:
        raise Refused("too_early", _("Denne timen kan ikke bestilles ennå. Velg en annen."))


def check_free(slot: Slot, *, held_by_me: bool, now: datetime) -> None:
    """Refuses slot_gone, slot_taken."""
    if slot.status == SlotStatus.UNAVAILABLE or not slot.online:
        raise slot_gone()
    if slot.status != SlotStatus.FREE or (is_held(slot, now) and not held_by_me):
        raise slot_taken()


def check_works(role: PractitionerRole | None, day: date) -> None:
    """Refuses slot_gone on a day before somebody begins or after they have left, whatever was published before that was known."""
    if not works(role, day):
        raise slot_gone()


def works(role: PractitionerRole | None, day: date) -> bool:
    """Whether somebody is at the office on a day; a resource such as the laboratory always is."""
    return role is None or ((role.start_date or day) <= day <= (role.end_date or day))


def is_held(slot: Slot, now: datetime) -> bool:
    """Somebody has chosen it and is deciding."""
    return slot.held_until is not None and slot.held_until > now


def slot_taken() -> Refused:
    return Refused("slot_taken", _("Noen andre rakk å ta denne timen. Velg en annen."))


def slot_gone() -> Refused:
    return Refused("slot_gone", _("Denne timen er ikke ledig lenger. Velg en annen."))


def check_service(service: AppointmentService, *, is_on: bool) -> None:
    """Refuses service_off: what the office has switched off, or books only itself."""
    if not (service.active and service.online and is_on):
        raise Refused("service_off", _("Dette kan ikke bestilles på nett nå. Ring legekontoret i stedet."))


def check_by_request(service: AppointmentService) -> None:
    """Refuses request_only: the office finds a time for those who ask."""
    if service.request_only:
        raise Refused("request_only", _("Her finner legekontoret en time til deg. Send et timeønske."))


def check_age(service: AppointmentService, born: date, on: date) -> None:
    """Refuses not_for_you outside the ages a service is for."""
    years = age_on(born, on)
    if (service.min_age is not None and years < service.min_age) or (service.max_age is not None and years > service.max_age):
        raise Refused("not_for_you", _("Denne timen er for en annen aldersgruppe. Ring legekontoret hvis du er i tvil."))


def check_list(service: AppointmentService, *, on_the_list: bool) -> None:
    """Refuses not_for_you when a doctor takes only those on their own list."""
    if service.own_list_only and not on_the_list:
        raise Refused("not_for_you", _("Denne legen tar bare imot sine egne pasienter. Velg en time hos fastlegen din."))


def check_own(
    mine: Iterable[Open], *, start_at: datetime, end_at: datetime, most: int, may_overlap: bool, besides: UUID | None = None
) -> None:
    """Refuses overlap, too_many_open. The office's own bookings do not count towards the most one may have.

    besides  the appointment that is moved
    """
    others = [each for each in mine if each.id != besides]
    if not may_overlap and any(each.start_at and each.start_at < end_at and start_at < each.end_at for each in others):
        raise Refused("overlap", _("Du har allerede en time på dette tidspunktet. Velg en annen tid, eller avbestill den andre."))
    if besides is None:
        check_count(others, most)


def check_count(mine: Iterable[Open], most: int) -> None:
    """Refuses too_many_open."""
    if sum(each.is_own_doing for each in mine) >= most:
        raise Refused(
            "too_many_open",
            _("Du kan ha %d bestilte timer og timeønsker om gangen. Avbestill en, eller ring legekontoret.") % most,
        )


def check_quota(service: AppointmentService, booked: int) -> None:
    """Refuses slot_gone when as many as the office lets people book themselves that day are booked."""
    if service.online_per_day is not None and booked >= service.online_per_day:
        raise slot_gone()


def check_reason(reason: str) -> None:
    """Refuses reason_too_long. It may be empty."""
    over = count_chars(reason) - REASON_MAX_CHARS
    if over > 0:
        raise Refused("reason_too_long", _("Teksten er %d tegn for lang.") % over, fields=("reason",))


def check_same_kind(appointment: Appointment, slot: Slot) -> None:
    """Refuses slot_gone for a time at another office, or of another kind, whose questions they have not answered."""
    if slot.practice_id != appointment.practice_id or slot.service.kind != appointment.service.kind:
        raise slot_gone()


def check_phone(modality: str, phone: str) -> None:
    """Refuses phone_missing: somebody is going to call."""
    if modality == Modality.PHONE and not phone:
        raise Refused("phone_missing", _("Skriv nummeret vi skal ringe deg på."), fields=("phone",))


def check_gate(passed_at: datetime | None, now: datetime) -> None:
    """Refuses checkpoint_missing unless the person has been asked lately whether it hurries (AD-65)."""
    if passed_at is None or passed_at < now - GATE_HOLDS:
        raise Refused("checkpoint_missing", _("Svar først på om det haster."))


def check_answers_length(chars: int) -> None:
    """Refuses answers_too_long for what no form could hold."""
    if chars > ANSWERS_MAX_CHARS:
        raise Refused("answers_too_long", _("Svarene er for lange. Gjør dem kortere."))


def check_can_cancel(status: str, start_at: datetime | None, now: datetime) -> None:
    """Refuses already_cancelled, in_the_past, wrong_state."""
    if status == AppointmentState.CANCELLED:
        raise Refused("already_cancelled", _("Denne timen er allerede avbestilt."))
    if status != AppointmentState.BOOKED:
        raise Refused("wrong_state", _("Denne timen kan ikke avbestilles. Ring legekontoret."))
    if start_at <= now:
        raise Refused("in_the_past", _("Denne timen har begynt eller har vært. Ring legekontoret."))


def check_still_there(is_patient: bool) -> None:
    """Refuses left_office: at an office whose list one is no longer on, a time can be kept or cancelled, not changed."""
    if not is_patient:
        raise Refused("left_office", _("Timen er hos ditt gamle legekontor. Ring dem hvis du vil ha en annen tid der."))


def check_can_wait(status: str, start_at: datetime | None, now: datetime) -> None:
    """Refuses wrong_state, in_the_past: only who has a coming time waits for an earlier one."""
    if status != AppointmentState.BOOKED:
        raise Refused("wrong_state", _("Bare den som har en time, kan vente på en tidligere."))
    if start_at <= now:
        raise Refused("in_the_past", _("Denne timen har begynt eller har vært. Ring legekontoret."))


def check_goes_round(service: AppointmentService) -> None:
    """Refuses service_off: times that only the office gives away are not offered to anybody."""
    if not service.online:
        raise Refused("service_off", _("Disse timene gir legekontoret ut selv. Ring dem hvis du vil ha en tidligere."))


def remind_at(start_at: datetime) -> datetime:
    """When the reminder goes out."""
    return start_at - REMIND_BEFORE


def call_up_at(start_at: datetime) -> datetime:
    """When those who are to sit ready by phone or screen are reminded on the day: in the morning, an hour before at the latest."""
    morning = local(oslo_date(start_at), time(7))
    return min(morning, start_at - timedelta(hours=1))


def is_late(cancel_by: datetime | None, now: datetime) -> bool:
    """A cancellation now may cost."""
    return cancel_by is not None and now > cancel_by


def cancel_by(service: AppointmentService, start_at: datetime) -> datetime:
    """Until when a cancellation is free."""
    return start_at - timedelta(hours=service.cancel_hours_before)


def day_of(slot: Slot) -> date:
    """The day in Norway."""
    return oslo_date(slot.start_at)
