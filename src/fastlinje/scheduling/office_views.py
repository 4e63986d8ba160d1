"""What the office's pages are given about its own time: shapes without models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from fastlinje.practices.reach import Reach
from fastlinje.questionnaires.engine.narrative import AnsweredSection

from .states import AbsenceReason, AppointmentState, PublicationState, SlotStatus


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """Whose time it is. `title` is what they are at the office; empty for a resource such as the laboratory."""

    id: UUID
    name: str
    title: str
    role_id: UUID | None


@dataclass(frozen=True, slots=True)
class BookedTime:
    """Who has a time. No reason: a calendar is read by everybody at the office.

    reach     whether notices reach them
    has_left  they are on no list here any more
    """

    id: UUID
    status: AppointmentState
    patient_name: str
    birth_date: date
    service_name: str
    modality: str
    reach: Reach
    has_left: bool


@dataclass(frozen=True, slots=True)
class CalendarTime:
    """One slot, and who has it. `held`: somebody is about to choose it."""

    slot_id: UUID
    schedule_id: UUID
    start_at: datetime
    end_at: datetime
    status: SlotStatus
    service_name: str
    online: bool
    held: bool
    booked: BookedTime | None


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which nobody works in a schedule."""

    id: UUID
    schedule_id: UUID
    first_date: date
    last_date: date
    reason: AbsenceReason

    def covers(self, day: date) -> bool:
        return self.first_date <= day <= self.last_date


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """Some days of some schedules. `schedules` are all the office has; `chosen` those that were asked for, in the same order."""

    schedules: tuple[ScheduleLine, ...]
    chosen: tuple[ScheduleLine, ...]
    times: tuple[CalendarTime, ...]
    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of an appointment."""

    status: AppointmentState
    start_at: datetime | None
    entered_at: datetime
    by_name: str
    by_office: bool
    reason: str


@dataclass(frozen=True, slots=True)
class OfficeAppointment:
    """One appointment or request, with what the person wrote.

    by_office  the office made it on the person's behalf; `by_another`: somebody else than the person, the office too
    shielded   hidden from everybody who acts for the person; `hidden_from_person`: from the person
    waits      they would like an earlier time; `priority` as the office has set it
    reach      whether a notice reaches them
    has_left   the patient is on no list here any more; `to_settle`: and nobody has said yet whether the time stands
    """

    id: UUID
    person_id: UUID
    patient_id: UUID
    patient_name: str
    birth_date: date
    gp_name: str
    service_id: UUID
    kind: str
    service_name: str
    minutes: int
    modality: str
    status: AppointmentState
    schedule_id: UUID | None
    schedule_name: str
    slot_id: UUID | None
    start_at: datetime | None
    end_at: datetime | None
    asked_at: datetime
    cancel_by: datetime | None
    cancelled_late: bool
    reason: str
    phone: str
    preferences: Mapping[str, object]
    end_reason: str
    end_text: str
    by_office: bool
    by_another: bool
    shielded: bool
    hidden_from_person: bool
    waits: bool
    priority: int
    reach: Reach
    has_left: bool
    to_settle: bool
    form_title: str
    answers: tuple[AnsweredSection, ...]
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True)
class OpenTime:
    """A time nobody has, as the office may give it away."""

    slot_id: UUID
    schedule_id: UUID
    schedule_name: str
    service_id: UUID
    service_name: str
    modality: str
    start_at: datetime
    end_at: datetime
    status: SlotStatus
    online: bool
    held: bool


@dataclass(frozen=True, slots=True)
class DayLine:
    """An appointment that is left of a day."""

    id: UUID
    patient_name: str
    birth_date: date
    start_at: datetime
    end_at: datetime
    service_id: UUID
    service_name: str
    modality: str
    reach: Reach = Reach.NONE


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One that waits for a time."""

    id: UUID
    patient_name: str
    birth_date: date
    service_name: str
    modality: str
    status: AppointmentState
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class OfferedTime:
    """A time somebody may say yes to until then."""

    start_at: datetime
    end_at: datetime
    schedule_name: str
    held_until: datetime


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Somebody who would like an earlier time than the one they have. `earliest` is None when any day will do."""

    appointment_id: UUID
    patient_name: str
    birth_date: date
    service_name: str
    start_at: datetime
    earliest: date | None
    priority: int
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class BookingLimits:
    """How much people may book, and how the waiting list goes round."""

    appointments_at_once: int
    appointments_may_overlap: bool
    offers_at_once: int
    offer_minutes: int


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """Something that can be booked, with its rules."""

    id: UUID
    kind: str
    name: str
    info: str
    modality: str
    minutes: int
    active: bool
    online: bool
    request_only: bool
    own_list_only: bool
    min_age: int | None
    max_age: int | None
    opens_days_before: int
    closes_minutes_before: int
    cancel_hours_before: int
    online_per_day: int | None


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One line of a weekly template."""

    id: UUID
    service_id: UUID
    service_name: str
    minutes: int
    weekday: int
    starts: time
    ends: time
    valid_from: date | None
    valid_to: date | None
    online: bool


@dataclass(frozen=True, slots=True)
class ScheduleSetup:
    """A schedule with its week and the days nobody works. `last_slot_at` is how far times are made."""

    schedule: ScheduleLine
    active: bool
    rules: Sequence[RuleLine]
    absences: Sequence[Absence]
    last_slot_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """A run that made times."""

    id: UUID
    schedule_names: tuple[str, ...]
    first_date: date
    last_date: date
    status: PublicationState
    made: int
    total: int
    requested_at: datetime
    requested_by: str
    done_at: datetime | None
