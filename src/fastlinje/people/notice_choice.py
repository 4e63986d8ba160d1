"""What a person wants to be told, which way first, and whether at night. Pure.

Source       F-069, F-103, rules.md 4: three presets and a switch for each kind; sent unless switched off; X10
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NoticeKind(StrEnum):
    """What a notice is about. A one-time code is none of these: whoever asks for it gets it."""

    ANSWER = "answer"
    APPOINTMENT = "appointment"
    REMINDER = "reminder"
    NEWS = "news"
    POWER = "power"
    RECEIPT = "receipt"


class Preset(StrEnum):
    """How much at a time."""

    FEW = "few"
    NORMAL = "normal"
    ALL = "all"


PRESETS: dict[Preset, frozenset[NoticeKind]] = {
    Preset.FEW: frozenset({NoticeKind.ANSWER, NoticeKind.APPOINTMENT, NoticeKind.NEWS}),
    Preset.NORMAL: frozenset(NoticeKind) - {NoticeKind.RECEIPT},
    Preset.ALL: frozenset(NoticeKind),
}


@dataclass(frozen=True, slots=True)
class NoticeChoice:
    """One person's choice; as it stands, that of somebody who never made one.

    switches       where they differ from the preset, kind → on; a kind that comes later follows the preset
    first_channel  "sms" or "email", tried before the other
    quiet_at_night True holds back till morning what can wait
    """

    preset: Preset = Preset.ALL
    switches: Mapping[str, bool] = field(default_factory=dict)
    first_channel: str = "sms"
    quiet_at_night: bool = True

    def wants(self, kind: NoticeKind) -> bool:
        """True when the person is to be told about this."""
        return self.switches.get(kind.value, kind in PRESETS[self.preset])

    @property
    def kinds(self) -> frozenset[NoticeKind]:
        """All they want to be told about."""
        return frozenset(kind for kind in NoticeKind if self.wants(kind))


def switches_from(preset: Preset, wanted: Iterable[NoticeKind]) -> dict[str, bool]:
    """The switches that turn a preset into just these kinds."""
    wanted = frozenset(wanted)
    return {kind.value: kind in wanted for kind in NoticeKind if (kind in wanted) != (kind in PRESETS[preset])}
