from django.db import migrations

from fastlinje.audit.policies import Policy, Protect
from fastlinje.core.actor import Capacity


class Migration(migrations.Migration):
    """A job deletes what a young person has told us when a parent withdraws for them: the parent may neither see nor delete it."""

    dependencies = [("people", "0009_upload_register_documents")]
    operations = [
        Protect("ContactPoint", [Policy(Capacity.JOB, "select, delete")]),
        Protect("NoticePreference", [Policy(Capacity.JOB, "select, delete")]),
    ]
