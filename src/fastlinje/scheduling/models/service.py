from django.db import models
from django.db.models import F, Q

from fastlinje.practices.models import Organization

from ..states import Modality, ServiceKind


class AppointmentService(models.Model):
    """Something that can be booked at an office, e.g. «Legetime 20 minutter», with its length and its rules.

    online                 people may book it themselves; otherwise only the office does
    request_only           people ask for a time, and the office finds one
    own_list_only          only for those on the list of the doctor in question
    min_age, max_age       whole years on the day of the appointment, both included
    opens_days_before      bookable from midnight this many days before; closes_minutes_before: until then
    cancel_hours_before    a cancellation after that is late and may cost
    online_per_day         how many of a schedule's times in one day people may book themselves; empty: all
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="appointment_services")
    kind = models.CharField(max_length=24, choices=ServiceKind.choices)
    name = models.CharField(max_length=80)
    info = models.CharField(max_length=300, blank=True)
    modality = models.CharField(max_length=12, choices=Modality.choices, default=Modality.IN_PERSON)
    minutes = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)
    online = models.BooleanField(default=True)
    request_only = models.BooleanField(default=False)
    own_list_only = models.BooleanField(default=True)
    min_age = models.PositiveSmallIntegerField(null=True)
    max_age = models.PositiveSmallIntegerField(null=True)
    opens_days_before = models.PositiveSmallIntegerField(default=90)
    closes_minutes_before = models.PositiveIntegerField(default=60)
    cancel_hours_before = models.PositiveSmallIntegerField(default=24)
    online_per_day = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "name"], condition=Q(active=True), name="one_service_of_a_name"),
            models.CheckConstraint(condition=Q(minutes__range=(5, 480)), name="a_service_takes_time"),
            models.CheckConstraint(
                condition=Q(min_age__isnull=True) | Q(max_age__isnull=True) | Q(max_age__gte=F("min_age")),
                name="ages_are_in_order",
            ),
        ]
