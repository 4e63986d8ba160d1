"""Files on a person's pages: taken in, shown in lists, and handed out."""

from collections.abc import Sequence
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fastlinje.core.refusal import NotFound, Refused
from fastlinje.dialogue.citizen_queries import StoredContent, draft_file_for
from fastlinje.dialogue.citizen_views import FileView
from fastlinje.dialogue.commands.attach_file import attach_file
from fastlinje.dialogue.commands.remove_file import remove_file
from fastlinje.dialogue.files.inspection import MAX_BYTES
from fastlinje.dialogue.files.names import content_disposition
from fastlinje.dialogue.files.refusals import refused
from fastlinje.dialogue.rules import MAX_FILES
from fastlinje.dialogue.uploads import file_store, store_upload

from ..components.shapes import Attachment
from ..kit import CITIZEN, requires
from . import words

ACCEPT = "image/jpeg,image/png,image/heic,application/pdf,.jpg,.jpeg,.png,.heic,.pdf"
LIMITS = {"limit": MAX_FILES, "max_bytes": MAX_BYTES, "accept": ACCEPT}


def on_draft(files: Sequence[FileView]) -> tuple[Attachment, ...]:
    """The files of a draft, each with a small picture and a way to take it away."""
    return tuple(_on_draft(file) for file in files)


def sent(conversation_id: UUID, files: Sequence[FileView]) -> tuple[Attachment, ...]:
    """The files of a message. What still waits for the virus check can be seen, not opened."""
    return tuple(
        Attachment(
            name=file.name,
            note=_note(file),
            href="" if file.is_held else reverse("my_file", args=[conversation_id, file.id]),
        )
        for file in files
    )


def take(request: HttpRequest, uploads: Sequence[UploadedFile], conversation_id: UUID | None = None) -> list[str]:
    """Take in what the browser sent for a draft; returns the sentences for those that were refused."""
    problems = []
    for upload in uploads:
        try:
            take_one(request, upload, conversation_id)
        except Refused as refusal:
            if isinstance(refusal, NotFound):
                raise
            problems.append(f"{upload.name}: {refusal.sentence}")
    return problems


def take_one(request: HttpRequest, upload: UploadedFile, conversation_id: UUID | None) -> FileView:
    """Clean and store one file, and hang it on the draft. If the draft won't have it the bytes go again."""
    if upload.size > MAX_BYTES:
        raise refused("file_too_large")
    stored = store_upload(upload.read(), upload.name)
    try:
        attach_file(actor=request.actor, now=request.now, file=stored, conversation_id=conversation_id)
    except Refused:
        file_store().delete(stored.id)
        raise
    return FileView(stored.id, stored.name, stored.content_type, stored.size_bytes, stored.is_held, made_by_us=False)


def answer_upload(request: HttpRequest, conversation_id: UUID | None = None) -> JsonResponse:
    """What our upload script is told about the one file it sent."""
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"error": str(refused("file_empty").sentence)}, status=400)
    try:
        file = _on_draft(take_one(request, upload, conversation_id))
    except NotFound:
        raise
    except Refused as refusal:
        return JsonResponse({"error": str(refusal.sentence), "code": refusal.code}, status=422)
    names = {"id": file.identifier, "name": file.name, "note": file.note, "href": file.href, "image": file.image}
    return JsonResponse({**names, "remove": file.remove}, status=201)


def take_away(request: HttpRequest, file_id: UUID) -> None:
    """Take a file off the draft, and its bytes with it."""
    remove_file(actor=request.actor, now=request.now, file_id=file_id)
    file_store().delete(file_id)


@require_POST
@requires(CITIZEN)
def draft_file_removal(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Our script takes a file off a draft."""
    take_away(request, file_id)
    return JsonResponse({})


@require_safe
@requires(CITIZEN)
def draft_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A file on one's own draft, to see that it is the right one."""
    return serve(draft_file_for(request.actor, file_id), inline=True)


def serve(content: StoredContent, *, inline: bool = False) -> HttpResponse:
    """The bytes, to somebody who was found to be allowed. Always whole and never cacheable: no ETag, no ranges (AD-03, AD-04).

    inline  pictures may be shown by the browser, in a page of their own that can do nothing; everything else is downloaded
    """
    response = HttpResponse(file_store().get(content.id), content_type=content.content_type)
    is_picture = content.content_type.startswith("image/")
    response["Content-Disposition"] = content_disposition(content.name, inline=inline and is_picture)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    response["Accept-Ranges"] = "none"
    return response


def ids(texts: Sequence[str]) -> tuple[UUID, ...]:
    """The files a form says it showed; what is no id becomes one that no file has, so that the rule refuses it."""
    return tuple(dict.fromkeys(_id(text) for text in texts))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _on_draft(file: FileView) -> Attachment:
    href = "" if file.is_held else reverse("draft_file", args=[file.id])
    return Attachment(
        name=file.name,
        note=_note(file),
        href=href,
        image=href if file.content_type.startswith("image/") else "",
        remove=reverse("draft_file_removal", args=[file.id]),
        identifier=str(file.id),
    )


def _note(file: FileView) -> str:
    note = words.file_note(file.content_type, file.size_bytes)
    return _("%s – venter på virussjekk") % note if file.is_held else note
