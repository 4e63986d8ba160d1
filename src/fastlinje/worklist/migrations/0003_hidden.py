from django.db import migrations, models

from fastlinje.audit.policies import PERSONS_DIALOGUE, SELF, Policy, Protect
from fastlinje.core.actor import Capacity

MINE = f"person_id = {PERSONS_DIALOGUE} and case when person_id = {SELF} then not hidden_from_person else not shielded end"
IS_PATIENT_THERE = """exists (select from practices_patient p where p.id = worklist_task.patient_id
    and p.person_id = worklist_task.person_id and p.practice_id = worklist_task.practice_id)"""


class Migration(migrations.Migration):
    dependencies = [("worklist", "0002_protect")]
    operations = [
        migrations.AddField("task", "hidden_from_person", models.BooleanField(default=False)),
        Protect(
            "Task",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert, update (status, turn, due_at, last_line, unread_by_person, unread_by_office,"
                    " shielded, journal_missing, updated_at)",
                    MINE,
                    insert=f"{MINE} and {IS_PATIENT_THERE}",
                )
            ],
        ),
    ]
