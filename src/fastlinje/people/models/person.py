from django.db import models

from fastlinje.core.actor import ConsentLevel
from fastlinje.core.sealed import SealedTextField


class AddressProtection(models.TextChoices):
    """Why somebody's address is printed nowhere. Such a person neither represents nor is represented (rules.md 1.7)."""

    CONFIDENTIAL = "7", "fortrolig"
    STRICTLY_CONFIDENTIAL = "6", "strengt fortrolig"


class Person(models.Model):
    """A human being, nationally. Offices see their own `practices.Patient`, never this row.

    national_id_index  HMAC of the national number; `next_national_id_index` is filled while the index key rotates
    language           chosen by the person; empty until they do
    consent_level      the level in force; every change is also a Consent row
    """

    id = models.UUIDField(primary_key=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    birth_date = models.DateField()
    national_id = SealedTextField(label="people.person.national_id")
    national_id_index = models.BinaryField(max_length=32, unique=True)
    next_national_id_index = models.BinaryField(max_length=32, unique=True, null=True)
    language = models.CharField(max_length=2, blank=True)
    consent_level = models.CharField(max_length=10, default=ConsentLevel.UNDECIDED)
    address_protection = models.CharField(max_length=8, blank=True, choices=AddressProtection.choices)
    created_at = models.DateTimeField()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
