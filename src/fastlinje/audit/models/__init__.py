from .audit_event import AuditEvent, AuditSeal, Outcome
from .idempotency import IdempotencyRecord

__all__ = ["AuditEvent", "AuditSeal", "IdempotencyRecord", "Outcome"]
