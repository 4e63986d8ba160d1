from django.db import models

from fastlinje.people.models import Person


class GpCheck(models.Model):
    """What the registers last said about whose list a person is on; who that is here stands on their Patient row.

    gp_name, office_name  as the register writes them, for a GP who does not use this service
    """

    class Outcome(models.TextChoices):
        HERE = "here"
        ELSEWHERE = "elsewhere"
        NO_LIST = "no_list"
        DISAGREE = "disagree"

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    gp_name = models.CharField(max_length=200, blank=True)
    office_name = models.CharField(max_length=200, blank=True)
