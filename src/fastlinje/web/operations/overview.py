"""How the work behind the scenes goes, and trying again what was given up."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from fastlinje.audit.commands.retry_job import retry_job
from fastlinje.audit.queues import ParkedJob, Queues, queues_for
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.notifications.commands.retry_notice import retry_notice
from fastlinje.notifications.queries import ParkedNotice, notice_counts_for, parked_notices_for
from fastlinje.web.components.actions import button
from fastlinje.web.components.shapes import Column, Fact, Row
from fastlinje.web.kit import OPERATOR, reading, render, requires

from .words import moment_in_words


@dataclass(frozen=True)
class OperationsPage:
    """The whole state on one page.

    alarms   sentences about what somebody must look into now
    refused  the sentence of a rule that said no
    """

    title: str
    alarms: tuple[str, ...]
    refused: str
    work: tuple[Fact, ...]
    job_columns: tuple[Column, ...]
    jobs: tuple[Row, ...]
    notice_columns: tuple[Column, ...]
    notices: tuple[Row, ...]
    retry_action: str


@require_safe
@requires(OPERATOR)
def operations(request: HttpRequest) -> HttpResponse:
    """Workers, queues, parked jobs and notices, the last seal."""
    return render(request, "operations/overview.html", _page(request), active="operations")


@require_POST
@requires(OPERATOR)
def operations_retry(request: HttpRequest) -> HttpResponse:
    """Try a parked job or notice again; the button that was pressed says which."""
    try:
        _retry(request)
    except NotFound:
        raise
    except Refused as refusal:
        with reading(request):
            page = _page(request, refused=refusal.sentence)
        return render(request, "operations/overview.html", page, active="operations", status=409)
    return redirect("operations")


def _retry(request: HttpRequest) -> None:
    job, notice = request.POST.get("job", ""), request.POST.get("notice", "")
    if job.isascii() and job.isdigit() and len(job) < 19:
        retry_job(actor=request.actor, now=request.now, job_id=int(job))
        return
    try:
        notice_id = UUID(notice)
    except ValueError:
        raise NotFound from None
    retry_notice(actor=request.actor, now=request.now, notice_id=notice_id)


def _page(request: HttpRequest, *, refused: str = "") -> OperationsPage:
    queues = queues_for(request.actor, now=request.now)
    notices = parked_notices_for(request.actor)
    counts = notice_counts_for(request.actor, now=request.now)
    return OperationsPage(
        title=_("Køer og varsler"),
        alarms=tuple(_alarms(queues, len(notices), request.now)),
        refused=refused,
        work=_work(queues, counts),
        job_columns=(Column(_("Jobb")), Column(_("Forsøk"), numeric=True), Column(_("Gitt opp")), Column(_("Gjør"))),
        jobs=tuple(_job(job) for job in queues.parked),
        notice_columns=(
            *(Column(_("Tekst")), Column(_("Kanal")), Column(_("Kontor")), Column(_("Feil"))),
            *(Column(_("Forsøk"), numeric=True), Column(_("Laget")), Column(_("Gjør"))),
        ),
        notices=tuple(_notice(notice) for notice in notices),
        retry_action=reverse("operations_retry"),
    )


def _alarms(queues: Queues, notices: int, now: datetime) -> list[str]:
    """What FD-04 and FD-13 want somebody to know within minutes."""
    found = []
    if not queues.workers:
        found.append(_("Ingen arbeidsprosess er i gang. Ingenting sendes før den er startet."))
    if queues.over_10_minutes:
        found.append(_("Jobber har ventet i mer enn ti minutter."))
    if many := len(queues.parked):
        found.append(ngettext("%(count)s jobb er gitt opp.", "%(count)s jobber er gitt opp.", many) % {"count": many})
    if notices:
        sentence = ngettext("%(count)s varsel ble ikke levert.", "%(count)s varsler ble ikke levert.", notices)
        found.append(sentence % {"count": notices})
    if queues.sealed_at and (now - queues.sealed_at).total_seconds() > 3600:
        found.append(_("Loggen er ikke forseglet den siste timen."))
    return found


def _work(queues: Queues, notices: dict[str, int]) -> tuple[Fact, ...]:
    return (
        Fact(_("Arbeidsprosesser i gang"), str(queues.workers)),
        Fact(_("Jobber som venter nå"), str(queues.waiting)),
        Fact(_("… i mer enn ett minutt"), str(queues.over_1_minute)),
        Fact(_("… i mer enn ti minutter"), str(queues.over_10_minutes)),
        Fact(_("Den eldste har ventet siden"), moment_in_words(queues.oldest_at)),
        Fact(_("Jobber i arbeid"), str(queues.running)),
        Fact(_("Jobber til senere"), str(queues.later)),
        Fact(_("Varsler i kø, siste uke"), str(notices.get("queued", 0))),
        Fact(_("Varsler droppet, siste uke"), str(notices.get("dropped", 0))),
        Fact(_("Loggen forseglet sist"), moment_in_words(queues.sealed_at)),
    )


def _job(job: ParkedJob) -> Row:
    return Row((job.task, str(job.tries), moment_in_words(job.parked_at), _again("job", str(job.id))))


def _notice(notice: ParkedNotice) -> Row:
    channel = {"sms": _("SMS"), "email": _("E-post")}.get(notice.channel, "–")
    return Row(
        (
            notice.template,
            channel,
            notice.practice_name or "–",
            notice.error,
            str(notice.tries),
            moment_in_words(notice.created_at),
            _again("notice", str(notice.id)),
        )
    )


def _again(name: str, value: str) -> str:
    return button(text=_("Prøv igjen"), variant="secondary", name=name, value=value)
