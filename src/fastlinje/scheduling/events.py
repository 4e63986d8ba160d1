"""What happens in the appointment book, told to whoever subscribes (config/subscriptions.py). Ids only."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AppointmentBooked:
    """Somebody got a time; `by_office` when the office made the booking or answered a request with it."""

    appointment_id: UUID
    by_office: bool


@dataclass(frozen=True, slots=True)
class AppointmentMoved:
    """An appointment has another time, and is otherwise the same."""

    appointment_id: UUID
    by_office: bool


@dataclass(frozen=True, slots=True)
class AppointmentCancelled:
    """An appointment is off."""

    appointment_id: UUID
    by_office: bool


@dataclass(frozen=True, slots=True)
class AppointmentRequested:
    """Somebody asked for a time."""

    appointment_id: UUID


@dataclass(frozen=True, slots=True)
class RequestDeclined:
    """The office cannot give the time that was asked for."""

    appointment_id: UUID


@dataclass(frozen=True, slots=True)
class TimesOffered:
    """The office offers times to choose from; they are kept until then (ISO 8601)."""

    appointment_id: UUID
    held_until: str


@dataclass(frozen=True, slots=True)
class EarlierTimeOffered:
    """Somebody on the waiting list is offered an earlier time."""

    offer_id: UUID


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """Somebody is to be reminded; `same_day` for the one in the morning before a call or a video appointment."""

    appointment_id: UUID
    same_day: bool


@dataclass(frozen=True, slots=True)
class AppointmentLeftBehind:
    """Somebody is no longer on a list at the office where they have this time, or asked for it (`left_at` as in LeftOffice)."""

    appointment_id: UUID
    left_at: str


@dataclass(frozen=True, slots=True)
class SlotReleased:
    """A time became free, so that somebody on the waiting list may want it."""

    slot_id: UUID


@dataclass(frozen=True, slots=True)
class PublicationRequested:
    """The office wants slots made of its weekly templates."""

    publication_id: UUID


@dataclass(frozen=True, slots=True)
class PublicationUndone:
    """The office wants a publication's free slots taken away again."""

    publication_id: UUID
