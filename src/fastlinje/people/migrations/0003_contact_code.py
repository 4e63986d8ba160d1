import django.db.models.deletion
from django.db import migrations, models

import fastlinje.core.sealed
from fastlinje.audit.policies import SELF, Policy, Protect
from fastlinje.core.actor import Capacity


class Migration(migrations.Migration):
    dependencies = [("people", "0002_protect")]
    operations = [
        migrations.CreateModel(
            name="ContactCode",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("system", models.CharField(choices=[("email", "Email"), ("sms", "Sms")], max_length=5)),
                ("value", fastlinje.core.sealed.SealedTextField(label="people.contact_code.value")),
                ("code", fastlinje.core.sealed.SealedTextField(label="people.contact_code.code")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="contactcode",
            constraint=models.UniqueConstraint(fields=("person", "system"), name="one_contact_code_per_system"),
        ),
        Protect(
            "ContactCode",
            [
                Policy(Capacity.CITIZEN, "select, insert, update (attempts), delete", f"person_id = {SELF}"),
                Policy(Capacity.JOB, "select, delete"),
            ],
        ),
    ]
