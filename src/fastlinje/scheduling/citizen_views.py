"""What a person is shown of what they can book and what they have booked: no models, and never who has a time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from fastlinje.questionnaires.engine.narrative import AnsweredSection

from .states import AppointmentState


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """Something a person can book or ask for at their GP's office.

    form      the control questions that come first, None when there are none; `answered_form` the one that is answered
    gate_passed_at  when the person last said that it is no emergency
    next_at   the first free time they may book, None when there is none
    """

    id: UUID
    practice_id: UUID
    kind: str
    name: str
    info: str
    modality: str
    minutes: int
    online: bool
    request_only: bool
    own_list_only: bool
    min_age: int | None
    max_age: int | None
    cancel_hours_before: int
    online_per_day: int | None
    form: UUID | None = None
    answered_form: UUID | None = None
    gate_passed_at: datetime | None = None
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ScheduleChoice:
    """Whose time people can book. `is_mine` for the GP's, whoever stands in for them, a nurse's and a resource's.

    first_date, last_date  the days they work at the office, both included; open when empty
    """

    id: UUID
    name: str
    is_mine: bool
    first_date: date | None = None
    last_date: date | None = None


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time nobody has."""

    id: UUID
    schedule_id: UUID
    schedule_name: str
    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, slots=True)
class SlotPlace:
    """Where a page of free times begins: after this one."""

    start_at: datetime
    slot_id: UUID

    def __str__(self) -> str:
        return f"{self.start_at.isoformat()}_{self.slot_id.hex}"

    @classmethod
    def parse(cls, text: str) -> "SlotPlace | None":
        """The place an address carried; None for anything else, which shows the first page (AD-50)."""
        moment, _separator, slot = text.partition("_")
        try:
            return cls(datetime.fromisoformat(moment).astimezone(UTC), UUID(hex=slot))
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class SlotFilter:
    """What the person asked for. `part` is "morning" (before 12), "afternoon" (from 12) or "" for the whole day."""

    schedule_id: UUID | None = None
    part: str = ""
    first_date: date | None = None


@dataclass(frozen=True, slots=True)
class HeldSlot:
    """The time the person has chosen, and until when it is kept for them.

    is_specialist  of the doctor, in general medicine; None when it is no consultation with a doctor
    """

    slot: FreeSlot
    service: ServiceLine
    held_until: datetime
    is_specialist: bool | None


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """One appointment or request in the person's list."""

    id: UUID
    service_name: str
    modality: str
    state: AppointmentState
    schedule_name: str
    office: str
    start_at: datetime | None
    end_at: datetime | None
    asked_at: datetime
    person_id: UUID
    person_name: str
    has_offer: bool
    end_reason: str


@dataclass(frozen=True, slots=True)
class NextAppointment:
    """What somebody has coming first, for the first page."""

    id: UUID
    service_name: str
    modality: str
    schedule_name: str
    office: str
    start_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that is kept for the person until they say yes or no."""

    id: UUID
    schedule_name: str
    start_at: datetime
    end_at: datetime
    held_until: datetime
    earlier: bool


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """One appointment or request with all that the person may know of it.

    offers    those that are open now
    waits     on the waiting list for an earlier time
    is_own    the reader's own, booked by them or by the office; `shielded`: hidden from everybody who acts for them
    is_specialist  as of a HeldSlot
    at_old_office  the person is no longer on a list there
    due_at    when the office's answer to a request is due
    """

    id: UUID
    practice_id: UUID
    person_id: UUID
    service: ServiceLine
    modality: str
    state: AppointmentState
    office: str
    office_phone: str
    office_address: str
    schedule_id: UUID | None
    schedule_name: str
    start_at: datetime | None
    end_at: datetime | None
    asked_at: datetime
    changed_at: datetime
    cancel_by: datetime | None
    cancelled_late: bool
    reason: str
    phone: str
    preferences: dict
    end_reason: str
    end_text: str
    by_office: bool
    is_own: bool
    shielded: bool
    form_title: str
    answered: tuple[AnsweredSection, ...]
    offers: tuple[Offer, ...]
    waits: bool
    due_at: datetime | None
    birth_date: date
    is_specialist: bool | None
    at_old_office: bool
