"""Every component in every state on one page, for whoever builds pages and for axe.

Development only: urls.py leaves it out in production.
"""

from dataclasses import dataclass, replace
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from .chrome import Chrome, Help, NavItem, SessionClock
from .icons import NAMES
from .shapes import (
    Attachment,
    Badge,
    Block,
    Bubble,
    Chip,
    Column,
    DayOfTimes,
    Fact,
    FieldError,
    FreeTime,
    Lane,
    Link,
    ListItem,
    Row,
    Station,
    TimesOfOne,
)
from .structure import tag

YES_NO = [("ja", "Ja"), ("nei", "Nei")]


class GalleryForm(forms.Form):
    """One field of every kind."""

    subject = forms.CharField(label="Emne", max_length=60, help_text="Noen få ord om hva det gjelder.")
    message = forms.CharField(label="Melding", max_length=1000, widget=forms.Textarea, help_text="Skriv så kort og tydelig du kan.")
    since = forms.DateField(label="Når begynte det?", widget=forms.DateInput, required=False)
    clinic = forms.ChoiceField(label="Legekontor", choices=[("a", "Fjordgløtt legesenter"), ("b", "Åsen legekontor")])
    known = forms.ChoiceField(label="Har du hatt dette før?", choices=YES_NO, widget=forms.RadioSelect)
    level = forms.ChoiceField(
        label="Hva vil du bruke?", choices=[("all", "Alle tjenester"), ("basic", "Bare meldinger")], widget=forms.RadioSelect
    )
    where = forms.MultipleChoiceField(
        label="Hvor gjør det vondt?",
        choices=[("hode", "Hodet"), ("rygg", "Ryggen"), ("mage", "Magen")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    accept = forms.BooleanField(label="Jeg har sett prisen og godtar den")
    draft = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class GalleryPage:
    """What the gallery shows."""

    title: str
    scheme: str
    links: tuple[Link, ...]
    empty_form: GalleryForm
    filled_form: GalleryForm
    faulty_form: GalleryForm
    option_hints: dict[str, str]
    errors: tuple[FieldError, ...]
    facts: tuple[Fact, ...]
    prices: tuple[Fact, ...]
    chips: tuple[Chip, ...]
    items: tuple[ListItem, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    lanes: tuple[Lane, ...]
    day: DayOfTimes
    stations: tuple[Station, ...]
    bubbles: tuple[Bubble, ...]
    attachments: tuple[Attachment, ...]
    drafted: tuple[Attachment, ...]
    conditions: tuple[dict[str, str], ...]
    help: Help
    icons: tuple[str, ...]


HELP = Help(
    office_name="Fjordgløtt legesenter",
    phone="+4755501234",
    phone_text="55 50 12 34",
    hours=("Mandag–fredag kl. 08.00–15.00", "Lunsj kl. 11.30–12.00"),
    guidance_name="Veiledning om Fastlinje",
    guidance_phone="+4780012345",
    guidance_phone_text="800 12 345",
    guidance_hours="Hverdager kl. 08.00–15.30",
)
FACTS = (Fact("Født", "12. mars 1984"), Fact("Fastlege", "Ingrid Berg"), Fact("Mobil", "900 12 345", "tel:+4790012345"))
PRICES = (Fact("E-konsultasjon på dagtid", "184 kr"), Fact("På kveld og i helg", "265 kr"), Fact("Fakturagebyr", "59 kr"))
PHOTO = Attachment("utslett på venstre arm.jpg", "Bilde, 1,2 MB", "#", identifier="1", remove="#")
PAPER = Attachment("epikrise.pdf", "PDF, 240 kB", "#", identifier="2", remove="#")
ITEMS = (
    ListItem(
        "Utslett som klør",
        "#",
        "E-konsultasjon",
        "Ingrid Berg",
        "i dag kl. 09.12",
        Badge("Besvart", "success"),
        unread=True,
    ),
    ListItem(
        "Svar på blodprøve",
        "#",
        "E-konsultasjon",
        "Ingrid Berg",
        "i går kl. 14.40",
        Badge("Sendt", "info"),
        due="Svar innen 12. juni",
    ),
    ListItem("Resept på allergimedisin", "#", "Fornye resept", "Fjordgløtt legesenter", "3. juni", Badge("Avsluttet"), icon="pill"),
)
COLUMNS = (
    Column("Pasient"),
    Column("Type"),
    Column("Emne"),
    Column("Frist"),
    Column("Ansvarlig"),
    Column("Status"),
    Column("Dager", numeric=True),
)
BUBBLES = (
    Bubble(
        "Kari Nordmann",
        "10. juni kl. 18.02",
        "Hei!\n\nJeg har hatt utslett på armen i fire dager. Det klør mest om natten.\nJeg legger ved et bilde. <b>Hilsen Kari</b>",
        mine=True,
        seen="Åpnet av Siri Lie 11. juni kl. 08.05",
        attachments=(replace(PHOTO, remove=""),),
    ),
    Bubble(
        "Ingrid Berg",
        "11. juni kl. 10.31",
        "Hei, Kari. Dette ser ut som et kontakteksem. Bruk kremen to ganger om dagen i én uke.",
        mine=False,
        role="fastlege",
        unread=True,
    ),
    Bubble(
        "Ingrid Berg",
        "11. juni kl. 10.20",
        "",
        mine=False,
        role="fastlege",
        retracted="Meldingen er trukket tilbake 11. juni kl. 10.22. Den var sendt til feil person.",
    ),
)


def chrome_for(face: str) -> Chrome:
    """A frame as the kit would build it."""
    names = {"office": ("Arbeidsliste", "Kalender", "Tilbud", "Ansatte")}.get(face, ("Hjem", "Innboks", "Innsyn i bruk", "Profil"))
    nav = tuple(NavItem(str(i), name, "#", note="1 ulest" if name == "Innboks" else "") for i, name in enumerate(names))
    return Chrome(
        face=face,
        person_name="Siri Lie" if face == "office" else "Kari Nordmann",
        place_name="Fjordgløtt legesenter" if face == "office" else "",
        place_href="#" if face == "office" else "",
        nav=nav,
        active="0",
        help=HELP,
        session=SessionClock(1800, 7200, "#", "#", "16.30"),
        logout_href="#",
        about_links=(Link("Personvern", "#"), Link("Tilgjengelighet", "#"), Link("Om Fastlinje", "#")),
        demo_note="Dette er en demo. Ingen ekte personer, ingen ekte helseopplysninger.",
    )


def _page(scheme: str) -> GalleryPage:
    filled = {
        "subject": "Utslett",
        "message": "Hei!\nDet klør.",
        "since": date(2026, 6, 6),
        "known": "ja",
        "where": ["rygg"],
        "level": "all",
    }
    return GalleryPage(
        title="Komponentgalleri",
        scheme=scheme,
        links=(Link("Hjem", "#"), Link("Innboks", "#")),
        empty_form=GalleryForm(auto_id="id_empty_%s"),
        filled_form=GalleryForm(initial=filled, auto_id="id_filled_%s"),
        faulty_form=GalleryForm({"message": "x" * 1001, "since": "i går", "known": "kanskje"}, auto_id="id_faulty_%s"),
        option_hints={
            "all": "Time, resept, melding og e-konsultasjon.",
            "basic": "Legekontoret kan skrive til deg. Du kan ikke spørre legen.",
        },
        errors=(FieldError("Skriv et emne", "id_empty_subject"),),
        facts=FACTS,
        prices=PRICES,
        chips=(Chip("Alle", "#", True), Chip("Kari Nordmann", "#", False), Chip("Ola Nordmann", "#", False)),
        items=ITEMS,
        columns=COLUMNS,
        rows=_rows(),
        lanes=_lanes(),
        day=_day(),
        stations=(
            Station("Sendt", "done", "10. juni kl. 18.02"),
            Station("Mottatt", "done", "10. juni kl. 18.02"),
            Station("Åpnet", "now", "11. juni kl. 08.05"),
            Station("Besvart", "later"),
        ),
        bubbles=BUBBLES,
        attachments=(replace(PHOTO, remove=""), replace(PAPER, remove="")),
        drafted=(PHOTO, PAPER),
        conditions=({"question": "known", "operator": "=", "value": "ja"},),
        help=HELP,
        icons=tuple(sorted(NAMES)),
    )


def _day() -> DayOfTimes:
    heading = "Tirsdag 24. november"

    def of(name: str, *times: str) -> TimesOfOne:
        label = f"{heading} hos {name}"
        return TimesOfOne(name, label, tuple(FreeTime(time, time, label) for time in times))

    return DayOfTimes(heading, (of("Ingrid Berg", "08.30", "08.50", "09.10", "10.30"), of("Jonas Lie", "13.00")))


def _lanes() -> tuple[Lane, ...]:
    """A morning for two, with everything a block can be."""
    free = mark_safe('<a href="#">Ledig</a>')
    kari = mark_safe('<a href="#">Kari Nordmann, 42 år</a> <small>Konsultasjon</small>')
    berg = (Block(480, 500, kari, "here"), Block(500, 520, free, "free"), Block(540, 560, "Ulrik Vik", "over"))
    laboratory = (Block(480, 490, "Stengt", "closed"), Block(490, 500, "Holdes", "held"), Block(500, 540, kari, "booked"))
    return Lane("Ingrid Berg", berg, "#", "fastlege"), Lane("Laboratoriet", (*laboratory, Block(520, 530, free, "free")))


def _rows() -> tuple[Row, ...]:
    return (
        Row(
            (
                "Nordmann, Kari",
                "E-konsultasjon",
                "Utslett som klør",
                tag(text="I dag", color="warning", icon="clock"),
                "Ingrid Berg",
                tag(text="Ulest", color="rav"),
                "4",
            ),
            href="#",
            marked=True,
        ),
        Row(
            (
                "Hansen, Ola",
                "E-konsultasjon",
                "Spørsmål om medisin",
                tag(text="2 dager over", color="danger", icon="warning"),
                "",
                tag(text="Åpnet", color="info"),
                "7",
            ),
            href="#",
        ),
        Row(
            (
                "Berg, Nils Petter",
                "Fornye resept",
                "Allergimedisin",
                tag(text="12. juni"),
                "Siri Lie",
                tag(text="Besvart", color="success"),
                "1",
            ),
            href="#",
        ),
    )


def gallery(request: HttpRequest) -> HttpResponse:
    """All components. ?flate=citizen, office or site chooses the frame, ?farger=auto, light or dark the colours."""
    face = request.GET.get("flate", "citizen")
    template = {"office": "gallery/office.html"}.get(face, "gallery/citizen.html")
    return render(request, template, {"page": _page(request.GET.get("farger", "auto")), "chrome": chrome_for(face)})
