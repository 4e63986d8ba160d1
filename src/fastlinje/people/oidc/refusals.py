"""What a login is refused for, and what the person reads then. The code is for the operator, the sentence for the person."""

from django.utils.translation import gettext_lazy as _

from fastlinje.core.refusal import Refused

_UNCONFIRMED = _("Vi kunne ikke bekrefte innloggingen. Prøv å logge inn på nytt.")
_UNAVAILABLE = _("Vi får ikke kontakt med innloggingstjenesten akkurat nå. Vent litt og prøv igjen.")

SENTENCES = {
    "login_cancelled": _("Du avbrøt innloggingen. Du kan prøve igjen når du vil."),
    "login_expired": _("Det gikk for lang tid før du ble ferdig med å logge inn. Prøv på nytt."),
    "login_not_started_here": _("Denne innloggingen ble ikke startet her, eller den er allerede brukt. Logg inn på nytt."),
    "login_code_used": _("Denne innloggingen er allerede brukt. Logg inn på nytt."),
    "login_too_old": _("Innloggingen din er for gammel. Logg inn på nytt."),
    "level_too_low": _("Du må logge inn på høyeste sikkerhetsnivå, for eksempel med BankID. MinID er ikke nok."),
    "pid_missing": _(
        "Innloggingen inneholder ikke et norsk fødselsnummer eller D-nummer. Da kan vi ikke vite hvem du er hos fastlegen. "
        "Ring legekontoret for å få hjelp."
    ),
    "pid_invalid": _("Fødselsnummeret fra innloggingstjenesten er ikke gyldig. Ring legekontoret for å få hjelp."),
    "test_identity": _("Du logget inn med en testbruker. Den kan ikke brukes her."),
    "provider_unreachable": _UNAVAILABLE,
    "provider_unavailable": _UNAVAILABLE,
    "provider_malformed": _UNAVAILABLE,
    "provider_look_alike": _UNAVAILABLE,
}


def refused(code: str) -> Refused:
    """The refusal for a code. Codes without a sentence of their own are failed proofs: the person only needs to try again."""
    return Refused(code, SENTENCES.get(code, _UNCONFIRMED))
