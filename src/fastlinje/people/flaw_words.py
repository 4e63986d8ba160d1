"""What is wrong in a register document, as a sentence for whoever mends it. Never what stands there."""

from django.utils.translation import gettext_lazy as _

from .registers.problems import Flaw, Problem

F = Flaw

SENTENCES = {
    F.NOT_UTF8: _("Filen er ikke lagret som UTF-8. Lagre den på nytt med det tegnsettet."),
    F.NOT_JSON: _("Her slutter filen å være gyldig JSON. Se etter et tegn for mye eller for lite."),
    F.TOO_DEEP: _("Filen har for mange nivåer inni hverandre."),
    F.TWICE: _("Et felt står to ganger på samme sted i filen."),
    F.NOT_OBJECT: _("Her skal det stå et objekt med felter."),
    F.NOT_LIST: _("Her skal det stå en liste."),
    F.MISSING: _("Feltet mangler. Skriv null hvis det ikke har noen verdi."),
    F.UNKNOWN_FIELDS: _("%(count)s felt er ukjente. Disse skal være med, og ingen andre: %(allowed)s."),
    F.EMPTY: _("Listen er tom. Her må det stå minst én verdi."),
    F.NOT_TEXT: _("Her skal det stå en tekst på 1 til %(most)s tegn."),
    F.NOT_FLAG: _("Her skal det stå true eller false."),
    F.NOT_NATIONAL_ID: _("Dette er ikke et gyldig fødselsnummer eller D-nummer."),
    F.NOT_DATE: _("Her skal det stå en dato som finnes, på formen 2026-11-21."),
    F.NOT_MOMENT: _("Her skal det stå et tidspunkt på formen 2026-11-21T08:00:00+01:00."),
    F.NO_OFFSET: _("Tidspunktet mangler tidssone. Skriv det på formen 2026-11-21T08:00:00+01:00."),
    F.NOT_ONE_OF: _("Verdien er ukjent. Den må være en av disse: %(allowed)s."),
    F.NOT_PROTECTION: _('Verdien er ukjent. Den må være "4", "6", "7" eller null.'),
    F.IN_FUTURE: _("Datoen eller tidspunktet er i fremtiden."),
    F.ENDS_TOO_EARLY: _("Sluttdatoen er før startdatoen."),
    F.NOT_COVERED: _("Her står det noe, men %(subject)s er ikke med i covers."),
    F.PROTECTION_NOT_COVERED: _("Adressesperre er oppgitt, men address_protection er ikke med i covers."),
    F.CHILD_TWICE: _("Det samme barnet står to ganger."),
    F.ADULT_TWICE: _("Den samme voksne står to ganger."),
    F.NOT_AMONG_ADULTS: _("Den som har barnet, står ikke blant de voksne."),
    F.CHILD_AMONG_ADULTS: _("Barnet står blant de voksne."),
    F.OWN_REPRESENTATIVE: _("Personen kan ikke representere seg selv."),
    F.PERSON_TWICE: _("Personen står flere ganger i filen."),
    F.ANOTHER_PERSON: _("Svaret handler om en annen person enn den det ble spurt om."),
}


def sentence(problem: Problem) -> str:
    """In the language that is spoken now."""
    return str(SENTENCES[Flaw(problem.flaw)]) % problem.about
