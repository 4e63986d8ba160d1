"""Privacy: what the person has chosen, what it means, and taking it back."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from fastlinje.core.actor import ConsentLevel
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.citizen_queries import drafts_for
from fastlinje.dialogue.commands.withdraw_consent import withdraw_consent
from fastlinje.people.queries import ConsentChoice, consents_for

from ...components.shapes import Column, Row
from ...kit import CITIZEN_SELF, reading, render, requires
from .. import words
from ..consent import MEANING, NAMES


@dataclass(frozen=True)
class PrivacyPage:
    """The level in force, how to change it, and every choice made."""

    title: str
    notice: str
    current: str
    meaning: str
    raise_href: str
    lower_href: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    back_href: str


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
    """What disappears and what stays, before it is done."""

    title: str
    form: LowerForm
    hints: dict[str, str]
    disappears: tuple[str, ...]
    stays: tuple[str, ...]
    back_href: str


@require_safe
@requires(CITIZEN_SELF)
def privacy(request: HttpRequest) -> HttpResponse:
    """Personvern."""
    current = request.actor.consent
    page = PrivacyPage(
        title=_("Personvern"),
        notice=_("Valget ditt er lagret.") if request.GET.get("nytt") == "lagret" else "",
        current=str(NAMES[current]),
        meaning=str(MEANING.get(current, "")),
        raise_href="" if current is ConsentLevel.FULL else f"{reverse('consent')}?next={reverse('privacy')}",
        lower_href=reverse("consent_withdrawal") if _below(current) else "",
        columns=(Column(_("Når")), Column(_("Valg")), Column(_("Før"))),
        rows=tuple(_row(choice, request.now) for choice in consents_for(request.actor)),
        back_href=reverse("profile"),
    )
    return render(request, "citizen/profile/privacy.html", page, active="profile")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_SELF)
def consent_withdrawal(request: HttpRequest) -> HttpResponse:
    """Show what disappears; POST does it."""
    if not _below(request.actor.consent):
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


def _below(level: ConsentLevel) -> list[ConsentLevel]:
    order = [ConsentLevel.NONE, ConsentLevel.BASIS, ConsentLevel.FULL]
    return order[: order.index(level)][::-1] if level in order else []


def _form(request: HttpRequest, data: object = None) -> LowerForm:
    form = LowerForm(data)
    form.fields["level"].choices = [(level.value, NAMES[level]) for level in _below(request.actor.consent)]
    return form


def _ask(request: HttpRequest, form: LowerForm, *, status: int = 200) -> HttpResponse:
    page = WithdrawPage(
        title=_("Vil du trekke tilbake samtykket?"),
        form=form,
        hints={level.value: str(MEANING[level]) for level in _below(request.actor.consent)},
        disappears=_disappears(len(drafts_for(request.actor))),
        stays=(
            _("Det du allerede har sendt. Det ligger i journalen hos legekontoret."),
            _("At du har gitt og trukket tilbake samtykke, og loggen over hvem som har sett hva."),
        ),
        back_href=reverse("privacy"),
    )
    return render(request, "citizen/profile/withdraw_consent.html", page, active="profile", status=status)


def _disappears(drafts: int) -> tuple[str, ...]:
    lines = [_("Du kan ikke lenger skrive til legen eller lese svar her."), _("Du får ikke beskjeder på e-post eller SMS.")]
    if drafts:
        sentence = ngettext(
            "%d utkast slettes, med filer og svar på skjemaer.", "%d utkast slettes, med filer og svar på skjemaer.", drafts
        )
        lines.append(sentence % drafts)
    return tuple(lines)


def _row(choice: ConsentChoice, now: datetime) -> Row:
    return Row((words.when(choice.given_at, now), str(NAMES[choice.level]), str(NAMES[choice.previous])))
