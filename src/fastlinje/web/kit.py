"""What every view is made with: who may come (`requires`), what every page says (`render`), and where a form goes next.

A view reads input, calls one command or some queries, builds a page, renders. For GET and HEAD `requires` opens the one
transaction and enters the gate; for POST it only finds out who it is, since commands open transactions of their own, and
a view that shows its form again reads inside `with reading(request):`.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.shortcuts import render as django_render
from django.urls import reverse
from django.utils.translation import gettext as _

from fastlinje.audit import gate
from fastlinje.core import clock
from fastlinje.core.actor import Actor, Capacity, ConsentLevel, Entry, Face, OwnAccess, Represented, Scope
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.people.commands.start_session import key_hash

from .frame import chrome_for
from .language import speak_with

COOKIES = {Face.CITIZEN: "__Host-fl_citizen", Face.STAFF: "__Host-fl_staff"}
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Access:
    """Who may open a page.

    consent        what a citizen must have consented to
    self_only      about the person who is logged in: whoever acts for another has to switch back first
    as_self        the same, but the page is simply shown for themselves: what they act by needs it
    scope          what somebody who acts for another must be allowed to do for them
    choose_office  lets staff in who have not chosen an office yet
    choose_person  lets in a child with no access of their own who may act for somebody: a mother of 15
    """

    name: str
    face: Face | None = None
    capacities: frozenset[Capacity] = frozenset()
    consent: ConsentLevel | None = None
    scope: Scope | None = None
    self_only: bool = False
    as_self: bool = False
    choose_office: bool = False
    choose_person: bool = False


ANYONE = Access("anyone")
CITIZEN = Access("citizen", Face.CITIZEN, frozenset({Capacity.CITIZEN}), ConsentLevel.FULL, Scope.DIALOGUE)
CITIZEN_APPOINTMENTS = Access(
    "citizen_appointments", Face.CITIZEN, frozenset({Capacity.CITIZEN}), ConsentLevel.FULL, Scope.APPOINTMENTS
)
CITIZEN_BASIS = Access("citizen_basis", Face.CITIZEN, frozenset({Capacity.CITIZEN}), ConsentLevel.BASIS)
CITIZEN_CONSENTING = Access("citizen_consenting", Face.CITIZEN, frozenset({Capacity.CITIZEN}), scope=Scope.CONSENT)
CITIZEN_AS_SELF = Access("citizen_as_self", Face.CITIZEN, frozenset({Capacity.CITIZEN}), as_self=True)
CITIZEN_LOGGED_IN = Access("citizen_logged_in", Face.CITIZEN, frozenset({Capacity.CITIZEN}))
CITIZEN_CHOOSING = Access("citizen_choosing", Face.CITIZEN, frozenset({Capacity.CITIZEN}), choose_person=True)
CITIZEN_SELF = Access("citizen_self", Face.CITIZEN, frozenset({Capacity.CITIZEN}), self_only=True)
STAFF = Access("staff", Face.STAFF, frozenset({Capacity.STAFF}))
STAFF_OR_ADMIN = Access("staff_or_admin", Face.STAFF, frozenset({Capacity.STAFF, Capacity.ADMIN}))
STAFF_CHOOSING = Access("staff_choosing", Face.STAFF, frozenset({Capacity.STAFF, Capacity.ADMIN}), choose_office=True)
ADMIN = Access("admin", Face.ADMIN, frozenset({Capacity.ADMIN}))
OPERATOR = Access("operator", Face.OPERATOR, frozenset({Capacity.OPERATOR}))


def requires(access: Access, *, poll: bool = False) -> Callable[[Callable], Callable]:
    """State who may open a view; a view without it is never run.

    poll  the page asks by itself: it must not keep a session alive
    Sets  request.actor, the only identity; request.now, the moment of the request
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def run(request: HttpRequest, **arguments: Any) -> HttpResponse:
            request.now = clock.now()
            request.face = access.face
            if access.face is None:
                request.actor = Actor.anonymous()
                return _answer(view, request, arguments)
            if request.method in SAFE:
                with _entered(request, access, touch=not poll):
                    return _refused(request, access) or _answer(view, request, arguments)
            entry = entry_of(request, access.face)
            identify = functools.partial(gate.identify, now=request.now, touch=not poll)
            request.actor = _who(identify, entry, access) if entry else Actor.anonymous()
            speak_with(request.actor, request)  # what is wrong with a form is said in the language the form was read in
            return _refused(request, access) or _answer(view, request, arguments)

        run.requires = access
        return run

    return decorate


