from django.db import models
from django.db.models import F, Q


class Status(models.TextChoices):
    """How sure we are of a figure."""

    SOURCED = "sourced"
    UNCERTAIN = "uncertain"


class Tariff(models.Model):
    """What a patient pays (own share, øre) for one kind of contact in one period of the day, from one date to another.

    code        the national tariff code, e.g. "2ae" by day and "2aek" by evening or weekend
    specialist  the figure for a doctor who is a specialist in general medicine
    """

    class Period(models.TextChoices):
        DAY = "day"
        EVENING = "evening"

    id = models.UUIDField(primary_key=True)
    service = models.CharField(max_length=24)
    code = models.CharField(max_length=10)
    period = models.CharField(max_length=8, choices=Period.choices)
    specialist = models.BooleanField(default=False)
    patient_share_ore = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices)
    checked_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "period", "specialist", "valid_from"], name="one_tariff_per_start"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="a_tariff_ends_after_it_starts"
            ),
        ]


class Exemption(models.Model):
    """Who pays no own share: everyone younger than `below_age`, in the dates given."""

    id = models.UUIDField(primary_key=True)
    below_age = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices)
    checked_on = models.DateField()
