from .appointment import Appointment, AppointmentStatus
from .offer import ANY_DAY, AppointmentOffer, WaitingListEntry
from .preparation import Preparation
from .publication import Publication
from .schedule import Schedule, ScheduleException, ScheduleRule
from .service import AppointmentService
from .slot import Hold, Slot

__all__ = [
    "ANY_DAY",
    "Appointment",
    "AppointmentOffer",
    "AppointmentService",
    "AppointmentStatus",
    "Hold",
    "Preparation",
    "Publication",
    "Schedule",
    "ScheduleException",
    "ScheduleRule",
    "Slot",
    "WaitingListEntry",
]
