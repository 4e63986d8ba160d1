from django.db import models

from fastlinje.core.sealed import SealedJSONField, SealedTextField
from fastlinje.people.models import Person
from fastlinje.practices.models import Organization, Practitioner
from fastlinje.questionnaires.models import QuestionnaireResponse

from .conversation import Conversation


class Draft(models.Model):
    """What a person is writing: one row per author, person, service and conversation, so that autosave never makes two.

    content            {"subject": str, "text": str, "recipient": role id or "", "answers": {field name: [typed]}}, as typed
    gate_passed_at     when the person answered the danger and suitability page; a reply never meets it
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="drafts")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    service_code = models.CharField(max_length=24)
    conversation = models.ForeignKey(Conversation, null=True, on_delete=models.PROTECT, related_name="drafts")
    questionnaire_response = models.OneToOneField(QuestionnaireResponse, null=True, on_delete=models.PROTECT)
    content = SealedJSONField(label="dialogue.draft.content")
    gate_passed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "person", "service_code", "conversation"], name="one_draft_each", nulls_distinct=False
            )
        ]


class AnswerDraft(models.Model):
    """What a practitioner is writing in a conversation; saves itself and survives an expired log-in."""

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="answer_drafts")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="+")
    text = SealedTextField(label="dialogue.answer_draft.text")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "practitioner"], name="one_answer_draft_each")]
