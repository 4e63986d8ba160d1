"""Who besides the office may see something about a child or a young person: hidden and shown, with a reason and a history.

One page for conversations and appointments; each gives `visibility` its own row and its own command.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Actor
from fastlinje.worklist.shielding import HIDE_REASONS, SHOW_REASONS, From, Mark, is_of_age

from ..kit import reading, render
from . import words
from .conversations.asking import is_post, refused_by

HIDDEN = {
    From.PARENTS.value: gettext_lazy("Skjult for foreldrene og andre som handler for pasienten."),
    From.PERSON.value: gettext_lazy("Skjult for pasienten."),
}
SHOWN = {
    From.PARENTS.value: gettext_lazy("Foreldrene kan se dette."),
    From.PERSON.value: gettext_lazy("Pasienten kan se dette."),
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
class Walled:
    """The thing as it is now. `refused` is why nothing can be hidden yet; by_another: others than the patient made it."""

    title: str
    kicker: str
    lead: str
    back: str
    back_text: str
    born: date
    shielded: bool
    hidden_from_person: bool
    by_another: bool
    refused: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class VisibilityPage:
    """Both walls and how they came to be."""

    title: str
    kicker: str
    lead: str
    back: str
    back_text: str
    walls: tuple[Wall, ...]
    history: tuple[str, ...]
    problem: str


def visibility(
    request: HttpRequest, active: str, *, find: Callable[[Actor], Walled], change: Callable[..., object], done: str
) -> HttpResponse:
    """Look, or hide and show.

    find    reads the thing
    change  the command; is given hidden_from, hidden and reason
    done    where to go when it is changed
    """
    if not is_post(request):
        return _show(request, active, find(request.actor))
    hidden_from, hidden = request.POST.get("hidden_from", ""), request.POST.get("hidden") == "yes"
    form = ReasonForm(_reasons(hidden_from, hidden), hidden_from, request.POST)
    act = {"actor": request.actor, "now": request.now, "reason": request.POST.get("reason", "")}
    problem = refused_by(lambda: change(**act, hidden_from=hidden_from, hidden=hidden), form)
    if problem is None:
        return redirect(done)
    with reading(request) as actor:
        return _show(request, active, find(actor), form=form, refused=hidden_from, problem=problem)


def readers(*, shielded: bool, hidden_from_person: bool, born: date, now: datetime) -> str:
    """One sentence for the thing's own page; nothing for the grown, of whom nothing is hidden."""
    if is_of_age(born, now) and not (shielded or hidden_from_person):
        return ""
    without_parents = shielded or is_of_age(born, now)
    if without_parents and hidden_from_person:
        return _("Ingen utenfor kontoret kan se dette.")
    if without_parents:
        return _("Skjult for foreldrene.")
    if hidden_from_person:
        return _("Foreldrene kan se dette. Pasienten ser det ikke.")
    return _("Foreldrene kan se dette.")


def _show(
    request: HttpRequest, active: str, found: Walled, *, form: ReasonForm | None = None, refused: str = "", problem: str = ""
) -> HttpResponse:
    walls = [_wall(From.PARENTS, found, found.shielded, request.now, form if refused == From.PARENTS else None)]
    if found.by_another or found.hidden_from_person:
        walls.append(_wall(From.PERSON, found, found.hidden_from_person, request.now, form if refused == From.PERSON else None))
    page = VisibilityPage(
        title=found.title,
        kicker=found.kicker,
        lead=found.lead,
        back=found.back,
        back_text=found.back_text,
        walls=tuple(walls),
        history=tuple(_line(each, request.now) for each in found.marks),
        problem=problem,
    )
    return render(request, "office/visibility.html", page, active=active, status=409 if form else 200)


def _wall(hidden_from: str, found: Walled, hidden: bool, now: datetime, form: ReasonForm | None) -> Wall:
    refused = found.refused
    if not refused and not hidden and is_of_age(found.born, now):
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
    why = f" {reasons[each.reason]}." if each.reason in reasons else ""
    return f"{words.when(each.marked_at, now)}: {what} {each.by_name}.{why}"
