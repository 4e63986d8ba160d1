"""What people at an office are called, in the words patients and colleagues read."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from fastlinje.core.actor import RoleCode

ROLE_TITLES = {
    RoleCode.GP: _("fastlege"),
    RoleCode.SUBSTITUTE: _("vikarlege"),
    RoleCode.NURSE: _("sykepleier"),
    RoleCode.SECRETARY: _("helsesekretær"),
    RoleCode.ADMIN: _("kontorleder"),
    RoleCode.OWNER: _("eier"),
}


def title_of(codes: Collection[str]) -> str:
    """The one title to show for somebody who may have several roles: the most clinical."""
    return next((str(title) for code, title in ROLE_TITLES.items() if code in codes), "")
