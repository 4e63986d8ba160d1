"""Who has it."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Actor
from fastlinje.dialogue.commands.assign_conversation import assign_conversation
from fastlinje.dialogue.office_queries import head_for
from fastlinje.practices.office_queries import Colleague, colleagues_for
from fastlinje.worklist.office_queries import View

from ...kit import STAFF, reading, render, requires
from ..worklist import conversation_href, view_named
from .answering import id_in
from .asking import Concerning, concerning, is_post, refused_by


class AssignmentForm(forms.Form):
    """A colleague, or nobody in particular."""

    role = forms.ChoiceField(label=gettext_lazy("Hvem skal ta denne?"), required=False, widget=forms.RadioSelect)

    def offer(self, colleagues: tuple[Colleague, ...]) -> "AssignmentForm":
        """Name those there are."""
        named = [(str(each.role_id), _in_words(each)) for each in colleagues]
        self.fields["role"].choices = [*named, ("", _("Ingen bestemt – alle kan ta den"))]
        return self


@dataclass(frozen=True)
class AssignmentPage:
    """The question and those who can be chosen."""

    title: str
    about: Concerning
    form: AssignmentForm
    problem: str


@requires(STAFF)
def conversation_assignment(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Give it to a colleague."""
    view = view_named(request.GET.get("vis", ""))
    if not is_post(request):
        return _show(request, request.actor, conversation_id, view)
    form = AssignmentForm(request.POST)
    role_id = id_in(request.POST.get("role", ""))
    problem = refused_by(
        lambda: assign_conversation(actor=request.actor, now=request.now, conversation_id=conversation_id, role_id=role_id)
    )
    if problem is None:
        return redirect(conversation_href(conversation_id, view, anchor="page-title"))
    with reading(request) as actor:
        return _show(request, actor, conversation_id, view, form=form, problem=problem)


def _show(
    request: HttpRequest, actor: Actor, conversation_id: UUID, view: View, form: AssignmentForm | None = None, problem: str = ""
) -> HttpResponse:
    found = head_for(actor, conversation_id, now=request.now)
    form = form or AssignmentForm(initial={"role": str(found.owner_id or "")})
    form.offer(colleagues_for(actor, now=request.now))
    page = AssignmentPage(_("Gi til en kollega"), concerning(found, view, request.now), form, problem)
    return render(request, "office/assignment.html", page, active="worklist", status=422 if problem else 200)


def _in_words(colleague: Colleague) -> str:
    mine = _(" (deg)") if colleague.is_me else ""
    return f"{colleague.name}{mine}, {colleague.title}"
