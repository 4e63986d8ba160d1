from pathlib import Path

from django.db import migrations

FUNCTIONS = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    dependencies = [("practices", "0005_powers_of_attorney")]
    operations = [
        migrations.RunSQL(
            (FUNCTIONS / "people_who_log_in.sql").read_text(), "drop function gate.people_who_log_in, gate.how_many_log_in"
        ),
        migrations.RunSQL((FUNCTIONS / "representatives.sql").read_text(), "drop function gate.registered_powers"),
    ]
