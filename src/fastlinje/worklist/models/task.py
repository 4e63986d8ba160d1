from django.db import models
from django.db.models import Q

from fastlinje.core.sealed import SealedTextField
from fastlinje.people.models import Person
from fastlinje.practices.models import Organization, Patient, PractitionerRole


class Turn(models.TextChoices):
    """Who is expected to do something next."""

    OFFICE = "office"
    PERSON = "person"
    NOBODY = "nobody"


class Task(models.Model):
    """What a list needs to show one thing, written in the same command as the thing itself (`focus_id`).

    kind       which list entry this is, e.g. "e_consultation"
    status     the thing's own state code
    due_at     when the office's answer is due; kept when answered, so that one can see it was in time
    owner      who at the office has it
    journal    whether it is marked «ført i journal»
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)  # worklist_all serves it
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)  # inbox serves it
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    focus_id = models.UUIDField(unique=True)
    status = models.CharField(max_length=24)
    turn = models.CharField(max_length=8, choices=Turn.choices)
    due_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(PractitionerRole, null=True, on_delete=models.PROTECT, related_name="+")
    owner_name = models.CharField(max_length=200, blank=True)
    patient_name = models.CharField(max_length=200)
    from_name = models.CharField(max_length=200)
    subject = SealedTextField(label="worklist.task.subject")
    last_line = SealedTextField(label="worklist.task.last_line")
    unread_by_person = models.BooleanField(default=False)
    unread_by_office = models.BooleanField(default=False)
    shielded = models.BooleanField(default=False)
    hidden_from_person = models.BooleanField(default=False)
    journal_missing = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-updated_at", "-id"], name="inbox"),
            models.Index(fields=["person"], name="inbox_unread", condition=Q(unread_by_person=True)),
            models.Index(fields=["practice", "due_at", "id"], name="worklist_turn", condition=Q(turn="office")),
            models.Index(fields=["practice", "-updated_at", "-id"], name="worklist_all"),
            models.Index(fields=["owner", "due_at", "id"], name="worklist_mine", condition=Q(turn="office")),
            models.Index(
                fields=["practice", "updated_at", "id"],
                name="worklist_journal",
                condition=Q(journal_missing=True, turn__in=["person", "nobody"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(turn="office") | Q(due_at__isnull=False), name="what_waits_on_the_office_is_due")
        ]
