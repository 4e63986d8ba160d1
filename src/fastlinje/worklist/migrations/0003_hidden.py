from django.db import migrations, models

from fastlinje.audit.policies import PERSONS_APPOINTMENTS, PERSONS_DIALOGUE, PRACTICE, SELF, Policy, Protect
from fastlinje.core.actor import Capacity

WHOSE = (
    f"case when kind in ('appointment', 'appointment_request') then person_id = {PERSONS_APPOINTMENTS}"
    f" else person_id = {PERSONS_DIALOGUE} end"
)
MINE = f"{WHOSE} and case when person_id = {SELF} then not hidden_from_person else not shielded end"
IS_PATIENT_THERE = """exists (select from practices_patient p where p.id = worklist_task.patient_id
    and p.person_id = worklist_task.person_id and p.practice_id = worklist_task.practice_id)"""

# The log follows what it tells of (AD-30): everything a person or an office follows has a task. Of their own log people see all but
# what is hidden from them; of others' only what concerns things they may follow; what somebody else has begun and not sent, not at
# all. A thing that is no more hides nothing.
LOG = f"""
create function worklist_hidden_from(a_person uuid, a_thing uuid) returns boolean language sql stable security definer
set search_path = public, pg_temp as $$
    select exists (select from worklist_task t
                    where t.focus_id = a_thing
                      and case when t.person_id = a_person then t.hidden_from_person else t.shielded end)
$$;
revoke all on function worklist_hidden_from(uuid, uuid) from public;
grant execute on function worklist_hidden_from(uuid, uuid) to fastlinje_citizen;
alter policy citizen on audit_auditevent using (case
    when entity_type in ('Draft', 'Preparation', 'QuestionnaireResponse', 'Slot')
        then agent_person_id = {SELF} and (person_id = {PERSONS_DIALOGUE} or person_id = {PERSONS_APPOINTMENTS})
    when person_id = {SELF} then not worklist_hidden_from({SELF}, entity_id)
    else exists (select from worklist_task t where t.focus_id = entity_id and t.person_id = audit_auditevent.person_id)
end);
"""  # noqa: S608 our own words only


class Migration(migrations.Migration):
    dependencies = [("worklist", "0002_protect")]
    operations = [
        migrations.AddField("task", "hidden_from_person", models.BooleanField(default=False)),
        Protect(
            "Task",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert, update (kind, status, turn, due_at, owner_id, owner_name, from_name, subject, last_line,"
                    " unread_by_person, unread_by_office, shielded, journal_missing, updated_at)",
                    MINE,
                    insert=f"{MINE} and {IS_PATIENT_THERE}",
                ),
                Policy(
                    Capacity.STAFF,
                    "select, insert, update (kind, status, turn, due_at, owner_id, owner_name, subject, last_line, from_name,"
                    " unread_by_person, unread_by_office, shielded, hidden_from_person, journal_missing, updated_at)",
                    f"practice_id = {PRACTICE}",
                    insert=f"practice_id = {PRACTICE} and {IS_PATIENT_THERE}",
                ),
            ],
        ),
        migrations.RunSQL(
            LOG, f"alter policy citizen on audit_auditevent using (person_id = {SELF}); drop function worklist_hidden_from"
        ),
    ]
