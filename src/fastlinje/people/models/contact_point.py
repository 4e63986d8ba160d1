from django.db import models

from fastlinje.core.sealed import SealedTextField

from .person import Person


class ContactPoint(models.Model):
    """Where a person gets notices. One e-mail and one mobile each; an address may be used for 18 months after it was verified."""

    class System(models.TextChoices):
        EMAIL = "email"
        SMS = "sms"

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_points")
    system = models.CharField(max_length=5, choices=System.choices)
    value = SealedTextField(label="people.contact_point.value")
    verified_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "system"], name="one_contact_point_per_system")]
