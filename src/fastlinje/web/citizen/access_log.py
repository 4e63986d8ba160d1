"""Who has seen and done what with the person's information, when and why, in plain sentences (F-072, AD-74)."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from fastlinje.audit.queries import LoggedEvent, events_for
from fastlinje.core.actor import Actor, Capacity, RoleCode
from fastlinje.dialogue.basis import BASIS_SENTENCES
from fastlinje.practices.titles import title_of

from ..components.shapes import Column, Row
from ..kit import CITIZEN_SELF, render, requires
from . import words

DID = {
    "answer.release": gettext_lazy("sendte svaret til deg"),
    "answer.retract": gettext_lazy("trakk tilbake et svar"),
    "answer.send": gettext_lazy("skrev et svar til deg"),
    "answer.undo": gettext_lazy("angret et svar før det ble sendt"),
    "answers.attach": gettext_lazy("laget en PDF av svarene på skjemaet"),
    "appointment.accept": gettext_lazy("sa ja til en tid legekontoret foreslo"),
    "appointment.book": gettext_lazy("bestilte en time"),
    "appointment.cancel": gettext_lazy("avbestilte en time"),
    "appointment.decline": gettext_lazy("sa nei til et timeønske"),
    "appointment.decline_offers": gettext_lazy("sa nei til tidene legekontoret foreslo"),
    "appointment.lapse": gettext_lazy("ga fra seg tider du ikke svarte på"),
    "appointment.mark": gettext_lazy("merket om du møtte til en time"),
    "appointment.mark_late": gettext_lazy("merket en time som avbestilt for sent"),
    "appointment.move": gettext_lazy("flyttet en time"),
    "appointment.offer": gettext_lazy("foreslo tider for deg"),
    "appointment.read": gettext_lazy("åpnet en time"),
    "appointment.remind": gettext_lazy("minnet deg på en time"),
    "appointment.request": gettext_lazy("ba om en time"),
    "appointment.withdraw": gettext_lazy("trakk tilbake et timeønske"),
    "appointments.read": gettext_lazy("åpnet listen over timer"),
    "attachment.read": gettext_lazy("åpnet et vedlegg"),
    "checkpoint.pass": gettext_lazy("svarte at det ikke hastet"),
    "consent.give": gettext_lazy("valgte hvor mye av Fastlinje som skal brukes"),
    "consent.register": gettext_lazy("registrerte at du har sagt ja til full tilgang på papir"),
    "consent.withdraw": gettext_lazy("valgte mindre tilgang"),
    "contact_point.confirm": gettext_lazy("bekreftet e-post eller mobil"),
    "contact_point.remove": gettext_lazy("fjernet e-post eller mobil"),
    "contact_point.request_code": gettext_lazy("ba om en kode for å bekrefte e-post eller mobil"),
    "contact_point.wrong_code": gettext_lazy("skrev feil kode for e-post eller mobil"),
    "conversation.assign": gettext_lazy("endret hvem som har ansvaret for en henvendelse"),
    "conversation.close": gettext_lazy("avsluttet en samtale"),
    "conversation.copy": gettext_lazy("kopierte en samtale til journalen"),
    "conversation.download": gettext_lazy("lastet ned en samtale til journalen"),
    "conversation.journal_mark": gettext_lazy("merket en samtale som ført i journalen"),
    "conversation.journal_unmark": gettext_lazy("tok bort merket om at en samtale er ført i journalen"),
    "conversation.open": gettext_lazy("åpnet en ny melding fra deg"),
    "conversation.read": gettext_lazy("leste en samtale"),
    "conversation.receive": gettext_lazy("tok imot en henvendelse"),
    "conversation.redirect": gettext_lazy("ba deg bestille time"),
    "conversation.reply": gettext_lazy("skrev i en samtale"),
    "conversation.withdraw": gettext_lazy("trakk tilbake et spørsmål"),
    "draft.discard": gettext_lazy("slettet et utkast"),
    "draft.expire": gettext_lazy("slettet et gammelt utkast"),
    "e_consultation.start": gettext_lazy("sendte en e-konsultasjon"),
    "file.attach": gettext_lazy("la en fil ved et utkast"),
    "file.release": gettext_lazy("fant ikke virus i et vedlegg"),
    "file.remove": gettext_lazy("fjernet en fil fra et utkast"),
    "file.remove_infected": gettext_lazy("fjernet et vedlegg med virus"),
    "form.answer": gettext_lazy("svarte på et skjema"),
    "language.choose": gettext_lazy("valgte språk"),
    "inbox.read": gettext_lazy("åpnet innboksen"),
    "national_id.show": gettext_lazy("så fødselsnummeret ditt"),
    "notice.drop": gettext_lazy("lot være å sende en beskjed"),
    "notice.send": gettext_lazy("sendte deg en beskjed på e-post eller SMS"),
    "patient.register": gettext_lazy("satte deg på listen til en fastlege"),
    "patient.take_off": gettext_lazy("tok deg av listen til en fastlege"),
    "power.accept": gettext_lazy("tok imot en fullmakt"),
    "power.change": gettext_lazy("endret en fullmakt"),
    "power.end": gettext_lazy("avsluttet en fullmakt"),
    "power.give": gettext_lazy("ga en fullmakt"),
    "power.register": gettext_lazy("registrerte en fullmakt du har gitt på papir"),
    "address_protection.change": gettext_lazy("endret om adressen din er sperret, slik folkeregisteret sier"),
    "representation.begin": gettext_lazy("registrerte hvem som kan handle for hvem, slik registeret sier"),
    "representation.change": gettext_lazy("endret hvem som kan handle for hvem, slik registeret sier"),
    "representation.end": gettext_lazy("avsluttet at noen kan handle for en annen, slik registeret sier"),
    "session.end": gettext_lazy("logget ut"),
    "session.end_elsewhere": gettext_lazy("logget ut andre steder"),
    "session.ended_by_provider": gettext_lazy("ble logget ut av innloggingstjenesten"),
    "session.start": gettext_lazy("logget inn"),
    "waiting_list.decline": gettext_lazy("sa nei til en tidligere time"),
    "waiting_list.join": gettext_lazy("ble satt på ventelisten for en tidligere time"),
    "waiting_list.leave": gettext_lazy("ble tatt av ventelisten for en tidligere time"),
    "waiting_list.offer": gettext_lazy("tilbød deg en tidligere time"),
    "waiting_list.prioritise": gettext_lazy("endret plassen din på ventelisten"),
}
QUIET = frozenset({"draft.save", "gate.pass", "slot.hold", "slot.release"})
"""Left out: every autosave, and a step in writing or choosing that nobody else can see."""
OPENS = {"Conversation": "my_conversation", "Appointment": "appointment"}


@dataclass(frozen=True)
class AccessLogPage:
    """One page of the log. `others_only` leaves out what the person did themselves; `other_href` switches."""

    title: str
    others_only: bool
    switch_href: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    next_href: str
    first_href: str


@require_safe
@requires(CITIZEN_SELF)
def access_log(request: HttpRequest) -> HttpResponse:
    """The log; ?vis=alle takes in what the person did, ?etter= is where the page before it ended."""
    others_only = request.GET.get("vis") != "alle"
    before = _uuid(request.GET.get("etter", ""))
    events, next_id = events_for(request.actor, by_others=others_only, quiet=QUIET, before=before)
    page = AccessLogPage(
        title=_("Hvem har sett opplysningene dine"),
        others_only=others_only,
        switch_href=_href(not others_only),
        columns=(Column(_("Hva")), Column(_("Hvorfor")), Column(_("Når"))),
        rows=tuple(_row(event, request.actor, request.now) for event in events),
        next_href=_href(others_only, next_id) if next_id else "",
        first_href=_href(others_only) if before else "",
    )
    return render(request, "citizen/access_log.html", page, active="access_log")


def _href(others_only: bool, after: UUID | None = None) -> str:
    asked = {} if others_only else {"vis": "alle"}
    asked |= {"etter": str(after)} if after else {}
    return reverse("access_log") + (f"?{urlencode(asked)}" if asked else "")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _row(event: LoggedEvent, actor: Actor, now: datetime) -> Row:
    moment = words.when(event.recorded_at, now).replace(" ", "\u00a0")  # never broken over two lines
    return Row(
        (sentence(event, actor), _why(event), moment),
        href=reverse(OPENS[event.entity_type], args=[event.entity_id]) if event.entity_id and event.entity_type in OPENS else "",
    )


def sentence(event: LoggedEvent, actor: Actor) -> str:
    """«Ingrid Berg (fastlege, Tangen legekontor) leste en samtale»."""
    return f"{_who(event, actor)} {DID.get(event.action, _('brukte opplysninger om deg'))}"


def _who(event: LoggedEvent, actor: Actor) -> str:
    if event.agent_person_id == actor.person_id:
        return _("Du")
    if event.capacity == Capacity.JOB:
        return _("Fastlinje")
    roles = title_of(frozenset(RoleCode(code) for code in event.agent_roles.split(",") if code))
    about = ", ".join(filter(None, (str(roles), event.practice_name)))
    return f"{event.agent_name} ({about})" if about else event.agent_name


def _why(event: LoggedEvent) -> str:
    if event.capacity == Capacity.JOB:
        return _("Skjer av seg selv")
    basis = BASIS_SENTENCES.get(event.why)
    return f"{event.agent_name} {basis}" if basis else ""
