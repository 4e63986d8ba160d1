"""The texts of all notices as anybody may read them, with made-up values."""

from django.utils import translation
from django.utils.translation import gettext

from .channels import host
from .templates import CODE, DATE, OFFICE, TEMPLATES, UNTIL, WHEN, Wording, email_body, wording

_DAY = "2026-11-27"
_WHEN, _UNTIL = "2026-11-27T08:20:00+00:00", "2026-11-26T08:20:00+00:00"


def example_texts(language: str) -> dict[str, Wording]:
    """Every text that can be sent, by name, as it would look from an office that does not exist."""
    with translation.override(language):
        values = {OFFICE: gettext("Eksempel legekontor"), DATE: _DAY, CODE: "123456", WHEN: _WHEN, UNTIL: _UNTIL}
    return {
        name: wording(name, {place: values[place] for place in template.placeholders}, language)
        for name, template in TEMPLATES.items()
    }


def email_ending(language: str) -> tuple[str, ...]:
    """What stands under the message in every e-mail, one paragraph each."""
    return tuple(line for line in email_body("", host(), language).splitlines() if line)
