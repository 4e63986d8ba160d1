import django.db.models.deletion
from django.db import migrations, models

from fastlinje.audit.policies import SELF, Policy, Protect
from fastlinje.core.actor import Capacity


class Migration(migrations.Migration):
    dependencies = [("people", "0005_powers_of_attorney")]
    operations = [
        migrations.CreateModel(
            name="NoticePreference",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notice_preference",
                        serialize=False,
                        to="people.person",
                    ),
                ),
                ("preset", models.CharField(choices=[("few", "few"), ("normal", "normal"), ("all", "all")], max_length=6)),
                ("switches", models.JSONField(default=dict)),
                ("first_channel", models.CharField(choices=[("email", "Email"), ("sms", "Sms")], max_length=5)),
                ("quiet_at_night", models.BooleanField(default=True)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        Protect(
            "NoticePreference",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert, update (preset, switches, first_channel, quiet_at_night, changed_at), delete",
                    f"person_id = {SELF}",
                ),
                Policy(Capacity.JOB, "select"),
            ],
        ),
    ]
