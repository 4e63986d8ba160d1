from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from .person import Person


class PowerOfAttorney(models.Model):
    """What one person has allowed another to do for them, from the day it was given to the day it ended.

    First an offer, since we tell nobody who is known here; from the moment the holder says yes it is also a RelatedPerson row,
    which is what the gate asks. A change is an end and a new one, so a row never says anything but what was agreed.

    holder         empty until they have said yes
    holder_index   HMAC of the holder's national number, by which they find the offer when they log in
    holder_name    as the giver wrote it; whoever has the number but not the name never sees the offer
    office_name    the office that took it in on paper; empty when the giver did it themselves
    """

    class EndedBy(models.TextChoices):
        GIVER = "giver"
        HOLDER = "holder"
        OFFICE = "office"
        CHANGE = "change"
        EXPIRY = "expiry"

    id = models.UUIDField(primary_key=True)
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    giver_name = models.CharField(max_length=200)
    holder = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    holder_index = models.BinaryField(max_length=32)
    holder_name = models.CharField(max_length=200)
    scopes = ArrayField(models.CharField(max_length=20))
    start_date = models.DateField()
    end_date = models.DateField(null=True)
    office_name = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, blank=True, choices=EndedBy.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["giver", "holder_index"], condition=Q(ended_at__isnull=True), name="one_power_per_giver_and_holder"
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")), name="a_power_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=True, accepted_at__isnull=True) | Q(holder__isnull=False, accepted_at__isnull=False),
                name="a_holder_has_said_yes",
            ),
            models.CheckConstraint(condition=Q(holder__isnull=True) | ~Q(holder=F("giver")), name="nobody_holds_their_own_power"),
        ]
        indexes = [
            models.Index(fields=["giver", "-given_at"], name="powers_given"),
            models.Index(fields=["holder", "-given_at"], name="powers_held"),
            models.Index(
                fields=["holder_index"], name="powers_offered", condition=Q(accepted_at__isnull=True, ended_at__isnull=True)
            ),
        ]

    @property
    def source(self) -> str:
        """What its RelatedPerson row says it comes from."""
        return f"power_of_attorney:{self.pk}"
