"""Services on and off, per doctor, at once."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound
from fastlinje.practices.commands.set_service import set_service
from fastlinje.practices.office_queries import DoctorServices, ServiceState, services_for
from fastlinje.practices.rules import OFF_REASON_MAX_CHARS

from ..components.shapes import Badge
from ..kit import STAFF_OR_ADMIN, reading, render, requires
from . import words
from .conversations.asking import is_post, refused_by

NAMES = {
    "e_consultation": gettext_lazy("E-konsultasjon"),
    "appointment": gettext_lazy("Timebestilling"),
    "prescription_renewal": gettext_lazy("Reseptfornying"),
    "contact_office": gettext_lazy("Melding til kontoret"),
}


@dataclass(frozen=True)
class ServiceLine:
    """One service: on or off, what patients are told, and what can be done about it."""

    name: str
    badge: Badge
    told: str
    switch_on: bool
    href: str
    action: str


@dataclass(frozen=True)
class DoctorPart:
    """A doctor's services. `note` says why they cannot be changed here."""

    heading: str
    note: str
    lines: tuple[ServiceLine, ...]


@dataclass(frozen=True)
class ServicesPage:
    """All doctors at the office."""

    title: str
    doctors: tuple[DoctorPart, ...]
    problem: str = ""


class OffForm(forms.Form):
    """Why a service is off."""

    off_reason = forms.CharField(
        label=gettext_lazy("Hvorfor, og hva kan pasienten gjøre i stedet?"),
        help_text=gettext_lazy("Pasientene leser dette på forsiden sin."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    back_date = forms.DateField(
        label=gettext_lazy("Når er tjenesten tilbake?"),
        help_text=gettext_lazy("Vises for pasientene. Du må selv slå tjenesten på igjen."),
        required=False,
        error_messages={"invalid": gettext_lazy("Skriv datoen som dd.mm.åååå.")},
    )


@dataclass(frozen=True)
class OffPage:
    """The question why."""

    title: str
    lead: str
    form: OffForm
    limit: int
    back: str
    problem: str


@require_safe
@requires(STAFF_OR_ADMIN)
def services(request: HttpRequest) -> HttpResponse:
    """Who offers what."""
    return _show(request, request.actor)


@requires(STAFF_OR_ADMIN)
def service_switch(request: HttpRequest, role_id: UUID, code: str) -> HttpResponse:
    """Switch one on (POST without reason) or off (a page that asks why)."""
    if not is_post(request):
        return _ask(request, request.actor, role_id, code)
    if request.POST.get("active") == "yes":
        problem = refused_by(lambda: set_service(actor=request.actor, now=request.now, role_id=role_id, code=code, active=True))
        if problem is None:
            return redirect("services")
        with reading(request) as actor:
            return _show(request, actor, problem)
    return _switch_off(request, role_id, code)


def _switch_off(request: HttpRequest, role_id: UUID, code: str) -> HttpResponse:
    form = OffForm(request.POST)
    problem = ""
    if form.is_valid():
        reason, back = form.cleaned_data["off_reason"], form.cleaned_data["back_date"]
        problem = refused_by(
            lambda: set_service(
                actor=request.actor, now=request.now, role_id=role_id, code=code, active=False, off_reason=reason, back_date=back
            ),
            form,
        )
        if problem is None:
            return redirect("services")
    with reading(request) as actor:
        return _ask(request, actor, role_id, code, form, problem)


def _show(request: HttpRequest, actor: Actor, problem: str = "") -> HttpResponse:
    doctors = tuple(_part(doctor) for doctor in services_for(actor, now=request.now))
    page = ServicesPage(_("Tjenester"), doctors, problem)
    return render(request, "office/services.html", page, active="services", status=409 if problem else 200)


def _ask(
    request: HttpRequest, actor: Actor, role_id: UUID, code: str, form: OffForm | None = None, problem: str = ""
) -> HttpResponse:
    doctor = next((each for each in services_for(actor, now=request.now) if each.role_id == role_id), None)
    service = next((each for each in doctor.services if each.code == code), None) if doctor else None
    if doctor is None or service is None or not doctor.may_set:
        raise NotFound
    form = form or OffForm(initial={"off_reason": service.off_reason, "back_date": service.back_date})
    page = OffPage(
        title=(_("Slå av %s") if service.active else _("%s er slått av")) % NAMES[code],
        lead=doctor.name,
        form=form,
        limit=OFF_REASON_MAX_CHARS,
        back=reverse("services"),
        problem=problem,
    )
    return render(request, "office/service_off.html", page, active="services", status=422 if form.is_bound else 200)


def _part(doctor: DoctorServices) -> DoctorPart:
    note = "" if doctor.may_set else _("Legen selv eller kontorlederen kan endre dette.")
    if doctor.inherits:
        note = _("Har de samme tjenestene som legen hen er vikar for. ") + note
    return DoctorPart(f"{doctor.name}, {doctor.title}", note.strip(), tuple(_line(doctor, service) for service in doctor.services))


def _line(doctor: DoctorServices, service: ServiceState) -> ServiceLine:
    href = reverse("service_switch", args=[doctor.role_id, service.code]) if doctor.may_set else ""
    return ServiceLine(
        name=str(NAMES[service.code]),
        badge=Badge(_("På"), "success") if service.active else Badge(_("Av"), "neutral"),
        told=_told(service),
        switch_on=bool(href) and service.offered and not service.active,
        href=href,
        action=_("Slå av") if service.active else _("Endre teksten"),
    )


def _told(service: ServiceState) -> str:
    if service.active:
        return ""
    if not service.off_reason:
        absent = _("Pasientene ser at kontoret ikke tilbyr dette her ennå.")
        return absent if not service.offered else _("Pasientene ser at tjenesten er av, uten grunn.")
    back = _(" Tilbake %s.") % _day(service.back_date) if service.back_date else ""
    return service.off_reason + back


def _day(value: date) -> str:
    return words.full_date(value)
