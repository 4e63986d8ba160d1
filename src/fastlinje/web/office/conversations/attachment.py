"""Files that came with a message, and the patient's national number: shown on demand, recorded each time."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.dialogue.files.names import content_disposition
from fastlinje.dialogue.office_queries import file_for, head_for, national_id_for
from fastlinje.dialogue.uploads import file_store

from ...kit import STAFF, render, requires
from ..worklist import view_named
from .asking import Concerning, concerning

# Nothing inside a file may run or reach out, even when somebody opens it in a tab of its own.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"


@require_safe
@requires(STAFF)
def conversation_attachment(request: HttpRequest, conversation_id: UUID, attachment_id: UUID) -> HttpResponse:
    """A picture to look at, or a PDF to download."""
    file = file_for(request.actor, conversation_id, attachment_id, now=request.now)
    response = HttpResponse(file_store().get(file.id), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition(file.name, inline=file.is_image)
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@dataclass(frozen=True)
class NationalIdPage:
    """The number in two parts: easy to read, and without a space when copied."""

    title: str
    about: Concerning
    number: tuple[str, str]


@require_safe
@requires(STAFF)
def conversation_national_id(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """The patient's national number, to look them up in the journal."""
    view = view_named(request.GET.get("vis", ""))
    number = national_id_for(request.actor, conversation_id, now=request.now)
    found = head_for(request.actor, conversation_id, now=request.now)
    page = NationalIdPage(_("Fødselsnummer"), concerning(found, view, request.now), (number[:6], number[6:]))
    return render(request, "office/national_id.html", page, active="worklist")
