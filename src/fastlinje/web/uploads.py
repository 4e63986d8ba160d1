"""Taking in files that must never touch the disk in plain."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest


class KeptInMemory(FileUploadHandler):
    """The only handler of uploads. Of a file larger than `most_bytes` nothing is kept but how large it was.

    Django's own would write a large file to a temporary folder as it is. Too large a file is read to its end and thrown away as
    it comes, so that the browser gets an answer to show; whoever takes files in looks at `size` before reading.

    most_bytes  settings.FILE_UPLOAD_MAX_MEMORY_SIZE unless a view says otherwise
    """

    def __init__(self, request: HttpRequest | None = None, most_bytes: int | None = None):
        super().__init__(request)
        self._most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE if most_bytes is None else most_bytes
        self._parts: list[bytes] = []
        self._kept = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._parts, self._kept = [], 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._kept += len(raw_data)
        if self._kept > self._most:
            self._parts.clear()
        else:
            self._parts.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        content = BytesIO(b"".join(self._parts))
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )
