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
