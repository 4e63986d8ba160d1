from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fastlinje.practices.models import Organization

from ..states import PublicationState


class Publication(models.Model):
    """One run that makes slots of weekly templates, in batches by a job, so that one can follow it and undo it.

    schedule_ids  the schedules it covers, in the order they are done
    made, total   slots made so far, and how many the templates ask for; those that were there already are not made again
    next_date     the next day to do, of the schedule at `next_schedule` in the list
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="publications")
    schedule_ids = ArrayField(models.UUIDField())
    first_date = models.DateField()
    last_date = models.DateField()
    status = models.CharField(max_length=8, choices=PublicationState.choices, default=PublicationState.RUNNING)
    made = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    next_schedule = models.PositiveSmallIntegerField(default=0)
    next_date = models.DateField()
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=200)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["practice", "-requested_at"], name="publications_of_a_practice")]
        constraints = [models.CheckConstraint(condition=Q(last_date__gte=F("first_date")), name="a_publication_is_in_order")]
