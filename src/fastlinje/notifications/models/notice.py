from django.db import models
from django.db.models import Q

from fastlinje.people.models import Person
from fastlinje.practices.models import Organization


class Notice(models.Model):
    """One e-mail or SMS to one person about one event: queued, sent, parked after the last try, or dropped as too late.

    template   the key of a text in notifications/templates.py
    values     only the template's allowed placeholders, e.g. {"office": "…", "date": "…"}; never content
    focus_id   the thing it is about, by whose Task it is seen who may know of it; empty when it is about no such thing
    event_key  event and thing it tells about, so that a job run twice sends once
    """

    class Status(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        PARKED = "parked"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=5)
    focus_id = models.UUIDField(null=True)
    event_key = models.CharField(max_length=120)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "event_key"], name="one_notice_per_event")]
        indexes = [models.Index(fields=["created_at"], name="parked_notices", condition=Q(status="parked"))]
