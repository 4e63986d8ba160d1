from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from fastlinje.people.models import Person

from ..states import ExportStatus


class DataExport(models.Model):
    """One copy of what is stored about a person. Its bytes lie sealed in the file store under this id, until `is_stored` is false.

    person            whom it is about; `requested_by` who asked and alone may fetch it
    focus_ids         conversations and appointments in it: whoever may no longer follow all of them may not fetch it (AD-30)
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=ExportStatus.choices, default=ExportStatus.REQUESTED)
    focus_ids = ArrayField(models.UUIDField(), default=list)
    is_stored = models.BooleanField(default=False)
    size_bytes = models.PositiveBigIntegerField(default=0)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["requested_by", "person"], condition=Q(status__in=["requested", "ready"]), name="one_live_export_each"
            ),
            models.CheckConstraint(
                condition=~Q(status="ready") | Q(ready_at__isnull=False, expires_at__isnull=False), name="what_is_ready_expires"
            ),
        ]
        indexes = [
            models.Index(fields=["requested_by", "-requested_at"], name="exports_of_a_person"),
            models.Index(fields=["requested_at"], name="exports_to_sweep"),
        ]
