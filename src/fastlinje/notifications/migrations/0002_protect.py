from django.db import migrations

from fastlinje.audit.policies import SELF, Policy, Protect
from fastlinje.core.actor import Capacity


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("practices", "0003_gate")]
    operations = [
        Protect(
            "Notice",
            [
                # What became of one's own notices; not the words, which were for the address.
                Policy(Capacity.CITIZEN, "select (id, person_id, status, last_error, created_at)", f"person_id = {SELF}"),
                Policy(
                    Capacity.OPERATOR,
                    "select (id, practice_id, template, channel, status, attempts, last_error, created_at, sent_at),"
                    " update (status, attempts)",
                ),
                Policy(Capacity.JOB, "select, insert, update"),
            ],
        ),
    ]
