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
    code = main_role(codes)
    return str(ROLE_TITLES[RoleCode(code)]) if code else ""


def main_role(codes: Collection[str]) -> str:
    """The code behind that title, for what is stored: titles are said in the language of whoever reads."""
    return next((code.value for code in ROLE_TITLES if code in codes), "")
