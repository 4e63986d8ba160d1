from django.db import migrations, models

from fastlinje.audit.policies import PERSONS_DIALOGUE, PRACTICE, SELF, Policy, Protect
from fastlinje.core.actor import Capacity

MINE = f"person_id = {PERSONS_DIALOGUE} and case when person_id = {SELF} then not hidden_from_person else not shielded end"
IS_PATIENT_THERE = """exists (select from practices_patient p
    where p.person_id = questionnaires_questionnaireresponse.person_id
      and p.practice_id = questionnaires_questionnaireresponse.practice_id)"""


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0002_protect")]
    operations = [
        migrations.AddField("questionnaireresponse", "shielded", models.BooleanField(default=False)),
        migrations.AddField("questionnaireresponse", "hidden_from_person", models.BooleanField(default=False)),
        Protect(
            "QuestionnaireResponse",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert, update (status, resource, authored_at, shielded), delete",
                    MINE,
                    f"{MINE} and {IS_PATIENT_THERE}",
                ),
                Policy(
                    Capacity.STAFF,
                    "select, update (shielded, hidden_from_person)",
                    f"practice_id = {PRACTICE} and status = 'completed'",
                ),
            ],
        ),
    ]
