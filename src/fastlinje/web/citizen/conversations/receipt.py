"""The question is sent: when the answer comes, and what happens until then."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fastlinje.dialogue.citizen_queries import conversation_for
from fastlinje.people.contact_rules import channel_usable
from fastlinje.people.queries import addresses_for
from fastlinje.questionnaires.engine.narrative import AnsweredSection

from ...components.shapes import Fact, Station
from ...frame import phone_text
from ...kit import CITIZEN, concerning, render, requires
from .. import words
from .page import facts
from .stations import stations


@dataclass(frozen=True)
class ReceiptPage:
    """`due` is the day the answer comes at the latest; `is_told` says whether a notice can reach the person then."""

    title: str
    due: str
    stations: tuple[Station, ...]
    facts: tuple[Fact, ...]
    form_title: str
    answered: tuple[AnsweredSection, ...]
    office: str
    phone: str
    phone_text: str
    is_told: bool
    profile_href: str
    conversation_href: str
    home_href: str


@require_safe
@requires(CITIZEN)
def receipt(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Kvittering."""
    view = conversation_for(request.actor, conversation_id, now=request.now)
    concerning(request, view.person_id)
    page = ReceiptPage(
        title=_("Spørsmålet er sendt"),
        due=_("Du får svar senest %s.") % words.weekday(view.due_at),
        stations=stations(view.state, view.history, request.now),
        facts=facts(view, request.now),
        form_title=view.form_title,
        answered=view.answered,
        office=view.office,
        phone=view.office_phone,
        phone_text=phone_text(view.office_phone),
        is_told=any(channel_usable(address, request.now) for address in addresses_for(request.actor).values()),
        profile_href=reverse("profile"),
        conversation_href=reverse("my_conversation", args=[conversation_id]),
        home_href=reverse("home"),
    )
    return render(request, "citizen/conversations/receipt.html", page, active="inbox")
