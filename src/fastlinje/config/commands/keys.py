"""Make, list and rotate the keys that live outside the database.

  content            encrypts messages and other content
  index              finds a person by national number without storing it in the clear
  idporten, helseid  key pairs we log in to the login providers with
  maskinporten       key pair for national registers, made by `keys rotate`

  fastlinje keys create          make those that are missing
  fastlinje keys list            names, ages and what to do about them
  fastlinje keys rotate content  add a newer key; old content stays readable
  fastlinje keys reseal          encrypt old content anew with the newest key
  fastlinje keys reindex         find people by the newest index key
  fastlinje keys public helseid  what to register at the provider

To rotate: rotate, restart web and worker, reseal or reindex. Both may run
while the product serves, and go on where they were interrupted. They need
DATABASE_OWNER_URL. Keep old keys as long as you keep backups.

Back the folder up, apart from the database: without the keys nobody can
read the content, with both anybody can.
"""

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from fastlinje.config import keys
from fastlinje.config.environment import Environment
from fastlinje.config.runtime import django_ready
from fastlinje.config.trouble import BadSettings
from fastlinje.core.crypto import key_id
from fastlinje.people.oidc.signing_keys import public_jwks, read_signing_keys

SUMMARY = "make, list and rotate keys"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which ring."""
    actions = parser.add_subparsers(metavar="<action>", required=True, dest="action")
    actions.add_parser("create", help="make the keys that are missing")
    actions.add_parser("list", help="names, ages and what to do about them")
    rotate = actions.add_parser("rotate", help="add a newer key; the old ones stay and can still read")
    rotate.add_argument("ring", choices=[*keys.RINGS, *keys.CLIENTS, *keys.MACHINES])
    actions.add_parser("reseal", help="encrypt what older content keys wrote anew with the newest")
    actions.add_parser("reindex", help="move national numbers' index to the newest index key")
    public = actions.add_parser("public", help="print the public halves, to register at the provider")
    public.add_argument("client", choices=[*keys.CLIENTS, *keys.MACHINES])


def run(arguments: argparse.Namespace) -> None:
    """Do it in the folder FASTLINJE_KEYS_DIR."""
    folder, now = Environment.parse(os.environ).keys_dir, datetime.now(UTC)
    match arguments.action:
        case "create":
            _tell_made(keys.create_missing(folder, now), folder)
        case "list":
            _list(folder, now)
        case "rotate":
            _tell_made([keys.rotate(folder, arguments.ring, now)], folder)
            print("Restart web and worker so that they use it. Take a new backup of the folder.")
            if arguments.ring in keys.RINGS:
                print(f"Then run `fastlinje keys {'reseal' if arguments.ring == keys.CONTENT else 'reindex'}`.")
        case "reseal":
            _reseal(folder)
        case "reindex":
            _reindex()
        case "public":
            paths = [file.path for file in keys.client_keys(folder, arguments.client)]
            print(json.dumps(public_jwks(read_signing_keys(paths)), indent=2))


def _reseal(folder: Path) -> None:
    with _as_owner():
        from django.conf import settings  # needs Django

        from fastlinje.config.rekeying import reseal_files, reseal_rows
        from fastlinje.dialogue.uploads import file_store

        rows = reseal_rows(settings.CONTENT_RING, print)
        files = reseal_files(file_store(), keys.key_files(folder, keys.CONTENT)[0].made_at)
    print(f"{rows} rows and {files} files now have the newest key.")


def _reindex() -> None:
    with _as_owner():
        from django.conf import settings  # needs Django

        from fastlinje.config.rekeying import reindex

        reindex(settings.CONTENT_RING, settings.INDEX_RING, print)
    print("Everybody is found by the newest key. Operators move at their next log-in: keep the old key until then.")


@contextmanager
def _as_owner() -> Iterator[None]:
    with django_ready() as settings:
        if not settings.database_owner_url:
            raise BadSettings("DATABASE_OWNER_URL must be set: no other role may rewrite content.")
        yield


def _tell_made(made: Sequence[Path], folder: Path) -> None:
    for path in made:
        print(f"Made {path}")
    if not made:
        print(f"No key is missing in {folder}.")


def _list(folder: Path, now: datetime) -> None:
    for ring in (*keys.RINGS, *keys.CLIENTS, *keys.MACHINES):
        found = keys.key_files(folder, ring)
        if not found and ring not in keys.MACHINES:
            print(f"{ring:<9} missing: run `fastlinje keys create`")
        for place, file in enumerate(found):
            use = "writes and reads" if place == 0 else "reads only"
            name = key_id(file.path.read_bytes()).hex() if ring in keys.RINGS else "key pair"
            print(f"{ring:<9} {name}  {file.age_days(now):>4} days  {use}  {file.path.name}{_advice(file, place, now)}")


def _advice(file: keys.KeyFile, place: int, now: datetime) -> str:
    if file.ring in keys.CLIENTS and place == 0 and file.age_days(now) >= keys.WARN_DAYS:
        return f"  <- the provider drops it after 365 days: run `fastlinje keys rotate {file.ring}` and register the new one"
    return ""
