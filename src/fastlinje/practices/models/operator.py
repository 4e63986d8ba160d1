from django.db import models

from fastlinje.people.models import Login


class Operator(models.Model):
    """Somebody who runs the service and has no clinical role: sees queues and parked jobs, never content (AD-19)."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)
    national_id_index = models.BinaryField(max_length=32, unique=True)
    login = models.OneToOneField(Login, null=True, on_delete=models.PROTECT)
    active = models.BooleanField(default=True)
