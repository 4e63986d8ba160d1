"""The frame around every page, built from the actor alone: no queries."""

from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fastlinje.core.actor import Actor, Capacity, Face
from fastlinje.core.clock import OSLO

from .components.chrome import ActingFor, Chrome, Help, Language, LanguageChoice, NavItem, SessionClock
from .components.shapes import Link

INTERRUPTED_TITLES = {
    "session_ended": _("Du er logget ut"),
    "consent_missing": _("Du må velge full tilgang først"),
}

RELATIONS = {
    "parental": _("barnet ditt"),
    "guardian": _("du er verge"),
    "power_of_attorney": _("du har fullmakt"),
    "decided": _("du er oppnevnt"),
}


def chrome_for(request: HttpRequest, *, active: str = "") -> Chrome:
    """What this page says besides its own content."""
    actor: Actor = request.actor
    build = {Capacity.CITIZEN: _citizen, Capacity.STAFF: _office, Capacity.ADMIN: _office, Capacity.OPERATOR: _operator}.get(
        actor.capacity, _site
    )
    return replace(build(request, actor, active), languages=_languages(request))


def phone_text(phone: str) -> str:
    """A number as people read it: «22 33 44 55» for Norwegian eight digits, else as it is."""
    digits = phone.removeprefix("+47")
    if len(digits) == 8 and digits.isdigit():
        return "\u00a0".join(digits[n : n + 2] for n in range(0, 8, 2)) if digits[0] not in "489" else _mobile(digits)
    return phone


def _mobile(digits: str) -> str:
    return f"{digits[:3]}\u00a0{digits[3:5]}\u00a0{digits[5:]}"


def _site(request: HttpRequest, actor: Actor, active: str) -> Chrome:
    face = getattr(request, "face", None)
    return Chrome(
        face="site",
        help=_help(actor),
        login_href=reverse("login_staff" if face not in (None, Face.CITIZEN) else "login_citizen"),
        about_links=_about(),
        demo_note=_demo_note(),
    )


def _citizen(request: HttpRequest, actor: Actor, active: str) -> Chrome:
    return Chrome(
        face="citizen",
        home_href=reverse("home"),
        person_name=actor.name,
        place_name="",
        nav=(
            NavItem("home", _("Hjem"), reverse("home")),
            NavItem("inbox", _("Innboks"), reverse("inbox")),
            NavItem("appointments", _("Timer"), reverse("appointments")),
            NavItem("access_log", _("Hvem har sett"), reverse("access_log")),
            NavItem("profile", _("Profil"), reverse("profile")),
            *([NavItem("people", _("Bytt person"), reverse("people"))] if actor.represents else []),
        ),
        active=active,
        help=_help(actor),
        session=_session(request, actor, "login_citizen", "keep_alive_citizen"),
        logout_href=reverse("logout_citizen"),
        about_links=_about(),
        demo_note=_demo_note(),
        concerns=str(actor.subject_id),
        acting=_acting(actor),
        lost_subject=bool(actor.lost_subject_id),
    )


def _acting(actor: Actor) -> ActingFor | None:
    other = actor.acting_for
    return ActingFor(other.name, str(RELATIONS[other.basis]), reverse("people")) if other else None


def _office(request: HttpRequest, actor: Actor, active: str) -> Chrome:
    here = next((m.practice_name for m in actor.memberships if m.practice_id == actor.practice_id), "")
    nav = []
    if actor.capacity is Capacity.STAFF or _is_clinical(actor):
        nav.append(NavItem("worklist", _("Arbeidsliste"), reverse("worklist")))
        nav.append(NavItem("calendar", _("Kalender"), reverse("office_calendar")))
    nav.append(NavItem("schedules", _("Timeplaner"), reverse("schedules")))
    nav.append(NavItem("services", _("Tjenester"), reverse("services")))
    if actor.may_administer:
        nav.append(NavItem("members", _("Medarbeidere"), reverse("members")))
        nav.append(NavItem("office", _("Kontoret"), reverse("office_settings")))
    return Chrome(
        face="office",
        home_href=reverse("office_home"),
        person_name=actor.name,
        place_name=here,
        place_href=reverse("choose_office") if len(actor.memberships) > 1 else "",
        nav=tuple(nav),
        active=active,
        help=_help(actor),
        session=_session(request, actor, "login_staff", "keep_alive_staff"),
        logout_href=reverse("logout_staff"),
        about_links=(*_about(), Link(_("Her er du logget inn"), reverse("office_own_sessions"))),
        demo_note=_demo_note(),
    )


def _operator(request: HttpRequest, actor: Actor, active: str) -> Chrome:
    return Chrome(
        face="office",
        home_href=reverse("operations"),
        person_name=actor.name,
        place_name=_("Drift"),
        nav=(NavItem("operations", _("Køer og varsler"), reverse("operations")),),
        active=active,
        session=_session(request, actor, "login_staff", "keep_alive_staff"),
        logout_href=reverse("logout_staff"),
        demo_note=_demo_note(),
    )


def _is_clinical(actor: Actor) -> bool:
    return any(code.value not in ("admin", "owner") for code in actor.roles)


def _help(actor: Actor) -> Help:
    guidance = settings.ENVIRONMENT.guidance_phone
    office = actor.office
    return Help(
        office_name=office.name if office else "",
        phone=office.phone if office else "",
        phone_text=phone_text(office.phone) if office else "",
        hours=tuple(office.hours.splitlines()) if office else (),
        guidance_name=_("Veiledning om tjenesten"),
        guidance_phone=guidance.replace(" ", ""),
        guidance_phone_text=guidance.replace(" ", "\u00a0"),
    )


def _session(request: HttpRequest, actor: Actor, login: str, keep_alive: str) -> SessionClock:
    left = max(int((actor.session_expires_at - request.now).total_seconds()), 0)
    absolute = max(int((actor.session_ends_at - request.now).total_seconds()), 0)
    return SessionClock(
        idle_seconds=left,
        absolute_seconds=absolute,
        keep_alive_href=reverse(keep_alive),
        login_href=reverse(login),
        ends_at=(request.now + timedelta(seconds=absolute)).astimezone(OSLO).strftime("%H.%M"),
    )


def _languages(request: HttpRequest) -> LanguageChoice | None:
    if request.method not in ("GET", "HEAD"):
        return None
    choices = tuple(Language(code, name, code == get_language()) for code, name in settings.LANGUAGES)
    return LanguageChoice(choices, request.get_full_path())


def _about() -> tuple[Link, ...]:
    return (
        Link(_("Personvern"), reverse("privacy_statement")),
        Link(_("Tilgjengelighet"), reverse("accessibility")),
        Link(_("Varslene vi sender"), reverse("notice_texts")),
    )


def _demo_note() -> str:
    if settings.PRODUCTION:
        return ""
    return str(_("Dette er en prøveversjon med oppdiktede personer. Ikke skriv inn ekte helseopplysninger."))
