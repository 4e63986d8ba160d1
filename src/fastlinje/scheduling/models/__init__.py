from .appointment import Appointment, AppointmentStatus
from .offer import AppointmentOffer, WaitingListEntry
from .preparation import Preparation
from .publication import Publication
from .schedule import Schedule, ScheduleException, ScheduleRule
from .service import AppointmentService
from .slot import Hold, Slot

__all__ = [
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
