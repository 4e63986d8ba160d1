from django.db import migrations

from fastlinje.audit.policies import PRACTICE, Policy, Protect
from fastlinje.core.actor import Capacity

HERE = f"practice_id = {PRACTICE}"
OURS = " and ".join(
    f"exists (select from {table} t where t.id = {column} and t.practice_id = scheduling_slot.practice_id)"
    for table, column in (("scheduling_schedule", "schedule_id"), ("scheduling_appointmentservice", "service_id"))
)


class Migration(migrations.Migration):
    """Whoever arranges the office's time makes the times of a copied week, as a job makes those of a template."""

    dependencies = [("scheduling", "0002_protect")]
    operations = [
        Protect(
            "Slot",
            [
                Policy(
                    Capacity.ADMIN,
                    "select, insert, update (status, held_until, bookable_from, bookable_until)",
                    HERE,
                    insert=f"{HERE} and {OURS}",
                )
            ],
        ),
    ]
