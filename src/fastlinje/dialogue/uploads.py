"""From an uploaded file to stored bytes with an id. Done before the command: it is slow, and commands link ids only."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from fastlinje.core.identifiers import new_id

from .files.intake import receive
from .files.scanner import Scanner
from .files.store import FileStore, LocalFileStore


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A safe file that rests in the store under its id. `is_held`: not delivered before the virus check has seen it."""

    id: UUID
    name: str
    content_type: str
    size_bytes: int
    is_held: bool


def store_upload(data: bytes, name: str) -> StoredFile:
    """Clean one file and store it. Refuses what dialogue.files.intake refuses, and storage_unavailable."""
    received = receive(data, name, scanner=scanner())
    file = received.file
    stored = StoredFile(new_id(), file.file_name, file.content_type, len(file.content), received.is_held)
    file_store().put(stored.id, file.content)
    return stored


@lru_cache(maxsize=1)
def file_store() -> FileStore:
    """Where this installation keeps files."""
    environment = settings.ENVIRONMENT
    if not environment.s3_bucket:
        return LocalFileStore(environment.files_dir, settings.CONTENT_RING)
    from .files.s3 import S3FileStore  # the extra `s3` is only installed where it is configured

    options = {
        "bucket_name": environment.s3_bucket,
        "endpoint_url": environment.s3_endpoint_url or None,
        "region_name": environment.s3_region or None,
        "access_key": environment.s3_access_key_id,
        "secret_key": environment.s3_secret_access_key,
    }
    return S3FileStore(options, settings.CONTENT_RING)


@lru_cache(maxsize=1)
def scanner() -> Scanner:
    """The virus scanner of this installation. CLAMAV_ADDRESS is host:port or the path of a socket."""
    address = settings.ENVIRONMENT.clamav_address
    if address and "://" not in address:
        address = f"unix://{address}" if address.startswith("/") else f"tcp://{address}"
    return Scanner(address)
