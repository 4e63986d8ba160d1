"""What happened to somebody's information: insert-only, partitioned by month, sealed in batches."""

from django.db import models


class Outcome(models.TextChoices):
    """AuditEvent.outcome, FHIR's codes."""

    SUCCESS = "0", "success"
    REFUSED = "4", "refused"


class AuditEvent(models.Model):
    """One act or one reading of health content.

    The database fills in the transaction and checks that the actor's columns are those the gate has stated.
    `why` is derived from role and task, never asked for. No fnr and no content here.
    """

    id = models.UUIDField(primary_key=True)
    recorded_at = models.DateTimeField()
    action = models.CharField(max_length=60)
    outcome = models.CharField(max_length=1, choices=Outcome.choices, default=Outcome.SUCCESS)
    refusal_code = models.CharField(max_length=60, blank=True)
    capacity = models.CharField(max_length=20)
    login_id = models.UUIDField(null=True)
    agent_person_id = models.UUIDField(null=True)
    agent_practitioner_id = models.UUIDField(null=True)
    agent_name = models.CharField(max_length=200, blank=True)
    agent_roles = models.CharField(max_length=100, blank=True)
    practice_id = models.UUIDField(null=True)
    practice_name = models.CharField(max_length=200, blank=True)
    person_id = models.UUIDField(null=True)
    entity_type = models.CharField(max_length=40, blank=True)
    entity_id = models.UUIDField(null=True)
    why = models.CharField(max_length=60, blank=True)

    class Meta:
        managed = False
        db_table = "audit_auditevent"


class AuditSeal(models.Model):
    """A hash over all events of one partition whose transactions lie in [from_xid, to_xid), chained to the seal before."""

    partition = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    from_xid = models.BigIntegerField()
    to_xid = models.BigIntegerField()
    events = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partition", "number"], name="one_chain_per_partition")]
