import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from fastlinje.audit.policies import PERSONS_CONSENT, SELF, Policy, Protect
from fastlinje.core.actor import Capacity


class Migration(migrations.Migration):
    initial = True
    dependencies = [("dialogue", "0002_protect"), ("people", "0006_notice_preference")]
    operations = [
        migrations.CreateModel(
            name="DataExport",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "status",
                    models.CharField(
                        choices=[("requested", "Requested"), ("ready", "Ready"), ("fetched", "Fetched"), ("dropped", "Dropped")],
                        default="requested",
                        max_length=10,
                    ),
                ),
                (
                    "focus_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("is_stored", models.BooleanField(default=False)),
                ("size_bytes", models.PositiveBigIntegerField(default=0)),
                ("requested_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "requested_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["requested_by", "-requested_at"], name="exports_of_a_person"),
                    models.Index(fields=["requested_at"], name="exports_to_sweep"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["requested", "ready"])),
                        fields=("requested_by", "person"),
                        name="one_live_export_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "ready"), _negated=True),
                            models.Q(("expires_at__isnull", False), ("ready_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="what_is_ready_expires",
                    ),
                ],
            },
        ),
        # Only the one who asked sees it, and they may ask about those they decide for.
        Protect(
            "DataExport",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert, update (status, fetched_at)",
                    f"requested_by_id = {SELF}",
                    insert=f"requested_by_id = {SELF} and person_id = {PERSONS_CONSENT} and status = 'requested'",
                ),
                Policy(Capacity.JOB, "select, update, delete"),
            ],
        ),
    ]
