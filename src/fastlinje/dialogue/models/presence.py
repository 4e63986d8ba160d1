from django.db import models

from fastlinje.practices.models import Organization, Practitioner

from .conversation import Conversation


class Presence(models.Model):
    """A practitioner who has a conversation open now; older than half a minute counts as gone."""

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="presences")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "practitioner"], name="one_presence_each")]
