"""What one appointment's page says, and what can be done with it now."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused
from fastlinje.questionnaires.engine.narrative import AnsweredSection
from fastlinje.scheduling.citizen_views import AppointmentView
from fastlinje.scheduling.rules import check_can_cancel
from fastlinje.scheduling.states import AppointmentState, EndReason
from fastlinje.worklist.shielding import is_young

from ...components.foreign import office_words, sentence
from ...components.shapes import Badge, Fact
from ...frame import phone_text
from .. import words as times
from ..visibility import TOLD, notice_variant, who_sees
from . import words
from .costs import cost_of, terms

A = AppointmentState
NOTICES = {
    "flyttet": gettext_lazy("Timen er flyttet."),
    "avbestilt": gettext_lazy("Timen er avbestilt."),
    "venter": gettext_lazy("Du står på ventelisten. Du får beskjed hvis en tidligere time blir ledig."),
    "venter-ikke": gettext_lazy("Du er tatt av ventelisten."),
    "takket-nei": gettext_lazy("Du har sagt nei. Timen du har, er den samme."),
    "trukket": gettext_lazy("Timeønsket er trukket tilbake."),
    "valgt": gettext_lazy("Du har fått timen."),
    "nei": gettext_lazy("Legekontoret får beskjed om at ingen av tidene passet."),
} | TOLD

LATE = {
    True: gettext_lazy("Timen ble avbestilt etter fristen. Legekontoret kan kreve gebyr."),
    False: gettext_lazy("Timen ble flyttet etter fristen. Legekontoret kan kreve gebyr for den gamle timen."),
}


@dataclass(frozen=True)
class AppointmentPage:
    """One appointment or request. An empty href means that it can't be done now.

    old_office  what to do about a time at an office one has left
    message     what the office said when it called it off or said no
    visibility  what a young person is told of who can see it; `shield` is what the button beside it does
    """

    title: str
    lead: str
    badge: Badge
    notice: str
    old_office: tuple[str, ...]
    notice_variant: str
    message: str
    message_instead: str
    offers_text: str
    offers_href: str
    earlier_text: str
    earlier_href: str
    meeting_note: str
    facts: tuple[Fact, ...]
    terms: tuple[str, ...]
    form_title: str
    answered: tuple[AnsweredSection, ...]
    waiting_note: str
    waiting_href: str
    move_href: str
    wait_href: str
    calendar_href: str
    cancel_href: str
    withdraw_href: str
    visibility: str
    visibility_href: str
    shield: bool
    new_href: str
    office: str
    phone: str
    phone_text: str
    back_href: str


def appointment_page(view: AppointmentView, *, actor: Actor, now: datetime, notice: str = "") -> AppointmentPage:
    """The page as the appointment is now."""
    changeable, coming = can_cancel(view, now), is_coming(view, now)
    stays = changeable and not view.at_old_office
    earlier = [offer for offer in view.offers if offer.earlier]
    chosen = [offer for offer in view.offers if not offer.earlier]
    return AppointmentPage(
        title=title_of(view, now),
        lead=lead_of(view),
        badge=words.state_badge(view.state, asked=view.start_at is None, end_reason=view.end_reason),
        notice=str(NOTICES.get(notice, "")),
        old_office=old_office(view, now) if changeable and view.at_old_office else (),
        notice_variant=notice_variant(notice),
        message=_message(view),
        message_instead=_("Du kan bestille en ny time eller ringe.") if _message(view) else "",
        offers_text=_until(chosen[0].held_until, now) if chosen and view.state.is_request else "",
        offers_href=_href("appointment_offers", view) if chosen and view.state.is_request else "",
        earlier_text=_until(earlier[0].held_until, now) if earlier and coming else "",
        earlier_href=_href("earlier_time", view) if earlier and coming else "",
        meeting_note=meeting_note(view, now) if coming else "",
        facts=facts(view, now),
        terms=terms_of(view, now) if changeable and view.cancel_by else (),
        form_title=view.form_title,
        answered=view.answered,
        waiting_note=_("Du står på ventelisten for en tidligere time. Du beholder denne til du har sagt ja til en annen.")
        if view.waits and coming
        else "",
        waiting_href=_href("waiting_list", view),
        move_href=_href("appointment_move", view) if can_move(view, now) else "",
        wait_href=_href("waiting_list", view) if stays and view.service.online and not view.waits else "",
        calendar_href=_href("appointment_calendar", view) if coming else "",
        cancel_href=_href("appointment_cancellation", view) if changeable else "",
        withdraw_href=_href("request_withdrawal", view) if view.state.is_request else "",
        visibility=who_sees(shielded=view.shielded) if view.is_own and is_young(actor.birth_date, now) else "",
        visibility_href=_href("own_appointment_visibility", view),
        shield=not view.shielded,
        new_href="" if coming or view.state.is_request else reverse("appointment_start"),
        office=view.office,
        phone=view.office_phone,
        phone_text=phone_text(view.office_phone),
        back_href=reverse("appointments"),
    )


def old_office(view: AppointmentView, now: datetime) -> tuple[str, ...]:
    """That the time stands, whom to ask, and until when it costs nothing to let it go (F-081)."""
    where = _("Timen er hos ditt gamle legekontor, %(office)s. Den står til du eller kontoret avbestiller den.") % {
        "office": view.office
    }
    ask = _("Ring kontoret hvis du lurer på om du fortsatt kan komme dit.")
    if view.cancel_by is None or now > view.cancel_by:
        fee = _("Fristen for å avbestille er gått ut. Ring kontoret før du avbestiller, så slipper du kanskje gebyr.")
    else:
        fee = _("Du kan avbestille uten gebyr til %s.") % words.at(view.cancel_by, now)
    return (where, ask, fee)


def is_coming(view: AppointmentView, now: datetime) -> bool:
    """Agreed and not over."""
    return view.state.is_coming and view.end_at is not None and view.end_at > now


def can_cancel(view: AppointmentView, now: datetime) -> bool:
    """Whether the rule lets the person cancel or move it."""
    try:
        check_can_cancel(view.state, view.start_at, now)
    except Refused:
        return False
    return True


def can_move(view: AppointmentView, now: datetime) -> bool:
    """Whether there are times the person may choose instead: not of what the office alone gives away, or finds for those who ask,
    nor at an office they have left."""
    service = view.service
    return can_cancel(view, now) and service.online and not service.request_only and not view.at_old_office


def title_of(view: AppointmentView, now: datetime) -> str:
    """«Tirsdag 24. november kl. 09.20», or that it is only asked for."""
    return words.when_it_is(view.start_at, now) if view.start_at else _("Timeønske")


def lead_of(view: AppointmentView) -> str:
    """«Legetime hos Ingrid Berg, Tangen legekontor»."""
    what = office_words(view.service.name)
    if view.schedule_name:
        return sentence(_("%(what)s hos %(name)s, %(office)s"), what=what, name=view.schedule_name, office=view.office)
    return sentence(_("%(what)s hos %(office)s"), what=what, office=view.office)


def facts(view: AppointmentView, now: datetime) -> tuple[Fact, ...]:
    """How one meets, where, and what was written."""
    lines = [Fact(_("Slik møtes dere"), words.modality(view.modality))]
    if view.start_at:
        lines.append(Fact(_("Varer"), _("omtrent %s") % words.length(view.service.minutes)))
    if view.modality == "in-person":
        lines.append(Fact(_("Adresse"), view.office_address))
    if view.state.is_request:
        lines += words.preferences(view.preferences)
        lines.append(Fact(_("Svar innen"), times.weekday(view.due_at) if view.due_at else ""))
    lines += [Fact(_("Hva det gjelder"), view.reason), Fact(_("Fra legekontoret"), office_words(view.service.info))]
    lines.append(Fact(_asked_how(view), times.when(view.asked_at, now)))
    if view.cancelled_late:
        lines.append(Fact(_("Gebyr"), LATE[view.state is A.CANCELLED]))
    return tuple(line for line in lines if line.value)


def _asked_how(view: AppointmentView) -> str:
    """What the moment it was made is called: the office writes down what it is asked on the phone."""
    if view.start_at:
        return _("Bestilt")
    return _("Skrevet ned av legekontoret") if view.by_office else _("Sendt")


def terms_of(view: AppointmentView, now: datetime) -> tuple[str, ...]:
    """Until when it can be cancelled for nothing, and what it may cost after that; one statement."""
    cost = cost_of(view.start_at, is_specialist=view.is_specialist, birth_date=view.birth_date)
    return terms(view.cancel_by, cost, now)


def meeting_note(view: AppointmentView, now: datetime) -> str:
    """That one shall not come, and who calls whom (F-023, F-027); "" where one meets at the office."""
    if view.modality == "video":
        return _("Dette er en videotime. Du skal ikke møte opp på legekontoret.")
    if view.modality != "phone" or not view.phone:
        return ""
    return _("Legekontoret ringer deg på %(phone)s %(when)s. Du skal ikke møte opp.") % {
        "phone": phone_text(view.phone),
        "when": words.at(view.start_at, now),
    }


def _message(view: AppointmentView) -> str:
    if view.state is not A.CANCELLED or view.end_reason in ("", EndReason.BY_PERSON):
        return ""
    reason = str(EndReason(view.end_reason).label)
    return f"{reason}.\n{view.end_text}" if view.end_text else f"{reason}."


def _until(held_until: datetime, now: datetime) -> str:
    return _("Vi holder av tiden til %s.") % words.until_when(held_until, now)


def _href(name: str, view: AppointmentView) -> str:
    return reverse(name, args=[view.id])
