from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import fastlinje.core.sealed
from fastlinje.audit.policies import PERSONS_EITHER, PRACTICE, Policy, Protect
from fastlinje.core.actor import Capacity

FUNCTIONS = Path(__file__).resolve().parents[1] / "sql" / "desk.sql"
HERE = f"practice_id = {PRACTICE}"
OF_PATIENT = (
    "exists (select from practices_patient t where t.id = patient_id"
    " and t.practice_id = practices_serviceblock.practice_id and t.person_id = practices_serviceblock.person_id)"
)
SERVICES = [
    ("e_consultation", "Start e-konsultasjon"),
    ("appointment", "Bestill time"),
    ("prescription_renewal", "Forny resept"),
    ("contact_office", "Kontakt legekontoret"),
]


def to(model: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model)


class Migration(migrations.Migration):
    dependencies = [("people", "0008_register_round"), ("practices", "0009_gate_anew")]

    operations = [
        migrations.AddField("patient", "phone", fastlinje.core.sealed.SealedTextField(label="practices.patient.phone", null=True)),
        Protect("Patient", [Policy(Capacity.STAFF, "select, update (phone)", HERE)]),
        migrations.CreateModel(
            name="ServiceBlock",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("code", models.CharField(choices=SERVICES, max_length=24)),
                ("reason", fastlinje.core.sealed.SealedTextField(label="practices.service_block.reason")),
                ("start_date", models.DateField()),
                ("end_date", models.DateField()),
                ("registered_at", models.DateTimeField()),
                ("registered_by", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=200)),
                (
                    "patient",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="blocks", to="practices.patient"),
                ),
                ("person", to("people.person")),
                ("practice", to("practices.organization")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["patient", "code", "end_date"],
                        name="blocks_of_a_patient",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end_date__gte", models.F("start_date"))), name="a_block_is_in_order"
                    )
                ],
            },
        ),
        Protect(
            "ServiceBlock",
            [
                Policy(Capacity.CITIZEN, "select", f"person_id = {PERSONS_EITHER}"),
                Policy(Capacity.STAFF, "select, insert, update (ended_at, ended_by)", HERE, insert=f"{HERE} and {OF_PATIENT}"),
                Policy(Capacity.JOB, "select"),
            ],
        ),
        migrations.RunSQL(FUNCTIONS.read_text(), "drop function gate.reach, gate.register_at_desk"),
    ]
