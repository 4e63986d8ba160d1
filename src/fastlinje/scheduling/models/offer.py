from datetime import date

from django.db import models
from django.db.models import Q

from fastlinje.people.models import Person
from fastlinje.practices.models import Organization, Patient

from ..states import EntryState, OfferState
from .appointment import Appointment
from .schedule import Schedule
from .service import AppointmentService
from .slot import Slot

ANY_DAY = date(1970, 1, 1)


class AppointmentOffer(models.Model):
    """A time kept for somebody to say yes to: an answer to a request, or an earlier time from the waiting list.

    earlier  it came from the waiting list
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="offers")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="offers")
    earlier = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    offered_at = models.DateTimeField()
    held_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["held_until"], name="offers_to_lapse", condition=Q(state="open"))]
        constraints = [
            models.UniqueConstraint(fields=["appointment", "slot"], condition=Q(state="open"), name="a_time_is_offered_once")
        ]


class WaitingListEntry(models.Model):
    """Somebody with an appointment who would like an earlier one.

    schedule  the only one that will do; empty: any who does the same
    earliest  not before that day; ANY_DAY when every day will do
    priority  set by the office, highest first; then who has waited longest
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    appointment = models.OneToOneField(Appointment, on_delete=models.PROTECT, related_name="waiting")
    service = models.ForeignKey(AppointmentService, on_delete=models.PROTECT, related_name="+")
    schedule = models.ForeignKey(Schedule, null=True, on_delete=models.PROTECT, related_name="+")
    earliest = models.DateField()
    start_at = models.DateTimeField()
    priority = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=EntryState.choices, default=EntryState.WAITING)
    joined_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["service", "-priority", "joined_at"], name="waiting_first", condition=Q(state="waiting"))]
