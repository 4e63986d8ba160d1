"""The page of one conversation: everything worded, every button with the sentence that refuses it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_idempotency_key
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.office_queries import around, conversation_for
from fastlinje.dialogue.office_rules import (
    ANSWER_MAX_CHARS,
    UNDO_SECONDS,
    check_can_answer,
    check_can_close,
    check_can_redirect,
)
from fastlinje.dialogue.office_views import AnsweredForm, OfficeConversation, OfficeFile, OfficeMessage
from fastlinje.dialogue.states import ConversationState
from fastlinje.worklist.office_queries import Neighbours, View, WorklistRow

from ...components.drawing import format_html
from ...components.shapes import Attachment, Badge, Bubble, Fact
from ...kit import render
from .. import words
from ..visibility import readers
from ..worklist import conversation_href, list_href, opener, state_of


class AnswerForm(forms.Form):
    """What staff write. Length and emptiness are the command's to judge, so that nothing typed is ever cut."""

    text = forms.CharField(label=gettext_lazy("Svar til pasienten"), required=False, strip=False, widget=forms.Textarea)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Undo:
    """An answer of the reader's that can still be taken back."""

    text: str
    action: str
    seconds: int


@dataclass(frozen=True)
class Hrefs:
    """Where this conversation's own pages are."""

    back: str
    opening: str
    answer: str
    draft: str
    presence: str
    national_id: str
    assignment: str
    appointment: str
    closing: str
    journal: str
    visibility: str
    text: str
    pdf: str


