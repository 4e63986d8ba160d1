"""One copy: how far it is, and the button that fetches it, once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.core.clock import OSLO
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.dialogue.files.names import content_disposition
from fastlinje.exports import store
from fastlinje.exports.commands.fetch_export import fetch_export
from fastlinje.exports.queries import ExportView, export_for
from fastlinje.exports.rules import SOON
from fastlinje.exports.states import ExportStatus

from ...components.shapes import Station
from ...kit import CITIZEN_AS_SELF, reading, render, requires
from .. import words
from .overview import about

GONE = {
    ExportStatus.FETCHED: gettext_lazy("Kopien er lastet ned. Lenken virker bare én gang."),
    ExportStatus.DROPPED: gettext_lazy("Kopien er slettet."),
}


@dataclass(frozen=True)
class CopyPage:
    """Where the copy is. `gone` says why there is nothing to fetch; `late` when it takes longer than it should."""

    title: str
    name: str
    stations: tuple[Station, ...]
    is_ready: bool
    is_waiting: bool
    late: bool
    size: str
    until: str
    gone: str
    problem: str
    again_href: str
    here_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_AS_SELF)
def data_copy(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """How far it is; POST fetches it."""
    if request.method == "POST":
        return _fetch(request, export_id)
    return _show(request, export_for(request.actor, export_id, now=request.now))


def _fetch(request: HttpRequest, export_id: UUID) -> HttpResponse:
    with reading(request) as actor:
        export = export_for(actor, export_id, now=request.now)
    content = store.kept(export.id) if export.status is ExportStatus.READY else None
    try:
        if export.status is ExportStatus.READY and content is None:
            raise NotFound
        fetch_export(actor=request.actor, now=request.now, export_id=export.id)
    except NotFound:
        raise
    except Refused as refusal:
        with reading(request):
            return _show(request, export, problem=str(refusal.sentence), status=409)
    store.forget(export.id)
    response = HttpResponse(content, content_type="application/zip")
    name = f"{_('fastlinje-kopi')}-{request.now.astimezone(OSLO):%Y-%m-%d}.zip"
    response["Content-Disposition"] = content_disposition(name)
    return response


def _show(request: HttpRequest, export: ExportView, *, problem: str = "", status: int = 200) -> HttpResponse:
    waiting = export.status is ExportStatus.REQUESTED
    is_ready = export.status is ExportStatus.READY and not problem
    page = CopyPage(
        title=_("Kopi av alle opplysningene"),
        name=about(export, request.actor),
        stations=_stations(export, request.now),
        is_ready=is_ready,
        is_waiting=waiting,
        late=waiting and request.now - export.requested_at > SOON,
        size=words.size(export.size_bytes),
        until=words.when(export.expires_at, request.now) if is_ready else "",
        gone="" if problem else str(GONE.get(export.status, "")),
        problem=problem,
        again_href=reverse("data_copies"),
        here_href=reverse("data_copy", args=[export.id]),
    )
    return render(request, "citizen/data_copies/one.html", page, active="profile", status=status)


def _stations(export: ExportView, now: datetime) -> tuple[Station, ...]:
    is_made = export.ready_at is not None
    return (
        Station(_("Bedt om"), "done", words.when(export.requested_at, now)),
        Station(_("Klar"), "done" if is_made else "now", words.when(export.ready_at, now) if is_made else ""),
        Station(_("Lastet ned"), *_fetched(export, now)),
    )


def _fetched(export: ExportView, now: datetime) -> tuple[str, str]:
    if export.fetched_at:
        return "done", words.when(export.fetched_at, now)
    return ("now" if export.status is ExportStatus.READY else "later"), ""
