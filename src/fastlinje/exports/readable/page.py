"""The page: sections of items, each with facts, texts and files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fastlinje.audit.words import DID
from fastlinje.core.actor import Capacity
from fastlinje.practices.titles import title_of

from . import words


@dataclass(frozen=True, slots=True)
class Text:
    """Something somebody wrote."""

    head: str
    body: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: a title, facts about it, texts in it."""

    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    texts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one kind; `rows` instead of items where a table reads better."""

    title: str
    items: tuple[Item, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def as_html(data: dict[str, Any], *, left_out: int) -> str:
    """The whole page, in the language that is spoken. `left_out`: how many files had no room in the copy."""
    context = {
        "language": get_language(),
        "title": _("Kopi av opplysningene om %s") % data["person"]["name"],
        "made": _("Laget %(when)s for %(name)s") % {"when": words.moment(data["made_at"]), "name": data["made_for"]},
        "about_oneself": "access_log" in data,
        "left_out": left_out,
        "sections": tuple(section for section in _sections(data) if section.items or section.rows),
    }
    return render_to_string("exports/copy.html", context)


def _sections(data: dict[str, Any]) -> Iterator[Section]:
    yield Section(_("Om deg") if "access_log" in data else _("Om personen"), (Item(facts=_person(data["person"])),))
    yield Section(_("Legekontor"), tuple(Item(each["office"], _office(each)) for each in data["offices"]))
    yield Section(_("Samtaler"), tuple(_conversation(each) for each in data["conversations"]))
    yield Section(_("Timer"), tuple(_appointment(each) for each in data["appointments"]))
    yield Section(_("Utkast"), tuple(_draft(each) for each in data["drafts"]))
    yield _consents(data["consents"])
    if "access_log" in data:
        yield Section(_("Varsler"), (Item(facts=_notices(data)),))
        yield _sent(data["notices_sent"])
        yield Section(_("Kontorets telefonnummer til deg"), (Item(facts=_numbers(data["numbers_at_offices"])),))
        yield Section(_("Sperringer"), tuple(_block(each) for each in data["blocks"]))
        yield Section(_("Fullmakter"), tuple(_power(each) for each in data["powers_of_attorney"]))
        yield Section(_("Hvem som kan handle for hvem"), tuple(_representation(each) for each in data["representations"]))
        yield _log(data["access_log"])


def _known(facts: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in facts if value)


def _person(person: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return _known(
        [
            (_("Navn"), person["name"]),
            (_("Født"), words.day(person["birth_date"])),
            (_("Fødselsnummer"), person.get("national_id", "")),
            (_("Samtykke"), words.consent(person["consent_level"])),
            (_("Adressesperre"), words.yes_or_no(person["has_protected_address"])),
            (_("Kjent i Fastlinje fra"), words.moment(person["known_since"])),
        ]
    )


def _office(office: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    on_list = words.yes_or_no(office["on_the_list_now"])
    return _known([(_("Fastlege"), office["gp"]), (_("Telefon"), office["phone"]), (_("På listen nå"), on_list)])


def _numbers(each_office: Iterable[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((each["office"], each["phone"]) for each in each_office)


def _block(each: dict[str, Any]) -> Item:
    facts = [
        (_("Legekontor"), each["office"]),
        (_("Tid"), f"{words.day(each['from'])}–{words.day(each['to'])}"),
        (_("Opphevet"), words.moment(each["lifted_at"])),
        (_("Begrunnelse"), each["reason"]),
        (_("Registrert av"), each["registered_by"]),
    ]
    return Item(words.of(words.SERVICES, each["service"]), _known(facts))


def _conversation(each: dict[str, Any]) -> Item:
    facts = [
        (_("Type"), words.of(words.KINDS, each["kind"])),
        (_("Legekontor"), each["office"]),
        (_("Mottaker"), each["recipient"]),
        (_("Startet av"), each["started_by"]),
        (_("Sendt"), words.moment(each["started_at"])),
        (_("Status"), words.state(each["state"])),
        (_("Historie"), "; ".join(f"{words.state(step['state'])} {words.moment(step['at'])}" for step in each["history"])),
    ]
    return Item(each["subject"], _known(facts), (*_form(each["form"]), *(_message(message) for message in each["messages"])))


def _appointment(each: dict[str, Any]) -> Item:
    facts = [
        (_("Legekontor"), each["office"]),
        (_("Hos"), each["with"]),
        (_("Status"), words.appointment_state(each["status"])),
        (_("Hvordan"), words.modality(each["modality"])),
        (_("Bestilt"), words.moment(each["asked_at"])),
        (_("Grunn"), each["reason"]),
        (_("Telefon"), each["phone"]),
        (_("Fra legekontoret"), each["end_text"]),
        (_("Historie"), "; ".join(f"{words.appointment_state(s['status'])} {words.moment(s['at'])}" for s in each["history"])),
    ]
    when = words.moment(each["start_at"]) or _("Timeønske")
    return Item(f"{when}: {each['service']}", _known(facts), tuple(_form(each["form"])))


def _message(each: dict[str, Any]) -> Text:
    who = ", ".join(filter(None, (each["from"], each["title"], words.moment(each["sent_at"]))))
    if each["retracted_at"]:
        return Text(who, _("Meldingen ble trukket tilbake %(moment)s.") % {"moment": words.moment(each["retracted_at"])})
    return Text(who, each["text"], tuple(each["files"]))


def _form(form: dict[str, Any] | None) -> Iterator[Text]:
    if form:
        lines = (f"{row['question']} {', '.join(row['answers'])}" for row in form["answers"])
        yield Text(form["title"], "\n".join(lines))


def _draft(each: dict[str, Any]) -> Item:
    saved = _("Lagret %s") % words.moment(each["updated_at"])
    return Item(each["subject"] or _("Uten emne"), (), (*_form(each["form"]), Text(saved, each["text"], tuple(each["files"]))))


def _consents(rows: list[dict[str, Any]]) -> Section:
    told = tuple((words.moment(row["at"]), words.consent(row["level"]), words.consent(row["before"])) for row in rows)
    return Section(_("Samtykke"), columns=(_("Når"), _("Valg"), _("Før")), rows=told)


def _notices(data: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    choice = data["notice_choice"]
    return _known(
        [
            *((words.of(words.CHANNELS, each["system"]), each["value"]) for each in data["addresses"]),
            (_("Si fra når"), "; ".join(words.of(words.NOTICES, kind) for kind in choice["kinds"])),
            (_("Helst på"), words.of(words.CHANNELS, choice["first_channel"])),
            (_("Stille om natten"), words.yes_or_no(choice["quiet_at_night"])),
        ]
    )


def _sent(rows: list[dict[str, Any]]) -> Section:
    told = tuple((words.moment(row["at"]), words.of(words.CHANNELS, row["channel"]), row["text"]) for row in rows)
    return Section(_("Varsler vi har sendt deg"), columns=(_("Når"), _("Hvordan"), _("Tekst")), rows=told)


def _power(each: dict[str, Any]) -> Item:
    facts = [
        (_("Gjelder"), words.scopes(each["scopes"])),
        (_("Fra"), words.day(each["from"])),
        (_("Til"), words.day(each["to"]) or _("uten sluttdato")),
        (_("Gitt"), words.moment(each["given_at"])),
        (_("Tatt imot"), words.moment(each["accepted_at"])),
        (_("Avsluttet"), words.moment(each["ended_at"])),
        (_("Registrert av"), each["taken_in_by"]),
    ]
    return Item(_("Fra %(giver)s til %(holder)s") % each, _known(facts))


def _representation(each: dict[str, Any]) -> Item:
    facts = [
        (_("Grunnlag"), words.of(words.BASES, each["basis"])),
        (_("Gjelder"), words.scopes(each["scopes"])),
        (_("Fra"), words.day(each["from"])),
        (_("Til"), words.day(each["to"])),
        (_("Avsluttet"), words.moment(each["ended_at"])),
    ]
    return Item(_("%(acts)s for %(for)s") % each, _known(facts))


def _log(rows: list[dict[str, Any]]) -> Section:
    told = tuple((words.moment(row["at"]), _who(row), words.of(DID, row["what"])) for row in rows)
    return Section(_("Hvem som har sett og gjort hva"), columns=(_("Når"), _("Hvem"), _("Hva")), rows=told)


def _who(row: dict[str, Any]) -> str:
    if row["capacity"] == Capacity.JOB:
        return _("Fastlinje")
    about = ", ".join(filter(None, (title_of(row["roles"]), row["office"])))
    return f"{row['who']} ({about})" if about else row["who"]
