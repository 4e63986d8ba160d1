from django.db import models

from .person import Person


class Consent(models.Model):
    """One choice of consent level; the newest is in force. Kept even when everything else is withdrawn."""

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    level = models.CharField(max_length=10)
    previous_level = models.CharField(max_length=10)
    given_at = models.DateTimeField()
