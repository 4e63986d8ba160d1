from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parents[1] / "sql"


class Migration(migrations.Migration):
    """The gate's functions once more, for databases that have them as they were: ages counted in whole years, fewer statements.

    Whoever changes a function of the gate adds a migration like this one.
    """

    dependencies = [("practices", "0008_gp_check")]
    operations = [
        migrations.RunSQL((SQL / name).read_text(), migrations.RunSQL.noop) for name in ("gate.sql", "power_of_attorney.sql")
    ]
