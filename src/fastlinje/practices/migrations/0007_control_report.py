from pathlib import Path

from django.db import migrations

FUNCTION = Path(__file__).resolve().parents[1] / "sql" / "control_report.sql"


class Migration(migrations.Migration):
    dependencies = [("practices", "0006_people_who_log_in"), ("audit", "0002_jobs")]
    operations = [migrations.RunSQL(FUNCTION.read_text(), "drop function practices_control_report")]
