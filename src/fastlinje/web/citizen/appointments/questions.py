"""What an office wants answered before times are shown: first that it does not hurry, then its own questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.practices.queries import OwnOffice, own_office_for
from fastlinje.questionnaires.engine.answers import read_answers
from fastlinje.questionnaires.engine.definition import Questionnaire
from fastlinje.questionnaires.queries import form_for
from fastlinje.scheduling.citizen_times import service_for
from fastlinje.scheduling.citizen_views import ServiceLine
from fastlinje.scheduling.commands.answer_questions import answer_questions
from fastlinje.scheduling.commands.pass_checkpoint import pass_checkpoint
from fastlinje.scheduling.rules import check_gate

from ...components.foreign import OFFICES, in_language
from ...frame import phone_text
from ...kit import CITIZEN_APPOINTMENTS, reading, render, requires
from ..e_consultation.questions import QuestionsForm, ShownItem, shown_items
from ..stopped import stopped
from .refused import show_refused

Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class CheckpointPage:
    """The one question before the others: does it hurry?"""

    title: str
    language: str
    lead: str
    office: str
    phone: str
    phone_text: str
    back_href: str


@dataclass(frozen=True)
class QuestionsPage:
    """The questions, in the form's order and in its language, which may be another than the page's."""

    title: str
    language: str
    intro: str
    help: tuple[str, ...]
    form: QuestionsForm
    items: tuple[ShownItem, ...]
    back_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_APPOINTMENTS)
def appointment_questions(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Show the step that comes first; POST takes it."""
    if request.method != "POST":
        return _show(request, service_id)
    posted = dict(request.POST.lists())
    try:
        if "checkpoint" in request.POST:
            pass_checkpoint(actor=request.actor, now=request.now, service_id=service_id)
            return redirect("appointment_questions", service_id=service_id)
        with reading(request):
            form_id = _service(request, service_id)[1].form
        if form_id:
            answer_questions(actor=request.actor, now=request.now, service_id=service_id, questionnaire_id=form_id, posted=posted)
    except NotFound:
        raise
    except Refused as refusal:
        return _not_answered(request, service_id, posted, refusal)
    return redirect("free_times", service_id=service_id)


def _not_answered(request: HttpRequest, service_id: UUID, posted: Posted, refusal: Refused) -> HttpResponse:
    if response := stopped(request, refusal):
        return response
    with reading(request):
        if refusal.code in ("answers_invalid", "answers_too_long", "checkpoint_missing"):
            return _show(request, service_id, posted, status=422)
        return show_refused(request, refusal)


def _show(request: HttpRequest, service_id: UUID, posted: Posted | None = None, *, status: int = 200) -> HttpResponse:
    office, service = _service(request, service_id)
    if service.form is None:
        return redirect("free_times", service_id=service_id)
    try:
        check_gate(service.gate_passed_at, request.now)
    except Refused:
        page = _checkpoint(office, service)
        return render(request, "citizen/appointments/checkpoint.html", page, active="appointments", status=status)
    page = _page(request, form_for(request.actor, service.form), posted)
    return render(request, "citizen/appointments/questions.html", page, active="appointments", status=status)


def _service(request: HttpRequest, service_id: UUID) -> tuple[OwnOffice, ServiceLine]:
    office = own_office_for(request.actor)
    if office is None:
        raise NotFound
    return office, service_for(request.actor, office, service_id)


def _checkpoint(office: OwnOffice, service: ServiceLine) -> CheckpointPage:
    return CheckpointPage(
        title=service.name,
        language=OFFICES,
        lead=_("Her får du ikke hjelp som haster."),
        office=office.name,
        phone=office.phone,
        phone_text=phone_text(office.phone),
        back_href=reverse("appointment_start"),
    )


def _page(request: HttpRequest, form: Questionnaire, posted: Posted | None) -> QuestionsPage:
    today = oslo_date(request.now)
    answers = read_answers(form, posted, today) if posted else None
    fields, items = shown_items(form, answers, answers.errors if answers else {}, today)
    return QuestionsPage(
        title=form.title,
        language=form.language,
        intro=in_language(form.description, form.language),
        help=tuple(form.help.split("\n\n")) if form.help else (),
        form=fields,
        items=items,
        back_href=reverse("appointment_start"),
    )
