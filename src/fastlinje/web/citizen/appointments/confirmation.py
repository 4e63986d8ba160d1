"""Looking over the chosen time, and booking it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import IdempotencyKey, new_idempotency_key
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.people.queries import SMS, addresses_for
from fastlinje.practices.queries import OwnOffice, own_office_for
from fastlinje.scheduling.citizen_times import held_slot_for, slot_service_for
from fastlinje.scheduling.citizen_views import HeldSlot
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.rules import REASON_MAX_CHARS, cancel_by
from fastlinje.worklist.who_can_read import who_can_read

from ...addresses import address
from ...components.drawing import format_html
from ...components.foreign import office_words
from ...components.shapes import Fact, FieldError
from ...kit import CITIZEN_APPOINTMENTS, reading, render, requires, uuid_or_none
from .. import words as times
from . import words
from .costs import cost_of, price, terms
from .listing import ANOTHER_TIME, not_this_time, show_other_times

FIELDS = {"reason": "reason", "phone": "phone", "value": "phone"}
"""Which field a refusal's field is on this page."""


class ConfirmationForm(forms.Form):
    """What goes with the booking. The rules judge it."""

    reason = forms.CharField(widget=forms.Textarea, required=False, strip=False)
    phone = forms.CharField(widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}), required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    service = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class ConfirmationPage:
    """`held` says until when the time is kept; `held_over` what to say after that."""

    title: str
    lead: str
    errors: tuple[FieldError, ...]
    facts: tuple[Fact, ...]
    held: str
    held_seconds: int
    held_over: str
    form: ConfirmationForm
    asks_phone: bool
    reason_max_chars: int
    who_can_read: str
    price: tuple[str, ...]
    terms: tuple[str, ...]
    action: str
    back_href: str
    cancel_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_APPOINTMENTS)
def appointment_confirmation(request: HttpRequest, slot_id: UUID) -> HttpResponse:
    """The chosen time; POST books it."""
    if request.method != "POST":
        return show_confirmation(request, slot_id, {})
    try:
        appointment_id = book_appointment(
            actor=request.actor,
            now=request.now,
            key=IdempotencyKey(request.POST.get("key", "")[:64]) or new_idempotency_key(),
            slot_id=slot_id,
            reason=request.POST.get("reason", ""),
            phone=request.POST.get("phone", ""),
        )
    except Refused as refusal:
        return _not_booked(request, slot_id, refusal)
    return HttpResponseRedirect(address("appointment_receipt", appointment_id))


def show_confirmation(
    request: HttpRequest, slot_id: UUID, typed: Mapping[str, str], refusal: Refused | None = None
) -> HttpResponse:
    """The page while the time is held, else the list again."""
    office = own_office_for(request.actor)
    held = held_slot_for(request.actor, now=request.now) if office else None
    if held is None or held.slot.id != slot_id:
        service_id = slot_service_for(request.actor, slot_id)
        return redirect(f"{reverse('free_times', args=[service_id])}?utlopt=1" if service_id else reverse("appointment_start"))
    page = _page(request, office, held, typed, refusal)
    status = 422 if refusal else 200
    return render(request, "citizen/appointments/confirmation.html", page, active="appointments", status=status)


def _not_booked(request: HttpRequest, slot_id: UUID, refusal: Refused) -> HttpResponse:
    with reading(request):
        # the page remembers what a time was for: the office may have taken it away while the form was open
        service_id = slot_service_for(request.actor, slot_id) or uuid_or_none(request.POST.get("service", ""))
        if service_id is None:
            raise NotFound
        if refusal.code in ANOTHER_TIME:
            return show_other_times(request, service_id, refusal)
    if not any(name in FIELDS for name in refusal.fields):
        return not_this_time(request, service_id, refusal)
    try:
        hold_slot(actor=request.actor, now=request.now, slot_id=slot_id)  # five new minutes to mend it
    except Refused as lost:
        return not_this_time(request, service_id, lost)
    with reading(request):
        return show_confirmation(request, slot_id, request.POST.dict(), refusal)


def _page(
    request: HttpRequest, office: OwnOffice, held: HeldSlot, typed: Mapping[str, str], refusal: Refused | None
) -> ConfirmationPage:
    slot, service, now = held.slot, held.service, request.now
    form = _form(request, held, typed, refusal)
    cost = cost_of(slot.start_at, is_specialist=held.is_specialist, birth_date=office.birth_date)
    return ConfirmationPage(
        title=_("Bestill denne timen?"),
        lead=words.at(slot.start_at, now),
        errors=tuple(FieldError(str(refusal.sentence), f"id_{FIELDS[name]}") for name in refusal.fields) if refusal else (),
        facts=(*_whose(request.actor, office), *facts_of(office, held)),
        held=_("Vi holder timen for deg til kl. %s.") % times.clock_time(held.held_until),
        held_seconds=max(int((held.held_until - now).total_seconds()), 0),
        held_over=_("Vi holder ikke timen lenger. Du kan prøve likevel, men andre kan ha tatt den."),
        form=form,
        asks_phone=service.modality == "phone",
        reason_max_chars=REASON_MAX_CHARS,
        who_can_read=who_can_read(request.actor, now),
        price=price(cost),
        terms=terms(cancel_by(service, slot.start_at), cost, now),
        action=reverse("appointment_confirmation", args=[slot.id]),
        back_href=reverse("free_times", args=[service.id]),
        cancel_href=reverse("appointment_start"),
    )


def _whose(actor: Actor, office: OwnOffice) -> tuple[Fact, ...]:
    """Named also when it is oneself, for those who act for others: they may have chosen the time for another, and switched in a
    second window before this page came (AD-29)."""
    return (Fact(_("Pasient"), office.patient_name),) if actor.represents else ()


def facts_of(office: OwnOffice, held: HeldSlot) -> tuple[Fact, ...]:
    """What, with whom, how and where."""
    service = held.service
    lines = [
        Fact(_("Type time"), format_html("{}, {}", office_words(service.name), words.length(service.minutes))),
        Fact(_("Hos"), f"{held.slot.schedule_name}, {office.name}"),
        Fact(_("Slik møtes dere"), words.modality(service.modality)),
    ]
    return (*lines, Fact(_("Adresse"), office.address)) if service.modality == "in-person" and office.address else tuple(lines)


def _form(request: HttpRequest, held: HeldSlot, typed: Mapping[str, str], refusal: Refused | None) -> ConfirmationForm:
    data = {"reason": typed.get("reason", ""), "phone": typed.get("phone", ""), "key": typed.get("key", "")}
    data["service"] = str(held.service.id)
    data["key"] = data["key"] or new_idempotency_key()
    if held.service.modality == "phone" and "phone" not in typed:
        data["phone"] = _own_number(request)
    form = ConfirmationForm(data)
    form.full_clean()
    for name in refusal.fields if refusal else ():
        form.add_error(FIELDS[name], refusal.sentence)
    return form


def _own_number(request: HttpRequest) -> str:
    address = addresses_for(request.actor).get(SMS)
    return address.value.removeprefix("+47") if address else ""
