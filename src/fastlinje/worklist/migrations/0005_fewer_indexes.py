"""The indexes that began with an office or a person alone: longer ones begin alike, and the lists are read by them in order."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("worklist", "0004_shield_marks")]
    operations = [
        migrations.AlterField(
            "task",
            "practice",
            models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practices.organization"
            ),
        ),
        migrations.AlterField(
            "task",
            "person",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
    ]
