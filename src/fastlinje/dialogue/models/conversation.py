from django.db import models

from fastlinje.core.sealed import SealedTextField
from fastlinje.people.models import Person
from fastlinje.practices.models import Organization, Patient, PractitionerRole
from fastlinje.questionnaires.models import QuestionnaireResponse

from ..states import ConversationState


class Conversation(models.Model):
    """Messages about one person at one office, with one state and one deadline.

    person            whom it concerns; `author` who started it (another person when somebody acts for them)
    recipient         the GP or substitute it was sent to
    price_*           what the person saw and accepted, øre; the day price, the evening or weekend price, the invoice's fee
    shielded          hidden from everybody who acts for the person; hidden_from_person: from the person, for what a parent of
                      somebody aged 12 to 15 writes (rules.md 1.3)
    journaled_*       when and by whom it was marked «ført i journal»
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="conversations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conversations")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="conversations")
    recipient = models.ForeignKey(PractitionerRole, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    subject = SealedTextField(label="dialogue.conversation.subject")
    state = models.CharField(max_length=24, choices=ConversationState.choices)
    due_at = models.DateTimeField()
    price_day_ore = models.PositiveIntegerField()
    price_evening_ore = models.PositiveIntegerField()
    price_invoice_fee_ore = models.PositiveIntegerField()
    questionnaire_response = models.OneToOneField(QuestionnaireResponse, null=True, on_delete=models.PROTECT)
    shielded = models.BooleanField(default=False)
    hidden_from_person = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    journaled_at = models.DateTimeField(null=True)
    journaled_by = models.ForeignKey(PractitionerRole, null=True, on_delete=models.PROTECT, related_name="+")


class ConversationStatus(models.Model):
    """The history of a conversation's state: one row per change, never altered."""

    id = models.UUIDField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="statuses")
    state = models.CharField(max_length=24, choices=ConversationState.choices)
    entered_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=40, blank=True)
