"""The office's limits for booking, and the questions that come first."""

from dataclasses import asdict, dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from fastlinje.core.actor import Actor
from fastlinje.questionnaires.commands.assign_form import assign_form
from fastlinje.questionnaires.office_queries import FormChoice, assigned_forms_for, form_choices_for
from fastlinje.scheduling.commands.set_booking_limits import set_booking_limits
from fastlinje.scheduling.setup_queries import booking_limits_for
from fastlinje.scheduling.states import ServiceKind

from ...kit import ADMIN, reading, render, requires, uuid_or_none
from ..conversations.asking import is_post, refused_by
from .services import whole_number

SAVED = {"grenser": gettext_lazy("Grensene er lagret."), "skjema": gettext_lazy("Skjemaene er lagret.")}


class LimitsForm(forms.Form):
    """How much people may book, and how the waiting list goes round."""

    appointments_at_once = whole_number(gettext_lazy("Så mange timer og timeønsker kan en pasient ha om gangen"), 1000)
    appointments_may_overlap = forms.BooleanField(label=gettext_lazy("En pasient kan ha to timer samtidig"), required=False)
    offers_at_once = whole_number(gettext_lazy("Så mange på ventelisten får tilbud om en time samtidig"), 1000)
    offer_minutes = whole_number(gettext_lazy("Så mange minutter har de på å svare"), 100_000)


class QuestionsForm(forms.Form):
    """A form, or none, before each kind of appointment."""

    def offer(self, choices: tuple[FormChoice, ...]) -> "QuestionsForm":
        """Name the kinds and the forms there are."""
        forms_there_are = [("", _("Ingen spørsmål")), *((str(each.id), f"{each.title} ({each.version})") for each in choices)]
        for kind in ServiceKind:
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=forms_there_are, required=False)
        return self


@dataclass(frozen=True)
class LimitsPage:
    """Both forms."""

    title: str
    saved: str
    problem: str
    limits: LimitsForm
    questions: QuestionsForm
    questions_action: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ADMIN)
def booking_limits(request: HttpRequest) -> HttpResponse:
    """Show; POST changes the limits."""
    if not is_post(request):
        return _show(request, request.actor)
    form = LimitsForm(request.POST)
    problem: str | None = ""
    if form.is_valid():
        problem = refused_by(lambda: set_booking_limits(actor=request.actor, now=request.now, **form.cleaned_data), form)
        if problem is None:
            return redirect(reverse("booking_limits") + "?lagret=grenser")
    with reading(request) as actor:
        return _show(request, actor, limits=form, problem=problem or "")


@require_POST
@requires(ADMIN)
def booking_questions(request: HttpRequest) -> HttpResponse:
    """Change which questions come before which kind."""
    with reading(request) as actor:
        form = QuestionsForm(request.POST).offer(form_choices_for(actor, ServiceKind.CONSULTATION))
        before = assigned_forms_for(actor, ServiceKind.values)
        if not form.is_valid():
            return _show(request, actor, questions=form)
    for kind, chosen in form.cleaned_data.items():
        questionnaire_id = uuid_or_none(chosen)
        if before.get(kind) != questionnaire_id:
            assign_form(actor=request.actor, now=request.now, service_code=kind, questionnaire_id=questionnaire_id)
    return redirect(reverse("booking_limits") + "?lagret=skjema")


def _show(
    request: HttpRequest,
    actor: Actor,
    *,
    limits: LimitsForm | None = None,
    questions: QuestionsForm | None = None,
    problem: str = "",
) -> HttpResponse:
    choices = form_choices_for(actor, ServiceKind.CONSULTATION)
    assigned = {kind: str(chosen) for kind, chosen in assigned_forms_for(actor, ServiceKind.values).items()}
    page = LimitsPage(
        title=_("Grenser og spørsmål"),
        saved=str(SAVED.get(request.GET.get("lagret", ""), "")),
        problem=problem,
        limits=limits or LimitsForm(initial=asdict(booking_limits_for(actor))),
        questions=questions or QuestionsForm(initial=assigned).offer(choices),
        questions_action=reverse("booking_questions"),
        back=reverse("schedules"),
    )
    return render(request, "office/schedules/limits.html", page, active="schedules", status=422 if limits or questions else 200)
