"""An operator wants the register asked now, not at the next hour."""

from datetime import datetime

from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.refusal import Refused

from ..events import RegisterRoundRequested
from ..register_status import REPRESENTATION, configured_sources


@command
def ask_for_register_round(*, actor: Actor, now: datetime) -> None:
    """Let the worker ask the register of representation about everybody who logs in, as soon as it can.

    Refuses  no_register
    Emits    RegisterRoundRequested
    Source   F-101
    """
    if not configured_sources():
        raise Refused("no_register", _("Det er ikke satt opp noe register over representasjon."))
    record(actor, "register.ask", now=now, why=REPRESENTATION)
    emit(RegisterRoundRequested(REPRESENTATION))
