from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from fastlinje.core.sealed import SealedTextField

from ..document_states import LIVE, DocumentState


class RegisterDocument(models.Model):
    """A document on who may act for whom that an operator uploaded: first counted, then used or thrown away.

    Operators see numbers, lines and codes: the database lets no face read the content, which goes when the document is used,
    thrown away or a day old.

    fetched_at, covers          as the document says them; empty when it could not be read
    records, refused            people in it, and those of them with something wrong
    people                      those who log in here, and are asked about
    begins, changes, ends       of representations, as counted before it is used; `protections` of secret addresses that change
    no_answer, disagreements    where this installation's other sources gave no answer, or differ: the narrower counts
    problems                    the first of `problem_count`, as {place, flaw, about, line}: never content
    older_than                  when what is stored was known, where that is newer than the document
    done                        people done so far while it is read or used
    """

    id = models.UUIDField(primary_key=True)
    register = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=DocumentState.choices, default=DocumentState.RECEIVED)
    content = SealedTextField(label="people.register_document.content", null=True)
    size_bytes = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    covers = ArrayField(models.CharField(max_length=30), default=list)
    records = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    begins = models.PositiveIntegerField(default=0)
    changes = models.PositiveIntegerField(default=0)
    ends = models.PositiveIntegerField(default=0)
    protections = models.PositiveIntegerField(default=0)
    no_answer = models.PositiveIntegerField(default=0)
    disagreements = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    older_than = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register"], condition=Q(state__in=LIVE), name="one_live_document_of_each_register"),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, content__isnull=False) | (~Q(state__in=LIVE) & Q(content__isnull=True)),
                name="content_only_while_it_is_needed",
            ),
        ]
        indexes = [models.Index(fields=["-uploaded_at"], name="register_documents_newest")]
