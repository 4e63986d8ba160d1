from django.db import migrations, models

from fastlinje.audit.policies import Policy, Protect
from fastlinje.core.actor import Capacity


class Migration(migrations.Migration):
    dependencies = [("people", "0007_growing_up")]

    operations = [
        migrations.CreateModel(
            name="RegisterRound",
            fields=[
                ("register", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("changed", models.PositiveIntegerField()),
                ("same", models.PositiveIntegerField()),
                ("no_answer", models.PositiveIntegerField()),
                ("disagreements", models.PositiveIntegerField()),
                ("error", models.CharField(blank=True, max_length=300)),
            ],
        ),
        Protect(
            "RegisterRound",
            [Policy(Capacity.OPERATOR, "select"), Policy(Capacity.JOB, "select, insert, update")],
        ),
    ]
