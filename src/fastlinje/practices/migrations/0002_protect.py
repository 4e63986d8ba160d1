from django.db import migrations

from fastlinje.audit.policies import PERSONS_EITHER, PRACTICE, Policy, Protect
from fastlinje.core.actor import Capacity

HERE = f"practice_id = {PRACTICE}"
EVERYONE_READS = [Policy(Capacity.CITIZEN, "select")]


class Migration(migrations.Migration):
    dependencies = [("practices", "0001_initial"), ("people", "0002_protect")]
    operations = [
        Protect(
            "Organization",
            [
                *EVERYONE_READS,
                Policy(Capacity.STAFF, "select", f"id = {PRACTICE}"),
                Policy(
                    Capacity.ADMIN,
                    "select, update (name, short_name, phone, address, postal_code, city, opening_hours, web_page,"
                    " invoice_fee_ore, message_max_chars, staff_session_hours, appointments_at_once, appointments_may_overlap,"
                    " offers_at_once, offer_minutes)",
                    f"id = {PRACTICE}",
                ),
                Policy(Capacity.OPERATOR, "select"),
                Policy(Capacity.JOB, "select, insert"),
            ],
        ),
        Protect(
            "Practitioner",
            [
                *EVERYONE_READS,
                Policy(Capacity.STAFF, "select"),
                Policy(
                    Capacity.ADMIN,
                    "select, insert",
                    "exists (select from practices_practitionerrole r where r.practitioner_id = practices_practitioner.id)",
                    "true",
                ),
                Policy(Capacity.JOB, "select, insert"),
            ],
        ),
        Protect(
            "PractitionerIdentity",
            [Policy(Capacity.ADMIN, "insert", "false", "true"), Policy(Capacity.JOB, "select, insert, update")],
        ),
        Protect(
            "PractitionerRole",
            [
                *EVERYONE_READS,
                Policy(Capacity.STAFF, "select", HERE),
                Policy(Capacity.ADMIN, "select, insert, update (active, start_date, end_date, substitutes_for_id)", HERE),
                Policy(Capacity.JOB, "select, insert"),
            ],
        ),
        Protect(
            "Patient",
            [
                Policy(Capacity.CITIZEN, "select", f"person_id = {PERSONS_EITHER}"),
                Policy(Capacity.STAFF, "select", HERE),
                Policy(Capacity.JOB, "select, insert, update"),
            ],
        ),
        Protect(
            "HealthcareService",
            [
                *EVERYONE_READS,
                Policy(Capacity.STAFF, "select, insert, update (active, off_reason, back_date)", HERE),
                Policy(Capacity.ADMIN, "select, insert, update (active, off_reason, back_date)", HERE),
                Policy(Capacity.JOB, "select, insert"),
            ],
        ),
        Protect(
            "InfoText",
            [
                *EVERYONE_READS,
                Policy(Capacity.STAFF, "select", HERE),
                Policy(Capacity.ADMIN, "select, insert, update (text, changed_at, changed_by), delete", HERE),
                Policy(Capacity.JOB, "select, insert"),
            ],
        ),
        Protect("Operator", [Policy(Capacity.JOB, "select, insert")]),
    ]
