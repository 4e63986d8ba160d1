from django.db import migrations, models

from fastlinje.audit.policies import LOGIN, SELF, Policy, Protect
from fastlinje.core.actor import Capacity

CREATE_EVENTS = """
create table audit_auditevent (
    id uuid not null,
    recorded_at timestamptz not null,
    action varchar(60) not null,
    outcome varchar(1) not null,
    refusal_code varchar(60) not null,
    capacity varchar(20) not null,
    login_id uuid,
    agent_person_id uuid,
    agent_practitioner_id uuid,
    agent_name varchar(200) not null,
    agent_roles varchar(100) not null,
    practice_id uuid,
    practice_name varchar(200) not null,
    person_id uuid,
    entity_type varchar(40) not null,
    entity_id uuid,
    why varchar(60) not null,
    xid xid8 not null default pg_current_xact_id(),
    primary key (id, recorded_at)
) partition by range (recorded_at);
create table audit_auditevent_rest partition of audit_auditevent default;
create index audit_auditevent_person on audit_auditevent (person_id, id desc) where person_id is not null;
create index audit_auditevent_staff on audit_auditevent (practice_id, recorded_at)
    where capacity = 'staff' and person_id is not null;
create index audit_auditevent_xid on audit_auditevent (xid);

create function audit_ensure_partition(day date) returns text language plpgsql security definer
set search_path = public, pg_temp as $$
declare
    month date := date_trunc('month', day)::date;
    name text := 'audit_auditevent_' || to_char(month, 'YYYYMM');
begin
    if to_regclass(name) is null then
        execute format('create table %I partition of audit_auditevent for values from (%L) to (%L)',
                       name, month, (month + interval '1 month')::date);
        execute format('alter table %I enable row level security', name);
    end if;
    return name;
end $$;
revoke all on function audit_ensure_partition(date) from public;
grant execute on function audit_ensure_partition(date) to fastlinje_job;
select audit_ensure_partition((current_date + n * interval '1 month')::date) from generate_series(0, 2) n;
alter table audit_auditevent_rest enable row level security;
"""


def insert_own(capacity):
    """An actor may only write events in its own name."""
    return f"capacity = '{capacity}' and login_id is not distinct from {LOGIN}"


def uuid_key():
    return ("id", models.UUIDField(primary_key=True, serialize=False))


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL(
            "grant usage on schema public to " + ", ".join(c.database_role for c in Capacity), migrations.RunSQL.noop
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                uuid_key(),
                ("recorded_at", models.DateTimeField()),
                ("action", models.CharField(max_length=60)),
                (
                    "outcome",
                    models.CharField(choices=[("0", "success"), ("4", "refused")], default="0", max_length=1),
                ),
                ("refusal_code", models.CharField(blank=True, max_length=60)),
                ("capacity", models.CharField(max_length=20)),
                ("login_id", models.UUIDField(null=True)),
                ("agent_person_id", models.UUIDField(null=True)),
                ("agent_practitioner_id", models.UUIDField(null=True)),
                ("agent_name", models.CharField(blank=True, max_length=200)),
                ("agent_roles", models.CharField(blank=True, max_length=100)),
                ("practice_id", models.UUIDField(null=True)),
                ("practice_name", models.CharField(blank=True, max_length=200)),
                ("person_id", models.UUIDField(null=True)),
                ("entity_type", models.CharField(blank=True, max_length=40)),
                ("entity_id", models.UUIDField(null=True)),
                ("why", models.CharField(blank=True, max_length=60)),
            ],
            options={"managed": False, "db_table": "audit_auditevent"},
        ),
        migrations.RunSQL(CREATE_EVENTS, "drop function audit_ensure_partition; drop table audit_auditevent"),
        Protect(
            "AuditEvent",
            [
                Policy(Capacity.ANONYMOUS, "insert", "false", insert_own(Capacity.ANONYMOUS)),
                Policy(Capacity.CITIZEN, "select, insert", f"person_id = {SELF}", insert_own(Capacity.CITIZEN)),
                Policy(Capacity.STAFF, "insert", "false", insert_own(Capacity.STAFF)),
                Policy(Capacity.ADMIN, "insert", "false", insert_own(Capacity.ADMIN)),
                Policy(Capacity.OPERATOR, "insert", "false", insert_own(Capacity.OPERATOR)),
                Policy(Capacity.JOB, "select, insert"),
            ],
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("partition", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("from_xid", models.BigIntegerField()),
                ("to_xid", models.BigIntegerField()),
                ("events", models.PositiveIntegerField()),
                ("head", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("partition", "number"), name="one_chain_per_partition")]},
        ),
        Protect("AuditSeal", [Policy(Capacity.JOB, "select, insert"), Policy(Capacity.OPERATOR, "select")]),
        migrations.CreateModel(
            name="IdempotencyRecord",
            fields=[
                uuid_key(),
                ("login_id", models.UUIDField()),
                ("command", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=64)),
                ("result", models.JSONField(null=True)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("login_id", "command", "key"), name="one_result_per_key")]},
        ),
        Protect(
            "IdempotencyRecord",
            [
                Policy(capacity, "select, insert, update (result)", f"login_id = {LOGIN}")
                for capacity in (Capacity.CITIZEN, Capacity.STAFF, Capacity.ADMIN, Capacity.OPERATOR)
            ]
            + [Policy(Capacity.JOB, "select, insert, update (result), delete")],
        ),
    ]
