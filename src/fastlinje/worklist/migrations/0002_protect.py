from django.db import migrations

from fastlinje.audit.policies import Policy, Protect
from fastlinje.core.actor import Capacity


class Migration(migrations.Migration):
    dependencies = [("worklist", "0001_initial"), ("practices", "0003_gate")]
    operations = [
        Protect(
            "Task",
            [Policy(Capacity.JOB, "select, update")],
        ),
    ]
