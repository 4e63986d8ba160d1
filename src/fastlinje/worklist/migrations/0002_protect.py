from django.db import migrations

from fastlinje.audit.policies import PRACTICE, Policy, Protect
from fastlinje.core.actor import Capacity


class Migration(migrations.Migration):
    dependencies = [("worklist", "0001_initial"), ("practices", "0003_gate")]
    operations = [
        Protect(
            "Task",
            [
                Policy(
                    Capacity.STAFF,
                    "select, update (status, turn, due_at, owner_id, owner_name, last_line, from_name, unread_by_person,"
                    " unread_by_office, journal_missing, updated_at)",
                    f"practice_id = {PRACTICE}",
                ),
                Policy(Capacity.JOB, "select, update"),
            ],
        ),
    ]
