from pathlib import Path

from django.db import migrations

GATE = Path(__file__).resolve().parents[1] / "sql" / "gate.sql"


class Migration(migrations.Migration):
    dependencies = [("practices", "0002_protect"), ("people", "0007_growing_up")]
    operations = [migrations.RunSQL(GATE.read_text(), "drop schema gate cascade")]
