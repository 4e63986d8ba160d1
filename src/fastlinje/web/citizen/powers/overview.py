"""All powers of attorney of a person, from both sides."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from fastlinje.core.clock import oslo_date
from fastlinje.people.power_rules import why_not_give
from fastlinje.people.powers import LASTING, Power, powers_for
from fastlinje.people.registered_powers import RegisteredPower, registered_powers

from ...components.lists import badge
from ...components.shapes import Column, Row
from ...kit import CITIZEN_LOGGED_IN, render, requires
from ...moments import when
from ...power_words import BASES, period_in_words, scopes_in_words, state_badge
from .own_matters import own_matters

NOTICES = {
    "gitt": gettext_lazy("Fullmakten er gitt. Den gjelder fra personen logger inn og sier ja."),
    "endret": gettext_lazy("Fullmakten er endret."),
    "avsluttet": gettext_lazy("Fullmakten er avsluttet. Den kan ikke brukes lenger."),
    "tatt-imot": gettext_lazy("Du har tatt imot fullmakten."),
    "takket-nei": gettext_lazy("Du har takket nei til fullmakten."),
}


@dataclass(frozen=True)
class Offer:
    """Somebody waits for an answer."""

    heading: str
    text: str
    href: str


@dataclass(frozen=True)
class PowersPage:
    """Offers first, then those that last, then the rest."""

    title: str
    notice: str
    offers: tuple[Offer, ...]
    columns: tuple[Column, ...]
    given: tuple[Row, ...]
    held: tuple[Row, ...]
    earlier: tuple[Row, ...]
    registered_columns: tuple[Column, ...]
    registered_over_me: tuple[Row, ...]
    registered_mine: tuple[Row, ...]
    new_href: str
    refused: str
    back_href: str


@require_safe
@requires(CITIZEN_LOGGED_IN)
@own_matters
def powers_of_attorney(request: HttpRequest) -> HttpResponse:
    """Fullmakter."""
    powers = powers_for(request.actor, now=request.now)
    registered = registered_powers(now=request.now)
    page = PowersPage(
        title=_("Fullmakter"),
        notice=str(NOTICES.get(request.GET.get("nytt", ""), "")),
        offers=tuple(_offer(power) for power in powers.offered),
        columns=(Column(_("Hvem")), Column(_("Gjelder")), Column(_("Tid")), Column(_("Status"))),
        given=tuple(_row(power) for power in powers.given if power.state in LASTING),
        held=tuple(_row(power) for power in powers.held if power.state in LASTING),
        earlier=tuple(_row(power, tell_side=True) for power in (*powers.given, *powers.held) if power.state not in LASTING),
        registered_columns=(Column(_("Hvem")), Column(_("Grunnlag")), Column(_("Gjelder")), Column(_("Kilde"))),
        registered_over_me=tuple(_registered(power, request.now) for power in registered if not power.is_mine),
        registered_mine=tuple(_registered(power, request.now) for power in registered if power.is_mine),
        new_href=reverse("power_of_attorney_new"),
        refused=why_not_give(request.actor, oslo_date(request.now)),
        back_href=reverse("profile"),
    )
    return render(request, "citizen/powers/overview.html", page, active="profile")


def _registered(power: RegisteredPower, now: datetime) -> Row:
    source = _("%(register)s, sjekket %(when)s") % {"register": power.source, "when": when(power.checked_at, now)}
    return Row((power.other_name, str(BASES[power.basis]), scopes_in_words(power.scopes), source))


def _offer(power: Power) -> Offer:
    return Offer(
        _("%s vil gi deg fullmakt") % power.other_name,
        scopes_in_words(power.scopes),
        reverse("power_of_attorney", args=[power.id]),
    )


def _row(power: Power, *, tell_side: bool = False) -> Row:
    name = power.other_name
    if tell_side:
        name = _("Til %s") % name if power.is_mine_to_give else _("Fra %s") % name
    cells = (
        name,
        scopes_in_words(power.scopes),
        period_in_words(power.start_date, power.end_date),
        badge(badge=state_badge(power.state, usable=power.usable)),
    )
    return Row(cells, href=reverse("power_of_attorney", args=[power.id]))
