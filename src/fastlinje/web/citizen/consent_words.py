"""What the levels of consent are called and mean, said to oneself and to whoever chooses for another."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Actor, ConsentLevel

NAMES = {
    ConsentLevel.UNDECIDED: gettext_lazy("Ikke valgt ennå"),
    ConsentLevel.NONE: gettext_lazy("Ingen tilgang"),
    ConsentLevel.BASIS: gettext_lazy("Basis"),
    ConsentLevel.FULL: gettext_lazy("Full tilgang"),
}
_MEANS = {
    ConsentLevel.FULL: gettext_lazy(
        "Du kan skrive til fastlegen, få svar og se meldingene dine her. Da må Fastlinje lagre det du og legen skriver."
    ),
    ConsentLevel.BASIS: gettext_lazy(
        "Du ser hvem som er fastlegen din og hvordan du når legekontoret. Du kan ikke skrive til legen eller lese svar her."
    ),
    ConsentLevel.NONE: gettext_lazy("Du bruker ikke Fastlinje. Vi lagrer bare at du har valgt dette. Du kan ringe legekontoret."),
}
_MEANS_FOR = {
    ConsentLevel.FULL: gettext_lazy(
        "De som handler for %s, kan skrive til fastlegen, få svar og bestille time her. Da må Fastlinje lagre det som blir skrevet."
    ),
    ConsentLevel.BASIS: gettext_lazy(
        "De som handler for %s, ser hvordan de når legekontoret. Ingen kan skrive til legen, lese svar eller bestille time her."
    ),
    ConsentLevel.NONE: gettext_lazy(
        "Ingen bruker Fastlinje for %s. Vi lagrer bare at dette er valgt. Dere kan ringe legekontoret."
    ),
}


def meaning(actor: Actor, level: ConsentLevel) -> str:
    """What a level means for whom the page concerns; "" for one nobody has chosen yet."""
    other = actor.acting_for
    if other is None:
        return str(_MEANS.get(level, ""))
    return str(_MEANS_FOR[level]) % other.name if level in _MEANS_FOR else ""


def title(actor: Actor) -> str:
    """Of the page where one chooses."""
    other, needs_full = actor.acting_for, actor.subject_consent is ConsentLevel.BASIS
    if other is None:
        return _("Du må velge full tilgang") if needs_full else _("Hvordan vil du bruke Fastlinje?")
    return (_("Velg full tilgang for %s") if needs_full else _("Hvordan vil du bruke Fastlinje for %s?")) % other.name


def lead(actor: Actor) -> str:
    """What there is to know first."""
    other, needs_full = actor.acting_for, actor.subject_consent is ConsentLevel.BASIS
    if other is None:
        if needs_full:
            return _("Du har valgt basis. For å skrive til legen og lese svar her trenger du full tilgang.")
        return _("Du bestemmer selv, og du kan endre valget når du vil.")
    if needs_full:
        return _("Nå er det valgt basis. Full tilgang må til for å skrive til legen, lese svar og bestille time her.")
    return _("Du velger for %s. Du kan endre valget når du vil.") % other.name


def full_means(actor: Actor) -> tuple[str, ...]:
    """Full access in three sentences."""
    if actor.acting_for:
        stored = _("Det som blir skrevet, lagres kryptert. Loggen viser hvem som har lest det.")
        back = _(
            "Du kan gå tilbake til basis når du vil. Da slettes utkastene, men det som er sendt, ligger i journalen hos legen."
        )
        return (meaning(actor, ConsentLevel.FULL), stored, back)
    stored = _(
        "Fastlinje lagrer det du og legekontoret skriver, kryptert. Bare du og de ved legekontoret som trenger det, kan lese det."
    )
    back = _(
        "Du kan gå tilbake til basis når du vil. Da slettes utkastene dine, men det du har sendt, ligger i journalen hos legen."
    )
    return (_("Du kan skrive til fastlegen, få svar og se meldingene dine her."), stored, back)
