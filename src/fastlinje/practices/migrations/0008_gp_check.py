import django.db.models.deletion
from django.db import migrations, models

from fastlinje.audit.policies import PERSONS_DIALOGUE, Policy, Protect
from fastlinje.core.actor import Capacity


class Migration(migrations.Migration):
    dependencies = [("people", "0007_growing_up"), ("practices", "0007_control_report")]

    operations = [
        migrations.AddField("practitioner", "her_id", models.CharField(blank=True, max_length=20)),
        migrations.AddConstraint(
            "practitioner",
            models.UniqueConstraint(
                condition=models.Q(("her_id", ""), _negated=True), fields=("her_id",), name="one_practitioner_of_each_her_id"
            ),
        ),
        Protect(
            "Practitioner",
            [
                Policy(
                    Capacity.ADMIN,
                    "select, insert, update (her_id)",
                    "exists (select from practices_practitionerrole r where r.practitioner_id = practices_practitioner.id)",
                    insert="true",
                )
            ],
        ),
        migrations.CreateModel(
            name="GpCheck",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("checked_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("here", "Here"), ("elsewhere", "Elsewhere"), ("no_list", "No List"), ("disagree", "Disagree")],
                        max_length=10,
                    ),
                ),
                ("gp_name", models.CharField(blank=True, max_length=200)),
                ("office_name", models.CharField(blank=True, max_length=200)),
            ],
        ),
        Protect(
            "GpCheck",
            [
                Policy(Capacity.CITIZEN, "select", f"person_id = {PERSONS_DIALOGUE}"),
                Policy(Capacity.JOB, "select, insert, update"),
            ],
        ),
    ]
