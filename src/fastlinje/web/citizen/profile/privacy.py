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

from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.commands.withdraw_consent import withdraw_consent
from fastlinje.dialogue.leaving import WrittenHere, written_here
from fastlinje.people.queries import ConsentChoice, addresses_for, consents_for
from fastlinje.people.rules import check_may_choose
from fastlinje.scheduling.leaving import KeptHere, kept_here

from ...components.shapes import Column, Row
from ...kit import CITIZEN_SELF, reading, render, requires
from .. import words
from ..consent import MEANING, NAMES


@dataclass(frozen=True)
class PrivacyPage:
    """The level in force, how to change it, and every choice made. `not_mine`: whose choice it is, for the young."""

    title: str
    notice: str
    current: str
    meaning: str
    not_mine: str
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
    """What disappears and what stays, before it is done. `if_none`: what goes too with no access at all."""

    title: str
    form: LowerForm
    hints: dict[str, str]
    disappears: tuple[str, ...]
    if_none: tuple[str, ...]
    stays: tuple[str, ...]
    copies_href: str
    back_href: str


@require_safe
@requires(CITIZEN_SELF)
def privacy(request: HttpRequest) -> HttpResponse:
    """Personvern."""
    current, not_mine = request.actor.consent, _not_mine(request.actor)
    page = PrivacyPage(
        title=_("Personvern"),
        notice=_("Valget ditt er lagret.") if request.GET.get("nytt") == "lagret" else "",
        current=str(NAMES[current]),
        meaning=str(MEANING.get(current, "")),
        not_mine=not_mine,
        raise_href="" if not_mine or current is ConsentLevel.FULL else f"{reverse('consent')}?next={reverse('privacy')}",
        lower_href=reverse("consent_withdrawal") if _below(current) and not not_mine else "",
        columns=(Column(_("Når")), Column(_("Valg")), Column(_("Før"))),
        rows=tuple(_row(choice, request.now) for choice in consents_for(request.actor)),
        back_href=reverse("profile"),
    )
    return render(request, "citizen/profile/privacy.html", page, active="profile")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_SELF)
def consent_withdrawal(request: HttpRequest) -> HttpResponse:
    """Show what disappears; POST does it."""
    if not _below(request.actor.consent) or _not_mine(request.actor):
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
    form.fields["level"].choices = [(level.value, NAMES[level]) for level in _below(request.actor.consent)]
    return form


def _ask(request: HttpRequest, form: LowerForm, *, status: int = 200) -> HttpResponse:
    written, kept = written_here(request.actor), kept_here(request.actor, now=request.now)
    page = WithdrawPage(
        title=_("Vil du trekke tilbake samtykket?"),
        form=form,
        hints={level.value: str(MEANING[level]) for level in _below(request.actor.consent)},
        disappears=_disappears(written) + _let_go(kept),
        if_none=_if_none(len(addresses_for(request.actor))),
        stays=_stays(written) + _stays_booked(kept),
        copies_href=reverse("data_copies"),
        back_href=reverse("privacy"),
    )
    return render(request, "citizen/profile/withdraw_consent.html", page, active="profile", status=status)


def _disappears(written: WrittenHere) -> tuple[str, ...]:
    lines = [
        _("Du kan ikke lenger skrive til legen eller lese svar her."),
        _("Du får ikke beskjed når legekontoret svarer. Varsler som venter, blir ikke sendt."),
        _("De som har fullmakt fra deg, kan ikke bruke den."),
        _("Kopier du har bestilt av opplysningene dine, slettes."),
    ]
    if written.drafts:
        drafts = ngettext("%d utkast slettes, med svar på skjemaer.", "%d utkast slettes, med svar på skjemaer.", written.drafts)
        lines.append(drafts % written.drafts)
    if written.files:
        files = ngettext("%d fil i utkastene slettes.", "%d filer i utkastene slettes.", written.files)
        lines.append(files % written.files)
    return tuple(lines)


def _let_go(kept: KeptHere) -> tuple[str, ...]:
    lines = []
    if kept.held:
        lines.append(_("Timen du holder på å bestille, blir ledig for andre."))
    if kept.offered:
        offered = ngettext(
            "%d tid som er holdt av til deg, blir ledig for andre.",
            "%d tider som er holdt av til deg, blir ledige for andre.",
            kept.offered,
        )
        lines.append(offered % kept.offered)
    if kept.waiting:
        lines.append(_("Du blir tatt av ventelisten for tidligere time."))
    return tuple(lines)


def _stays_booked(kept: KeptHere) -> tuple[str, ...]:
    lines = []
    if kept.booked:
        booked = ngettext(
            "%d time du har bestilt. Ring legekontoret hvis du vil avbestille.",
            "%d timer du har bestilt. Ring legekontoret hvis du vil avbestille.",
            kept.booked,
        )
        lines.append(booked % kept.booked)
    if kept.requests:
        lines.append(_("Det du har bedt om time til. Ring legekontoret hvis du ikke vil ha time likevel."))
    return tuple(lines)


def _if_none(addresses: int) -> tuple[str, ...]:
    lines = [_("Du får ingen varsler i det hele tatt, og valget ditt av varsler slettes.")]
    if addresses:
        kept = ngettext("%d adresse for varsler slettes.", "%d adresser for varsler slettes.", addresses)
        lines.append(kept % addresses)
    return tuple(lines)


def _stays(written: WrittenHere) -> tuple[str, ...]:
    sent = _("Det du har sendt. Legekontoret har plikt til å ta vare på det i journalen.")
    if written.conversations:
        sent = ngettext(
            "%d samtale blir hos legekontoret. De har plikt til å ta vare på den i journalen.",
            "%d samtaler blir hos legekontoret. De har plikt til å ta vare på dem i journalen.",
            written.conversations,
        )
        sent %= written.conversations
    lines = [sent, _("At du har gitt og trukket tilbake samtykke, og loggen over hvem som har sett hva.")]
    if written.open_conversations:
        waiting = ngettext(
            "%d samtale er ikke avsluttet. Ring legekontoret for å få svar.",
            "%d samtaler er ikke avsluttet. Ring legekontoret for å få svar.",
            written.open_conversations,
        )
        lines.append(waiting % written.open_conversations)
    return tuple(lines)


def _row(choice: ConsentChoice, now: datetime) -> Row:
    return Row((words.when(choice.given_at, now), str(NAMES[choice.level]), str(NAMES[choice.previous])))
