from pathlib import Path

from django.db import migrations

FUNCTION = Path(__file__).resolve().parents[1] / "sql" / "people_who_log_in.sql"


class Migration(migrations.Migration):
    dependencies = [("practices", "0005_powers_of_attorney")]
    operations = [migrations.RunSQL(FUNCTION.read_text(), "drop function gate.people_who_log_in")]
