"""The log in plain words: who did what, why and when (F-072, AD-74)."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.audit.queries import LoggedEvent
from fastlinje.core.actor import Actor, Capacity, RoleCode
from fastlinje.dialogue import basis
from fastlinje.practices.titles import title_of

DID = {
    "answer.release": gettext_lazy("sendte svaret til deg"),
    "answer.retract": gettext_lazy("trakk tilbake et svar"),
    "answer.send": gettext_lazy("skrev et svar til deg"),
    "answer.undo": gettext_lazy("angret et svar før det ble sendt"),
    "answers.attach": gettext_lazy("laget en PDF av svarene på skjemaet"),
    "attachment.read": gettext_lazy("åpnet et vedlegg"),
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
    "access_log.export": gettext_lazy("lagret en kopi av denne loggen"),
    "inbox.read": gettext_lazy("åpnet innboksen"),
    "national_id.show": gettext_lazy("så fødselsnummeret ditt"),
    "notice.drop": gettext_lazy("lot være å sende en beskjed"),
    "notice.send": gettext_lazy("sendte deg en beskjed på e-post eller SMS"),
    "notices.choose": gettext_lazy("valgte hvilke varsler som skal sendes"),
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
    "subject.choose": gettext_lazy("byttet hvem sidene gjelder"),
    "session.end": gettext_lazy("logget ut"),
    "session.end_elsewhere": gettext_lazy("logget ut andre steder"),
    "session.ended_by_provider": gettext_lazy("ble logget ut av innloggingstjenesten"),
    "session.start": gettext_lazy("logget inn"),
}
QUIET = frozenset({"draft.save", "gate.pass"})
"""Left out: every autosave, and a step in writing that nobody else can see."""

ABOUT_ANOTHER = {
    "answer.release": gettext_lazy("sendte svaret"),
    "answer.send": gettext_lazy("skrev et svar"),
    "conversation.open": gettext_lazy("åpnet en ny melding"),
    "conversation.redirect": gettext_lazy("ba om at det blir bestilt time"),
    "national_id.show": gettext_lazy("så fødselsnummeret"),
}
"""The same acts when the log is about somebody the reader acts for."""

REPRESENTATIVE = "representative"
WHY = basis.BASIS_SENTENCES | {REPRESENTATIVE: gettext_lazy("handler på vegne av deg")}
WHY_ABOUT_ANOTHER = WHY | {
    basis.OWN_PATIENT: gettext_lazy("er fastlegen"),
    basis.SUBSTITUTE_FOR: gettext_lazy("er vikar for fastlegen"),
    basis.OFFICE_TASK: gettext_lazy("arbeider på kontoret som skal svare"),
    REPRESENTATIVE: "",
}


def sentence(event: LoggedEvent, actor: Actor) -> str:
    """«Ingrid Berg (fastlege, Tangen legekontor) leste en samtale»; «(3 ganger)» when it happened so often at once."""
    said = f"{who(event, actor)} {what(event, actor)}"
    return _("%(what)s (%(times)d ganger)") % {"what": said, "times": event.times} if event.times > 1 else said


def what(event: LoggedEvent, actor: Actor) -> str:
    """«leste en samtale»."""
    about_me = event.person_id == actor.person_id
    done = DID.get(event.action) if about_me else ABOUT_ANOTHER.get(event.action, DID.get(event.action))
    return str(done or _("brukte opplysninger om deg"))


def who(event: LoggedEvent, actor: Actor) -> str:
    """«Du», «Fastlinje», or the name with role and office."""
    if event.agent_person_id == actor.person_id:
        return _("Du")
    if event.capacity == Capacity.JOB:
        return _("Fastlinje")
    roles = title_of(frozenset(RoleCode(code) for code in event.agent_roles.split(",") if code))
    about = ", ".join(filter(None, (str(roles), event.practice_name)))
    return f"{event.agent_name} ({about})" if about else event.agent_name


def why(event: LoggedEvent, actor: Actor) -> str:
    """«Ingrid Berg er fastlegen din»; "" where it says itself."""
    if event.capacity == Capacity.JOB:
        return _("Skjer av seg selv")
    reasons = WHY if event.person_id == actor.person_id else WHY_ABOUT_ANOTHER
    reason = reasons.get(event.why)
    return f"{event.agent_name} {reason}" if reason else ""


def name_of(person_id: UUID, actor: Actor) -> str:
    """Whom the log is about."""
    return next((other.name for other in actor.represents if other.person_id == person_id), actor.name)
