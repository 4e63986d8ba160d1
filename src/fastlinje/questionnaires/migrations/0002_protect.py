from django.db import migrations

from fastlinje.audit.policies import PRACTICE, Policy, Protect
from fastlinje.core.actor import Capacity


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0001_initial"), ("practices", "0003_gate")]
    operations = [
        Protect(
            "Questionnaire",
            [
                Policy(Capacity.CITIZEN, "select"),
                Policy(Capacity.STAFF, "select"),
                Policy(Capacity.ADMIN, "select"),
                Policy(Capacity.JOB, "select, insert"),
            ],
        ),
        Protect(
            "Assignment",
            [
                Policy(Capacity.CITIZEN, "select"),
                Policy(Capacity.STAFF, "select", f"practice_id = {PRACTICE}"),
                Policy(Capacity.ADMIN, "select, insert, update (questionnaire_id), delete", f"practice_id = {PRACTICE}"),
                Policy(Capacity.JOB, "select, insert"),
            ],
        ),
        Protect(
            "QuestionnaireResponse",
            [
                Policy(Capacity.STAFF, "select", f"practice_id = {PRACTICE} and status = 'completed'"),
                Policy(Capacity.JOB, "select, delete"),
            ],
        ),
    ]
