"""What stands in the calendar's squares."""

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fastlinje.core.clock import oslo_date
from fastlinje.scheduling.office_views import BookedTime, CalendarTime
from fastlinje.scheduling.states import AppointmentState, SlotStatus

from ...components.drawing import when
from ...components.icons import icon
from ...components.shapes import Block
from ...components.structure import tag
from .. import words as office_words
from . import words

LOOKS = {
    AppointmentState.BOOKED: "booked",
    AppointmentState.ARRIVED: "here",
    AppointmentState.FULFILLED: "over",
    AppointmentState.NO_SHOW: "over",
}
MARKS_FORM = "marks"


def block(time: CalendarTime, day: date, now: datetime) -> Block:
    """One time of a day, with the way to it."""
    starts = words.minutes_after_midnight(time.start_at, day)
    ends = starts + int((time.end_at - time.start_at).total_seconds() // 60)
    if time.booked:
        return Block(starts, ends, _booked(time, time.booked, now), LOOKS[time.booked.status])
    content, look = _unbooked(time, now)
    return Block(starts, ends, content, look)


def anchor_of(appointment_id: UUID) -> str:
    """Where in the calendar an appointment stands."""
    return f"t-{appointment_id.hex}"


def _booked(time: CalendarTime, booked: BookedTime, now: datetime) -> SafeString:
    movable = booked.status is AppointmentState.BOOKED and time.start_at > now
    return format_html(
        '<a href="{}" id="{}"{}>{}</a> <small>{}{}{}</small>{}{}',
        reverse("office_visit", args=[booked.id]),
        anchor_of(booked.id),
        when(movable, ' data-moves="{}"', reverse("office_visit_move", args=[booked.id])),
        office_words.name_and_age(booked.patient_name, booked.birth_date, now),
        _modality(booked.modality),
        booked.service_name,
        _call(booked),
        _state(booked),
        _arrived_button(booked) if _can_arrive(time, booked, now) else "",
    )


def _modality(code: str) -> SafeString:
    name = words.MODALITY_ICONS[code]
    return when(name, '{}<span class="ds-sr-only">{}: </span>', icon(name=name) if name else "", words.MODALITIES[code])


def _call(booked: BookedTime) -> SafeString:
    """Only who must be called stands out: most are told by a notice."""
    return when(booked.reach.must_be_called, " · {}", _("får ikke varsel"))


def _state(booked: BookedTime) -> SafeString:
    if booked.status is AppointmentState.BOOKED:
        return when(booked.has_left, " {}", tag(text=str(words.HAS_LEFT), color="warning"))
    badge = words.state_badge(booked.status)
    return format_html(" {}", tag(text=badge.text, color=badge.color))


def _can_arrive(time: CalendarTime, booked: BookedTime, now: datetime) -> bool:
    return booked.status is AppointmentState.BOOKED and oslo_date(time.start_at) == oslo_date(now)


def _arrived_button(booked: BookedTime) -> SafeString:
    return format_html(
        ' <button class="fl-mark" form="{}" formaction="{}" name="status" value="arrived">{}'
        '<span class="ds-sr-only"> {}</span></button>',
        MARKS_FORM,
        reverse("office_visit_mark", args=[booked.id]),
        _("Møtt"),
        booked.patient_name,
    )


def _unbooked(time: CalendarTime, now: datetime) -> tuple[SafeString, str]:
    name = str(words.SLOTS[time.status])
    if time.status is SlotStatus.FREE and time.start_at <= now:
        return format_html("<small>{}</small>", _("Ikke brukt")), "over"
    if time.status is SlotStatus.FREE and time.held:
        return format_html("<small>{}</small>", _("Noen er i ferd med å velge denne")), "held"
    free = time.status is SlotStatus.FREE
    details = f"{time.service_name}, {_('ikke på nett')}" if free and not time.online else time.service_name
    content = format_html(
        '<a href="{}"{}>{}<span class="ds-sr-only"> {}</span></a> <small>{}</small>',
        reverse("office_slot", args=[time.slot_id]),
        when(free, ' data-slot="{}"', time.slot_id),
        name,
        office_words.clock_time(time.start_at),
        details,
    )
    return content, {SlotStatus.FREE: "free", SlotStatus.TENTATIVE: "held"}.get(time.status, "closed")
