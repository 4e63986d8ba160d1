"""The young person's own buttons: my parents may see this, or not. The same for conversations and appointments."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.refusal import NotFound, Refused

TOLD = {
    "skjult": gettext_lazy("Foreldrene dine kan ikke se dette."),
    "vist": gettext_lazy("Foreldrene dine kan se dette nå."),
    "kontoret": gettext_lazy("Legekontoret har skjult dette for foreldrene dine. Snakk med dem hvis du vil vise det."),
}


def notice_variant(told: str) -> str:
    """How a notice looks: one that says no is not drawn as a success."""
    return "warning" if told == "kontoret" else "success"


def who_sees(*, shielded: bool) -> str:
    """What stands beside the button."""
    return _("Foreldrene dine ser ikke dette.") if shielded else _("Foreldrene dine kan se dette.")


def hide_or_show(request: HttpRequest, command: Callable[..., object], href: str) -> HttpResponse:
    """Do what the button says, and tell how it went on the thing's own page, which is at `href`."""
    shielded = request.POST.get("shielded") == "yes"
    try:
        command(actor=request.actor, now=request.now, shielded=shielded)
    except NotFound:
        raise
    except Refused:
        told = "kontoret"
    else:
        told = "skjult" if shielded else "vist"
    return redirect(f"{href}?nytt={told}")
