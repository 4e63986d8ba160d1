"""Asking the patient to book an ordinary appointment instead."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_idempotency_key
from fastlinje.dialogue.commands.redirect_to_appointment import redirect_to_appointment
from fastlinje.dialogue.office_queries import head_for, newest_message_id
from fastlinje.dialogue.office_rules import REDIRECT_REASONS, REDIRECT_SENTENCE_MAX_CHARS
from fastlinje.worklist.office_queries import View

from ...kit import STAFF, reading, render, requires
from ..worklist import conversation_href, view_named
from .answering import id_in, key_of
from .asking import Concerning, concerning, is_post, refused_by


class AppointmentForm(forms.Form):
    """Why, and what the doctor adds."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Hvorfor?"),
        required=False,
        choices=[*REDIRECT_REASONS.items()],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Pasienten leser grunnen slik den står."),
    )
    sentence = forms.CharField(
        label=gettext_lazy("Noe å legge til?"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True)
class AppointmentPage:
    """The question."""

    title: str
    about: Concerning
    form: AppointmentForm
    sentence_limit: int
    problem: str


@requires(STAFF)
def conversation_appointment(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Redirect to an appointment, with a reason and without charge."""
    view = view_named(request.GET.get("vis", ""))
    if not is_post(request):
        return _show(request, request.actor, conversation_id, view)
    form = AppointmentForm(request.POST)
    problem = refused_by(
        lambda: redirect_to_appointment(
            actor=request.actor,
            now=request.now,
            key=key_of(request),
            conversation_id=conversation_id,
            reason=request.POST.get("reason", ""),
            sentence=request.POST.get("sentence", ""),
            seen_id=id_in(request.POST.get("seen", "")),
        ),
        form,
    )
    if problem is None:
        return redirect(conversation_href(conversation_id, view, anchor="sendt"))
    with reading(request) as actor:
        return _show(request, actor, conversation_id, view, form=form, problem=problem)


def _show(
    request: HttpRequest, actor: Actor, conversation_id: UUID, view: View, form: AppointmentForm | None = None, problem: str = ""
) -> HttpResponse:
    found = head_for(actor, conversation_id, now=request.now)
    form = form or AppointmentForm(
        initial={"seen": str(newest_message_id(actor, conversation_id) or ""), "key": new_idempotency_key()}
    )
    page = AppointmentPage(
        _("Be pasienten bestille time"), concerning(found, view, request.now), form, REDIRECT_SENTENCE_MAX_CHARS, problem
    )
    status = 422 if problem or form.is_bound else 200
    return render(request, "office/appointment.html", page, active="worklist", status=status)
