"""Form fields that several of these pages have."""

from django import forms
from django.utils.translation import gettext_lazy

DATE_ERROR = {
    "invalid": gettext_lazy("Skriv datoen som dd.mm.åååå."),
    "required": gettext_lazy("Velg en dato."),
}
TIME_ERROR = {
    "invalid": gettext_lazy("Skriv klokkeslettet som 08.00."),
    "required": gettext_lazy("Skriv et klokkeslett."),
}


def date_field(label: str, **options: object) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, error_messages=DATE_ERROR, **options)


def time_field(label: str, **options: object) -> forms.TimeField:
    """A time on the wall, with a colon or a full stop."""
    formats = ["%H:%M", "%H.%M", "%H:%M:%S"]
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, input_formats=formats, widget=widget, error_messages=TIME_ERROR, **options)
