"""The frame around a page: who is logged in, where they can go, who to call, and when the session ends.

`web/kit.py` builds one Chrome per request and hands it to the template beside the page, so a template reads two names:
`page` (what this page says) and `chrome` (what every page says). Nothing here reads the request or the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .shapes import Link


@dataclass(frozen=True)
class NavItem:
    """One entry of the menu.

    key   what the view names as `Chrome.active` when this is where the person is
    note  short text shown beside the entry ("Ulest"), read aloud as part of the link; empty for none
    """

    key: str
    text: str
    href: str
    icon: str = ""
    note: str = ""


@dataclass(frozen=True)
class Help:
    """Who to call, shown on every page.

    phone            as dialled, "+4722334455"; phone_text as read, "22 33 44 55". The same holds for guidance.
    hours            one line per entry: "Mandag–fredag 08.00–15.00"
    guidance_name    who answers questions about the service itself, by setting
    """

    office_name: str = ""
    phone: str = ""
    phone_text: str = ""
    hours: Sequence[str] = ()
    guidance_name: str = ""
    guidance_phone: str = ""
    guidance_phone_text: str = ""
    guidance_hours: str = ""


@dataclass(frozen=True)
class SessionClock:
    """When the login ends, as seconds from now, so that a wrong clock in the browser does no harm.

    idle_seconds      left until the session ends if nothing is done
    absolute_seconds  left until it ends whatever is done
    keep_alive_href   POST prolongs the session and answers {"idle_seconds": …, "absolute_seconds": …}
    login_href        GET logs in again and comes back to this page
    ends_at           "14:30", the latest moment, as read
    """

    idle_seconds: int
    absolute_seconds: int
    keep_alive_href: str
    login_href: str
    ends_at: str


@dataclass(frozen=True)
class ActingFor:
    """Somebody the person acts for. `relation` is how, as read: "barnet ditt", "med fullmakt"."""

    name: str
    relation: str
    change_href: str


@dataclass(frozen=True)
class Language:
    """A language to choose. `name` is what its own speakers call it."""

    code: str
    name: str
    is_current: bool


@dataclass(frozen=True)
class LanguageChoice:
    """The languages, where the choice is sent, and the page to come back to: a path of ours, with its query."""

    choices: Sequence[Language]
    action: str
    back_to: str


@dataclass(frozen=True)
class Chrome:
    """What the base templates need.

    face           "site", "citizen" or "office": the same person can have both, so the two never look alike
    home_href      where the wordmark leads
    person_name    who is logged in; empty when nobody is
    place_name     the office (staff), or the GP office (citizen); may be empty
    place_href     where staff change office when they have several; empty otherwise
    active         key of the menu entry this page belongs to; empty for none
    help           None only when there is nobody to call
    session        None when nobody is logged in
    logout_href    POST ends the session; empty when nobody is logged in
    login_href     GET starts a login; empty when the page offers none
    about_links    footer: privacy, accessibility statement, about the service
    concerns       id of the person whose things this page shows and changes; goes with every form
    acting         whom the person acts for, shown on every page; None for themselves
    lost_subject   they were acting for somebody and may not any longer
    languages      None on the answer to a form: changing there would lose what is typed
    demo_note      sentence on top of every page of a demo, so that nobody takes it for the real thing; empty in production
    """

    face: str
    home_href: str = "/"
    person_name: str = ""
    place_name: str = ""
    place_href: str = ""
    nav: Sequence[NavItem] = ()
    active: str = ""
    help: Help | None = None
    session: SessionClock | None = None
    logout_href: str = ""
    login_href: str = ""
    about_links: Sequence[Link] = ()
    demo_note: str = ""
    concerns: str = ""
    acting: "ActingFor | None" = None
    lost_subject: bool = False
    languages: LanguageChoice | None = None
