import django.db.models.deletion
from django.db import migrations, models

from fastlinje.audit.policies import PERSONS_CONSENT, SELF, Policy, Protect
from fastlinje.core.actor import Capacity

OF_ANOTHER = f"person_id = {PERSONS_CONSENT} and person_id <> {SELF}"


class Migration(migrations.Migration):
    dependencies = [("people", "0006_notice_preference")]

    operations = [
        migrations.CreateModel(
            name="YouthAccess",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("given_by_name", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "given_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="youth_access", to="people.person"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)), fields=("person",), name="one_youth_access"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ComingOfAge",
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
                ("told_at", models.DateTimeField()),
            ],
        ),
        # Said and taken back by a parent, seen by both and by the child.
        Protect(
            "YouthAccess",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert, update (ended_at, ended_by_name)",
                    f"person_id = {SELF} or person_id = {PERSONS_CONSENT}",
                    f"{OF_ANOTHER} and ended_at is not null",
                    insert=f"{OF_ANOTHER} and given_by_id = {SELF} and ended_at is null",
                ),
                Policy(Capacity.JOB, "select, update (ended_at, ended_by_name)"),
            ],
        ),
        Protect("ComingOfAge", [Policy(Capacity.CITIZEN, "select, insert", f"person_id = {SELF}")]),
        # Somebody under 16 keeps their own language, but not their own level of consent: that is the parents' till then.
        Protect(
            "Person",
            [Policy(Capacity.CITIZEN, "select, update (consent_level, language)", f"id = {SELF} or id = {PERSONS_CONSENT}")],
        ),
    ]
