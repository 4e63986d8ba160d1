"""What reading an uploaded document came to."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from fastlinje.audit.command import command
from fastlinje.audit.record import nothing_done, record
from fastlinje.core.actor import Actor

from ..document_acts import close_document, lock_document
from ..document_states import DocumentState
from ..models import RegisterDocument
from ..registers.representation_document import Reading
from ..representation_count import Counted

_COUNTS = ("fetched_at", "covers", "records", "people", "begins", "changes", "ends", "protections", "no_answer", "disagreements")


@command
def note_document_unusable(
    *, actor: Actor, now: datetime, document_id: UUID, reading: Reading, older_than: datetime | None = None
) -> None:
    """Let the operator see what is wrong in a document; its content is gone. Run by the worker.

    older_than  when what is stored was known, where that is newer than the document
    """
    document = lock_document(document_id)
    if document.state != DocumentState.RECEIVED:
        nothing_done("nobody waits for it")
        return
    document.records, document.refused = reading.records, reading.refused
    document.problems = [asdict(problem) for problem in reading.problems]
    document.problem_count, document.older_than = reading.problem_count, older_than
    document.fetched_at = reading.document and reading.document.head.fetched_at
    wrong = ("records", "refused", "problems", "problem_count", "older_than", "fetched_at")
    close_document(document, DocumentState.UNUSABLE, now, *wrong)
    record(actor, "register_document.refuse", now=now, entity=("RegisterDocument", document.pk))


@command
def note_document_ready(*, actor: Actor, now: datetime, document_id: UUID, reading: Reading, counted: Counted) -> None:
    """Let the operator see what a document would change, and decide. Run by the worker."""
    document = lock_document(document_id)
    if document.state != DocumentState.RECEIVED:
        nothing_done("nobody waits for it")
        return
    document.state, document.records = DocumentState.READY, reading.records
    document.fetched_at = reading.document.head.fetched_at
    document.covers = sorted(reading.document.head.covers)
    _count(document, counted)
    document.save(update_fields=["state", *_COUNTS])
    record(actor, "register_document.count", now=now, entity=("RegisterDocument", document.pk))


def _count(document: RegisterDocument, counted: Counted) -> None:
    document.people, document.no_answer, document.disagreements = counted.people, counted.no_answer, counted.disagreements
    document.begins, document.changes, document.ends = counted.begins, counted.changes, counted.ends
    document.protections = len(counted.protected)
