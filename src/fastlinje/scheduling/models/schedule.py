from django.db import models
from django.db.models import F, Q

from fastlinje.practices.models import Organization, PractitionerRole

from ..states import AbsenceReason
from .service import AppointmentService


class Schedule(models.Model):
    """Whose time is booked: a practitioner's, or a resource's such as the laboratory (role empty)."""

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="schedules")
    role = models.ForeignKey(PractitionerRole, null=True, on_delete=models.PROTECT, related_name="schedules")
    name = models.CharField(max_length=80)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role"], condition=Q(active=True), name="one_schedule_per_role"),
            models.UniqueConstraint(fields=["practice", "name"], condition=Q(active=True), name="one_schedule_of_a_name"),
        ]


class ScheduleRule(models.Model):
    """One line of a weekly template: on that weekday, from then to then, times of this service.

    weekday            0 Monday to 6 Sunday
    starts, ends       Oslo time; ends at 00:00 means midnight after
    valid_from, valid_to  whole days, both included; open when empty
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="rules")
    service = models.ForeignKey(AppointmentService, on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    online = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["schedule", "weekday", "starts"], name="week_of_a_schedule")]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="a_day_of_the_week"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")) | Q(ends="00:00"), name="a_line_ends_after_it_starts"),
        ]


class ScheduleException(models.Model):
    """Days on which nobody works in a schedule, both included."""

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="exceptions")
    first_date = models.DateField()
    last_date = models.DateField()
    reason = models.CharField(max_length=12, choices=AbsenceReason.choices)

    class Meta:
        indexes = [models.Index(fields=["schedule", "last_date"], name="absences_of_a_schedule")]
        constraints = [models.CheckConstraint(condition=Q(last_date__gte=F("first_date")), name="an_absence_is_in_order")]
