"""Times kept for the person: what the office proposed, or an earlier one from the waiting list."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.refusal import NotFound, Refused
from fastlinje.scheduling.citizen_queries import appointment_for
from fastlinje.scheduling.citizen_views import AppointmentView, Offer
from fastlinje.scheduling.commands.accept_earlier import accept_earlier
from fastlinje.scheduling.commands.accept_offer import accept_offer
from fastlinje.scheduling.commands.decline_earlier import decline_earlier
from fastlinje.scheduling.commands.decline_offers import decline_offers

from ...kit import CITIZEN_APPOINTMENTS, concerning, reading, render, requires, uuid_or_none
from ..stopped import stopped
from . import words
from .page import lead_of

FIELDS = {"value": "phone", "phone": "phone", "offer": "offer"}


class OfferForm(forms.Form):
    """One of the times."""

    offer = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    phone = forms.CharField(widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}), required=False)


@dataclass(frozen=True)
class OffersPage:
    """`form` is None when nothing is on offer any longer."""

    title: str
    lead: str
    refused: str
    current: str
    form: OfferForm | None
    question: str
    asks_phone: bool
    accept: str
    decline: str
    back_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_APPOINTMENTS)
def appointment_offers(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """The times the office proposed; POST takes one, or none (button decline)."""
    if request.method != "POST":
        return _show(request, appointment_id)
    back = reverse("appointment", args=[appointment_id])
    try:
        if "decline" in request.POST:
            decline_offers(actor=request.actor, now=request.now, appointment_id=appointment_id)
            return redirect(back + "?nytt=nei")
        offer_id = _chosen(request, appointment_id)
        accept_offer(actor=request.actor, now=request.now, offer_id=offer_id, phone=request.POST.get("phone", ""))
    except Refused as refusal:
        return _refused(request, appointment_id, refusal)
    return redirect(back + "?nytt=valgt")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_APPOINTMENTS)
def earlier_time(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """An earlier time than the one the person has; POST takes it, or not (button decline)."""
    if request.method != "POST":
        return _show(request, appointment_id, earlier=True)
    back = reverse("appointment", args=[appointment_id])
    try:
        offer_id = _chosen(request, appointment_id)
        if "decline" in request.POST:
            decline_earlier(actor=request.actor, now=request.now, offer_id=offer_id)
            return redirect(back + "?nytt=takket-nei")
        accept_earlier(actor=request.actor, now=request.now, offer_id=offer_id)
    except Refused as refusal:
        return _refused(request, appointment_id, refusal, earlier=True)
    return redirect(back + "?nytt=flyttet")


def _chosen(request: HttpRequest, appointment_id: UUID) -> UUID:
    offer_id = uuid_or_none(request.POST.get("offer", ""))
    if offer_id is None:
        raise Refused("offer_missing", _("Velg en av tidene, eller si at ingen passer."), fields=("offer",))
    return offer_id


def _refused(request: HttpRequest, appointment_id: UUID, refusal: Refused, *, earlier: bool = False) -> HttpResponse:
    if response := stopped(request, refusal):
        return response
    if refusal.code == "not_found":
        raise NotFound
    with reading(request):
        return _show(request, appointment_id, refusal, earlier=earlier)


def _show(request: HttpRequest, appointment_id: UUID, refusal: Refused | None = None, *, earlier: bool = False) -> HttpResponse:
    view = appointment_for(request.actor, appointment_id, now=request.now)
    concerning(request, view.person_id)
    offers = [offer for offer in view.offers if offer.earlier is earlier]
    page = _page(request, view, offers, refusal, earlier)
    return render(request, "citizen/appointments/offers.html", page, active="appointments", status=409 if refusal else 200)


def _page(request: HttpRequest, view: AppointmentView, offers: list[Offer], refusal: Refused | None, earlier: bool) -> OffersPage:
    now = request.now
    gone = _("Tilbudet gjelder ikke lenger. Timen du har, er den samme.") if earlier else _("Ingen tider venter på svar nå.")
    mine = words.at(view.start_at, now) if view.start_at else ""
    return OffersPage(
        title=_("En tidligere time er ledig") if earlier else _("Velg en tid"),
        lead=_kept(offers[0], now) if offers else gone,
        refused=str(refusal.sentence) if refusal and not refusal.fields else "",
        current=_("Timen du har: %s. Den beholder du hvis du sier nei.") % mine if earlier and mine and offers else lead_of(view),
        form=_form(request, offers, refusal, now) if offers else None,
        question=_("Vil du ha denne timen i stedet?") if earlier else _("Hvilken tid passer?"),
        asks_phone=view.modality == "phone" and not view.phone and not earlier,
        accept=_("Ja, ta denne timen") if earlier else _("Velg denne tiden"),
        decline=_("Nei, behold timen jeg har") if earlier else _("Ingen av dem passer"),
        back_href=reverse("appointment", args=[view.id]),
    )


def _kept(offer: Offer, now: object) -> str:
    return _("Vi holder av tiden til %s.") % words.until_when(offer.held_until, now)


def _form(request: HttpRequest, offers: list[Offer], refusal: Refused | None, now: object) -> OfferForm:
    only = str(offers[0].id) if len(offers) == 1 else ""
    form = OfferForm({"offer": request.POST.get("offer", only), "phone": request.POST.get("phone", "")})
    form.fields["offer"].choices = [
        (str(offer.id), _("%(when)s hos %(name)s") % {"when": words.when_it_is(offer.start_at, now), "name": offer.schedule_name})
        for offer in offers
    ]
    form.full_clean()
    form.errors.clear()
    for name in refusal.fields if refusal else ():
        form.add_error(FIELDS[name], refusal.sentence)
    return form
