from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from fastlinje.core.sealed import SealedTextField
from fastlinje.people.models import Person
from fastlinje.practices.models import Organization

from .communication import Communication
from .draft import Draft

ANSWERS_PDF = "answers.pdf"
"""What the form's answers are called where they are stored."""


class Attachment(models.Model):
    """A file already cleaned and stored encrypted. It hangs on a draft while somebody writes, then on the message it went with.

    position    1 to 3 within the draft, so that the database refuses a fourth (AD-57)
    made_by_us  the form's answers as PDF, made by a job; not counted among the three
    scan        "clean", or "held" until the scanner has seen it; held files are not delivered (AD-60)
    """

    CLEAN, HELD = "clean", "held"

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    # Files are moved or removed before their draft (dialogue/drafts.py); the database refuses the other order.
    draft = models.ForeignKey(Draft, null=True, on_delete=models.DO_NOTHING, related_name="attachments")
    communication = models.ForeignKey(Communication, null=True, on_delete=models.PROTECT, related_name="attachments")
    position = models.PositiveSmallIntegerField(null=True)
    made_by_us = models.BooleanField(default=False)
    scan = models.CharField(max_length=5, default=CLEAN)
    title = SealedTextField(label="dialogue.attachment.title")
    content_type = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "position"], name="one_file_per_place", condition=Q(draft__isnull=False)),
            models.CheckConstraint(condition=Q(position__isnull=True) | Q(position__range=(1, 3)), name="at_most_three_files"),
            models.CheckConstraint(
                condition=Q(draft__isnull=True) | Q(communication__isnull=True), name="on_a_draft_or_on_a_message"
            ),
        ]

    @property
    def name(self) -> str:
        """What it is called for whoever reads: as its owner called it, or in the reader's language."""
        return _("Svar på skjema.pdf") if self.made_by_us and self.title == ANSWERS_PDF else self.title
