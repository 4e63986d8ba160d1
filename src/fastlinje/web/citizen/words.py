"""How a person's pages say states, kinds and files; days and times as everywhere (web/moments.py)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.dialogue.states import ConversationState

from ..components.shapes import Badge
from ..language import in_each_language
from ..moments import clock_time, day, full_date, size, weekday, when

__all__ = ["clock_time", "day", "file_note", "full_date", "kind", "size", "state_badge", "weekday", "when"]

S = ConversationState

KINDS = {
    "e_consultation": gettext_lazy("E-konsultasjon"),
    "appointment": gettext_lazy("Timeavtale"),
    "appointment_request": gettext_lazy("Timeønske"),
}
COLORS = {
    S.ANSWERED: "success",
    S.CLOSED: "neutral",
    S.CLOSED_UNANSWERED: "neutral",
    S.GP_CHANGED: "neutral",
    S.REDIRECTED: "warning",
    S.WITHDRAWN: "neutral",
}
FILE_KINDS = {"application/pdf": gettext_lazy("PDF")}


@in_each_language
def kind(code: str) -> str:
    """«E-konsultasjon»."""
    return str(KINDS.get(code, code))


@in_each_language
def state_badge(state: ConversationState) -> Badge:
    """Where a conversation is, with a colour."""
    return Badge(str(ConversationState(state).label), COLORS.get(state, "info"))


def file_note(content_type: str, size_bytes: int) -> str:
    """«Bilde, 1,2 MB»."""
    return f"{FILE_KINDS.get(content_type, _('Bilde'))}, {size(size_bytes)}"