@dataclass(frozen=True)
class AnsweredRow:
    """A question of the form and its answers."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class AnsweredPart:
    """Some questions under one heading."""

    heading: str
    rows: tuple[AnsweredRow, ...]


@dataclass(frozen=True)
class FormPart:
    """The form the person filled in."""

    title: str
    note: str
    parts: tuple[AnsweredPart, ...]


@dataclass(frozen=True)
class Retraction:
    """An answer that can be taken back."""

    text: str
    href: str


@dataclass(frozen=True)
class ConversationPage:
    """A conversation with what the reader may do.

    *_refused  the sentence beside the button that is off; empty when it is on
    problem    what went wrong with what was just sent
    can_*      what to show at all
    readers    who besides the office can read it, for the young; empty for the grown
    """

    title: str
    kicker: str
    subject: str
    badges: tuple[Badge, ...]
    hrefs: Hrefs
    is_readable: bool
    withdrawn: bool
    presence: str
    facts: tuple[Fact, ...]
    person_name: str
    form_part: FormPart | None
    bubbles: tuple[Bubble, ...]
    answer_form: AnswerForm
    answer_limit: int
    draft_note: str
    answer_refused: str
    redirect_refused: str
    close_refused: str
    can_answer: bool
    can_close: bool
    undo: Undo | None
    held_note: str
    retractions: tuple[Retraction, ...]
    journal_note: str
    in_journal: bool
    readers: str
    earlier: tuple[SafeString, ...]
    next_link: SafeString | None
    problem: str = ""


def show(
    request: HttpRequest, actor: Actor, conversation_id: Any, view: View, *, form: AnswerForm | None = None, problem: str = ""
) -> HttpResponse:
    """Read and draw. `form` and `problem` when an act was refused: what was typed stands again."""
    found = conversation_for(actor, conversation_id, now=request.now)
    page = build(found, around(actor, found, view), actor, view, request.now, form=form, problem=problem)
    status = 200 if form is None and not problem else 409
    return render(request, "office/conversation.html", page, active="worklist", status=status)


def build(
    found: OfficeConversation,
    neighbours: Neighbours,
    actor: Actor,
    view: View,
    now: datetime,
    *,
    form: AnswerForm | None,
    problem: str,
) -> ConversationPage:
    """From values to words."""
    held = found.held
    open_ = found.state.is_open and found.is_readable
    return ConversationPage(
        title=words.name_and_age(found.patient.name, found.patient.birth_date, now),
        kicker=words.kind_in_words(found.kind),
        subject=found.subject,
        badges=_badges(found, now),
        hrefs=_hrefs(found, view),
        is_readable=found.is_readable,
        withdrawn=found.state == ConversationState.WITHDRAWN,
        presence=words.present(found.colleagues),
        facts=_facts(found, view, now),
        person_name=found.patient.name,
        form_part=_form(found.form, now) if found.form else None,
        bubbles=tuple(_bubble(message, found, now) for message in found.messages),
        answer_form=form or _empty_form(found),
        answer_limit=ANSWER_MAX_CHARS,
        draft_note=_("Lagret kl. %s") % words.clock_time(found.draft_saved_at) if found.draft_saved_at else "",
        answer_refused=_refusal(check_can_answer, actor, found.kind, found.state, held=bool(held)),
        redirect_refused=_refusal(check_can_redirect, actor, found.kind, found.state, held=bool(held)),
        close_refused=_refusal(check_can_close, found.kind, found.state, held=bool(held), answered=found.is_answered),
        can_answer=open_ and not held,
        can_close=open_ and not held,
        undo=_undo(found, held, now) if held and held.is_mine else None,
        held_note=_("%(name)s har svart. Svaret sendes om noen sekunder.") % {"name": held.author}
        if held and not held.is_mine
        else "",
        retractions=_retractions(found, view, now),
        journal_note=_journal(found, now),
        in_journal=found.in_journal,
        readers=_readers(found, now) if found.is_readable else "",
        earlier=tuple(_earlier(row, view, now) for row in neighbours.earlier),
        next_link=_next(neighbours.next, view, now) if neighbours.next else None,
        problem=problem,
    )


def _empty_form(found: OfficeConversation) -> AnswerForm:
    return AnswerForm(
        initial={"text": found.draft_text, "seen": str(found.newest_id or ""), "key": new_idempotency_key()}, auto_id="svar_%s"
    )


def again(found_newest: object, text: str) -> AnswerForm:
    """The form once more with what was typed, tied to what is newest now."""
    return AnswerForm(data={"text": text, "seen": str(found_newest or ""), "key": new_idempotency_key()}, auto_id="svar_%s")


def _badges(found: OfficeConversation, now: datetime) -> tuple[Badge, ...]:
    state = words.state_badge(found.state)
    waits = found.state in (ConversationState.SENT, ConversationState.RECEIVED, ConversationState.OPENED, ConversationState.REPLIED)
    return (state, words.deadline(found.due_at, now)) if waits else (state,)


def _hrefs(found: OfficeConversation, view: View) -> Hrefs:
    def to(name: str) -> str:
        return conversation_href(found.id, view, name=name)

    return Hrefs(
        back=list_href(view),
        opening=to("office_opening"),
        answer=to("office_answer"),
        draft=reverse("office_draft", args=[found.id]),
        presence=reverse("office_presence", args=[found.id]),
        national_id=to("office_national_id"),
        assignment=to("office_assignment"),
        appointment=to("office_appointment"),
        closing=to("office_closing"),
        journal=to("office_journal"),
        visibility=to("office_visibility"),
        text=to("office_copy"),
        pdf=to("office_pdf"),
    )


def _facts(found: OfficeConversation, view: View, now: datetime) -> tuple[Fact, ...]:
    patient = found.patient
    masked = _("%(date)s ••••• – vis") % {"date": patient.birth_date.strftime("%d%m%y")}
    facts = (
        Fact(_("Skrevet av"), _writer_other_than(patient.name, found)),
        Fact(_("Født"), words.full_date(patient.birth_date)),
        Fact(_("Fødselsnummer"), masked, _hrefs(found, view).national_id),
        Fact(_("Fastlege"), patient.gp_name if patient.active and patient.gp_name else _("ikke på liste her")),
        Fact(_("Fullmakt på papir"), _("Se eller registrer"), reverse("office_power_of_attorney", args=[patient.id])),
        Fact(_("Sperring"), _("Se eller registrer"), reverse("office_blocks", args=[patient.id])),
        Fact(_("Ansvarlig"), found.owner_name or _("Ingen – velg"), _hrefs(found, view).assignment),
        Fact(_("Sendt til"), found.recipient_name),
        Fact(_("Sendt"), words.when(found.started_at, now)),
        Fact(_("Frist"), words.day(found.due_at)),
    )
    return tuple(fact for fact in facts if fact.value)


def _writer_other_than(patient_name: str, found: OfficeConversation) -> str:
    """Who wrote first, when it was somebody else on the patient's behalf."""
    first = next((message.author for message in found.messages if not message.from_office), "")
    return first if first != patient_name else ""


