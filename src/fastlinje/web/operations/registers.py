"""How the register of representation is asked, and asking it now."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from fastlinje.core.refusal import Refused
from fastlinje.people.commands.ask_for_register_round import ask_for_register_round
from fastlinje.people.register_status import RegisterStatus, register_status_for
from fastlinje.web.components.shapes import Fact
from fastlinje.web.kit import OPERATOR, reading, render, requires

from .overview import moment_in_words

_ASKED = "spurt"


@dataclass(frozen=True)
class RegistersPage:
    """The register's sources and its last round.

    alarms  what somebody must look into
    error   the place in the register's answer that cannot be used, as the reader gives it
    """

    title: str
    alarms: tuple[str, ...]
    error: str
    asked: bool
    refused: str
    facts: tuple[Fact, ...]
    may_ask: bool
    ask_action: str


@require_safe
@requires(OPERATOR)
def registers(request: HttpRequest) -> HttpResponse:
    """Which sources, when they were last asked, how it went, how many wait."""
    return render(request, "operations/registers.html", _page(request), active="registers")


@require_POST
@requires(OPERATOR)
def registers_ask(request: HttpRequest) -> HttpResponse:
    """Ask the register about everybody, as soon as the worker can."""
    try:
        ask_for_register_round(actor=request.actor, now=request.now)
    except Refused as refusal:
        with reading(request):
            page = _page(request, refused=refusal.sentence)
        return render(request, "operations/registers.html", page, active="registers", status=409)
    return redirect(f"{reverse('registers')}?{_ASKED}=1")


def _page(request: HttpRequest, *, refused: str = "") -> RegistersPage:
    status = register_status_for(request.actor, now=request.now)
    return RegistersPage(
        title=_("Registre"),
        alarms=tuple(_alarms(status)),
        error=status.last.error if status.last else "",
        asked=_ASKED in request.GET,
        refused=refused,
        facts=_facts(status),
        may_ask=bool(status.sources),
        ask_action=reverse("registers_ask"),
    )


def _alarms(status: RegisterStatus) -> list[str]:
    found = []
    if status.sources and status.due:
        sentence = ngettext("%(count)s person venter på sjekk.", "%(count)s personer venter på sjekk.", status.due)
        found.append(sentence % {"count": status.due})
    if status.last and status.last.disagreements:
        found.append(_("To kilder er uenige. Det som gir minst tilgang, gjelder."))
    return found


def _facts(status: RegisterStatus) -> tuple[Fact, ...]:
    names = {"file": _("Fil"), "service": _("Tjeneste")}
    last = status.last
    return (
        Fact(_("Kilder"), ", ".join(names[source] for source in status.sources) or _("Ingen")),
        Fact(_("Sist sjekket"), moment_in_words(last.at if last else None)),
        Fact(_("Personer som sjekkes hver gang"), str(status.people)),
        Fact(_("Personer som venter på sjekk"), str(status.due)),
        Fact(_("Endret sist"), str(last.changed) if last else "–"),
        Fact(_("Uendret sist"), str(last.same) if last else "–"),
        Fact(_("Uten svar sist"), str(last.no_answer) if last else "–"),
        Fact(_("Steder der kildene er uenige"), str(last.disagreements) if last else "–"),
    )
