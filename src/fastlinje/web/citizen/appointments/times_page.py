"""The page of free times: by day, the next free first, narrowed down as the person wishes. For booking and for moving."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.clock import oslo_date
from fastlinje.practices.queries import OwnOffice
from fastlinje.scheduling.citizen_times import free_slots_for, schedules_for
from fastlinje.scheduling.citizen_views import FreeSlot, ScheduleChoice, ServiceLine, SlotFilter, SlotPlace

from ...components.drawing import format_html
from ...components.foreign import office_words
from ...components.shapes import DayOfTimes, FreeTime, TimesOfOne
from ...frame import phone_text
from ...kit import uuid_or_none
from .. import words as times
from . import words

PARTS = [("", gettext_lazy("Hele dagen")), ("morning", gettext_lazy("Før kl. 12")), ("afternoon", gettext_lazy("Etter kl. 12"))]


FURTHEST = timedelta(days=2 * 366)


class FilterForm(forms.Form):
    """What the person wants to see. Anything strange counts as no wish (AD-50)."""

    type = forms.ChoiceField(required=False)
    hos = forms.ChoiceField(required=False)
    tid = forms.ChoiceField(required=False, choices=PARTS)
    fra = forms.DateField(required=False, error_messages={"invalid": gettext_lazy("Skriv datoen slik: 24.11.2026.")})

    def __init__(self, data: object, types: Sequence[tuple[str, str]], schedules: Sequence[ScheduleChoice]):
        super().__init__(data)
        self.fields["type"].choices = types
        if not types:  # a time that is moved stays what it is
            del self.fields["type"]
        self.fields["hos"].choices = [("", _("Alle")), *((str(each.id), each.name) for each in schedules)]

    def wanted(self, today: date) -> SlotFilter:
        """What can be understood of it. Days that are over, or further ahead than anybody books, are no wish."""
        self.full_clean()
        kept = self.cleaned_data
        day = kept.get("fra")
        is_near = day is not None and today < day <= today + FURTHEST
        return SlotFilter(uuid_or_none(kept.get("hos", "")), kept.get("tid", ""), day if is_near else None)


class ChoiceForm(forms.Form):
    """What follows a chosen time: what was typed before another time had to be found."""

    reason = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    phone = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class TimesPage:
    """`refused` is why the time chosen before could not be had; `keeping` what happens to the one the person has."""

    title: str
    lead: str
    back_href: str
    back_text: str
    refused: str
    keeping: str
    info: str
    filters: FilterForm
    filter_action: str
    narrowed: bool
    types: bool
    several: bool
    choose_action: str
    choice: ChoiceForm
    days: tuple[DayOfTimes, ...]
    next_free: str
    nothing: str
    all_href: str
    next_href: str
    request_href: str
    office: str
    phone: str
    phone_text: str


@dataclass(frozen=True)
class Purpose:
    """What the times are for: where they are chosen, and what stands around them."""

    title: str
    action: str
    back_href: str
    back_text: str
    keeping: str = ""
    request_href: str = ""
    types: tuple[tuple[str, str], ...] = ()


def times_page(
    request: HttpRequest,
    office: OwnOffice,
    service: ServiceLine,
    purpose: Purpose,
    *,
    refused: str = "",
    typed: dict[str, str] | None = None,
) -> TimesPage:
    """Two statements: whose times, and the times."""
    found = schedules_for(office, with_free=service.id, now=request.now)
    schedules = [each for each in found if each.is_mine or not service.own_list_only]
    query = request.GET if request.method in ("GET", "HEAD") else {}
    filters = FilterForm({"type": str(service.id)} | _first_values(query), purpose.types, schedules)
    wanted = filters.wanted(oslo_date(request.now))
    after = SlotPlace.parse(query.get("etter", ""))
    slots, place = free_slots_for(request.actor, service, schedules, wanted, after=after, now=request.now)
    return TimesPage(
        title=purpose.title,
        lead=format_html(
            "{}, {}. {}.", office_words(service.name), words.length(service.minutes), words.modality(service.modality)
        ),
        back_href=purpose.back_href,
        back_text=purpose.back_text,
        refused=refused,
        keeping=purpose.keeping,
        info=service.info,
        filters=filters,
        filter_action=purpose.action,
        narrowed=wanted != SlotFilter() or bool(filters.errors),
        types=len(purpose.types) > 1,
        several=len(schedules) > 1,
        choose_action=purpose.action,
        choice=ChoiceForm(typed or {}),
        days=_days(slots, len(schedules) > 1, request),
        next_free=_next_free(slots, request) if not after else "",
        nothing=_nothing(wanted, after, request),
        all_href=purpose.action if wanted != SlotFilter() or after else "",
        next_href=_next_href(purpose.action, wanted, place) if place else "",
        request_href=purpose.request_href,
        office=office.name,
        phone=office.phone,
        phone_text=phone_text(office.phone),
    )


def _first_values(query: Mapping[str, str]) -> dict[str, str]:
    return {name: query[name] for name in ("hos", "tid", "fra") if name in query}


def _days(slots: Sequence[FreeSlot], several: bool, request: HttpRequest) -> tuple[DayOfTimes, ...]:
    days = groupby(slots, key=lambda slot: oslo_date(slot.start_at))
    return tuple(_day(list(group), several, request) for _date, group in days)


def _day(slots: Sequence[FreeSlot], several: bool, request: HttpRequest) -> DayOfTimes:
    heading = words.day_heading(slots[0].start_at, request.now)
    by_name: dict[str, list[FreeSlot]] = {}
    for slot in slots:
        by_name.setdefault(slot.schedule_name, []).append(slot)
    groups = (_group(name, found, several, heading, request) for name, found in by_name.items())
    return DayOfTimes(heading, tuple(groups))


def _group(name: str, slots: Sequence[FreeSlot], several: bool, heading: str, request: HttpRequest) -> TimesOfOne:
    label = _("%(day)s hos %(name)s") % {"day": heading, "name": name}
    found = (FreeTime(str(slot.id), times.clock_time(slot.start_at), label) for slot in slots)
    return TimesOfOne(name if several else "", label, tuple(found))


def _next_free(slots: Sequence[FreeSlot], request: HttpRequest) -> str:
    if not slots:
        return ""
    return _("%(when)s hos %(name)s") % {"when": words.at(slots[0].start_at, request.now), "name": slots[0].schedule_name}


def _nothing(wanted: SlotFilter, after: SlotPlace | None, request: HttpRequest) -> str:
    if wanted != SlotFilter() or after:
        return _("Det er ingen ledige timer med disse valgene.")
    return _("Alle timene er tatt. Nye timer legges ut etter hvert, og noen avbestiller.")


def _next_href(action: str, wanted: SlotFilter, place: SlotPlace) -> str:
    kept: dict[str, UUID | str | date | None] = {"hos": wanted.schedule_id, "tid": wanted.part, "fra": wanted.first_date}
    query = {name: str(value) for name, value in kept.items() if value}
    return f"{action}?{urlencode(query | {'etter': str(place)})}"


def booking_purpose(service: ServiceLine, services: Sequence[ServiceLine]) -> Purpose:
    """Times to book; `services` is what else could be chosen."""
    return Purpose(
        title=_("Ledige timer"),
        action=reverse("free_times", args=[service.id]),
        back_href=reverse("appointment_start"),
        back_text=_("Velg en annen type time"),
        request_href=f"{reverse('appointment_request')}?type={service.id}",
        types=tuple((str(each.id), office_words(each.name)) for each in services),
    )
