from django.db import models

from ..notice_choice import Preset
from .contact_point import ContactPoint
from .person import Person


class NoticePreference(models.Model):
    """What a person wants to be told and how; nobody has a row before they choose. Read as people.notice_choice.NoticeChoice."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="notice_preference")
    preset = models.CharField(max_length=6, choices=[(preset.value, preset.value) for preset in Preset])
    switches = models.JSONField(default=dict)
    first_channel = models.CharField(max_length=5, choices=ContactPoint.System.choices)
    quiet_at_night = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
