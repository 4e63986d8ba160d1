"""Where one is logged in, and logging out elsewhere. One page for citizens and one for staff: the two never see each other's."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from fastlinje.core.refusal import NotFound
from fastlinje.people.commands.end_own_sessions import end_other_sessions, end_own_session
from fastlinje.people.own_sessions import OpenSession, own_sessions_for

from ...citizen.words import when
from ...components.shapes import Fact
from ...kit import CITIZEN_SELF, STAFF_CHOOSING, render, requires, uuid_or_none

OTHERS = "others"


@dataclass(frozen=True)
class SessionCard:
    """One login. `value` is what its button sends; the one in use has none."""

    title: str
    facts: tuple[Fact, ...]
    is_this: bool
    value: str


@dataclass(frozen=True)
class OwnSessionsPage:
    """All of them. `notice` is what came of the last press; `all_value` is empty when there is nothing else to end."""

    title: str
    base: str
    notice: str
    cards: tuple[SessionCard, ...]
    all_value: str
    back_href: str
    back_text: str


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CITIZEN_SELF)
def own_sessions(request: HttpRequest) -> HttpResponse:
    """A citizen's logins."""
    return _page(request, "own_sessions", "citizen_base.html", ("profile", _("Til profilen")))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(STAFF_CHOOSING)
def office_own_sessions(request: HttpRequest) -> HttpResponse:
    """The same for those who work at an office."""
    return _page(request, "office_own_sessions", "office_base.html", ("office_home", _("Tilbake")))


def _page(request: HttpRequest, name: str, base: str, back: tuple[str, str]) -> HttpResponse:
    if request.method == "POST":
        ended = _end(request, request.POST.get("end", ""))
        return redirect(f"{reverse(name)}?{urlencode({'avsluttet': ended})}")
    sessions = own_sessions_for(request.actor, now=request.now)
    page = OwnSessionsPage(
        title=_("Her er du logget inn"),
        base=base,
        notice=_notice(request.GET.get("avsluttet", "")),
        cards=tuple(_card(session, request.now) for session in sessions),
        all_value=OTHERS if len(sessions) > 2 else "",
        back_href=reverse(back[0]),
        back_text=back[1],
    )
    return render(request, "login/own_sessions.html", page, active="profile")


def _end(request: HttpRequest, which: str) -> int:
    if which == OTHERS:
        return end_other_sessions(actor=request.actor, now=request.now)
    session_id = uuid_or_none(which)
    if session_id is None:
        raise NotFound
    end_own_session(actor=request.actor, now=request.now, session_id=session_id)
    return 1


def _notice(ended: str) -> str:
    number = int(ended) if ended.isascii() and ended.isdigit() and len(ended) < 4 else 0
    return ngettext("%d innlogging er avsluttet.", "%d innlogginger er avsluttet.", number) % number if number else ""


def _card(session: OpenSession, now: datetime) -> SessionCard:
    minutes = max(1, round((session.ends_at - now).total_seconds() / 60))
    left = ngettext("%d minutt hvis den ikke brukes", "%d minutter hvis den ikke brukes", minutes) % minutes
    return SessionCard(
        title=_("Denne nettleseren") if session.is_this else _("En annen nettleser"),
        facts=(
            Fact(_("Logget inn"), when(session.started_at, now)),
            Fact(_("Sist brukt"), when(session.last_seen_at, now)),
            Fact(_("Logges ut om"), left),
        ),
        is_this=session.is_this,
        value="" if session.is_this else str(session.id),
    )
