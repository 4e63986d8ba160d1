"""Taking in a file that must never touch the disk in plain."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class KeptInMemory(FileUploadHandler):
    """The request's only upload handler: of files that together are larger than `most_bytes` nothing is kept.

    Django's own would write a large file to a temporary folder as it is. Too large a file is read to its end and thrown away as it
    comes, so that the browser gets an answer to show.
    """

    def __init__(self, request: HttpRequest, most_bytes: int):
        super().__init__(request)
        self.too_large = False
        self._left = most_bytes
        self._parts: list[bytes] = []

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)
        self._parts = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._left -= len(raw_data)
        if self._left < 0:
            self.too_large = True
            self._parts.clear()
            raise SkipFile
        self._parts.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        content = BytesIO(b"".join(self._parts))
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra
        )
