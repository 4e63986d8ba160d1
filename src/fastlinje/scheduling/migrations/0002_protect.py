from pathlib import Path

from django.db import migrations

from fastlinje.audit.policies import PERSONS_APPOINTMENTS, PRACTICE, PRACTICES, SELF, Policy, Protect
from fastlinje.core.actor import Capacity

SLOTS = Path(__file__).resolve().parents[1] / "sql" / "slots.sql"
HERE = f"practice_id = {PRACTICE}"
MINE = f"person_id = {PERSONS_APPOINTMENTS} and case when person_id = {SELF} then not hidden_from_person else not shielded end"


def there(table, column, parent):
    """The parent is of the same practice. Foreign keys bypass row-level security, so this is what refuses foreign, missing and
    cross-practice parents alike."""
    return f"exists (select from {parent} x where x.id = {table}.{column} and x.practice_id = {table}.practice_id)"


def there_if_any(table, column, parent):
    return f"({column} is null or {there(table, column, parent)})"


def is_patient_there(table):
    return (
        f"exists (select from practices_patient p where p.id = {table}.patient_id and p.person_id = {table}.person_id"
        f" and p.practice_id = {table}.practice_id)"
    )


def of_my_appointment(table):
    return (
        f"exists (select from scheduling_appointment a where a.id = {table}.appointment_id"
        f" and a.practice_id = {table}.practice_id and a.person_id = {table}.person_id)"
    )


ROLE = there_if_any("scheduling_schedule", "role_id", "practices_practitionerrole")
SLOT = " and ".join(
    (
        there("scheduling_slot", "schedule_id", "scheduling_schedule"),
        there("scheduling_slot", "service_id", "scheduling_appointmentservice"),
    )
)
RULE = SLOT.replace("scheduling_slot", "scheduling_schedulerule")
EXCEPTION = there("scheduling_scheduleexception", "schedule_id", "scheduling_schedule")
TIME = " and ".join(
    (
        there("scheduling_appointment", "service_id", "scheduling_appointmentservice"),
        there_if_any("scheduling_appointment", "schedule_id", "scheduling_schedule"),
        there_if_any("scheduling_appointment", "slot_id", "scheduling_slot"),
    )
)
ANSWERS = (
    "(questionnaire_response_id is null or exists (select from questionnaires_questionnaireresponse q"
    " where q.id = scheduling_appointment.questionnaire_response_id and q.person_id = scheduling_appointment.person_id"
    " and q.practice_id = scheduling_appointment.practice_id))"
)
APPOINTMENT = f"{TIME} and {ANSWERS} and {is_patient_there('scheduling_appointment')}"
STATUS = "exists (select from scheduling_appointment a where a.id = scheduling_appointmentstatus.appointment_id)"
HOLD = there("scheduling_hold", "slot_id", "scheduling_slot")
OFFER = (
    f"{of_my_appointment('scheduling_appointmentoffer')} and {there('scheduling_appointmentoffer', 'slot_id', 'scheduling_slot')}"
)
ENTRY = (
    f"{of_my_appointment('scheduling_waitinglistentry')} and {is_patient_there('scheduling_waitinglistentry')}"
    f" and {there('scheduling_waitinglistentry', 'service_id', 'scheduling_appointmentservice')}"
    f" and {there_if_any('scheduling_waitinglistentry', 'schedule_id', 'scheduling_schedule')}"
)
PREPARATION = (
    f"author_id = {SELF} and person_id = {PERSONS_APPOINTMENTS}"
    " and exists (select from practices_patient p where p.person_id = scheduling_preparation.person_id"
    " and p.practice_id = scheduling_preparation.practice_id)"
    f" and {there('scheduling_preparation', 'service_id', 'scheduling_appointmentservice')}"
    f" and {ANSWERS.replace('scheduling_appointment', 'scheduling_preparation')}"
)
MOVED = "status, slot_id, schedule_id, service_id, resource_id, modality, start_at, end_at, cancel_by, placed_at, reminded_at, called_up_at"
ENDED = "cancelled_late, end_reason, end_text"
SLOT_NEAR = f"practice_id = {PRACTICES} or gate.has_slot(id)"
SERVICE_FIELDS = (
    "kind, name, info, modality, minutes, active, online, request_only, own_list_only, min_age, max_age, opens_days_before,"
    " closes_minutes_before, cancel_hours_before, online_per_day"
)


def office_keeps(grants, check=HERE):
    """Staff and administrators of the office alike."""
    return [Policy(capacity, grants, HERE, f"{HERE} and {check}") for capacity in (Capacity.STAFF, Capacity.ADMIN)]


