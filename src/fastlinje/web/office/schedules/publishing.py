"""Making the times that the weekly templates ask for, following it, and taking it back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fastlinje.core.actor import Actor
from fastlinje.scheduling.commands.publish_slots import publish_slots
from fastlinje.scheduling.commands.undo_publication import undo_publication
from fastlinje.scheduling.office_queries import schedules_for
from fastlinje.scheduling.office_views import PublicationLine, ScheduleLine
from fastlinje.scheduling.setup_queries import publication_for, publications_for
from fastlinje.scheduling.states import PublicationState

from ...components.shapes import Badge, Column, Fact, Row
from ...kit import STAFF_OR_ADMIN, reading, render, requires, wants_json
from .. import words as office_words
from ..conversations.asking import is_post, refused_by
from .fields import date_field

P = PublicationState
COLORS = {P.RUNNING: "info", P.DONE: "success", P.UNDOING: "warning", P.UNDONE: "neutral"}
MOVING = (P.RUNNING, P.UNDOING)


class PublishForm(forms.Form):
    """For whom, and from when to when."""

    schedules = forms.MultipleChoiceField(
        label=gettext_lazy("Timeplaner"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Velg minst én timeplan.")},
    )
    first_date = date_field(gettext_lazy("Første dag"))
    last_date = date_field(gettext_lazy("Siste dag"))

    def offer(self, lines: tuple[ScheduleLine, ...]) -> "PublishForm":
        """Name the schedules there are."""
        self.fields["schedules"].choices = [(str(line.id), line.name) for line in lines]
        return self


@dataclass(frozen=True)
class PublishingPage:
    """The form, and the runs before."""

    title: str
    form: PublishForm
    problem: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    back: str


@dataclass(frozen=True)
class PublicationPage:
    """How far a run has come. `moving`: it is not finished."""

    title: str
    badge: Badge
    text: str
    made: int
    total: int
    moving: bool
    facts: tuple[Fact, ...]
    self_href: str
    undo_href: str
    back: str


@dataclass(frozen=True)
class UndoPage:
    """The question whether to take it back."""

    title: str
    lead: str
    problem: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF_OR_ADMIN)
def publishing(request: HttpRequest) -> HttpResponse:
    """Ask from when to when; POST lets it be done, and goes on to where one can follow it."""
    if not is_post(request):
        lines = schedules_for(request.actor)
        return _ask(request, request.actor, PublishForm(initial={"schedules": [str(line.id) for line in lines]}).offer(lines))
    with reading(request) as actor:
        form = PublishForm(request.POST).offer(schedules_for(actor))
    problem: str | None = ""
    if form.is_valid():
        made: list[UUID] = []
        problem = refused_by(lambda: made.append(_publish(request, form.cleaned_data)), form)
        if problem is None:
            return redirect("publication", publication_id=made[0])
    with reading(request) as actor:
        return _ask(request, actor, form, problem or "")


@require_safe
@requires(STAFF_OR_ADMIN)
def publication(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """How far it has come; the page's own script asks for the same in short."""
    found = publication_for(request.actor, publication_id)
    if wants_json(request):
        return JsonResponse({"made": found.made, "total": found.total, "text": _text(found), "moving": found.status in MOVING})
    page = PublicationPage(
        title=_("Timer %s") % _period(found.first_date, found.last_date),
        badge=_badge(found),
        text=_text(found),
        made=found.made,
        total=max(found.total, 1),
        moving=found.status in MOVING,
        facts=(
            Fact(_("Timeplaner"), ", ".join(found.schedule_names)),
            Fact(_("Startet"), office_words.when(found.requested_at, request.now)),
            Fact(_("Av"), found.requested_by),
        ),
        self_href=reverse("publication", args=[publication_id]),
        undo_href=reverse("publication_undo", args=[publication_id]) if found.status in (P.RUNNING, P.DONE) else "",
        back=reverse("publishing"),
    )
    return render(request, "office/schedules/publication.html", page, active="schedules")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF_OR_ADMIN)
def publication_undo(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Ask; POST takes the free times away again."""
    if not is_post(request):
        return _ask_undo(request, request.actor, publication_id)
    problem = refused_by(lambda: undo_publication(actor=request.actor, now=request.now, publication_id=publication_id))
    if problem is None:
        return redirect("publication", publication_id=publication_id)
    with reading(request) as actor:
        return _ask_undo(request, actor, publication_id, problem)


def _publish(request: HttpRequest, given: dict) -> UUID:
    return publish_slots(
        actor=request.actor,
        now=request.now,
        schedule_ids=[UUID(each) for each in given["schedules"]],
        first_date=given["first_date"],
        last_date=given["last_date"],
    )


def _ask(request: HttpRequest, actor: Actor, form: PublishForm, problem: str = "") -> HttpResponse:
    page = PublishingPage(
        title=_("Lag timer"),
        form=form,
        problem=problem,
        columns=tuple(Column(text) for text in (_("Dager"), _("Timeplaner"), _("Startet"), _("Status"))),
        rows=tuple(_row(each, request) for each in publications_for(actor)),
        back=reverse("schedules"),
    )
    return render(request, "office/schedules/publishing.html", page, active="schedules", status=422 if form.is_bound else 200)


def _ask_undo(request: HttpRequest, actor: Actor, publication_id: UUID, problem: str = "") -> HttpResponse:
    found = publication_for(actor, publication_id)
    back = reverse("publication", args=[publication_id])
    page = UndoPage(_("Vil du fjerne timene igjen?"), _period(found.first_date, found.last_date), problem, back)
    return render(request, "office/schedules/undo.html", page, active="schedules", status=409 if problem else 200)


def _row(found: PublicationLine, request: HttpRequest) -> Row:
    cells = (
        _period(found.first_date, found.last_date),
        ", ".join(found.schedule_names),
        office_words.when(found.requested_at, request.now),
        str(found.status.label),
    )
    return Row(cells, reverse("publication", args=[found.id]))


def _period(first: date, last: date) -> str:
    return f"{office_words.full_date(first)} – {office_words.full_date(last)}"


def _badge(found: PublicationLine) -> Badge:
    return Badge(str(found.status.label), COLORS[found.status])


def _text(found: PublicationLine) -> str:
    numbers = {"made": found.made, "total": found.total}
    if found.status is P.RUNNING:
        return _("%(made)d av %(total)d timer er laget.") % numbers
    if found.status is P.UNDOING:
        return _("Ledige timer fjernes. %(made)d er igjen.") % numbers
    if found.status is P.UNDONE:
        return _("De ledige timene er fjernet. %(made)d er igjen, fordi noen har bestilt dem eller er i ferd med det.") % numbers
    skipped = found.total - found.made
    done = _("%(made)d timer er laget.") % numbers
    return f"{done} {_('%d fantes fra før eller overlappet.') % skipped}" if skipped > 0 else done
