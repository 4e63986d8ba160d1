"""What becomes of everything when consent is withdrawn, said before it is done: to oneself, or to whoever decides for another."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fastlinje.core.actor import Represented
from fastlinje.dialogue.leaving import WrittenHere
from fastlinje.people.youth_rules import is_of_the_age
from fastlinje.scheduling.leaving import KeptHere


def disappears(other: Represented | None, written: WrittenHere, kept: KeptHere) -> tuple[str, ...]:
    """At once, whichever lower level is chosen."""
    lines = list(_no_longer(other))
    if written.drafts:
        drafts = ngettext("%d utkast slettes, med svar på skjemaer.", "%d utkast slettes, med svar på skjemaer.", written.drafts)
        lines.append(drafts % written.drafts)
    if written.files:
        files = ngettext("%d fil i utkastene slettes.", "%d filer i utkastene slettes.", written.files)
        lines.append(files % written.files)
    return (*lines, *_let_go(other, kept))


def if_none(other: Represented | None, addresses: int, today: date) -> tuple[str, ...]:
    """Besides, with no access at all. Whether a young person has told us an address is not the parent's to know."""
    if other:
        nobody = _("Ingen får varsler om noe som gjelder %s.") % other.name
        theirs = _("E-post, mobil og varslingsvalg som %s selv har lagt inn, slettes.") % other.name
        return (nobody, theirs) if is_of_the_age(other.birth_date, today) else (nobody,)
    lines = [_("Du får ingen varsler i det hele tatt, og valget ditt av varsler slettes.")]
    if addresses:
        gone = ngettext("%d adresse for varsler slettes.", "%d adresser for varsler slettes.", addresses)
        lines.append(gone % addresses)
    return tuple(lines)


def stays(other: Represented | None, written: WrittenHere, kept: KeptHere) -> tuple[str, ...]:
    """What the office must keep, and what it can still be asked about."""
    sent = _("Det som er sendt. Legekontoret har plikt til å ta vare på det i journalen.")
    if written.conversations:
        sent = ngettext(
            "%d samtale blir hos legekontoret. De har plikt til å ta vare på den i journalen.",
            "%d samtaler blir hos legekontoret. De har plikt til å ta vare på dem i journalen.",
            written.conversations,
        )
        sent %= written.conversations
    lines = [sent, _("At samtykke er gitt og trukket tilbake, og loggen over hvem som har sett hva.")]
    if written.open_conversations:
        waiting = ngettext(
            "%d samtale er ikke avsluttet. Ring legekontoret for å få svar.",
            "%d samtaler er ikke avsluttet. Ring legekontoret for å få svar.",
            written.open_conversations,
        )
        lines.append(waiting % written.open_conversations)
    return (*lines, *_stays_booked(other, kept))


def _no_longer(other: Represented | None) -> tuple[str, ...]:
    if other:
        return (
            _("Ingen kan lenger skrive til legen for %s, lese svar eller bestille time her.") % other.name,
            _("Det gjelder alle som handler for %s, og %s selv.") % (other.name, other.name),
            _("Ingen får beskjed når legekontoret svarer. Varsler som venter, blir ikke sendt."),
            _("Kopier som er bestilt av opplysningene, slettes."),
        )
    return (
        _("Du kan ikke lenger skrive til legen eller lese svar her."),
        _("Du får ikke beskjed når legekontoret svarer, heller ikke om svar som er på vei."),
        _("De som har fullmakt fra deg, kan ikke bruke den."),
        _("Kopier du har bestilt av opplysningene dine, slettes."),
    )


def _let_go(other: Represented | None, kept: KeptHere) -> tuple[str, ...]:
    lines = []
    if kept.answered:
        lines.append(_("Svar på spørsmål før timebestilling slettes."))
    if kept.held:
        lines.append(_("Timen du holder på å bestille, blir ledig for andre."))
    if kept.offered:
        offered = ngettext(
            "%d tid som er holdt av, blir ledig for andre.", "%d tider som er holdt av, blir ledige for andre.", kept.offered
        )
        lines.append(offered % kept.offered)
    if kept.waiting and other:
        lines.append(_("%s blir tatt av ventelisten for tidligere time.") % other.name)
    elif kept.waiting:
        lines.append(_("Du blir tatt av ventelisten for tidligere time."))
    return tuple(lines)


def _stays_booked(other: Represented | None, kept: KeptHere) -> tuple[str, ...]:
    lines = []
    if kept.booked and other is None:
        lines.append(_("Med basis blir du fortsatt minnet på timer du har."))
    if kept.booked:
        booked = ngettext(
            "%d time som er bestilt. Ring legekontoret hvis den skal avbestilles.",
            "%d timer som er bestilt. Ring legekontoret hvis de skal avbestilles.",
            kept.booked,
        )
        lines.append(booked % kept.booked)
    if kept.requests and other:
        lines.append(_("Det som er bedt om time til. Ring legekontoret hvis %s ikke skal ha time likevel.") % other.name)
    elif kept.requests:
        lines.append(_("Det du har bedt om time til. Ring legekontoret hvis du ikke vil ha time likevel."))
    return tuple(lines)
