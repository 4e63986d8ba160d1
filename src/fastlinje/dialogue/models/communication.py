from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from fastlinje.core.sealed import SealedTextField
from fastlinje.people.models import Person
from fastlinje.practices.models import PractitionerRole
from fastlinje.practices.titles import title_of

from ..states import CommunicationStatus
from .conversation import Conversation


class Communication(models.Model):
    """One message. Never edited: a wrong one is retracted with a visible mark and a log row.

    status     "on-hold" while staff can undo it, then "completed"; "not-done" when undone; "entered-in-error" when retracted
    sender_as  the role's code, e.g. "gp", for who works at the office; for who writes for another, that person's name; else ""
    closes     the answer ends the conversation («svar og avslutt»)
    """

    id = models.UUIDField(primary_key=True)
    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="communications")
    sender_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    sender_role = models.ForeignKey(PractitionerRole, null=True, on_delete=models.PROTECT, related_name="+")
    sender_name = models.CharField(max_length=200)
    sender_as = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=CommunicationStatus.choices)
    text = SealedTextField(label="dialogue.communication.text")
    closes = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True)
    retracted_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["conversation", "id"], name="messages_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sender_person__isnull=True) ^ Q(sender_role__isnull=True), name="a_message_has_one_sender"
            ),
            models.UniqueConstraint(fields=["conversation"], condition=Q(status="on-hold"), name="one_held_answer"),
        ]

    @property
    def sender_title(self) -> str:
        """«fastlege», or «for Nora Nordmann», in the reader's language."""
        if not self.sender_as:
            return ""
        return title_of([self.sender_as]) if self.sender_role_id else _("for %s") % self.sender_as
