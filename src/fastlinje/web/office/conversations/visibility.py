"""Who besides the office may read a conversation about a child or a young person: hidden and shown, with a reason and a history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fastlinje.core.actor import Actor
from fastlinje.dialogue.commands.set_visibility import set_visibility
from fastlinje.dialogue.office_queries import head_for
from fastlinje.dialogue.office_views import OfficeConversation
from fastlinje.worklist.shielding import HIDE_REASONS, SHOW_REASONS, From, Mark, is_of_age, marks_of

from ...kit import STAFF, reading, render, requires
from .. import words
from ..worklist import conversation_href, view_named
from .asking import Concerning, concerning, is_post, refused_by

HIDDEN = {
    From.PARENTS.value: gettext_lazy("Skjult for foreldrene og andre som handler for pasienten."),
    From.PERSON.value: gettext_lazy("Skjult for pasienten."),
}
SHOWN = {
    From.PARENTS.value: gettext_lazy("Foreldrene kan lese samtalen."),
    From.PERSON.value: gettext_lazy("Pasienten kan lese samtalen."),
}
HEADINGS = {From.PARENTS.value: gettext_lazy("Foreldre"), From.PERSON.value: gettext_lazy("Pasienten selv")}
HIDE = {From.PARENTS.value: gettext_lazy("Skjul for foreldrene"), From.PERSON.value: gettext_lazy("Skjul for pasienten")}
SHOW = {From.PARENTS.value: gettext_lazy("Vis for foreldrene"), From.PERSON.value: gettext_lazy("Vis for pasienten")}


class ReasonForm(forms.Form):
    """Why it is hidden or shown from now on. One for each who may be kept out."""

    reason = forms.ChoiceField(label=gettext_lazy("Hvorfor?"), required=False, widget=forms.RadioSelect)

    def __init__(self, reasons: Mapping[str, str], hidden_from: str, data: Mapping[str, str] | None = None):
        super().__init__(data, auto_id=f"{hidden_from}_%s")
        self.fields["reason"].choices = [*reasons.items()]


@dataclass(frozen=True)
class Wall:
    """One who can be kept out: what is so now, and the way to change it. `refused` is why it cannot be changed."""

    heading: str
    now: str
    hidden_from: str
    hide: bool
    form: ReasonForm
    button: str
    refused: str


@dataclass(frozen=True)
class VisibilityPage:
    """Both walls and how they came to be."""

    title: str
    about: Concerning
    walls: tuple[Wall, ...]
    history: tuple[str, ...]
    problem: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF)
def conversation_visibility(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Look, or hide and show."""
    if not is_post(request):
        return _show(request, request.actor, conversation_id)
    hidden_from, hidden = request.POST.get("hidden_from", ""), request.POST.get("hidden") == "yes"
    form = ReasonForm(_reasons(hidden_from, hidden), hidden_from, request.POST)
    problem = refused_by(
        lambda: set_visibility(
            actor=request.actor,
            now=request.now,
            conversation_id=conversation_id,
            hidden_from=hidden_from,
            hidden=hidden,
            reason=request.POST.get("reason", ""),
        ),
        form,
    )
    if problem is None:
        return redirect(conversation_href(conversation_id, view_named(""), name="office_visibility"))
    with reading(request) as actor:
        return _show(request, actor, conversation_id, form=form, refused=hidden_from, problem=problem)


def readers(found: OfficeConversation, now: datetime) -> str:
    """One sentence for the conversation's own page."""
    without_parents = found.shielded or is_of_age(found.patient.birth_date, now)
    if without_parents and found.hidden_from_person:
        return _("Ingen utenfor kontoret kan lese samtalen.")
    if without_parents:
        return _("Skjult for foreldrene.")
    if found.hidden_from_person:
        return _("Foreldrene kan lese samtalen. Pasienten ser den ikke.")
    return _("Foreldrene kan lese samtalen.")


def _show(
    request: HttpRequest,
    actor: Actor,
    conversation_id: UUID,
    *,
    form: ReasonForm | None = None,
    refused: str = "",
    problem: str = "",
) -> HttpResponse:
    found = head_for(actor, conversation_id, now=request.now)
    walls = [_wall(From.PARENTS, found, found.shielded, request.now, form if refused == From.PARENTS else None)]
    if found.by_another or found.hidden_from_person:
        walls.append(_wall(From.PERSON, found, found.hidden_from_person, request.now, form if refused == From.PERSON else None))
    page = VisibilityPage(
        title=_("Hvem kan lese samtalen"),
        about=concerning(found, view_named(""), request.now),
        walls=tuple(walls),
        history=tuple(_line(each, request.now) for each in marks_of(actor, conversation_id)),
        problem=problem,
    )
    return render(request, "office/visibility.html", page, active="worklist", status=409 if form else 200)


def _wall(hidden_from: str, found: OfficeConversation, hidden: bool, now: datetime, form: ReasonForm | None) -> Wall:
    refused = ""
    if not found.is_readable:
        refused = _("Åpne henvendelsen først.")
    elif not hidden and is_of_age(found.patient.birth_date, now):
        refused = _("Pasienten har fylt 16 år. Foreldrene ser ingenting uten fullmakt.")
    return Wall(
        heading=str(HEADINGS[hidden_from]),
        now=str((HIDDEN if hidden else SHOWN)[hidden_from]),
        hidden_from=hidden_from,
        hide=not hidden,
        form=form or ReasonForm(_reasons(hidden_from, not hidden), hidden_from),
        button=str((SHOW if hidden else HIDE)[hidden_from]),
        refused=refused,
    )


def _reasons(hidden_from: str, hide: bool) -> Mapping[str, str]:
    return HIDE_REASONS.get(hidden_from, {}) if hide else SHOW_REASONS


def _line(each: Mark, now: datetime) -> str:
    reasons = _reasons(each.hidden_from, each.hidden)
    what = (HIDDEN if each.hidden else SHOWN)[each.hidden_from]
    return f"{words.when(each.marked_at, now)}: {what} {each.by_name}. {reasons.get(each.reason, '')}".strip()
