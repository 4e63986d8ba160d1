"""The state line: how far a question has come."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from fastlinje.dialogue.citizen_views import StateLine
from fastlinje.dialogue.states import ConversationState

from ...components.shapes import Station
from .. import words

S = ConversationState
ROAD = (S.SENT, S.RECEIVED, S.OPENED, S.ANSWERED)
NAMES = {S.SENT: _("Sendt"), S.RECEIVED: _("Mottatt"), S.OPENED: _("Åpnet"), S.ANSWERED: _("Besvart")}
ENDS = frozenset({S.CLOSED, S.CLOSED_UNANSWERED, S.REDIRECTED, S.WITHDRAWN, S.GP_CHANGED})


def stations(state: ConversationState, history: Sequence[StateLine], now: datetime) -> tuple[Station, ...]:
    """Sent → received → opened → answered, or the end that came instead."""
    if state is S.REPLIED:
        return _after_reply(history, now)
    if state not in ENDS:
        reached = ROAD.index(state)
        return tuple(_station(each, _where(n, reached), history, now) for n, each in enumerate(ROAD))
    passed = [each for each in ROAD[:-1] if any(line.state is each for line in history)]
    line = [_station(each, "done", history, now) for each in passed]
    return (*line, Station(str(state.label), "now", _when(state, history, now)))


def _after_reply(history: Sequence[StateLine], now: datetime) -> tuple[Station, ...]:
    return (
        _station(S.ANSWERED, "done", history, now),
        Station(str(S.REPLIED.label), "now", _when(S.REPLIED, history, now)),
        Station(str(_("Nytt svar")), "later"),
    )


def _where(number: int, reached: int) -> str:
    return "now" if number == reached else "done" if number < reached else "later"


def _station(state: ConversationState, where: str, history: Sequence[StateLine], now: datetime) -> Station:
    return Station(str(NAMES[state]), where, "" if where == "later" else _when(state, history, now))


def _when(state: ConversationState, history: Sequence[StateLine], now: datetime) -> str:
    """The latest time it came there; "" for a station that was passed without stopping."""
    moments = [line.entered_at for line in history if line.state is state]
    return words.when(moments[-1], now) if moments else ""
