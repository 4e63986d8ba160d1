"""What an operator may see of uploaded register documents: numbers, lines and codes, never content (AD-19)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from fastlinje.core.actor import Actor
from fastlinje.core.refusal import NotFound

from .document_states import DocumentState
from .flaw_words import sentence
from .models import RegisterDocument
from .registers.problems import Problem
from .registers.representation_register import Subject


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One thing that is wrong. `line` is counted from 1, None for the whole file; `place` is a path of field names and numbers."""

    line: int | None
    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document as its page shows it; the numbers are explained on the model.

    total  how many people log in here: `done` of them are done
    """

    id: UUID
    state: DocumentState
    size_bytes: int
    uploaded_at: datetime
    uploaded_by: str
    expires_at: datetime
    fetched_at: datetime | None
    covers: tuple[Subject, ...]
    records: int
    refused: int
    people: int
    begins: int
    changes: int
    ends: int
    protections: int
    no_answer: int
    disagreements: int
    problems: tuple[ProblemView, ...]
    problem_count: int
    older_than: datetime | None
    done: int
    total: int

    @property
    def is_moving(self) -> bool:
        """The worker is at it."""
        return self.state in (DocumentState.RECEIVED, DocumentState.APPLYING)


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document in a list."""

    id: UUID
    state: DocumentState
    uploaded_at: datetime
    uploaded_by: str


def register_documents_for(actor: Actor, *, most: int = 5) -> tuple[DocumentLine, ...]:
    """The newest documents; one statement."""
    rows = RegisterDocument.objects.order_by("-uploaded_at", "-id").values_list("id", "state", "uploaded_at", "uploaded_by")
    return tuple(DocumentLine(key, DocumentState(state), at, name) for key, state, at, name in rows[:most])


def register_document_for(actor: Actor, document_id: UUID) -> DocumentView:
    """One of them; two statements. Refuses not_found."""
    row = RegisterDocument.objects.defer("content").filter(pk=document_id).first()
    if row is None:
        raise NotFound
    return DocumentView(
        id=row.pk,
        state=DocumentState(row.state),
        covers=tuple(Subject(subject) for subject in row.covers),
        problems=tuple(_problem(Problem(**problem)) for problem in row.problems),
        total=how_many_log_in(),
        **{name: getattr(row, name) for name in _AS_STORED},
    )


def how_many_log_in() -> int:
    """How many people have ever logged in, and are asked about."""
    with connection.cursor() as cursor:
        cursor.execute("select gate.how_many_log_in()")
        return cursor.fetchone()[0]


_AS_STORED = (
    *("size_bytes", "uploaded_at", "uploaded_by", "expires_at", "fetched_at", "records", "refused", "people", "begins", "changes"),
    *("ends", "protections", "no_answer", "disagreements", "problem_count", "older_than", "done"),
)


def _problem(problem: Problem) -> ProblemView:
    return ProblemView(problem.line, problem.place, sentence(problem))
