from django.db import migrations

from fastlinje.audit.policies import SELF, Policy, Protect
from fastlinje.core.actor import Capacity

# A job may forget what has been over for a month, and see none of it.
FORGET_SESSIONS = """
create function people_forget_sessions(at timestamptz) returns void language sql security definer
set search_path = public, pg_temp as $$
    delete from people_session where coalesce(ended_at, expires_at) < least(at, now()) - interval '30 days';
    delete from people_logouttoken where seen_at < least(at, now()) - interval '30 days';
$$;
revoke all on function people_forget_sessions(timestamptz) from public;
grant execute on function people_forget_sessions(timestamptz) to fastlinje_job;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("audit", "0002_jobs")]
    operations = [
        Protect(
            "Person",
            [
                Policy(Capacity.CITIZEN, "select, update (consent_level, language)", f"id = {SELF}"),
                Policy(Capacity.JOB, "select, insert, update"),
            ],
        ),
        Protect(
            "Consent",
            [Policy(Capacity.CITIZEN, "select, insert", f"person_id = {SELF}"), Policy(Capacity.JOB, "select")],
        ),
        Protect(
            "ContactPoint",
            [
                Policy(Capacity.CITIZEN, "select, insert, update (value, verified_at), delete", f"person_id = {SELF}"),
                Policy(Capacity.JOB, "select"),
            ],
        ),
        # Only the gate's functions read or write these, and the one above that forgets.
        Protect("Login", []),
        Protect("Session", []),
        Protect("LogoutToken", []),
        migrations.RunSQL(FORGET_SESSIONS, "drop function people_forget_sessions"),
    ]
