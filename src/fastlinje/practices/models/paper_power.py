from django.db import models

from fastlinje.core.sealed import SealedTextField
from fastlinje.people.models import PowerOfAttorney

from .organization import Organization
from .patient import Patient


class PaperPower(models.Model):
    """A power of attorney an office has taken in on paper, from somebody who cannot log in. Only the gate's functions read it.

    reason       why it was done here, in the words of who did it
    received_by  who at the office took the form and saw the giver's identity
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    power = models.OneToOneField(PowerOfAttorney, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(label="practices.paper_power.reason")
    received_by = models.CharField(max_length=200)
    registered_by = models.CharField(max_length=200)
    registered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "-registered_at"], name="paper_powers")]
