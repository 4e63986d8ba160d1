from django.db import models

from fastlinje.practices.models import Organization


class Questionnaire(models.Model):
    """One frozen version of a form; `resource` is the FHIR R4 Questionnaire."""

    id = models.UUIDField(primary_key=True)
    url = models.CharField(max_length=200)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=5)
    resource = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["url", "version", "language"], name="one_form_per_version")]


class Assignment(models.Model):
    """A form that stands before a service at one office; who starts the service is always led through it."""

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="form_assignments")
    service_code = models.CharField(max_length=24)
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "service_code"], name="one_form_per_service")]
