"""What a power is for and how long: the same questions when it is given and when it is changed."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _

from fastlinje.core.refusal import NotFound, Refused

from ...power_words import SCOPE_CHOICES

NAME_ERROR = {"required": _("Skriv både fornavn og etternavn.")}
NUMBER_ERROR = {"required": _("Skriv fødselsnummeret, elleve siffer.")}
DATE_ERROR = {"invalid": _("Skriv datoen som dd.mm.åååå.")}


class TermsForm(forms.Form):
    """Services and period."""

    scopes = forms.MultipleChoiceField(
        label=_("Hva skal fullmakten gjelde?"),
        choices=SCOPE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én tjeneste."), "invalid_choice": _("Velg blant tjenestene i listen.")},
    )
    start_date = forms.DateField(
        label=_("Første dag"), required=False, error_messages=DATE_ERROR, help_text=_("La stå tom for i dag.")
    )
    end_date = forms.DateField(
        label=_("Siste dag"), required=False, error_messages=DATE_ERROR, help_text=_("La stå tom for uten sluttdato.")
    )


def refused_by(act: Callable[[], object], form: forms.Form) -> str | None:
    """Run an act. None when it was done; else the sentence for the top of the page, "" when it stands at a field."""
    try:
        act()
    except NotFound:
        raise
    except Refused as refusal:
        field = next((name for name in refusal.fields if name in form.fields), None)
        if field is None:
            return refusal.sentence
        form.add_error(field, refusal.sentence)
        return ""
    return None
