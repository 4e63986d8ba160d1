"""One time in the calendar: give it to a patient, close it, or open it again."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_idempotency_key
from fastlinje.practices.power_queries import patient_for
from fastlinje.practices.reach import reach_of
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.commands.open_slot import close_slot, open_slot
from fastlinje.scheduling.office_queries import slot_for
from fastlinje.scheduling.office_views import OpenTime
from fastlinje.scheduling.states import Modality, SlotStatus

from ...components.shapes import Badge
from ...frame import phone_text
from ...kit import STAFF, reading, render, requires
from .. import words as office_words
from ..conversations.answering import key_of
from ..conversations.asking import is_post, refused_by
from . import words
from .fields import phone_field, reason_field
from .finding import Finding, SearchForm, finding
from .places import day_href


class BookingForm(forms.Form):
    """What the patient says on the phone."""

    reason = reason_field()
    phone = phone_field(gettext_lazy("Nummeret lagres hos dere, til når dere må si fra selv."))
    shielded = forms.BooleanField(label=gettext_lazy("Skjul timen for dem som handler på vegne av pasienten"), required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


@dataclass(frozen=True)
class SlotPage:
    """A time, who could have it, and the ways to shut it."""

    title: str
    lead: str
    badge: Badge
    problem: str
    finding: Finding | None
    close_action: str
    open_action: str
    back: str


@dataclass(frozen=True)
class BookingPage:
    """The last question before it is booked."""

    title: str
    lead: str
    who: str
    form: BookingForm
    by_phone: bool
    told: str
    must_call: bool
    problem: str
    others_href: str
    request_href: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_slot(request: HttpRequest, slot_id: UUID) -> HttpResponse:
    """The time; POST looks for a patient, so that nobody's name or number stands in an address."""
    if not is_post(request):
        return _show(request, request.actor, slot_id, SearchForm())
    form = SearchForm(request.POST)
    with reading(request) as actor:
        return _show(request, actor, slot_id, form)


@require_POST
@requires(STAFF)
def office_slot_opening(request: HttpRequest, slot_id: UUID) -> HttpResponse:
    """Close a free time, or open a closed one."""
    act = open_slot if request.POST.get("open") == "yes" else close_slot
    problem = refused_by(lambda: act(actor=request.actor, now=request.now, slot_id=slot_id))
    with reading(request) as actor:
        if problem is not None:
            return _show(request, actor, slot_id, SearchForm(), problem=problem)
        slot = slot_for(actor, slot_id, now=request.now)
    return redirect(day_href(oslo_date(slot.start_at)))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_booking(request: HttpRequest, slot_id: UUID, patient_id: UUID) -> HttpResponse:
    """Book the time for a patient."""
    if not is_post(request):
        return _ask(request, request.actor, slot_id, patient_id, BookingForm())
    form = BookingForm(request.POST)
    problem: str | None = ""
    if form.is_valid():
        booked: list[UUID] = []
        problem = refused_by(lambda: booked.append(_book(request, slot_id, patient_id, form)), form)
        if problem is None:
            return redirect(reverse("office_visit", args=booked) + "?nytt=bestilt")
    with reading(request) as actor:
        return _ask(request, actor, slot_id, patient_id, form, problem or "")


def slot_lead(slot: OpenTime) -> str:
    """«Konsultasjon hos Ingrid Berg»."""
    return _("%(what)s hos %(name)s") % {"what": slot.service_name, "name": slot.schedule_name}


def _book(request: HttpRequest, slot_id: UUID, patient_id: UUID, form: BookingForm) -> UUID:
    given = form.cleaned_data
    return book_for_patient(
        actor=request.actor,
        now=request.now,
        key=key_of(request),
        slot_id=slot_id,
        patient_id=patient_id,
        reason=given["reason"],
        phone=given["phone"],
        shielded=given["shielded"],
    )


def _show(
    request: HttpRequest,
    actor: Actor,
    slot_id: UUID,
    form: SearchForm,
    problem: str = "",
) -> HttpResponse:
    slot = slot_for(actor, slot_id, now=request.now)
    is_free = slot.status is SlotStatus.FREE and slot.start_at > request.now
    search = finding(
        actor,
        form,
        request.now,
        href=lambda patient_id: reverse("office_booking", args=[slot_id, patient_id]),
        newcomer=reverse("office_newcomer", args=[slot_id]),
    )
    page = SlotPage(
        title=words.sentence_from_to(slot.start_at, slot.end_at),
        lead=slot_lead(slot),
        badge=Badge(str(words.SLOTS[slot.status]), "success" if is_free else "neutral"),
        problem=problem,
        finding=search if is_free else None,
        close_action=reverse("office_slot_opening", args=[slot_id]) if is_free else "",
        open_action=_reopening(slot) if slot.start_at > request.now else "",
        back=day_href(oslo_date(slot.start_at)),
    )
    status = 409 if problem else 422 if search.is_mistaken else 200
    return render(request, "office/calendar/slot.html", page, active="calendar", status=status)


def _reopening(slot: OpenTime) -> str:
    return reverse("office_slot_opening", args=[slot.slot_id]) if slot.status is SlotStatus.UNAVAILABLE else ""


def _ask(request: HttpRequest, actor: Actor, slot_id: UUID, patient_id: UUID, form: BookingForm, problem: str = "") -> HttpResponse:
    slot = slot_for(actor, slot_id, now=request.now)
    patient = patient_for(actor, patient_id)
    reach = reach_of(actor, [patient_id], now=request.now)[patient_id]
    if not form.is_bound:
        form = BookingForm(initial={"key": new_idempotency_key(), "phone": phone_text(patient.phone)})
    if slot.modality == Modality.PHONE:
        form.fields["phone"].label = _("Nummeret pasienten skal ringes på")
    page = BookingPage(
        title=_("Bestill time"),
        lead=f"{words.sentence_from_to(slot.start_at, slot.end_at)}. {slot_lead(slot)}.",
        who=office_words.name_and_age(patient.name, patient.birth_date, request.now),
        form=form,
        by_phone=slot.modality == Modality.PHONE,
        told=str(office_words.REACH_SENTENCES[reach]),
        must_call=reach.must_be_called,
        problem=problem,
        others_href=day_href(oslo_date(slot.start_at)),
        request_href=reverse("office_request_new", args=[patient_id]),
        back=reverse("office_slot", args=[slot_id]),
    )
    return render(request, "office/calendar/booking.html", page, active="calendar", status=422 if form.is_bound else 200)
