from django.db import models
from django.db.models import F, Q

from fastlinje.core.sealed import SealedTextField
from fastlinje.people.models import Person

from .healthcare_service import ServiceCode
from .organization import Organization
from .patient import Patient


class ServiceBlock(models.Model):
    """A patient who may not use one service at an office for a while. The phone and urgent help stay open to them.

    reason    why, for the office; the patient meets a neutral sentence, and finds the reason in their copy of everything
    end_date  the last day it holds; never open-ended, so that somebody has to think again
    ended_at  when the office lifted it before that day
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="blocks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=24, choices=ServiceCode.choices)
    reason = SealedTextField(label="practices.service_block.reason")
    start_date = models.DateField()
    end_date = models.DateField()
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "code", "end_date"], name="blocks_of_a_patient", condition=Q(ended_at__isnull=True))
        ]
        constraints = [models.CheckConstraint(condition=Q(end_date__gte=F("start_date")), name="a_block_is_in_order")]
