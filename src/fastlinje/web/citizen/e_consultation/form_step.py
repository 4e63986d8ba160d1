"""The form an office wants answered first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.citizen_queries import draft_for
from fastlinje.dialogue.citizen_views import DraftView
from fastlinje.dialogue.commands.answer_form import answer_form
from fastlinje.dialogue.commands.save_answers import save_answers
from fastlinje.dialogue.rules import check_gate
from fastlinje.questionnaires.engine.answers import Answers, read_answers
from fastlinje.questionnaires.engine.definition import Questionnaire
from fastlinje.questionnaires.queries import form_for

from ...components.foreign import in_language
from ...kit import CITIZEN, reading, render, requires
from .. import words
from ..autosaved import autosaved, not_saved
from ..kept import show_kept
from ..stopped import stopped
from .questions import QuestionsForm, ShownItem, shown_items

Posted = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class FormPage:
    """The questions, in the form's order and in its language, which may be another than the page's."""

    title: str
    language: str
    intro: str
    help: tuple[str, ...]
    form: QuestionsForm
    items: tuple[ShownItem, ...]
    autosave_href: str
    saved: str
    cancel_href: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN)
def e_consultation_form(request: HttpRequest) -> HttpResponse:
    """Show the form; POST answers it, or keeps it for later."""
    if request.method != "POST":
        return _show(request)
    posted = dict(request.POST.lists())
    try:
        if "later" in request.POST:
            save_answers(actor=request.actor, now=request.now, posted=posted)
            return redirect(reverse("home") + "?utkast=lagret")
        with reading(request):
            draft = draft_for(request.actor)
        if draft is None or draft.assigned_form is None:
            return redirect("e_consultation_compose")
        answer_form(actor=request.actor, now=request.now, questionnaire_id=draft.assigned_form, posted=posted)
    except Refused as refusal:
        return _not_answered(request, posted, refusal)
    return redirect("e_consultation_compose")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN)
def e_consultation_form_autosave(request: HttpRequest) -> HttpResponse:
    """Our script keeps what is answered so far."""
    if request.method != "POST":
        return redirect("e_consultation_form")
    try:
        save_answers(actor=request.actor, now=request.now, posted=dict(request.POST.lists()))
    except Refused as refusal:
        return not_saved(refusal)
    return autosaved(request)


def _not_answered(request: HttpRequest, posted: Posted, refusal: Refused) -> HttpResponse:
    if response := stopped(request, refusal):
        return response
    if refusal.code == "checkpoint_missing":
        return redirect(reverse("e_consultation") + "?igjen")
    if refusal.code == "draft_gone":
        return show_kept(request, "\n".join(text for texts in posted.values() for text in texts), refusal)
    with reading(request):
        return _show(request, posted, status=422)


def _show(request: HttpRequest, posted: Posted | None = None, *, status: int = 200) -> HttpResponse:
    draft = draft_for(request.actor)
    if draft is None:
        return redirect("e_consultation")
    if draft.assigned_form is None:
        return redirect("e_consultation_compose")
    try:
        check_gate(draft.gate_passed_at, request.now)
    except Refused:
        return redirect(reverse("e_consultation") + "?igjen")
    form = form_for(request.actor, draft.assigned_form)
    page = _page(request, draft, form, posted)
    return render(request, "citizen/e_consultation/form.html", page, active="home", status=status)


def _page(request: HttpRequest, draft: DraftView, form: Questionnaire, posted: Posted | None) -> FormPage:
    today = oslo_date(request.now)
    answers = _answers(form, posted if posted is not None else draft.answers, today)
    # What is only begun is shown without complaints.
    errors = answers.errors if answers and posted is not None else {}
    fields, items = shown_items(form, answers, errors, today)
    return FormPage(
        title=form.title,
        language=form.language,
        intro=in_language(form.description, form.language),
        help=tuple(form.help.split("\n\n")) if form.help else (),
        form=fields,
        items=items,
        autosave_href=reverse("e_consultation_form_autosave"),
        saved=_("Sist lagret %s") % words.when(draft.updated_at, request.now) if draft.answers else "",
        cancel_href=reverse("e_consultation_cancel"),
    )


def _answers(form: Questionnaire, posted: Posted, today: object) -> Answers | None:
    return read_answers(form, posted, today) if posted else None
