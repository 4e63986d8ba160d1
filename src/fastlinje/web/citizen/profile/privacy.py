"""Privacy: what the person has chosen, what it means, and taking it back."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.clock import oslo_date
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.commands.withdraw_consent import withdraw_consent
from fastlinje.dialogue.leaving import written_here
from fastlinje.exports.rules import whom
from fastlinje.people.queries import ConsentChoice, addresses_for, consents_for
from fastlinje.people.rules import check_may_choose
from fastlinje.scheduling.leaving import kept_here

from ...components.shapes import Column, Row
from ...kit import CITIZEN_CONSENTING, reading, render, requires
from .. import consent_words, words
from ..consent_words import NAMES
from .leaving_words import disappears, if_none, stays


@dataclass(frozen=True)
class PrivacyPage:
    """The level in force for whom the page concerns, how to change it, and every choice made.

    not_mine  whose choice it is, for the young
    """

    title: str
    notice: str
    chosen_heading: str
    current: str
    meaning: str
    not_mine: str
    raise_href: str
    lower_href: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    back_href: str
    back_text: str


class LowerForm(forms.Form):
    """The level to go down to."""

    level = forms.ChoiceField(
        label=gettext_lazy("Hva vil du ha i stedet?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Velg ett av alternativene."),
            "invalid_choice": gettext_lazy("Velg ett av alternativene."),
        },
    )


@dataclass(frozen=True)
class WithdrawPage:
    """What disappears and what stays, before it is done. `if_none`: what goes too with no access at all.

    copies_href  "" when the actor may have no copy about them
    """

    title: str
    form: LowerForm
    hints: dict[str, str]
    disappears: tuple[str, ...]
    if_none: tuple[str, ...]
    stays: tuple[str, ...]
    copies_href: str
    back_href: str


@require_safe
@requires(CITIZEN_CONSENTING)
def privacy(request: HttpRequest) -> HttpResponse:
    """Personvern."""
    actor, current, not_mine = request.actor, request.actor.subject_consent, _not_mine(request.actor)
    page = PrivacyPage(
        title=_("Personvern"),
        notice=_("Valget ditt er lagret.") if request.GET.get("nytt") == "lagret" else "",
        chosen_heading=_("Valgt for %s") % actor.acting_for.name if actor.acting_for else _("Du har valgt"),
        current=str(NAMES[current]),
        meaning=consent_words.meaning(actor, current),
        not_mine=not_mine,
        raise_href="" if not_mine or current is ConsentLevel.FULL else f"{reverse('consent')}?next={reverse('privacy')}",
        lower_href=reverse("consent_withdrawal") if _below(current) and not not_mine else "",
        columns=(Column(_("Når")), Column(_("Valg")), Column(_("Før"))),
        rows=tuple(_row(choice, request.now) for choice in consents_for(actor)),
        back_href=reverse(_menu(actor)),
        back_text=_("Bytt person") if actor.acting_for else _("Til profilen"),
    )
    return render(request, "citizen/profile/privacy.html", page, active=_menu(request.actor))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_CONSENTING)
def consent_withdrawal(request: HttpRequest) -> HttpResponse:
    """Show what disappears; POST does it."""
    if not _below(request.actor.subject_consent) or _not_mine(request.actor):
        return redirect("privacy")
    if request.method != "POST":
        return _ask(request, _form(request))
    form = _form(request, request.POST)
    if not form.is_valid():
        with reading(request):
            return _ask(request, form, status=422)
    try:
        withdraw_consent(actor=request.actor, now=request.now, level=ConsentLevel(form.cleaned_data["level"]))
    except Refused as refusal:
        if refusal.code != "consent_not_lowered":  # done already, in another window
            raise
    return redirect(reverse("privacy") + "?nytt=lagret")


def _menu(actor: Actor) -> str:
    """The main menu's entry one comes from."""
    return "people" if actor.acting_for else "profile"


def _not_mine(actor: Actor) -> str:
    try:
        check_may_choose(actor)
    except Refused as refusal:
        return str(refusal.sentence)
    return ""


def _below(level: ConsentLevel) -> list[ConsentLevel]:
    order = [ConsentLevel.NONE, ConsentLevel.BASIS, ConsentLevel.FULL]
    return order[: order.index(level)][::-1] if level in order else []


def _form(request: HttpRequest, data: object = None) -> LowerForm:
    form = LowerForm(data)
    form.fields["level"].choices = [(level.value, NAMES[level]) for level in _below(request.actor.subject_consent)]
    return form


def _ask(request: HttpRequest, form: LowerForm, *, status: int = 200) -> HttpResponse:
    actor = request.actor
    written, kept = written_here(actor), kept_here(actor, now=request.now)
    page = WithdrawPage(
        title=_("Vil du trekke tilbake samtykket?"),
        form=form,
        hints={level.value: consent_words.meaning(actor, level) for level in _below(actor.subject_consent)},
        disappears=disappears(actor.acting_for, written, kept),
        if_none=if_none(actor.acting_for, len(addresses_for(actor)), oslo_date(request.now)),
        stays=stays(actor.acting_for, written, kept),
        copies_href=reverse("data_copies") if actor.subject_id in whom(actor) else "",
        back_href=reverse("privacy"),
    )
    return render(request, "citizen/profile/withdraw_consent.html", page, active=_menu(request.actor), status=status)


def _row(choice: ConsentChoice, now: datetime) -> Row:
    return Row((words.when(choice.given_at, now), str(NAMES[choice.level]), str(NAMES[choice.previous])))
