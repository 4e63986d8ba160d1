"""Do the work behind the scenes: notices, PDFs, sweeping, sealing the audit log.

Run one or more; they share the work. SIGTERM lets the jobs at hand finish.
A worker that is killed loses nothing: its jobs are handed to another.
"""

import argparse

from fastlinje.config.runtime import django_ready, require_database

SUMMARY = "do the work behind the scenes: notices, documents, sweeping"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much at a time."""
    parser.add_argument("--concurrency", type=int, default=4, help="jobs at a time (default: %(default)s)")


def run(arguments: argparse.Namespace) -> None:
    """Work until told to stop."""
    with django_ready(worker=True) as settings:
        require_database(settings.database_url)
        from fastlinje.config import worker  # needs Django

        worker.run(concurrency=arguments.concurrency)
