"""What suits somebody who asks for a time: the same questions to the person themselves and to the office on the phone."""

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.scheduling.states import Modality

ANY_PART = gettext_lazy("Det spiller ingen rolle")
DATE_INVALID = {"invalid": gettext_lazy("Skriv datoen slik: 24.11.2026.")}


class WishesForm(forms.Form):
    """Never how urgent it is: what is urgent is not asked for here."""

    modality = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    schedule = forms.ChoiceField(required=False)
    weekdays = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    part = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    earliest = forms.DateField(required=False, error_messages=DATE_INVALID)
    latest = forms.DateField(required=False, error_messages=DATE_INVALID)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def choose_from(self, schedules: Iterable[tuple[str, str]], weekdays: Sequence[object]) -> None:
        """Name what there is to choose between.

        schedules  id and name of each whose time can be booked
        weekdays   the names of the days, Monday first; Saturday and Sunday are left out
        """
        self.fields["modality"].choices = [("", ANY_PART), *((each.value, each.label) for each in Modality)]
        self.fields["schedule"].choices = [("", _("Alle")), *schedules]
        self.fields["weekdays"].choices = [(str(number), name) for number, name in enumerate(weekdays[:5])]
        self.fields["part"].choices = [("", ANY_PART), ("morning", _("Før kl. 12")), ("afternoon", _("Etter kl. 12"))]

    def preferences(self) -> dict[str, object]:
        """What was wished, as the command takes it."""
        wishes = self.cleaned_data
        return {
            "weekdays": wishes.get("weekdays", ()),
            "parts": [wishes["part"]] if wishes.get("part") else [],
            "modality": wishes.get("modality", ""),
            "earliest": wishes.get("earliest"),
            "latest": wishes.get("latest"),
            "schedule": wishes.get("schedule", ""),
        }
