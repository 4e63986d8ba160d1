from django.db import models

from fastlinje.core.sealed import SealedJSONField
from fastlinje.people.models import Person
from fastlinje.practices.models import Organization

from .questionnaire import Questionnaire


class QuestionnaireResponse(models.Model):
    """What one person answered; `resource` is the FHIR R4 QuestionnaireResponse with the questions as they were read.

    shielded, hidden_from_person  as the conversation it goes with
    status  "in-progress" while drafting, "completed" when sent; staff see completed ones only
    """

    IN_PROGRESS, COMPLETED = "in-progress", "completed"

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT)
    status = models.CharField(max_length=12, default=IN_PROGRESS)
    resource = SealedJSONField(label="questionnaires.response.resource")
    authored_at = models.DateTimeField()
    shielded = models.BooleanField(default=False)
    hidden_from_person = models.BooleanField(default=False)
