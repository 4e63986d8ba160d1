from django.db import models


class IdempotencyRecord(models.Model):
    """A command already carried out for a key, with the result it gave, so that a double click acts once."""

    id = models.UUIDField(primary_key=True)
    login_id = models.UUIDField()
    command = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    result = models.JSONField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["login_id", "command", "key"], name="one_result_per_key")]
