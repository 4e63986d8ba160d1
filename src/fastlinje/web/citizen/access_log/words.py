"""The log in plain words: who did what, why and when (F-072, AD-74)."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fastlinje.audit.queries import LoggedEvent
from fastlinje.audit.words import DID
from fastlinje.core.actor import Actor, Capacity, RoleCode
from fastlinje.dialogue import basis
from fastlinje.practices.titles import title_of

ABOUT_ANOTHER = {
    "answer.release": gettext_lazy("sendte svaret"),
    "answer.send": gettext_lazy("skrev et svar"),
    "appointment.lapse": gettext_lazy("ga fra seg tider som ikke ble besvart"),
    "appointment.mark": gettext_lazy("merket om noen møtte til en time"),
    "appointment.offer": gettext_lazy("foreslo tider"),
    "appointment.remind": gettext_lazy("minnet om en time"),
    "conversation.open": gettext_lazy("åpnet en ny melding"),
    "conversation.redirect": gettext_lazy("ba om at det blir bestilt time"),
    "national_id.show": gettext_lazy("så fødselsnummeret"),
    "waiting_list.offer": gettext_lazy("tilbød en tidligere time"),
    "waiting_list.prioritise": gettext_lazy("endret en plass på ventelisten"),
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
