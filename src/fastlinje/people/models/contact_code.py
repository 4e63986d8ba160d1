from django.db import models

from fastlinje.core.sealed import SealedTextField

from .contact_point import ContactPoint
from .person import Person


class ContactCode(models.Model):
    """A six-digit code on its way to an address somebody wants to use. One at a time for each kind; a new one replaces it.

    The code is sealed and not hashed, since a job must read it to send it.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    system = models.CharField(max_length=5, choices=ContactPoint.System.choices)
    value = SealedTextField(label="people.contact_code.value")
    code = SealedTextField(label="people.contact_code.code")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "system"], name="one_contact_code_per_system")]
