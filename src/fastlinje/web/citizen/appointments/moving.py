"""Moving a time: another one is chosen and looked over, and the old one is kept until the new one is sure."""

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
from fastlinje.practices.queries import OwnOffice, own_office_for
from fastlinje.scheduling.citizen_queries import appointment_for
from fastlinje.scheduling.citizen_times import held_slot_for
from fastlinje.scheduling.citizen_views import AppointmentView, HeldSlot
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.move_appointment import move_appointment
from fastlinje.scheduling.rules import cancel_by, check_can_cancel, is_late

from ...components.shapes import Fact
from ...kit import CITIZEN_APPOINTMENTS, concerning, reading, render, requires, uuid_or_none
from .. import words as times
from ..stopped import stopped
from . import words
from .confirmation import facts_of
from .costs import cost_of, terms
from .listing import ANOTHER_TIME
from .page import can_cancel, can_move
from .refused import show_refused
from .times_page import Purpose, times_page


class MoveForm(forms.Form):
    """What happens is on the page. `knows` goes with one that says what a late move may cost."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    knows = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class MovePage:
    """From when to when. `late` when the old time can't be given up without a fee any longer."""

    title: str
    facts: tuple[Fact, ...]
    held: str
    held_seconds: int
    held_over: str
    late: str
    form: MoveForm
    terms: tuple[str, ...]
    back_href: str
    appointment_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_APPOINTMENTS)
def appointment_move(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Other free times of the same kind; POST keeps the chosen one for five minutes."""
    if request.method != "POST":
        return _times(request, appointment_id)
    slot_id = uuid_or_none(request.POST.get("slot", ""))
    if slot_id is None:
        return redirect("appointment_move", appointment_id=appointment_id)
    try:
        hold_slot(actor=request.actor, now=request.now, slot_id=slot_id, instead_of=appointment_id)
    except Refused as refusal:
        return _not_moved(request, appointment_id, refusal)
    return redirect("appointment_move_confirmation", appointment_id=appointment_id, slot_id=slot_id)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_APPOINTMENTS)
def appointment_move_confirmation(request: HttpRequest, appointment_id: UUID, slot_id: UUID) -> HttpResponse:
    """From when to when; POST moves it. When the deadline passed while the page was open, first what that may cost."""
    if request.method != "POST":
        return _confirm(request, appointment_id, slot_id)
    if not request.POST.get("knows"):
        with reading(request):
            view = appointment_for(request.actor, appointment_id, now=request.now)
            if can_cancel(view, request.now) and is_late(view.cancel_by, request.now):
                return _confirm(request, appointment_id, slot_id, status=409)
    key = IdempotencyKey(request.POST.get("key", "")[:64]) or new_idempotency_key()
    try:
        move_appointment(actor=request.actor, now=request.now, key=key, appointment_id=appointment_id, slot_id=slot_id)
    except Refused as refusal:
        return _not_moved(request, appointment_id, refusal)
    return redirect(reverse("appointment", args=[appointment_id]) + "?nytt=flyttet")


def _not_moved(request: HttpRequest, appointment_id: UUID, refusal: Refused) -> HttpResponse:
    """The time the person has is untouched."""
    if response := stopped(request, refusal):
        return response
    if refusal.code == "not_found":
        raise NotFound
    with reading(request):
        if refusal.code in ANOTHER_TIME:
            return _times(request, appointment_id, refusal)
        return show_refused(request, refusal, title=_("Timen ble ikke flyttet"))


def _times(request: HttpRequest, appointment_id: UUID, refusal: Refused | None = None) -> HttpResponse:
    view = appointment_for(request.actor, appointment_id, now=request.now)
    office = _office_of(request, view)
    if office is None:
        return _not_here(request, view)
    concerning(request, view.person_id)
    purpose = Purpose(
        title=_("Flytt timen"),
        action=reverse("appointment_move", args=[view.id]),
        back_href=reverse("appointment", args=[view.id]),
        back_text=_("Til timen"),
        keeping=_("Timen du har: %s. Du beholder den til du har fått en ny.") % words.at(view.start_at, request.now),
    )
    refused = str(refusal.sentence) if refusal else ""
    if "utlopt" in request.GET:
        refused = _("Du brukte mer enn fem minutter, så timen holdes ikke for deg lenger. Velg en tid på nytt.")
    page = times_page(request, office, view.service, purpose, refused=refused)
    status = 409 if refusal else 200
    return render(request, "citizen/appointments/free_times.html", page, active="appointments", status=status)


def _office_of(request: HttpRequest, view: AppointmentView) -> OwnOffice | None:
    """The office, when the person can move the appointment there themselves, as who they act for now."""
    if view.person_id != request.actor.subject_id or not can_move(view, request.now):
        return None
    office = own_office_for(request.actor)
    return office if office and office.practice_id == view.practice_id else None


def _not_here(request: HttpRequest, view: AppointmentView) -> HttpResponse:
    try:
        check_can_cancel(view.state, view.start_at, request.now)
        sentence = _("Denne timen kan ikke flyttes her. Ring legekontoret.")
    except Refused as refusal:
        sentence = str(refusal.sentence)
    if view.person_id != request.actor.subject_id:
        sentence = _("Timen gjelder en annen. Bytt til den personen for å flytte timen.")
    return show_refused(request, Refused("wrong_state", sentence), title=_("Timen kan ikke flyttes"))


def _confirm(request: HttpRequest, appointment_id: UUID, slot_id: UUID, *, status: int = 200) -> HttpResponse:
    view = appointment_for(request.actor, appointment_id, now=request.now)
    office = _office_of(request, view)
    if office is None:
        return _not_here(request, view)
    concerning(request, view.person_id)
    held = held_slot_for(request.actor, now=request.now)
    if held is None or held.slot.id != slot_id:
        return redirect(reverse("appointment_move", args=[appointment_id]) + "?utlopt=1")
    page = _page(request, office, view, held)
    return render(request, "citizen/appointments/move.html", page, active="appointments", status=status)


def _page(request: HttpRequest, office: OwnOffice, view: AppointmentView, held: HeldSlot) -> MovePage:
    now = request.now
    change = (
        Fact(_("Fra"), words.when_it_is(view.start_at, now)),
        Fact(_("Til"), words.when_it_is(held.slot.start_at, now)),
    )
    cost = cost_of(held.slot.start_at, is_specialist=held.is_specialist, birth_date=view.birth_date)
    is_too_late = is_late(view.cancel_by, now)
    late = _("Fristen for å flytte uten gebyr var %s. Legekontoret kan kreve gebyr for den gamle timen.")
    return MovePage(
        title=_("Flytt timen?"),
        facts=(*change, *facts_of(office, held)),
        held=_("Vi holder timen for deg til kl. %s.") % times.clock_time(held.held_until),
        held_seconds=max(int((held.held_until - now).total_seconds()), 0),
        held_over=_("Vi holder ikke timen lenger. Du kan prøve likevel, men andre kan ha tatt den."),
        late=late % words.at(view.cancel_by, now) if is_too_late else "",
        form=MoveForm({"key": new_idempotency_key(), "knows": "1" if is_too_late else ""}),
        terms=terms(cancel_by(held.service, held.slot.start_at), cost, now),
        back_href=reverse("appointment_move", args=[view.id]),
        appointment_href=reverse("appointment", args=[view.id]),
    )
