from django.db import models
from django.db.models import Q

from .person import Person


class YouthAccess(models.Model):
    """A parent's yes to that a child of 13 to 15 uses the service themselves. Ended at once when a parent takes it back.

    given_by  the parent; both parents see who said yes and who ended it
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="youth_access")
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_by_name = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="one_youth_access"),
        ]
