from django.db import models

from .person import Person


class ComingOfAge(models.Model):
    """That somebody whose parents acted for them has been told, at a login, what changed when they turned 16. Shown once."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