def reading(request: HttpRequest) -> AbstractContextManager[Actor]:
    """A transaction for showing a form again after POST."""
    return gate.reading(request.actor, now=request.now)


def render(request: HttpRequest, template: str, page: object, *, active: str = "", status: int = 200) -> HttpResponse:
    """Render a page (frozen dataclass with at least `title`). Templates see `page` and `chrome`; they may not ask the database."""
    context = {"page": page, "chrome": chrome_for(request, active=active)}
    with connection.execute_wrapper(_no_sql):
        return django_render(request, template, context, status=status)


def concerning(request: HttpRequest, person_id: UUID) -> None:
    """Let the page say whom its thing concerns, and its forms send it. A person may open what concerns another from a list of
    several people's things, while the session acts for a third (F-100, AD-29)."""
    request.concerns = person_id


def entry_of(request: HttpRequest, face: Face) -> Entry | None:
    """How this browser comes in at a face, if it has a session's key.

    A form says whom it concerns, so that a person who switched in another window stores for whom this form showed (AD-29).
    """
    key = request.COOKIES.get(COOKIES[Face.CITIZEN if face is Face.CITIZEN else Face.STAFF])
    if not key:
        return None
    concerns = request.POST.get("concerns", "") if face is Face.CITIZEN and request.method not in SAFE else ""
    return Entry(Capacity.ANONYMOUS, face, key_hash(key), uuid_or_none(concerns))


def uuid_or_none(text: str) -> UUID | None:
    """The id in a text from outside; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def wants_json(request: HttpRequest) -> bool:
    """True for our own scripts, which cannot follow a redirect to a login page."""
    return "application/json" in request.headers.get("Accept", "")


def login_href(request: HttpRequest, face: Face | None = None) -> str:
    """Where to log in and come back from; a POST comes back to the page its form stands on."""
    name = "login_citizen" if (face or request.face) in (None, Face.CITIZEN) else "login_staff"
    return f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}"


@contextmanager
def _entered(request: HttpRequest, access: Access, *, touch: bool) -> Iterator[None]:
    entry = entry_of(request, access.face)
    if entry is None:
        request.actor = Actor.anonymous()
        yield
        return
    with transaction.atomic():
        request.actor = _who(functools.partial(gate.enter, now=request.now, touch=touch), entry, access)
        speak_with(request.actor, request)
        yield


def _who(enter: Callable[[Entry], Actor], entry: Entry, access: Access) -> Actor:
    actor = enter(entry)
    return enter(replace(entry, subject_id=actor.person_id)) if access.as_self and actor.acting_for else actor


def _answer(view: Callable[..., HttpResponse], request: HttpRequest, arguments: dict[str, Any]) -> HttpResponse:
    try:
        return view(request, **arguments)
    except NotFound:
        raise Http404 from None
    except Refused as refusal:
        if refusal.code != "session_ended":
            raise
        request.actor = Actor.anonymous()  # it ended between finding out who it is and acting
        return _log_in_first(request)


def _refused(request: HttpRequest, access: Access) -> HttpResponse | None:
    actor = request.actor
    if actor.capacity is Capacity.ANONYMOUS:
        return _log_in_first(request)
    if actor.practice_id is None and access.face in (Face.STAFF, Face.ADMIN) and not access.choose_office:
        return redirect(f"{reverse('choose_office')}?{urlencode({'next': request.get_full_path()})}")
    if actor.capacity not in access.capacities:
        return redirect("office_home") if actor.capacity in (Capacity.ADMIN, Capacity.STAFF) else _log_in_first(request)
    if actor.lost_subject_id and request.method not in SAFE:
        return _representation_ended(request)
    if access.face is Face.CITIZEN and not actor.may_come_in and not (access.choose_person and actor.represents):
        return _not_by_themselves(request)
    if access.self_only and actor.acting_for:
        return render(request, "own_matters.html", PlainPage(_("Denne siden gjelder deg selv")), status=403)
    if access.scope and not actor.may_for_subject(access.scope):
        return _outside_the_power(request)
    if access.consent and not actor.consent.covers(access.consent):
        return _consent_first(request, access.consent)
    return None


def _log_in_first(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": "session_ended", "login_href": login_href(request)}, status=401)
    if request.method in SAFE:
        return redirect(login_href(request))
    return interrupted(request, "session_ended", login_href(request), status=401)


def _consent_first(request: HttpRequest, needed: ConsentLevel) -> HttpResponse:
    """To the choice that is missing: for whom the actor acts for, if it is the actor's to make, else the actor's own (F-110)."""
    other = request.actor.acting_for
    if other and not other.consent.covers(needed) and Scope.CONSENT not in other.scopes:
        return _theirs_to_choose(request, other)
    name = "own_consent" if other and other.consent.covers(needed) else "consent"
    href = f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}"
    if wants_json(request):
        return JsonResponse({"error": "consent_missing", "consent_href": href}, status=403)
    if request.method in SAFE:
        return redirect(href)
    return interrupted(request, "consent_missing", href, status=403)


def _theirs_to_choose(request: HttpRequest, other: Represented) -> HttpResponse:
    """Whoever holds a power can't use what its giver has not chosen to use, nor choose it for them."""
    if wants_json(request):
        return JsonResponse({"error": "consent_missing"}, status=403)
    page = PlainPage(_("%s har ikke valgt full tilgang") % other.name)
    return render(request, "theirs_to_choose.html", page, status=403)


