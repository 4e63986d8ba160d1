"""The access log, as the person reads it on its page."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q

from fastlinje.audit.models import AuditEvent, Outcome
from fastlinje.audit.words import QUIET

MOST = 20_000


def log_of(person_id: UUID, *, hidden: Collection[UUID]) -> list[dict[str, Any]]:
    """Who did what with their information, newest first.

    hidden  conversations and appointments that leave no trace; nor does what somebody else only prepares for them
    """
    rows = AuditEvent.objects.filter(person_id=person_id, outcome=Outcome.SUCCESS).exclude(action__in=QUIET)
    rows = rows.exclude(entity_type__in=("Conversation", "Appointment"), entity_id__in=hidden)
    own = Q(agent_person_id=person_id)
    rows = rows.filter(~Q(entity_type__in=("Draft", "Preparation", "Slot")) | own)
    rows = rows.filter(~Q(entity_type="QuestionnaireResponse") | Q(agent_person_id__isnull=True) | own)
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