class Migration(migrations.Migration):
    dependencies = [
        ("scheduling", "0001_initial"),
        ("worklist", "0003_hidden"),
        ("questionnaires", "0003_hidden"),
    ]
    operations = [
        migrations.RunSQL(
            SLOTS.read_text(), "drop type uuidrange cascade; drop function gate.has_slot, gate.booked_online, gate.is_offered"
        ),
        Protect(
            "AppointmentService",
            [
                Policy(Capacity.CITIZEN, "select"),
                *office_keeps(f"select, insert, update ({SERVICE_FIELDS})"),
                Policy(Capacity.JOB, "select, insert"),
            ],
        ),
        Protect(
            "Schedule",
            [
                Policy(Capacity.CITIZEN, "select"),
                *office_keeps("select, insert, update (name, active)", ROLE),
                Policy(Capacity.JOB, "select, insert"),
            ],
        ),
        Protect("ScheduleRule", [*office_keeps("select, insert, delete", RULE), Policy(Capacity.JOB, "select, insert")]),
        Protect("ScheduleException", [*office_keeps("select, insert, delete", EXCEPTION), Policy(Capacity.JOB, "select, insert")]),
        Protect(
            "Publication",
            [
                *office_keeps("select, insert, update (status)"),
                Policy(Capacity.JOB, "select, update (status, made, next_schedule, next_date, done_at)"),
            ],
        ),
        Protect(
            "Slot",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, update (status, held_until)",
                    SLOT_NEAR,
                    f"({SLOT_NEAR}) and status in ('free', 'busy')",
                    insert="false",
                ),
                Policy(
                    Capacity.STAFF,
                    "select, insert, update (status, held_until, online, bookable_from, bookable_until)",
                    HERE,
                    f"{HERE} and {SLOT}",
                ),
                Policy(
                    Capacity.ADMIN,
                    "select, update (status, held_until, bookable_from, bookable_until)",
                    HERE,
                ),
                Policy(Capacity.JOB, "select, insert, update (status, held_until), delete"),
            ],
        ),
        Protect(
            "Hold",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert, update (practice_id, slot_id, held_until), delete",
                    f"author_id = {SELF}",
                    f"author_id = {SELF} and {HOLD}",
                ),
                Policy(Capacity.STAFF, "select, delete", HERE),
                Policy(Capacity.JOB, "select, delete"),
            ],
        ),
        Protect(
            "Appointment",
            [
                Policy(
                    Capacity.CITIZEN,
                    f"select, insert, update ({MOVED}, {ENDED}, phone, shielded)",
                    MINE,
                    f"{MINE} and {TIME}",
                    insert=f"{MINE} and author_id = {SELF} and {APPOINTMENT}",
                ),
                Policy(
                    Capacity.STAFF,
                    f"select, insert, update ({MOVED}, {ENDED}, phone, shielded, hidden_from_person)",
                    HERE,
                    f"{HERE} and {TIME}",
                    insert=f"{HERE} and author_id is null and {APPOINTMENT}",
                ),
                Policy(Capacity.JOB, f"select, update ({MOVED}, {ENDED})"),
            ],
        ),
        Protect(
            "AppointmentStatus",
            [
                Policy(Capacity.CITIZEN, "select, insert", STATUS),
                Policy(Capacity.STAFF, "select, insert", STATUS),
                Policy(Capacity.JOB, "select, insert"),
            ],
        ),
        Protect(
            "AppointmentOffer",
            [
                Policy(Capacity.CITIZEN, "select, update (state)", of_my_appointment("scheduling_appointmentoffer")),
                Policy(Capacity.STAFF, "select, insert, update (state)", HERE, f"{HERE} and {OFFER}"),
                Policy(Capacity.JOB, "select, insert, update (state)"),
            ],
        ),
        Protect(
            "WaitingListEntry",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert, update (state, earliest, schedule_id, start_at, joined_at)",
                    of_my_appointment("scheduling_waitinglistentry"),
                    ENTRY,
                ),
                Policy(
                    Capacity.STAFF,
                    "select, insert, update (state, earliest, schedule_id, start_at, priority, joined_at)",
                    HERE,
                    f"{HERE} and {ENTRY}",
                ),
                Policy(Capacity.JOB, "select, update (state)"),
            ],
        ),
        Protect(
            "Preparation",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert, update (questionnaire_response_id, gate_passed_at), delete",
                    f"author_id = {SELF} and person_id = {PERSONS_APPOINTMENTS}",
                    PREPARATION,
                ),
                Policy(Capacity.JOB, "select, delete"),
            ],
        ),
    ]