def _representation_ended(request: HttpRequest) -> HttpResponse:
    """Nothing was sent: the form concerned somebody the actor may not act for any longer (AD-25, AD-27)."""
    if wants_json(request):
        return JsonResponse({"error": "representation_ended"}, status=403)
    return render(
        request, "representation_ended.html", PlainPage(_("Du kan ikke lenger handle på vegne av denne personen")), status=403
    )


def _not_by_themselves(request: HttpRequest) -> HttpResponse:
    """A child in their own name, too young or before a parent has said yes (F-107)."""
    if wants_json(request):
        return JsonResponse({"error": "no_own_access"}, status=403)
    too_young = request.actor.own_access is OwnAccess.TOO_YOUNG
    title = _("Du er for ung til å bruke Fastlinje selv") if too_young else _("En av foreldrene dine må si ja først")
    people_href = reverse("people") if request.actor.represents else ""
    return render(request, "no_own_access.html", NoOwnAccessPage(title, too_young, people_href), status=403)


def _outside_the_power(request: HttpRequest) -> HttpResponse:
    """The representation does not cover this service (AD-26)."""
    if wants_json(request):
        return JsonResponse({"error": "outside_the_power"}, status=403)
    page = PlainPage(_("Fullmakten din gjelder ikke denne tjenesten"))
    return render(request, "outside_the_power.html", page, status=403)


@dataclass(frozen=True)
class PlainPage:
    """A page that only says something."""

    title: str


@dataclass(frozen=True)
class NoOwnAccessPage:
    """To a child: why not yet, and what to do instead. `people_href`: for those who may act for a child of their own."""

    title: str
    too_young: bool
    people_href: str


@dataclass(frozen=True)
class InterruptedPage:
    """What stopped a form on its way, with everything that was typed, so that it can be sent again (FD-20, AD-31)."""

    title: str
    reason: str
    go_first_href: str
    action: str
    kept: tuple[tuple[str, str], ...]


def interrupted(request: HttpRequest, reason: str, go_first_href: str, *, status: int) -> HttpResponse:
    """A page that keeps what was typed: do something first (in a new tab), then press «prøv igjen»."""
    from .frame import INTERRUPTED_TITLES

    kept = tuple((name, value) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values)
    page = InterruptedPage(INTERRUPTED_TITLES[reason], reason, go_first_href, request.get_full_path(), kept)
    return render(request, "interrupted.html", page, status=status)


def _no_sql(execute: Callable, sql: str, *arguments: Any) -> Any:
    raise RuntimeError("a template may not ask the database: put it on the page")
