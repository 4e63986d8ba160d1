from django.db import models

from fastlinje.people.models import Person
from fastlinje.practices.models import Organization

from .task import Task


class ShieldMark(models.Model):
    """From whom a thing was hidden, and when: one row per change, never altered. What holds now stands on the thing and its Task.

    hidden_from  everybody who acts for the person, or the person
    reason       a code of worklist/shielding.py
    by_office    marked by staff; else by the person
    """

    class From(models.TextChoices):
        PARENTS = "parents"
        PERSON = "person"

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="shield_marks")
    hidden_from = models.CharField(max_length=8, choices=From.choices)
    hidden = models.BooleanField()
    reason = models.CharField(max_length=20)
    by_name = models.CharField(max_length=200)
    by_office = models.BooleanField()
    marked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["task", "-marked_at"], name="shield_marks")]
