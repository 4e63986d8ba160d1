from django.db import migrations, models

from fastlinje.audit.policies import PERSONS_APPOINTMENTS, PERSONS_DIALOGUE, PRACTICE, SELF, Policy, Protect
from fastlinje.core.actor import Capacity

WHOSE = (
    f"case when kind in ('appointment', 'appointment_request') then person_id = {PERSONS_APPOINTMENTS}"
    f" else person_id = {PERSONS_DIALOGUE} end"
)
MINE = f"{WHOSE} and case when person_id = {SELF} then not hidden_from_person else not shielded end"
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
                    "select, insert, update (kind, status, turn, due_at, owner_id, owner_name, from_name, subject, last_line,"
                    " unread_by_person, unread_by_office, shielded, journal_missing, updated_at)",
                    MINE,
                    insert=f"{MINE} and {IS_PATIENT_THERE}",
                ),
                Policy(
                    Capacity.STAFF,
                    "select, insert, update (kind, status, turn, due_at, owner_id, owner_name, subject, last_line, from_name,"
                    " unread_by_person, unread_by_office, shielded, hidden_from_person, journal_missing, updated_at)",
                    f"practice_id = {PRACTICE}",
                    insert=f"practice_id = {PRACTICE} and {IS_PATIENT_THERE}",
                ),
            ],
        ),
    ]
