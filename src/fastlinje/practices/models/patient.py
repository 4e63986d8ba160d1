from django.db import models

from fastlinje.core.sealed import SealedTextField
from fastlinje.people.models import Person

from .organization import Organization
from .practitioner import PractitionerRole


class Patient(models.Model):
    """A person at one practice: all that staff see of somebody, and whose list they are on.

    general_practitioner  the GP role whose list this is; empty for somebody the office only knows
    phone                 where the office calls them, as they said at the desk; E.164, empty when nobody has asked
    active                on the list now; former patients keep their old conversations
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="patients")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="patients")
    general_practitioner = models.ForeignKey(PractitionerRole, null=True, on_delete=models.PROTECT, related_name="patients")
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    birth_date = models.DateField()
    national_id = SealedTextField(label="practices.patient.national_id")
    national_id_index = models.BinaryField(max_length=32)
    phone = SealedTextField(label="practices.patient.phone", null=True)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "person"], name="one_patient_per_practice_and_person"),
            models.UniqueConstraint(fields=["practice", "national_id_index"], name="one_patient_per_practice_and_number"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(active=True, general_practitioner__isnull=False), name="one_gp_per_person"
            ),
        ]

    @property
    def has_left(self) -> bool:
        """True for somebody who was on a list here and is on none now. Whom the office only knows has never been on one."""
        return not self.active and self.general_practitioner_id is not None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()
