"""Finding the patient something at the desk is for, and a way on for somebody the office does not know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Actor
from fastlinje.practices.patient_search import FoundPatient, patients_found

from ...components.shapes import Column, Row
from .. import words as office_words


class SearchForm(forms.Form):
    """Who it is for."""

    who = forms.CharField(
        label=gettext_lazy("Finn pasienten"),
        help_text=gettext_lazy("Navn, fødselsdato eller fødselsnummer."),
        max_length=100,
        error_messages={"required": gettext_lazy("Skriv hvem du leter etter.")},
    )


@dataclass(frozen=True)
class Finding:
    """The search and what it found. `nobody`: it was asked for, and none fits."""

    form: SearchForm
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    nobody: bool
    newcomer_action: str
    asked_for: str

    @property
    def is_mistaken(self) -> bool:
        """Nothing was searched for."""
        return self.form.is_bound and not self.form.is_valid()


def finding(actor: Actor, form: SearchForm, now: datetime, *, href: Callable[[UUID], str], newcomer: str) -> Finding:
    """Search if the form was sent. It comes by POST, so that nobody's name or number stands in an address.

    href      where each of those found leads
    newcomer  where somebody unknown is registered
    """
    found = patients_found(actor, form.cleaned_data["who"], now=now) if form.is_bound and form.is_valid() else None
    return Finding(
        form=form,
        caption=_("Pasienter som passer"),
        columns=tuple(Column(text) for text in (_("Navn"), _("Født"), _("Fastlege"))),
        rows=tuple(_row(patient, href(patient.id)) for patient in found or ()),
        nobody=found == (),
        newcomer_action="" if found is None else newcomer,
        asked_for=form.cleaned_data.get("who", "") if form.is_bound else "",
    )


def _row(patient: FoundPatient, href: str) -> Row:
    doctor = patient.gp_name if patient.active and patient.gp_name else _("ikke på liste her")
    return Row((patient.name, office_words.full_date(patient.birth_date), doctor), href)
