"""What of the log one wants to see: about whom, by whom, what kind of act, and since when. All of it stands in the address."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fastlinje.audit.queries import By, LogQuestion
from fastlinje.audit.words import DID, QUIET
from fastlinje.core.actor import Actor

from ...kit import uuid_or_none
from .words import name_of

BY = {
    "andre": (_("Alle andre enn meg"), By.OTHERS),
    "kontoret": (_("Legekontoret"), By.OFFICE),
    "familie": (_("De som handler på vegne av meg"), By.REPRESENTATIVES),
    "fastlinje": (_("Fastlinje selv"), By.SYSTEM),
    "meg": (_("Meg"), By.ME),
    "alle": (_("Alle"), By.ANYBODY),
}
READING = frozenset(
    {
        *("attachment.read", "conversation.copy", "conversation.download", "conversation.open", "conversation.read"),
        *("appointment.read", "appointments.read", "next_appointment.read"),
        *("inbox.read", "national_id.show", "access_log.export", "export.fetch"),
    }
)
_ABOUT = {
    "timer": {"appointment", "appointments", "checkpoint", "waiting_list"},
    "skriving": {"answer", "answers", "conversation", "draft", "e_consultation", "file", "form"},
    "fullmakter": {"coming_of_age", "power", "representation", "subject", "youth_access"},
    "innlogging": {"session"},
    "valg": {"address_protection", "consent", "contact_point", "export", "language", "notice", "notices", "patient", "service"},
}
KINDS = {
    "lesing": (_("Noen har lest noe"), READING),
    **{
        key: (label, frozenset(action for action in DID if action.split(".")[0] in _ABOUT[key]) - READING)
        for key, label in {
            "skriving": _("Noen har skrevet eller svart"),
            "timer": _("Timer og timeønsker"),
            "fullmakter": _("Fullmakter og hvem som handler for hvem"),
            "valg": _("Samtykke, varsler og andre valg"),
            "innlogging": _("Innlogging"),
        }.items()
    },
}
PERIODS = {
    "uke": (_("Siste uke"), timedelta(days=7)),
    "maned": (_("Siste 30 dager"), timedelta(days=30)),
    "ar": (_("Siste år"), timedelta(days=365)),
}
EVERYTHING = ("", _("Alt"))


class LogForm(forms.Form):
    """The filters. What is not one of the choices is passed over, so that an old address still works."""

    gjelder = forms.ChoiceField(label=_("Hvem gjelder det?"), required=False)
    vis = forms.ChoiceField(label=_("Hvem har gjort det?"), choices=[(key, label) for key, (label, _by) in BY.items()])
    hva = forms.ChoiceField(
        label=_("Hva?"), required=False, choices=[EVERYTHING, *((key, label) for key, (label, _actions) in KINDS.items())]
    )
    periode = forms.ChoiceField(
        label=_("Når?"), required=False, choices=[("", _("Hele tiden")), *((key, label) for key, (label, _ago) in PERIODS.items())]
    )

    def __init__(self, actor: Actor, asked: QueryDict):
        known = {
            "gjelder": [str(each) for each in actor.followed_persons],
            "vis": list(BY),
            "hva": list(KINDS),
            "periode": list(PERIODS),
        }
        given = {name: asked.get(name, "") for name in known}
        self.chosen = {name: value for name, value in given.items() if value in known[name]}
        super().__init__(initial=self.chosen)
        self.fields["gjelder"].choices = [(each, name_of(uuid_or_none(each), actor)) for each in known["gjelder"]]
        self._actor = actor

    @property
    def has_others(self) -> bool:
        """True for those who act for somebody whose conversations they follow."""
        return len(self.fields["gjelder"].choices) > 1

    @property
    def is_narrowed(self) -> bool:
        """True when something is left out that another choice would show."""
        return bool(self.chosen.keys() - {"vis", "gjelder"}) or self.chosen.get("vis") not in (None, "alle")

    def question(self, now: datetime) -> LogQuestion:
        """What to ask the log for."""
        period = PERIODS.get(self.chosen.get("periode", ""))
        kind = KINDS.get(self.chosen.get("hva", ""))
        return LogQuestion(
            person_id=uuid_or_none(self.chosen.get("gjelder", "")) or self._actor.person_id,
            by=BY[self.chosen.get("vis", "andre")][1],
            actions=kind[1] if kind else None,
            quiet=QUIET,
            since=now - period[1] if period else None,
        )

    def query(self, **more: str) -> str:
        """The part of an address that asks the same again."""
        return urlencode(self.chosen | more)
