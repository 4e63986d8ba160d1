"""What is asked of whoever calls, in the same words wherever it is written down."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from fastlinje.scheduling.rules import REASON_MAX_CHARS


def reason_field() -> forms.CharField:
    """What it concerns, in a few words; may be empty."""
    return forms.CharField(
        label=gettext_lazy("Hva gjelder det?"),
        help_text=gettext_lazy("Noen få ord. Pasienten ser det når de logger inn, og det står aldri i varsler."),
        required=False,
        max_length=REASON_MAX_CHARS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": gettext_lazy("Teksten er for lang.")},
    )


def phone_field(help_text: Promise) -> forms.CharField:
    """Where to call the patient; `help_text` says what for."""
    return forms.CharField(
        label=gettext_lazy("Telefon til pasienten"), help_text=help_text, required=False, max_length=30, widget=forms.TextInput
    )
