from django.db import models

from fastlinje.people.models import Person
from fastlinje.practices.models import Organization
from fastlinje.questionnaires.models import QuestionnaireResponse

from .service import AppointmentService


class Preparation(models.Model):
    """What somebody has answered before booking a service: that it is no emergency, and the office's control questions."""

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(AppointmentService, on_delete=models.CASCADE, related_name="+")
    questionnaire_response = models.OneToOneField(QuestionnaireResponse, null=True, on_delete=models.PROTECT)
    gate_passed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "person", "service"], name="one_preparation_each")]
