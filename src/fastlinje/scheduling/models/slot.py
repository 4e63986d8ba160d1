from django.db import models
from django.db.models import F, Q

from fastlinje.people.models import Person
from fastlinje.practices.models import Organization

from ..states import SlotStatus
from .publication import Publication
from .schedule import Schedule
from .service import AppointmentService


class Slot(models.Model):
    """A time that can be booked. Made when the office publishes, never by a reader.

    online          people may book it themselves
    bookable_from, bookable_until  when they may
    held_until      somebody is deciding until then; who it is stands in Hold, which nobody else may read

    No two slots of a schedule overlap: `slots_do_not_overlap` in the migration.
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="slots", db_index=False)
    service = models.ForeignKey(AppointmentService, on_delete=models.PROTECT, related_name="+", db_index=False)
    start_at = models.DateTimeField()
    end_at = models.DateTimeField()
    status = models.CharField(max_length=16, choices=SlotStatus.choices, default=SlotStatus.FREE)
    online = models.BooleanField(default=True)
    bookable_from = models.DateTimeField()
    bookable_until = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    publication = models.ForeignKey(Publication, null=True, on_delete=models.PROTECT, related_name="slots", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["schedule", "start_at"], name="slots_by_day"),
            models.Index(fields=["service", "start_at", "id"], name="slots_free_first", condition=Q(status="free", online=True)),
            models.Index(
                fields=["schedule", "service", "start_at", "id"], name="slots_free_of_one", condition=Q(status="free", online=True)
            ),
            models.Index(fields=["publication"], name="slots_of_a_publication", condition=Q(publication__isnull=False)),
        ]
        constraints = [models.CheckConstraint(condition=Q(end_at__gt=F("start_at")), name="a_slot_takes_time")]


class Hold(models.Model):
    """A slot somebody has chosen and is about to book: one each, for a few minutes.

    held_until  the slot's own while it holds; a row with another time is over
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="holds")
    author = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    held_until = models.DateTimeField()
