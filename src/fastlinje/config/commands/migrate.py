"""Make or update the database's roles and tables, prices and standard forms.

Needs DATABASE_OWNER_URL, a role that owns the database and may create
roles. The login roles fastlinje_web and fastlinje_worker are made with the
passwords found in DATABASE_URL and DATABASE_WORKER_URL. Safe to run again,
also while the old version serves.
"""

import argparse

import psycopg
from psycopg.conninfo import conninfo_to_dict

from fastlinje.config.environment import Environment
from fastlinje.config.runtime import WEB_LOGIN, WORKER_LOGIN, django_ready, require_database
from fastlinje.config.trouble import BadSettings, Trouble

SUMMARY = "make or update the database's roles and tables"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to make roles, and how much to tell."""
    parser.add_argument("--without-roles", action="store_true", help="the roles were made by whoever runs the database")
    parser.add_argument("--quiet", action="store_true", help="print only what went wrong")


def run(arguments: argparse.Namespace) -> None:
    """Make roles, then tables."""
    with django_ready() as settings:
        migrate(settings, roles=not arguments.without_roles, quiet=arguments.quiet)


def migrate(settings: Environment, *, roles: bool = True, quiet: bool = False) -> None:
    """Bring the database up to this version. Django must be set up."""
    from django.core.management import call_command  # needs Django
    from django.db import DatabaseError

    from fastlinje.audit.roles import ensure_roles

    if not settings.database_owner_url:
        raise BadSettings("DATABASE_OWNER_URL must be set to migrate: the database as the role that owns it.")
    require_database(settings.database_owner_url)
    if roles:
        try:
            ensure_roles(
                settings.database_owner_url,
                web_password=_password("DATABASE_URL", settings.database_url, WEB_LOGIN),
                worker_password=_password("DATABASE_WORKER_URL", settings.database_worker_url, WORKER_LOGIN),
            )
        except psycopg.errors.InsufficientPrivilege as error:
            raise Trouble(
                f"DATABASE_OWNER_URL may not create roles ({error.diag.message_primary}). Give it CREATEROLE, or let whoever "
                "runs the database make them and use --without-roles."
            ) from error
    try:
        call_command("migrate", database="owner", interactive=False, verbosity=0 if quiet else 1)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise Trouble(f"The tables could not be brought up to date; the step that failed was undone: {reason}") from error
    load_what_comes_with_the_product()


def load_what_comes_with_the_product() -> None:
    """Prices and standard forms that are not in the database yet. What an operator has changed is left as it is."""
    from fastlinje.questionnaires.loading import load_standard_forms  # needs Django
    from fastlinje.tariffs.data import load_tariffs

    load_tariffs()
    load_standard_forms()


def _password(variable: str, url: str, login: str) -> str:
    parts = conninfo_to_dict(url) if url else {}
    if parts.get("user") != login or not parts.get("password"):
        raise BadSettings(f"{variable} must log in as {login} with a password, so that `migrate` can make that role.")
    return str(parts["password"])
