"""What can be booked, and by what rules."""

from dataclasses import asdict, dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fastlinje.scheduling.commands.define_service import define_service
from fastlinje.scheduling.office_views import ServiceLine
from fastlinje.scheduling.setup_queries import bookable_service_for, bookable_services_for
from fastlinje.scheduling.states import Modality, ServiceKind

from ...components.lists import badge
from ...components.shapes import Badge, Column, Row
from ...kit import STAFF_OR_ADMIN, reading, render, requires
from ..calendar import words
from ..conversations.asking import is_post, refused_by

WAYS = {
    "online": (True, False),
    "request": (True, True),
    "office": (False, False),
}
NUMBER_ERROR = {
    "invalid": gettext_lazy("Skriv et helt tall."),
    "required": gettext_lazy("Skriv et helt tall."),
    "min_value": gettext_lazy("Tallet er for lite."),
    "max_value": gettext_lazy("Tallet er for stort."),
}


def whole_number(label: str, most: int, **options: object) -> forms.IntegerField:
    """A number of something, typed."""
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, max_value=most, widget=widget, error_messages=NUMBER_ERROR, **options)


class ServiceForm(forms.Form):
    """Everything about something that can be booked."""

    name = forms.CharField(
        label=gettext_lazy("Navn"),
        help_text=gettext_lazy("Slik pasientene leser det, for eksempel «Legetime 20 minutter»."),
        max_length=80,
        error_messages={"required": gettext_lazy("Skriv et navn."), "max_length": gettext_lazy("Navnet er for langt.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Hva det er"),
        choices=ServiceKind.choices,
        help_text=gettext_lazy("Skjemaer og kontrollspørsmål følger dette valget."),
    )
    modality = forms.ChoiceField(label=gettext_lazy("Hvordan pasienten møter"), choices=list(words.MODALITIES.items()))
    minutes = whole_number(gettext_lazy("Lengde i minutter"), 480)
    info = forms.CharField(
        label=gettext_lazy("Det pasienten bør vite"),
        help_text=gettext_lazy("Vises før pasienten bestiller. For eksempel om faste før blodprøve."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": gettext_lazy("Teksten er for lang.")},
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Hvem kan bestille?"),
        choices=[
            ("online", gettext_lazy("Pasientene velger en ledig time selv")),
            ("request", gettext_lazy("Pasientene ber om en time, og kontoret finner den")),
            ("office", gettext_lazy("Bare kontoret bestiller")),
        ],
        widget=forms.RadioSelect,
    )
    own_list_only = forms.BooleanField(label=gettext_lazy("Bare for pasienter på legens egen liste"), required=False)
    min_age = whole_number(gettext_lazy("Laveste alder"), 120, required=False)
    max_age = whole_number(gettext_lazy("Høyeste alder"), 120, required=False)
    opens_days_before = whole_number(gettext_lazy("Kan bestilles fra så mange dager før"), 730)
    closes_minutes_before = whole_number(gettext_lazy("Kan bestilles til så mange minutter før"), 43_200)
    cancel_hours_before = whole_number(
        gettext_lazy("Frist for å avbestille, i timer før"),
        336,
        help_text=gettext_lazy("Etter fristen kan pasienten måtte betale."),
    )
    online_per_day = whole_number(
        gettext_lazy("Høyst så mange bestilt på nett per dag og plan"),
        200,
        required=False,
        help_text=gettext_lazy("Tom betyr ingen grense."),
    )
    active = forms.BooleanField(label=gettext_lazy("I bruk"), required=False)


NEW = {
    "kind": ServiceKind.CONSULTATION,
    "modality": Modality.IN_PERSON,
    "minutes": 20,
    "way": "online",
    "own_list_only": True,
    "opens_days_before": 90,
    "closes_minutes_before": 60,
    "cancel_hours_before": 24,
    "active": True,
}


@dataclass(frozen=True)
class BookableServicesPage:
    """All that can be booked."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    new_href: str
    back: str


@dataclass(frozen=True)
class BookableServicePage:
    """One of them, to change."""

    title: str
    form: ServiceForm
    problem: str
    back: str


@require_safe
@requires(STAFF_OR_ADMIN)
def appointment_services(request: HttpRequest) -> HttpResponse:
    """The list."""
    columns = (_("Navn"), _("Lengde"), _("Hvordan"), _("Hvem bestiller"), _("Status"))
    page = BookableServicesPage(
        title=_("Timetyper"),
        columns=tuple(Column(text) for text in columns),
        rows=tuple(_row(service) for service in bookable_services_for(request.actor)),
        new_href=reverse("appointment_service_new"),
        back=reverse("schedules"),
    )
    return render(request, "office/schedules/services.html", page, active="schedules")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF_OR_ADMIN)
def appointment_service_new(request: HttpRequest) -> HttpResponse:
    """Ask; POST makes it."""
    return _edit(request, None, NEW)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF_OR_ADMIN)
def appointment_service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Show; POST changes it."""
    if is_post(request):
        return _edit(request, service_id, {})
    service = bookable_service_for(request.actor, service_id)
    return _edit(request, service_id, {**asdict(service), "way": _way(service)})


def _edit(request: HttpRequest, service_id: UUID | None, initial: dict) -> HttpResponse:
    if not is_post(request):
        return _show(request, service_id, ServiceForm(initial=initial))
    form = ServiceForm(request.POST)
    problem: str | None = ""
    if form.is_valid():
        problem = refused_by(lambda: _save(request, service_id, dict(form.cleaned_data)), form)
        if problem is None:
            return redirect("appointment_services")
    with reading(request):
        return _show(request, service_id, form, problem or "")


def _save(request: HttpRequest, service_id: UUID | None, given: dict) -> None:
    online, request_only = WAYS[given.pop("way")]
    define_service(actor=request.actor, now=request.now, service_id=service_id, online=online, request_only=request_only, **given)


def _show(request: HttpRequest, service_id: UUID | None, form: ServiceForm, problem: str = "") -> HttpResponse:
    title = _("Ny timetype") if service_id is None else _("Endre timetypen")
    page = BookableServicePage(title, form, problem, reverse("appointment_services"))
    return render(request, "office/schedules/service.html", page, active="schedules", status=422 if form.is_bound else 200)


def _way(service: ServiceLine) -> str:
    return "office" if not service.online else "request" if service.request_only else "online"


def _row(service: ServiceLine) -> Row:
    who = {"online": _("Pasientene"), "request": _("Pasientene ber om time"), "office": _("Kontoret")}
    state = Badge(_("I bruk"), "success") if service.active else Badge(_("Ikke i bruk"), "neutral")
    cells = (
        service.name,
        _("%d min") % service.minutes,
        str(words.MODALITIES[service.modality]),
        who[_way(service)],
        badge(badge=state),
    )
    return Row(cells, reverse("appointment_service", args=[service.id]))
