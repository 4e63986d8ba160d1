"""The access log, as the person reads it on its page."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from fastlinje.audit.models import AuditEvent, Outcome
from fastlinje.audit.words import QUIET
from fastlinje.worklist.models import Task

MOST = 20_000
NOT_SENT = ("Draft", "Preparation", "QuestionnaireResponse", "Slot")


def log_of(person_id: UUID) -> list[dict[str, Any]]:
    """Who did what with their information, newest first. What is hidden from them leaves no trace (rules.md 1.3), nor does what
    somebody else has begun for them and not sent; the policy of the log says the same (worklist/migrations/0003_hidden.py)."""
    hidden = Task.objects.filter(person_id=person_id, hidden_from_person=True).values_list("focus_id", flat=True)
    rows = AuditEvent.objects.filter(person_id=person_id, outcome=Outcome.SUCCESS).exclude(action__in=QUIET)
    rows = rows.exclude(entity_id__in=list(hidden))
    rows = rows.filter(~Q(entity_type__in=NOT_SENT) | Q(agent_person_id=person_id))
    return [
        {
            "at": row.recorded_at.isoformat(timespec="seconds"),
            "who": row.agent_name,
            "capacity": row.capacity,
            "roles": row.agent_roles.split(",") if row.agent_roles else [],
            "office": row.practice_name,
            "what": row.action,
            "why": row.why,
        }
        for row in rows.order_by("-id")[:MOST]
    ]
