"""What the office has to do, one row per thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from fastlinje.dialogue.office_queries import Marks, marks_for
from fastlinje.scheduling.states import AppointmentState
from fastlinje.worklist.office_queries import Place, View, WorklistRow, worklist_for

from ..addresses import address
from ..components.drawing import format_html, when
from ..components.shapes import Badge, Column, Row
from ..components.structure import tag
from ..kit import STAFF, render, requires
from . import words
from .calendar.words import HAS_LEFT
from .calendar.words import state_badge as appointment_badge

VIEWS = {
    View.WAITING: (gettext_lazy("Venter på oss"), gettext_lazy("Ingenting venter"), gettext_lazy("Alle henvendelser er besvart.")),
    View.MINE: (gettext_lazy("Mine"), gettext_lazy("Ingenting venter på deg"), gettext_lazy("Se «Venter på oss» for resten.")),
    View.JOURNAL: (
        gettext_lazy("Ikke ført i journal"),
        gettext_lazy("Alt er ført i journal"),
        gettext_lazy("Her står besvarte henvendelser som ikke er merket som ført."),
    ),
    View.ALL: (
        gettext_lazy("Alle"),
        gettext_lazy("Ingen henvendelser ennå"),
        gettext_lazy("Når pasienter skriver til kontoret, finner du det her."),
    ),
}
APPOINTMENTS = {"appointment": "office_visit", "appointment_request": "office_request"}
UNREAD = frozenset({"sent", "received", "replied"})


@dataclass(frozen=True)
class Tab:
    """One of the lists."""

    text: str
    href: str
    chosen: bool


@dataclass(frozen=True)
class WorklistPage:
    """One page of one list. `first_href` leads back to the beginning from later pages."""

    title: str
    tabs: tuple[Tab, ...]
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    next_href: str
    first_href: str
    empty_title: str
    empty_text: str


@require_safe
@requires(STAFF)
def worklist(request: HttpRequest) -> HttpResponse:
    """The list of things to do; ?vis= chooses which, ?etter= is where the page before it ended."""
    view = view_named(request.GET.get("vis", ""))
    after = Place.parse(request.GET.get("etter", ""))
    found = worklist_for(request.actor, view, after, now=request.now)
    marks = marks_for(request.actor, [row.focus_id for row in found.rows], now=request.now)
    name, empty_title, empty_text = (str(text) for text in VIEWS[view])
    page = WorklistPage(
        title=_("Arbeidsliste"),
        tabs=tuple(Tab(str(texts[0]), list_href(each), each is view) for each, texts in VIEWS.items()),
        caption=name,
        columns=_columns(view),
        rows=tuple(_row(row, view, marks, request.now) for row in found.rows),
        next_href=list_href(view, str(found.next_place)) if found.next_place else "",
        first_href=list_href(view) if after else "",
        empty_title=empty_title,
        empty_text=empty_text,
    )
    return render(request, "office/worklist.html", page, active="worklist")


def view_named(text: str) -> View:
    """The list an address names; the usual one for anything else."""
    try:
        return View(text)
    except ValueError:
        return View.WAITING


def list_href(view: View, after: str = "") -> str:
    """Where a list stands."""
    asked = {"vis": view.value} if view is not View.WAITING else {}
    asked |= {"etter": after} if after else {}
    return address("worklist") + (f"?{urlencode(asked)}" if asked else "")


def conversation_href(conversation_id: UUID, view: View, *, name: str = "office_conversation", anchor: str = "") -> str:
    """A page of a conversation, remembering which list one came from."""
    asked = f"?{urlencode({'vis': view.value})}" if view is not View.WAITING else ""
    return address(name, conversation_id) + asked + (f"#{anchor}" if anchor else "")


def opener(row: WorklistRow, view: View, text: str) -> SafeString:
    """The way into a thing: what is unread is opened by a form, since the person sees it; the rest by a link."""
    if row.unread and row.status in UNREAD:
        return format_html(
            '<button class="fl-row-button" form="open" formaction="{}">{}</button>',
            conversation_href(row.focus_id, view, name="office_opening"),
            text,
        )
    if row.kind in APPOINTMENTS:
        return format_html('<a href="{}">{}</a>', address(APPOINTMENTS[row.kind], row.focus_id), text)
    return format_html('<a href="{}">{}</a>', conversation_href(row.focus_id, view, anchor="page-title"), text)


def state_of(row: WorklistRow) -> Badge:
    """Where a thing stands, in the words of its kind."""
    if row.kind == "appointment" and row.turn == "office":
        return Badge(str(HAS_LEFT), "warning")
    if row.kind in APPOINTMENTS:
        return appointment_badge(AppointmentState(row.status))
    return words.state_badge(row.status)


def _columns(view: View) -> tuple[Column, ...]:
    last = _("Oppdatert") if view in (View.ALL, View.JOURNAL) else _("Frist")
    return tuple(Column(text) for text in (_("Pasient"), _("Type"), last, _("Status"), _("Ansvarlig")))


def _row(row: WorklistRow, view: View, marks: Mapping[UUID, Marks], now: datetime) -> Row:
    mark = marks.get(row.focus_id, Marks(False, ()))
    cells = (
        opener(row, view, words.name_and_age(row.patient_name, row.birth_date, now)),
        words.kind_in_words(row.kind),
        words.when(row.updated_at, now) if view in (View.ALL, View.JOURNAL) else _due(row, now),
        _state(row, mark, view),
        _owner(row, mark),
    )
    return Row(cells, marked=row.unread)


def _due(row: WorklistRow, now: datetime) -> SafeString | str:
    if row.due_at is None:
        return ""
    badge = words.deadline(row.due_at, now)
    return tag(text=badge.text, color=badge.color, icon="warning" if badge.color == "danger" else "clock")


def _state(row: WorklistRow, mark: Marks, view: View) -> SafeString:
    badge = state_of(row)
    unread = row.unread and badge.text != _("Ny")
    return format_html(
        "<span>{}{}{}</span>",
        tag(text=_("Svar på vei"), color="success") if mark.held else tag(text=badge.text, color=badge.color),
        when(unread, ' <span class="fl-unread">{}</span>', _("Ulest")),
        when(row.journal_missing and view is View.ALL and row.turn != "office", " <span>{}</span>", _("Ikke ført")),
    )


def _owner(row: WorklistRow, mark: Marks) -> SafeString:
    looking = when(mark.colleagues, "<small>{}</small>", _("%(names)s ser på den") % {"names": words.together(mark.colleagues)})
    return format_html("<span>{}{}</span>", row.owner_name, looking) if row.owner_name or looking else SafeString("")
