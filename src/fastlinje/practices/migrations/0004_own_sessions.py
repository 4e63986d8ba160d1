from pathlib import Path

from django.db import migrations

OWN_SESSIONS = Path(__file__).resolve().parents[1] / "sql" / "own_sessions.sql"
AWAY = "drop function gate.own_sessions, gate.end_own_sessions, gate.is_open"


class Migration(migrations.Migration):
    dependencies = [("practices", "0003_gate")]
    operations = [migrations.RunSQL(OWN_SESSIONS.read_text(), AWAY)]
