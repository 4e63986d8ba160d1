"""Somebody calls and asks for a time that cannot be found at once: into the queue, with those who ask on the net."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_idempotency_key
from fastlinje.practices.power_queries import patient_for
from fastlinje.practices.reach import reach_of
from fastlinje.scheduling.commands.request_for_patient import request_for_patient
from fastlinje.scheduling.office_queries import schedules_for
from fastlinje.scheduling.office_views import ScheduleLine, ServiceLine
from fastlinje.scheduling.setup_queries import bookable_services_for

from ...frame import phone_text
from ...kit import STAFF, reading, render, requires
from ...wishes import WishesForm
from .. import words as office_words
from ..conversations.answering import key_of
from ..conversations.asking import is_post, refused_by
from . import words
from .fields import phone_field, reason_field
from .finding import Finding, SearchForm, finding

SERVICE_MISSING = gettext_lazy("Velg hva slags time pasienten trenger.")


class PhoneRequestForm(WishesForm):
    """What the patient says on the phone."""

    service = forms.ChoiceField(
        label=gettext_lazy("Hva slags time?"), error_messages={"required": SERVICE_MISSING, "invalid_choice": SERVICE_MISSING}
    )
    reason = reason_field()
    phone = phone_field(gettext_lazy("Her ringer dere når dere har funnet en time. Nummeret lagres hos dere."))
    shielded = forms.BooleanField(label=gettext_lazy("Skjul timeønsket for dem som handler på vegne av pasienten"), required=False)

    def offer(self, services: Sequence[ServiceLine], schedules: Sequence[ScheduleLine]) -> "PhoneRequestForm":
        """Name what the office has."""
        self.fields["service"].choices = [("", _("Velg")), *((str(each.id), each.name) for each in services)]
        self.choose_from([(str(each.id), each.name) for each in schedules], words.WEEKDAYS)
        return self


@dataclass(frozen=True)
class WhoPage:
    """The question whom it is for."""

    title: str
    finding: Finding
    calendar_href: str
    back: str


@dataclass(frozen=True)
class PhoneRequestPage:
    """What they wish. `told`: whether a notice reaches them, or the office must call with the answer."""

    title: str
    who: str
    form: PhoneRequestForm
    has_services: bool
    several: bool
    told: str
    must_call: bool
    problem: str
    calendar_href: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_request_who(request: HttpRequest) -> HttpResponse:
    """Who is it for? POST looks for a patient."""
    if not is_post(request):
        return _who(request, request.actor, SearchForm())
    with reading(request) as actor:
        return _who(request, actor, SearchForm(request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def office_request_new(request: HttpRequest, patient_id: UUID) -> HttpResponse:
    """What they wish; POST puts it in the queue and goes on to the times that suit."""
    if not is_post(request):
        return _ask(request, request.actor, patient_id)
    with reading(request) as actor:
        form = PhoneRequestForm(request.POST).offer(*_choices(actor))
    problem: str | None = ""
    if form.is_valid():
        made: list[UUID] = []
        problem = refused_by(lambda: made.append(_register(request, patient_id, form)), form)
        if problem is None:
            return redirect(reverse("office_request", args=made) + "?nytt=registrert")
    with reading(request) as actor:
        return _ask(request, actor, patient_id, form, problem or "")


def _register(request: HttpRequest, patient_id: UUID, form: PhoneRequestForm) -> UUID:
    given = form.cleaned_data
    return request_for_patient(
        actor=request.actor,
        now=request.now,
        key=key_of(request),
        patient_id=patient_id,
        service_id=UUID(given["service"]),
        preferences=form.preferences(),
        reason=given["reason"],
        phone=given["phone"],
        shielded=given["shielded"],
    )


def _choices(actor: Actor) -> tuple[tuple[ServiceLine, ...], tuple[ScheduleLine, ...]]:
    return bookable_services_for(actor, only_active=True), schedules_for(actor)


def _who(request: HttpRequest, actor: Actor, form: SearchForm) -> HttpResponse:
    found = finding(
        actor,
        form,
        request.now,
        href=lambda patient_id: reverse("office_request_new", args=[patient_id]),
        newcomer=reverse("office_request_newcomer"),
    )
    page = WhoPage(
        title=_("Nytt timeønske på telefon"),
        finding=found,
        calendar_href=reverse("office_calendar"),
        back=reverse("office_requests"),
    )
    status = 422 if found.is_mistaken else 200
    return render(request, "office/calendar/request_who.html", page, active="calendar", status=status)


def _ask(
    request: HttpRequest, actor: Actor, patient_id: UUID, form: PhoneRequestForm | None = None, problem: str = ""
) -> HttpResponse:
    patient = patient_for(actor, patient_id)
    reach = reach_of(actor, [patient_id], now=request.now)[patient_id]
    services, schedules = _choices(actor)
    only = str(services[0].id) if len(services) == 1 else ""
    known = {"key": new_idempotency_key(), "phone": phone_text(patient.phone), "service": only, "modality": "", "part": ""}
    page = PhoneRequestPage(
        title=_("Nytt timeønske på telefon"),
        who=office_words.name_and_age(patient.name, patient.birth_date, request.now),
        form=form or PhoneRequestForm(initial=known).offer(services, schedules),
        has_services=bool(services),
        several=len(schedules) > 1,
        told=str(office_words.REACH_SENTENCES[reach]),
        must_call=reach.must_be_called,
        problem=problem,
        calendar_href=reverse("office_calendar"),
        back=reverse("office_request_who"),
    )
    return render(request, "office/calendar/request_new.html", page, active="calendar", status=422 if form else 200)
