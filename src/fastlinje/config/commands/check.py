"""Check the installation: settings, keys, database, and what Django itself checks.

Prints one line for each thing to mend. Ends with 0 if there are only
warnings, 1 if there are errors, 2 if the settings are unfit to start with.
"""

import argparse
import os

from fastlinje.config.checks import Finding, Level, contact_source, findings
from fastlinje.config.runtime import django_ready

SUMMARY = "is anything missing or unsafe?"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(arguments: argparse.Namespace) -> int:
    """Print findings."""
    with django_ready() as settings:
        found = [*findings(settings, os.environ), *_django(deploy=settings.production), *_migrations(settings.database_owner_url)]
    print(contact_source(settings))
    for finding in found:
        print(f"{finding.level}: {finding.sentence}")
    errors = sum(finding.level is Level.ERROR for finding in found)
    print(f"{errors} errors, {len(found) - errors} warnings.")
    return 1 if errors else 0


def _django(*, deploy: bool) -> list[Finding]:
    from django.core import checks  # needs Django

    return [
        Finding(Level.ERROR if message.level >= checks.ERROR else Level.WARNING, f"{message.msg} ({message.id})")
        for message in checks.run_checks(include_deployment_checks=deploy)
        if not message.is_silenced()
    ]


def _migrations(owner_url: str) -> list[Finding]:
    from django.db import OperationalError, connections  # needs Django
    from django.db.migrations.executor import MigrationExecutor

    if not owner_url:
        return []
    try:
        executor = MigrationExecutor(connections["owner"])
    except OperationalError as error:
        return [Finding(Level.ERROR, f"DATABASE_OWNER_URL does not answer: {str(error).splitlines()[-1]}")]
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [Finding(Level.ERROR, f"{len(pending)} migrations are not applied: run `fastlinje migrate`.")] if pending else []
