"""What the conversation's page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Actor
from fastlinje.core.money import Money
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.citizen_views import ConversationView, MessageView
from fastlinje.dialogue.rules import check_can_reply, check_can_withdraw
from fastlinje.dialogue.states import ConversationState
from fastlinje.questionnaires.engine.narrative import AnsweredSection
from fastlinje.worklist.shielding import is_young
from fastlinje.worklist.who_can_read import Shield, who_reads

from ...components.shapes import Attachment, Badge, Bubble, Fact, FieldError, Station
from ...frame import phone_text
from .. import files, words
from ..inbox import due
from ..visibility import TOLD, notice_variant, who_sees
from .stations import stations

S = ConversationState


FREE = frozenset({S.WITHDRAWN, S.REDIRECTED, S.CLOSED_UNANSWERED})


class ReplyForm(forms.Form):
    """The reply. The rules judge it."""

    text = forms.CharField(widget=forms.Textarea, required=False, strip=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class ReplyPanel:
    """Where the person writes back. `readers`: who else can read it, for the young and those who act for somebody."""

    form: ReplyForm
    readers: str
    max_chars: int
    files: tuple[Attachment, ...]
    file_limits: dict[str, object]
    file_errors: tuple[str, ...]
    action: str
    upload_href: str
    autosave_href: str
    saved: str


@dataclass(frozen=True)
class ConversationPage:
    """`reply` is None when nothing can be written; `no_reply` then says why, `new_href` leads to a new question.

    visibility    what a young person is told of who can read what they wrote; `shield` is what the button beside it does
    kept          what was being written when the conversation was closed; drop_href deletes it
    """

    title: str
    back_href: str
    badge: Badge
    errors: tuple[FieldError, ...]
    notice: str
    notice_variant: str
    redirected: str
    book_href: str
    office: str
    phone: str
    phone_text: str
    stations: tuple[Station, ...]
    facts: tuple[Fact, ...]
    bubbles: tuple[Bubble, ...]
    form_title: str
    answered: tuple[AnsweredSection, ...]
    reply: ReplyPanel | None
    no_reply: str
    kept: str
    drop_href: str
    new_href: str
    withdraw_href: str
    visibility: str
    visibility_href: str
    shield: bool


NOTICES = {
    "svart": gettext_lazy("Svaret ditt er sendt."),
    "trukket": gettext_lazy("Spørsmålet er trukket tilbake. Det koster deg ingenting."),
    "lagret": gettext_lazy("Utkastet er lagret."),
    "slettet": gettext_lazy("Utkastet er slettet."),
} | TOLD


def conversation_page(
    view: ConversationView,
    *,
    actor: Actor,
    now: datetime,
    typed: str | None = None,
    key: str,
    refusal: Refused | None = None,
    file_problems: Sequence[str] = (),
    notice: str = "",
) -> ConversationPage:
    """The page; `typed` is what stood in the reply when it was refused."""
    no_reply = _why_no_reply(view.state)
    is_mine_to_hide = view.is_own and is_young(actor.birth_date, now)
    readers = who_reads(actor, view.person_id, Shield(view.shielded, view.hidden_from_person), now)
    return ConversationPage(
        title=view.subject,
        back_href=reverse("inbox"),
        badge=words.state_badge(view.state),
        errors=_errors(refusal),
        notice=str(NOTICES.get(notice, "")),
        notice_variant=notice_variant(notice),
        redirected=_redirected(view),
        book_href=reverse("appointment_start"),
        office=view.office,
        phone=view.office_phone,
        phone_text=phone_text(view.office_phone),
        stations=stations(view.state, view.history, now),
        facts=facts(view, now),
        bubbles=tuple(_bubble(view, message, now) for message in view.messages),
        form_title=view.form_title,
        answered=view.answered,
        reply=None if no_reply else _reply(view, readers, typed, key, refusal, file_problems, now),
        no_reply=no_reply,
        kept=(view.draft_text if typed is None else typed) if no_reply else "",
        drop_href=reverse("reply_cancel", args=[view.id]) if no_reply and view.draft_saved_at else "",
        new_href="" if view.state.is_open else reverse("e_consultation"),
        withdraw_href=reverse("withdrawal", args=[view.id]) if can_withdraw(view.state) else "",
        visibility=who_sees(shielded=view.shielded) if is_mine_to_hide else "",
        visibility_href=reverse("own_visibility", args=[view.id]),
        shield=not view.shielded,
    )


def facts(view: ConversationView, now: datetime) -> tuple[Fact, ...]:
    """To whom, when, by when, and what it costs."""
    lines = [Fact(_("Til"), f"{view.recipient}, {view.office}"), Fact(_("Sendt"), words.when(view.started_at, now))]
    if view.state.is_open and view.state is not S.ANSWERED:
        lines.append(Fact(_("Frist"), due(view.due_at, now)))
    return (*lines, Fact(_("Pris"), price_in_words(view)))


def price_in_words(view: ConversationView) -> str:
    """What was accepted, or that nothing is to be paid."""
    if view.state in FREE or not view.price_evening_ore or _left_unanswered(view):
        return _("Ingenting å betale")
    price = _("%(day)s, eller %(evening)s hvis legen svarer etter kl. 16 eller i helgen") % {
        "day": Money(view.price_day_ore),
        "evening": Money(view.price_evening_ore),
    }
    if view.price_invoice_fee_ore:
        return _("%(price)s. Gebyr for fakturaen: %(fee)s") % {"price": price, "fee": Money(view.price_invoice_fee_ore)}
    return price


def _left_unanswered(view: ConversationView) -> bool:
    return view.state is S.GP_CHANGED and not any(line.state is S.ANSWERED for line in view.history)


def can_withdraw(state: ConversationState) -> bool:
    """Whether the rule lets the person take the question back."""
    try:
        check_can_withdraw(state)
    except Refused:
        return False
    return True


def _why_no_reply(state: ConversationState) -> str:
    try:
        check_can_reply(state)
    except Refused as refusal:
        return str(refusal.sentence)
    return ""


def _redirected(view: ConversationView) -> str:
    if view.state is not S.REDIRECTED:
        return ""
    return _("Legekontoret ber deg bestille time. Du betaler ingenting for denne henvendelsen.")


def _bubble(view: ConversationView, message: MessageView, now: datetime) -> Bubble:
    retracted = ""
    if message.retracted_at:
        retracted = _("Meldingen er trukket tilbake av legekontoret %s.") % words.when(message.retracted_at, now)
    return Bubble(
        author=_("Du") if message.is_mine else message.author,
        sent=words.when(message.sent_at, now),
        text=message.text,
        mine=message.is_mine,
        role=message.title,
        retracted=retracted,
        attachments=files.sent(view.id, message.files),
        anchor=f"melding-{message.id}",
    )


def _reply(
    view: ConversationView,
    readers: str,
    typed: str | None,
    key: str,
    refusal: Refused | None,
    file_problems: Sequence[str],
    now: datetime,
) -> ReplyPanel:
    form = ReplyForm({"text": view.draft_text if typed is None else typed, "key": key})
    form.full_clean()
    if refusal and "text" in refusal.fields:
        form.add_error("text", refusal.sentence)
    refused_files = (str(refusal.sentence),) if refusal and "files" in refusal.fields else ()
    return ReplyPanel(
        form=form,
        readers=readers,
        max_chars=view.message_max_chars,
        files=files.on_draft(view.draft_files),
        file_limits=files.LIMITS,
        file_errors=tuple(file_problems) or refused_files,
        action=reverse("reply", args=[view.id]),
        upload_href=reverse("reply_upload", args=[view.id]),
        autosave_href=reverse("reply_autosave", args=[view.id]),
        saved=_("Sist lagret %s") % words.when(view.draft_saved_at, now) if view.draft_saved_at else "",
    )


def _errors(refusal: Refused | None) -> tuple[FieldError, ...]:
    if refusal is None:
        return ()
    anchor = "id_text" if "text" in refusal.fields else next(iter(refusal.fields), "")
    return (FieldError(str(refusal.sentence), anchor),)
