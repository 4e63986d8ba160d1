from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from .person import Person


class RelatedPerson(models.Model):
    """Somebody who may act for a person, and on what ground. Direction as in FHIR: `related` acts for `person`.

    The rows say what the registers say; whether it allows anything *now* is decided by the gate on every request, since age
    turns at midnight and a power is withdrawn at once (sql/representation.sql, rules.md 1).

    basis            parental responsibility, guardianship, power of attorney, or representation by decision
    scopes           the services it covers; empty, but for a power of attorney, when the source names none: then all
    shares_address   for a parent: one of the parents is registered at the child's address
    source           "register:…", or "power_of_attorney:<id>" for one agreed here
    checked_at       when the source was last asked
    """

    class Basis(models.TextChoices):
        PARENTAL = "parental"
        GUARDIAN = "guardian"
        POWER_OF_ATTORNEY = "power_of_attorney"
        DECIDED = "decided"

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="representatives")
    related = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represents")
    basis = models.CharField(max_length=20, choices=Basis.choices)
    scopes = ArrayField(models.CharField(max_length=20), default=list)
    shares_address = models.BooleanField(default=False)
    start_date = models.DateField(null=True)
    end_date = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=60)
    checked_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "related", "basis"], condition=Q(ended_at__isnull=True), name="one_standing_representation"
            ),
            models.CheckConstraint(condition=~Q(person=F("related")), name="nobody_represents_themselves"),
            models.CheckConstraint(
                condition=Q(start_date__isnull=True) | Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="a_representation_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["related"], name="represents", condition=Q(ended_at__isnull=True))]
