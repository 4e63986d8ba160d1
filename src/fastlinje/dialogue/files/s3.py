"""Files in S3-compatible storage, for several web hosts. Imported only where it is configured (extra `s3`)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

from fastlinje.core.crypto import Ring

from .refusals import refused
from .store import LABEL, FileMissing

_CLIENT = {
    "connect_timeout": 5,
    "read_timeout": 20,
    "retries": {"max_attempts": 3, "mode": "standard"},
    # Checksums as trailers are Amazon's own; most compatible servers refuse them. The seal tells if a byte is wrong.
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
}


class S3FileStore:
    """Sealed files in a bucket, by id under a prefix.

    options   of django-storages' S3Storage: bucket_name, access_key, secret_key, endpoint_url, region_name, location …
    """

    def __init__(self, options: Mapping[str, object], ring: Ring) -> None:
        addressing = options.get("addressing_style")
        client = Config(**_CLIENT, signature_version="s3v4", s3={"addressing_style": addressing})
        fixed = {"default_acl": None, "file_overwrite": True, "gzip": False, "client_config": client}
        self._storage = S3Storage(**{**options, **fixed})
        self._ring = ring

    def put(self, file_id: UUID, content: bytes) -> None:
        """Store a file whole or not at all. Refuses storage_unavailable."""
        sealed = self._ring.seal(content, label=LABEL, pk=file_id)
        try:
            self._storage.save(str(file_id), ContentFile(sealed))
        except (BotoCoreError, ClientError) as fault:
            raise refused("storage_unavailable") from fault

    def get(self, file_id: UUID) -> bytes:
        """The file as it was put. Raises FileMissing, or crypto.Undecryptable for bytes that were changed or moved."""
        try:
            with self._storage.open(str(file_id)) as file:
                sealed = file.read()
        except FileNotFoundError:
            raise FileMissing(str(file_id)) from None
        return self._ring.open(sealed, label=LABEL, pk=file_id)

    def delete(self, file_id: UUID) -> None:
        """Remove a file; fine if it is already gone."""
        self._storage.delete(str(file_id))

    def ids_older_than(self, moment: datetime) -> Iterator[UUID]:
        """Files stored before this moment, for the sweeper that removes what no message links to."""
        prefix = f"{self._storage.location.strip('/')}/".lstrip("/")
        for found in self._storage.bucket.objects.filter(Prefix=prefix):
            if found.last_modified < moment:
                yield UUID(found.key.removeprefix(prefix))
