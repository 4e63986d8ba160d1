from pathlib import Path

from django.db import migrations

from fastlinje.audit.policies import Policy, Protect
from fastlinje.core.actor import Capacity

SQL = Path(__file__).resolve().parents[1] / "sql" / "second_wall.sql"
UNDO = "drop function gate.refuse_change, gate.keep_slot_for_whose_it_is cascade"
STATUS = "exists (select from scheduling_appointment a where a.id = scheduling_appointmentstatus.appointment_id)"
MY_OFFER = (
    "exists (select from scheduling_appointment a where a.id = scheduling_appointmentoffer.appointment_id"
    " and a.practice_id = scheduling_appointmentoffer.practice_id and a.person_id = scheduling_appointmentoffer.person_id)"
)


class Migration(migrations.Migration):
    """A person's own role changes nobody else's time, and nothing of their own appointment that is the office's to say."""

    dependencies = [("scheduling", "0003_copy_a_week")]
    operations = [
        migrations.RunSQL(SQL.read_text(), UNDO),
        # An offer is answered, never made again.
        Protect(
            "AppointmentOffer", [Policy(Capacity.CITIZEN, "select, update (state)", MY_OFFER, f"{MY_OFFER} and state <> 'open'")]
        ),
        Protect(
            "AppointmentStatus",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert",
                    STATUS,
                    insert=f"{STATUS} and not by_office and status in ('proposed', 'booked', 'cancelled')",
                )
            ],
        ),
    ]
