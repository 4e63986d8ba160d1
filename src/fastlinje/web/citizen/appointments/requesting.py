"""Asking the office for a time, with what suits; and taking that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.identifiers import IdempotencyKey, new_idempotency_key
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.people.queries import SMS, addresses_for
from fastlinje.practices.queries import OwnOffice, own_office_for
from fastlinje.scheduling.citizen_times import schedules_for, services_for
from fastlinje.scheduling.citizen_views import ScheduleChoice, ServiceLine
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.rules import REASON_MAX_CHARS
from fastlinje.worklist.who_can_read import who_can_read

from ...components.foreign import office_words
from ...frame import phone_text
from ...kit import CITIZEN_APPOINTMENTS, reading, render, requires, uuid_or_none
from ...wishes import WishesForm
from ..stopped import stopped
from . import words
from .listing import must_answer
from .refused import show_refused
from .start import bookings_off

FIELDS = {"value": "phone"}
"""Where a refusal's field has another name on this page."""


class RequestForm(WishesForm):
    """What suits, from the person themselves."""

    service = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    reason = forms.CharField(widget=forms.Textarea, required=False, strip=False)
    phone = forms.CharField(widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}), required=False)

    def __init__(self, data: object, services: Sequence[ServiceLine], schedules: Sequence[ScheduleChoice]):
        super().__init__(data)
        self.fields["service"].choices = [(str(each.id), office_words(each.name)) for each in services]
        self.choose_from([(str(each.id), each.name) for each in schedules], words.WEEKDAYS)


@dataclass(frozen=True)
class RequestPage:
    """`refused` is why no time can be asked for here now."""

    title: str
    office: str
    phone: str
    phone_text: str
    refused: str
    who_can_read: str
    form: RequestForm | None
    several: bool
    service_hints: dict[str, str]
    reason_max_chars: int
    back_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_APPOINTMENTS)
def appointment_request(request: HttpRequest) -> HttpResponse:
    """Be om time; ?type= chooses what. POST sends it."""
    if request.method != "POST":
        return _show(request, {"service": request.GET.get("type", "")})
    with reading(request):
        form, before = _read(request)
        if before or form.errors:
            return before or _show(request, form.data, form=form, status=422)
    try:
        appointment_id = request_appointment(
            actor=request.actor,
            now=request.now,
            key=IdempotencyKey(request.POST.get("key", "")[:64]) or new_idempotency_key(),
            service_id=UUID(form.cleaned_data["service"]),
            reason=form.cleaned_data["reason"],
            phone=form.cleaned_data["phone"],
            preferences=form.preferences(),
        )
    except Refused as refusal:
        return _not_asked(request, form, refusal)
    return redirect("appointment_receipt", appointment_id=appointment_id)


def _read(request: HttpRequest) -> tuple[RequestForm, HttpResponse | None]:
    """The form as it was sent, and the step that must come first, if one must."""
    office = own_office_for(request.actor)
    if office is None:
        raise NotFound
    services, schedules = _choices(request, office)
    form = RequestForm(request.POST, services, schedules)
    form.full_clean()
    if not form.cleaned_data.get("service"):
        form.add_error("service", _("Velg hva slags time du trenger."))
    chosen = next((each for each in services if str(each.id) == form.cleaned_data.get("service")), None)
    if chosen and must_answer(request, chosen):
        return form, redirect("appointment_questions", service_id=chosen.id)
    return form, None


def _not_asked(request: HttpRequest, form: RequestForm, refusal: Refused) -> HttpResponse:
    """Nothing was sent; what was typed stands on the page (AD-64)."""
    if response := stopped(request, refusal):
        return response
    if refusal.code == "not_found":
        raise NotFound
    with reading(request):
        if not refusal.fields:
            return show_refused(request, refusal, title=_("Timeønsket ble ikke sendt"))
        for name in refusal.fields:
            form.add_error(FIELDS.get(name, name), refusal.sentence)
        return _show(request, form.data, form=form, status=422)


def _show(request: HttpRequest, data: object, *, form: RequestForm | None = None, status: int = 200) -> HttpResponse:
    office = own_office_for(request.actor)
    if office is None:
        return redirect("appointment_start")
    services, schedules = _choices(request, office)
    off = bookings_off(request, office) or ("" if services else _("Legekontoret har ikke lagt ut noe å be om time til."))
    page = RequestPage(
        title=_("Be om time"),
        office=office.name,
        phone=office.phone,
        phone_text=phone_text(office.phone),
        refused=off,
        who_can_read=who_can_read(request.actor, request.now),
        form=None if off else form or _fresh(request, data, services, schedules),
        several=len(schedules) > 1,
        service_hints={str(each.id): office_words(each.info) for each in services if each.info},
        reason_max_chars=REASON_MAX_CHARS,
        back_href=reverse("appointment_start"),
    )
    return render(request, "citizen/appointments/request.html", page, active="appointments", status=status)


def _fresh(request: HttpRequest, data: dict, services: Sequence[ServiceLine], schedules: Sequence[ScheduleChoice]) -> RequestForm:
    """An empty form with what is known already."""
    chosen = uuid_or_none(data["service"])
    first = str(services[0].id) if len(services) == 1 else ""
    mobile = addresses_for(request.actor).get(SMS)
    number = mobile.value.removeprefix("+47") if mobile else ""
    known = {"service": str(chosen) if chosen else first, "key": new_idempotency_key(), "phone": number}
    form = RequestForm(known, services, schedules)
    form.full_clean()
    form.errors.clear()
    return form


def _choices(request: HttpRequest, office: OwnOffice) -> tuple[tuple[ServiceLine, ...], tuple[ScheduleChoice, ...]]:
    schedules = schedules_for(office)
    return services_for(request.actor, office, schedules, now=request.now), schedules
