"""The log in lines: the same act by the same person within a minute is one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from fastlinje.audit.queries import LoggedEvent, grouped

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BERG, SIRI, ONE, OTHER = (UUID(int=n) for n in range(1, 5))


def event(seconds: int, by: UUID = BERG, about: UUID = ONE, action: str = "conversation.read") -> LoggedEvent:
    """Something that happened so many seconds before noon."""
    return LoggedEvent(
        recorded_at=NOON - timedelta(seconds=seconds),
        action=action,
        capacity="staff",
        person_id=UUID(int=9),
        agent_person_id=None,
        agent_practitioner_id=by,
        agent_name="",
        agent_roles="",
        practice_name="",
        entity_type="Conversation",
        entity_id=about,
        why="",
    )


def times(*events: LoggedEvent, most: int = 30) -> list[int]:
    return [line.times for line in grouped(events, most=most)[0]]


def test_within_a_minute_it_is_one_line_told_at_its_newest_moment():
    lines, read = grouped([event(0), event(30), event(59)], most=30)
    assert [(line.times, line.recorded_at) for line in lines] == [(3, NOON)]
    assert read == 3


def test_a_minute_later_is_another_line():
    assert times(event(0), event(60)) == [1, 1]
    assert times(event(0), event(59), event(61)) == [2, 1]


def test_another_person_act_or_thing_is_another_line():
    assert times(event(0), event(1, by=SIRI), event(2, about=OTHER), event(3, action="attachment.read")) == [1, 1, 1, 1]


def test_things_that_lead_nowhere_are_not_told_apart():
    """Logged in twice: one line."""
    logins = [replace(event(n, about=UUID(int=n), action="session.start"), entity_type="Session") for n in (1, 2)]
    assert times(*logins) == [2]


def test_what_comes_between_does_not_part_them():
    assert times(event(0), event(1, action="attachment.read"), event(2)) == [2, 1]


def test_a_page_ends_before_a_line_too_many_and_takes_what_belongs_to_its_last():
    lines, read = grouped([event(0), event(100), event(130), event(300)], most=2)
    assert [line.times for line in lines] == [1, 2]
    assert read == 3
