import django.db.models.deletion
from django.db import migrations, models

from fastlinje.audit.policies import PRACTICE, SELF, Policy, Protect
from fastlinje.core.actor import Capacity

ON_A_TASK = """exists (select from worklist_task t where t.id = worklist_shieldmark.task_id
    and t.practice_id = worklist_shieldmark.practice_id and t.person_id = worklist_shieldmark.person_id)"""
HERE = f"practice_id = {PRACTICE} and {ON_A_TASK}"
# Who acts for the person sees no history, also of what is shown to them again; the person, none of what was hidden from them.
MINE = f"person_id = {SELF} and hidden_from = 'parents' and {ON_A_TASK}"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_notice_preference"),
        ("practices", "0006_people_who_log_in"),
        ("worklist", "0003_hidden"),
    ]

    operations = [
        migrations.CreateModel(
            name="ShieldMark",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("hidden_from", models.CharField(choices=[("parents", "Parents"), ("person", "Person")], max_length=8)),
                ("hidden", models.BooleanField()),
                ("reason", models.CharField(max_length=20)),
                ("by_name", models.CharField(max_length=200)),
                ("by_office", models.BooleanField()),
                ("marked_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "practice",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.organization"),
                ),
                (
                    "task",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="shield_marks", to="worklist.task"),
                ),
            ],
            options={"indexes": [models.Index(fields=["task", "-marked_at"], name="shield_marks")]},
        ),
        Protect(
            "ShieldMark",
            [
                Policy(Capacity.CITIZEN, "select, insert", MINE, f"{MINE} and not by_office"),
                Policy(Capacity.STAFF, "select, insert", HERE, f"{HERE} and by_office"),
            ],
        ),
    ]
