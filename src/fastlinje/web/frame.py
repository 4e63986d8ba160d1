"""The frame around every page, built from the actor alone: no queries."""

import functools
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor, Capacity, Face, OfficeContact
from fastlinje.core.clock import OSLO

from .addresses import address
from .components.chrome import ActingFor, Chrome, Help, Language, LanguageChoice, NavItem, SessionClock
from .components.shapes import Link
from .language import in_each_language

INTERRUPTED_TITLES = {
    "session_ended": gettext_lazy("Du er logget ut"),
    "consent_missing": gettext_lazy("Du må velge full tilgang først"),
}

RELATIONS = {
    "parental": gettext_lazy("barnet ditt"),
    "guardian": gettext_lazy("du er verge"),
    "power_of_attorney": gettext_lazy("du har fullmakt"),
    "decided": gettext_lazy("du er oppnevnt"),
}


def chrome_for(request: HttpRequest, *, active: str = "") -> Chrome:
    """What this page says besides its own content."""
    actor: Actor = request.actor
    build = {Capacity.CITIZEN: _citizen, Capacity.STAFF: _office, Capacity.ADMIN: _office, Capacity.OPERATOR: _operator}.get(
        actor.capacity, _site
    )
    return _about_another(build(request, actor, active), request)


def _about_another(chrome: Chrome, request: HttpRequest) -> Chrome:
    """A page about one thing concerns whom the thing does, whoever the session acts for; so do the forms on it (AD-29)."""
    person_id = getattr(request, "concerns", None)
    return replace(chrome, concerns=str(person_id), acting=acting_in(request.actor, person_id)) if person_id else chrome


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
        help=_help(actor.office, settings.ENVIRONMENT.guidance_phone),
        login_href=address("login_staff" if face not in (None, Face.CITIZEN) else "login_citizen"),
        about_links=_about(),
        demo_note=_demo_note(),
        languages=_languages(request),
    )


def _citizen(request: HttpRequest, actor: Actor, active: str) -> Chrome:
    return Chrome(
        face="citizen",
        home_href=address("home"),
        person_name=actor.name,
        place_name="",
        nav=_citizen_menu(actor.may_come_in, actor.acting_for is not None, bool(actor.represents)),
        active=active,
        help=_help(actor.office, settings.ENVIRONMENT.guidance_phone),
        session=_session(request, actor, "login_citizen", "keep_alive_citizen"),
        logout_href=address("logout_citizen"),
        about_links=_about(),
        demo_note=_demo_note(),
        concerns=str(actor.subject_id),
        acting=acting_in(actor),
        lost_subject=bool(actor.lost_subject_id),
        languages=_languages(request),
    )


@in_each_language
def _citizen_menu(may_come_in: bool, acts: bool, has_others: bool) -> tuple[NavItem, ...]:
    """Without what would only be refused: a child's pages before a parent has said yes, and one's own while acting for another."""
    daily = (
        NavItem("home", _("Hjem"), address("home")),
        NavItem("inbox", _("Innboks"), address("inbox")),
        NavItem("appointments", _("Timer"), address("appointments")),
    )
    own = (
        NavItem("access_log", _("Hvem har sett"), address("access_log")),
        NavItem("profile", _("Profil"), address("profile")),
    )
    switch = NavItem("people", _("Bytt person"), address("people"))
    return (*(daily if may_come_in else ()), *(own if may_come_in and not acts else ()), *([switch] if has_others else ()))


def acting_in(actor: Actor, person_id: UUID | None = None) -> ActingFor | None:
    """Whom the actor acts for, as the banner says it; with `person_id`, that person if it is another than the actor."""
    other = next((each for each in actor.represents if each.person_id == (person_id or actor.subject_id)), None)
    return ActingFor(other.name, str(RELATIONS[other.basis]), address("people")) if other else None


def _office(request: HttpRequest, actor: Actor, active: str) -> Chrome:
    here = next((m.practice_name for m in actor.memberships if m.practice_id == actor.practice_id), "")
    return Chrome(
        face="office",
        home_href=address("office_home"),
        person_name=actor.name,
        place_name=here,
        place_href=address("choose_office") if len(actor.memberships) > 1 else "",
        nav=_office_menu(actor.capacity is Capacity.STAFF or _is_clinical(actor), actor.may_administer),
        active=active,
        help=_help(actor.office, settings.ENVIRONMENT.guidance_phone),
        session=_session(request, actor, "login_staff", "keep_alive_staff"),
        logout_href=address("logout_staff"),
        about_links=_office_about(),
        demo_note=_demo_note(),
        languages=_languages(request),
    )


@in_each_language
def _office_menu(treats: bool, administers: bool) -> tuple[NavItem, ...]:
    return (
        *([NavItem("worklist", _("Arbeidsliste"), address("worklist"))] if treats else []),
        *([NavItem("calendar", _("Kalender"), address("office_calendar"))] if treats else []),
        NavItem("schedules", _("Timeplaner"), address("schedules")),
        NavItem("services", _("Tjenester"), address("services")),
        *([NavItem("members", _("Medarbeidere"), address("members"))] if administers else []),
        *([NavItem("office", _("Kontoret"), address("office_settings"))] if administers else []),
    )


def _operator(request: HttpRequest, actor: Actor, active: str) -> Chrome:
    return Chrome(
        face="office",
        home_href=address("operations"),
        person_name=actor.name,
        place_name=_("Drift"),
        nav=(
            NavItem("operations", _("Køer og varsler"), address("operations")),
            NavItem("registers", _("Registre"), address("registers")),
        ),
        active=active,
        session=_session(request, actor, "login_staff", "keep_alive_staff"),
        logout_href=address("logout_staff"),
        demo_note=_demo_note(),
        languages=_languages(request),
    )


def _is_clinical(actor: Actor) -> bool:
    return any(code.value not in ("admin", "owner") for code in actor.roles)


@in_each_language
def _help(office: OfficeContact | None, guidance: str) -> Help:
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
        keep_alive_href=address(keep_alive),
        login_href=address(login),
        ends_at=(request.now + timedelta(seconds=absolute)).astimezone(OSLO).strftime("%H.%M"),
    )


def _languages(request: HttpRequest) -> LanguageChoice | None:
    if request.method not in ("GET", "HEAD"):
        return None
    return LanguageChoice(_choices(get_language()), address("choose_language"), request.get_full_path())


@functools.cache
def _choices(current: str) -> tuple[Language, ...]:
    return tuple(Language(code, name, code == current) for code, name in settings.LANGUAGES)


@in_each_language
def _about() -> tuple[Link, ...]:
    return (
        Link(_("Personvern"), address("privacy_statement")),
        Link(_("Tilgjengelighet"), address("accessibility")),
        Link(_("Varslene vi sender"), address("notice_texts")),
    )


@in_each_language
def _office_about() -> tuple[Link, ...]:
    return (*_about(), Link(_("Her er du logget inn"), address("office_own_sessions")))


def _demo_note() -> str:
    if settings.PRODUCTION:
        return ""
    return _("Dette er en prøveversjon med oppdiktede personer. Ikke skriv inn ekte helseopplysninger.")