def _form(form: AnsweredForm, now: datetime) -> FormPart:
    parts = tuple(
        AnsweredPart(section.heading, tuple(AnsweredRow(row.question, row.answers) for row in section.rows))
        for section in form.sections
    )
    return FormPart(form.title, _("Besvart %s") % words.when(form.authored_at, now), parts)


def _bubble(message: OfficeMessage, found: OfficeConversation, now: datetime) -> Bubble:
    retracted = ""
    if message.is_retracted and message.retracted_at:
        retracted = _("Svaret er trukket tilbake av %(name)s %(when)s. Pasienten ser det ikke lenger.") % {
            "name": message.retracted_by,
            "when": words.when(message.retracted_at, now),
        }
    return Bubble(
        author=message.author,
        sent=_("Sendes straks") if message.is_held else words.when(message.sent_at, now),
        text=message.text,
        mine=message.from_office,
        role=message.title,
        retracted=retracted,
        attachments=tuple(_attachment(file, found) for file in message.files),
        anchor=f"m-{message.id.hex}",
    )


def _attachment(file: OfficeFile, found: OfficeConversation) -> Attachment:
    href = reverse("office_attachment", args=[found.id, file.id])
    kind = _("Bilde") if file.is_image else "PDF"
    return Attachment(file.name, f"{kind}, {words.size(file.size_bytes)}", href, image=href if file.is_image else "")


def _undo(found: OfficeConversation, held: OfficeMessage, now: datetime) -> Undo:
    left = UNDO_SECONDS - int((now - held.sent_at).total_seconds())
    return Undo(
        text=_("Svaret sendes, og samtalen avsluttes.") if held.closes else _("Svaret sendes."),
        action=reverse("office_undo", args=[found.id, held.id]),
        seconds=max(left, 1),
    )


def _retractions(found: OfficeConversation, view: View, now: datetime) -> tuple[Retraction, ...]:
    sent = (m for m in found.messages if m.from_office and not m.is_held and not m.is_retracted)
    return tuple(
        Retraction(
            _("Svaret fra %(name)s %(when)s") % {"name": message.author, "when": words.when(message.sent_at, now)},
            reverse("office_retraction", args=[found.id, message.id]),
        )
        for message in sent
    )


def _journal(found: OfficeConversation, now: datetime) -> str:
    if found.journaled_at is None:
        return _("Ikke ført i journal.")
    said = {"name": found.journaled_by, "when": words.when(found.journaled_at, now)}
    if found.in_journal:
        return _("Ført i journal av %(name)s %(when)s.") % said
    return _("Ført i journal av %(name)s %(when)s, men det er skrevet mer siden.") % said


def _earlier(row: WorklistRow, view: View, now: datetime) -> SafeString:
    title = f"{words.kind_in_words(row.kind)}, {words.when(row.updated_at, now)}"
    return format_html("{} <span>{}</span>", opener(row, view, title), state_of(row).text)


def _readers(found: OfficeConversation, now: datetime) -> str:
    walls = {"shielded": found.shielded, "hidden_from_person": found.hidden_from_person}
    return readers(**walls, born=found.patient.birth_date, now=now)


def _next(row: WorklistRow, view: View, now: datetime) -> SafeString:
    due = f" · {words.deadline(row.due_at, now).text}" if row.due_at else ""
    text = _("Neste: %(who)s") % {"who": words.name_and_age(row.patient_name, row.birth_date, now)} + due
    return opener(row, view, text)


def _refusal(check: Callable[..., None], *arguments: Any, **named: Any) -> str:
    """The sentence a rule says no with, or nothing."""
    try:
        check(*arguments, **named)
    except Refused as refusal:
        return refusal.sentence
    return ""
