"""How a person's pages say times, sizes, states and kinds: short, in words, in Norwegian time."""

from datetime import date, datetime

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.clock import OSLO, oslo_date
from fastlinje.dialogue.states import ConversationState

from ..components.shapes import Badge

S = ConversationState

KINDS = {
    "e_consultation": gettext_lazy("E-konsultasjon"),
    "appointment": gettext_lazy("Time"),
    "appointment_request": gettext_lazy("Timeønske"),
}
COLORS = {
    S.ANSWERED: "success",
    S.CLOSED: "neutral",
    S.CLOSED_UNANSWERED: "neutral",
    S.REDIRECTED: "warning",
    S.WITHDRAWN: "neutral",
}
FILE_KINDS = {"application/pdf": gettext_lazy("PDF")}


def when(moment: datetime, now: datetime) -> str:
    """«i dag kl. 09.12», «i går kl. 14.40», «12. juni kl. 08.05», «12. juni 2024 kl. 08.05»."""
    days = (oslo_date(now) - oslo_date(moment)).days
    if days in (0, 1):
        name = _("i dag") if days == 0 else _("i går")
    else:
        name = day(moment) if 0 <= days < 300 else full_date(oslo_date(moment))
    return _("%(day)s kl. %(time)s") % {"day": name, "time": clock_time(moment)}


def day(moment: datetime) -> str:
    """«12. juni»."""
    return format_date(moment.astimezone(OSLO), _("j. F"))


def weekday(moment: datetime) -> str:
    """«mandag 30. november»."""
    return format_date(moment.astimezone(OSLO), _("l j. F"))


def full_date(value: date) -> str:
    """«12. mars 2026»."""
    return format_date(value, _("j. F Y"))


def clock_time(moment: datetime) -> str:
    """«09.12»."""
    return format_date(moment.astimezone(OSLO), _("H.i"))


def kind(code: str) -> str:
    """«E-konsultasjon»."""
    return str(KINDS.get(code, code))


def state_badge(state: ConversationState) -> Badge:
    """Where a conversation is, with a colour."""
    return Badge(str(ConversationState(state).label), COLORS.get(state, "info"))


def file_note(content_type: str, size_bytes: int) -> str:
    """«Bilde, 1,2 MB»."""
    return f"{FILE_KINDS.get(content_type, _('Bilde'))}, {size(size_bytes)}"


def size(size_bytes: int) -> str:
    """«1,2 MB» or «240 kB»."""
    if size_bytes < 1_000_000:
        return f"{max(1, round(size_bytes / 1000))} kB"
    return f"{size_bytes / 1_000_000:.1f} MB".replace(".", ",")
