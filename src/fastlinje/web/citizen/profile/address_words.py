"""What the two kinds of address are called."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fastlinje.people.queries import EMAIL, SMS


@dataclass(frozen=True)
class AddressWords:
    """Words for one kind of address; `slug` is how addresses of pages name it."""

    slug: str
    system: str
    icon: str
    title: Promise
    add: Promise
    label: Promise
    hint: Promise
    kind: str


ADDRESSES = {
    EMAIL: AddressWords(
        "epost", EMAIL, "message", _("E-post"), _("Legg inn e-post"), _("E-postadressen din"), _("Vi sender en kode dit."), "email"
    ),
    SMS: AddressWords(
        "mobil", SMS, "phone", _("Mobil"), _("Legg inn mobil"), _("Mobilnummeret ditt"), _("Vi sender en kode på SMS."), "tel"
    ),
}
BY_SLUG = {about.slug: about for about in ADDRESSES.values()}
