"""The privacy page: what is kept about a person, where, how long, who sees it, and what they can ask for (rules.md 10)."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.core.actor import Face
from fastlinje.dialogue.retention import DRAFT_KEPT
from fastlinje.exports.rules import VALID
from fastlinje.people.contact_rules import USABLE_MONTHS
from fastlinje.people.oidc.transaction import MAX_AGE
from fastlinje.people.rules import CODE_VALID

from ..components.shapes import Column, Row
from ..frame import phone_text
from ..kit import ANYONE, COOKIES, render, requires
from ..language import COOKIE as LANGUAGE_COOKIE
from .login.cookies import ATTEMPT

AUTHORITY = "https://www.datatilsynet.no/"


@dataclass(frozen=True)
class PrivacyStatementPage:
    """Fixed texts around two tables: what is kept how long, and the cookies."""

    title: str
    columns: tuple[Column, ...]
    kept: tuple[Row, ...]
    cookie_columns: tuple[Column, ...]
    cookies: tuple[Row, ...]
    notice_texts_href: str
    authority_href: str
    phone: str
    phone_text: str


@require_safe
@requires(ANYONE)
def privacy_statement(request: HttpRequest) -> HttpResponse:
    """Everything the service keeps about people, in plain words; the periods are those the code uses."""
    phone = settings.ENVIRONMENT.guidance_phone.replace(" ", "")
    page = PrivacyStatementPage(
        title=_("Personvern"),
        columns=(Column(_("Hva")), Column(_("Hvorfor")), Column(_("Hvor lenge"))),
        kept=(*_about_you(), *_what_you_write(), *_what_you_decide()),
        cookie_columns=(Column(_("Navn")), Column(_("Hva den gjør")), Column(_("Hvor lenge"))),
        cookies=_cookies(),
        notice_texts_href=reverse("notice_texts"),
        authority_href=AUTHORITY,
        phone=phone,
        phone_text=phone_text(phone),
    )
    return render(request, "site/privacy_statement.html", page)


def _about_you() -> tuple[Row, ...]:
    codes = _("%(minutes)d minutter") % {"minutes": int(CODE_VALID.total_seconds() // 60)}
    addresses = _("Til du fjerner dem. Vi bruker dem i %(months)d måneder, og spør så om de stemmer") % {"months": USABLE_MONTHS}
    return (
        Row(
            (
                _("Navn, fødselsdato og fødselsnummer"),
                _("For å vite at du er deg, og hvem fastlegen din er"),
                _("Så lenge du bruker Fastlinje"),
            )
        ),
        Row((_("E-post og mobilnummer"), _("For å si fra når noe er nytt"), addresses)),
        Row((_("Koder på e-post og SMS"), _("For å vite at adressen er din"), codes)),
    )


def _what_you_write() -> tuple[Row, ...]:
    copies = _("Til du har lastet den ned, høyst %(hours)d timer") % {"hours": VALID.total_seconds() // 3600}
    drafts = _("%(days)d dager etter at du sist skrev") % {"days": DRAFT_KEPT.days}
    return (
        Row(
            (
                _("Meldinger, svar på skjemaer og filer du har sendt"),
                _("For at legekontoret skal kunne hjelpe deg, og for at du skal kunne lese dem igjen"),
                _("Så lenge legekontoret bruker Fastlinje. Det som også står i journalen, følger reglene for journal"),
            )
        ),
        Row((_("Utkast du ikke har sendt"), _("For at du ikke skal miste det du har skrevet"), drafts)),
        Row((_("Kopien du bestiller av alt om deg"), _("For at du skal kunne laste den ned"), copies)),
    )


def _what_you_decide() -> tuple[Row, ...]:
    return (
        Row((_("Hva du har samtykket til"), _("For å kunne vise hva du har valgt"), _("Også etter at du har ombestemt deg"))),
        Row(
            (
                _("Hvem som kan handle for deg"),
                _("For at foreldre og andre du velger, skal kunne hjelpe deg"),
                _("Også etter at det er slutt, så du ser hvem som har kunnet hva"),
            )
        ),
        Row((_("Hvem som har sett og gjort hva"), _("For at du skal kunne kontrollere oss"), _("Minst fem år"))),
    )


def _cookies() -> tuple[Row, ...]:
    minutes = {"minutes": settings.CITIZEN_ABSOLUTE_MINUTES}
    citizen = _("Til du logger ut eller lukker nettleseren, og aldri over %(minutes)d minutter") % minutes
    attempt = _("Høyst %(minutes)d minutter") % {"minutes": int(MAX_AGE.total_seconds() // 60)}
    return (
        Row((COOKIES[Face.CITIZEN], _("Holder deg innlogget"), citizen)),
        Row((COOKIES[Face.STAFF], _("Holder ansatte ved legekontoret innlogget"), _("Til de logger ut, høyst en arbeidsdag"))),
        Row((f"{ATTEMPT}…", _("Husker hvor du skulle, mens du logger inn"), attempt)),
        Row((LANGUAGE_COOKIE, _("Husker hvilket språk du har valgt"), _("Ett år"))),
        Row((settings.CSRF_COOKIE_NAME, _("Hindrer at andre nettsteder sender skjemaer i ditt navn"), _("Ett år"))),
    )
