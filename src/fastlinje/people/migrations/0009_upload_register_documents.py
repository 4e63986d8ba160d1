import django.contrib.postgres.fields
from django.db import migrations, models

import fastlinje.core.sealed
from fastlinje.audit.policies import Policy, Protect
from fastlinje.core.actor import Capacity

# All but the content, which no face reads.
SEEN = (
    "id, register, state, size_bytes, uploaded_at, uploaded_by, expires_at, fetched_at, covers, records, refused, people,"
    " begins, changes, ends, protections, no_answer, disagreements, problems, problem_count, older_than, done, closed_at"
)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_register_round"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterFreshness",
            fields=[
                ("subject", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("fetched_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="registerround",
            name="source",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.CreateModel(
            name="RegisterDocument",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("register", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Leses"),
                            ("unusable", "Kan ikke brukes"),
                            ("ready", "Klart til å brukes"),
                            ("applying", "Tas i bruk"),
                            ("applied", "Tatt i bruk"),
                            ("discarded", "Forkastet"),
                            ("expired", "Slettet etter et døgn"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("content", fastlinje.core.sealed.SealedTextField(label="people.register_document.content", null=True)),
                ("size_bytes", models.PositiveIntegerField()),
                ("uploaded_at", models.DateTimeField()),
                ("uploaded_by", models.CharField(max_length=200)),
                ("expires_at", models.DateTimeField()),
                ("fetched_at", models.DateTimeField(null=True)),
                (
                    "covers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None),
                ),
                ("records", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                ("begins", models.PositiveIntegerField(default=0)),
                ("changes", models.PositiveIntegerField(default=0)),
                ("ends", models.PositiveIntegerField(default=0)),
                ("protections", models.PositiveIntegerField(default=0)),
                ("no_answer", models.PositiveIntegerField(default=0)),
                ("disagreements", models.PositiveIntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                ("problem_count", models.PositiveIntegerField(default=0)),
                ("older_than", models.DateTimeField(null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["-uploaded_at"], name="register_documents_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("received", "ready", "applying"))),
                        fields=("register",),
                        name="one_live_document_of_each_register",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content__isnull", False), ("state__in", ("received", "ready", "applying"))),
                            models.Q(
                                models.Q(("state__in", ("received", "ready", "applying")), _negated=True), ("content__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="content_only_while_it_is_needed",
                    ),
                ],
            },
        ),
        Protect(
            "RegisterDocument",
            [
                Policy(
                    Capacity.OPERATOR,
                    f"select ({SEEN}), insert, update (state, content, closed_at)",
                    "true",
                    "state in ('applying', 'discarded')",
                    insert="state = 'received'",
                ),
                Policy(Capacity.JOB, "select, update, delete"),
            ],
        ),
        Protect(
            "RegisterFreshness",
            [Policy(Capacity.OPERATOR, "select, insert, update"), Policy(Capacity.JOB, "select, insert, update")],
        ),
    ]
