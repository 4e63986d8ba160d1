from django.db import models
from django.db.models import F, Q

from fastlinje.core.sealed import SealedJSONField, SealedTextField
from fastlinje.people.models import Person
from fastlinje.practices.models import Organization, Patient
from fastlinje.questionnaires.models import QuestionnaireResponse

from ..states import AppointmentState, Modality
from .schedule import Schedule
from .service import AppointmentService
from .slot import Slot


class Appointment(models.Model):
    """A time somebody has, or has asked for.

    person, author   whom it is for; who asked, empty when the office did it on their behalf
    slot, schedule, start_at, end_at  empty while it is only asked for
    resource_id      whose time it takes: the practitioner's id, or the schedule's for a resource. Nobody has two bookings at
                     once: `nobody_is_booked_twice` in the migration
    reason           a few words by whoever booked; never in notices or lists
    phone            the number to call on, for a phone appointment
    preferences      of a request: {"weekdays": [0..6], "parts": ["morning", …], "modality", "earliest", "latest", "schedule"}
    cancel_by        after that a cancellation is late
    cancelled_late   it was; or the office marked it so
    end_text         what the office wrote when it said no or called it off
    shielded         hidden from everybody who acts for the person; hidden_from_person: from the person (worklist/who_can_read.py)
    placed_at        when it got the time it has
    reminded_at      when the reminder went out; called_up_at: the one on the day, for phone and video
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="appointments", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments", db_index=False)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="appointments", db_index=False)
    service = models.ForeignKey(AppointmentService, on_delete=models.PROTECT, related_name="+", db_index=False)
    schedule = models.ForeignKey(Schedule, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    slot = models.ForeignKey(Slot, null=True, on_delete=models.PROTECT, related_name="appointments")
    resource_id = models.UUIDField(null=True)
    modality = models.CharField(max_length=12, choices=Modality.choices)
    status = models.CharField(max_length=12, choices=AppointmentState.choices)
    start_at = models.DateTimeField(null=True)
    end_at = models.DateTimeField(null=True)
    reason = SealedTextField(label="scheduling.appointment.reason")
    phone = SealedTextField(label="scheduling.appointment.phone")
    preferences = SealedJSONField(label="scheduling.appointment.preferences")
    questionnaire_response = models.OneToOneField(QuestionnaireResponse, null=True, on_delete=models.PROTECT)
    cancel_by = models.DateTimeField(null=True)
    cancelled_late = models.BooleanField(default=False)
    end_reason = models.CharField(max_length=16, blank=True)
    end_text = SealedTextField(label="scheduling.appointment.end_text")
    shielded = models.BooleanField(default=False)
    hidden_from_person = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    called_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "start_at"], name="appointments_of_a_person"),
            models.Index(fields=["schedule", "start_at"], name="appointments_by_day", condition=Q(start_at__isnull=False)),
            models.Index(
                fields=["practice", "asked_at"], name="appointment_requests", condition=Q(status__in=["proposed", "pending"])
            ),
            models.Index(fields=["start_at"], name="appointments_to_remind", condition=Q(status="booked")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["booked", "arrived", "fulfilled", "noshow"])
                | Q(slot__isnull=False, schedule__isnull=False, start_at__isnull=False, end_at__isnull=False),
                name="what_is_booked_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(end_at__isnull=True) | Q(end_at__gt=F("start_at")), name="an_appointment_takes_time"
            ),
            models.UniqueConstraint(
                fields=["slot"], condition=Q(status__in=["booked", "arrived", "fulfilled", "noshow"]), name="one_booking_per_slot"
            ),
        ]


class AppointmentStatus(models.Model):
    """The history of an appointment: one row per change, never altered. A move is one row with the new time."""

    id = models.UUIDField(primary_key=True)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=12, choices=AppointmentState.choices)
    start_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    by_office = models.BooleanField(default=False)
    reason = models.CharField(max_length=16, blank=True)
