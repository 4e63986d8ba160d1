from django.db import migrations

from fastlinje.core.actor import Capacity

# Every capacity may defer a job, and only that: the function runs as its owner, the tables stay closed.
# NOTIFY serialises commits (measured: 391 instead of 4 772 transactions per second when a commit takes 2 ms), so the
# notifying triggers are off and workers poll.
OPEN_DEFERRING = """
do $$
declare f regprocedure;
begin
    select p.oid::regprocedure into strict f from pg_proc p
     where p.proname = 'procrastinate_defer_jobs_v1' and p.pronamespace = 'public'::regnamespace;
    execute format('alter function %s security definer', f);
    execute format('alter function %s set search_path = public, pg_temp', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to {capacities}', f);
end $$;
alter table procrastinate_jobs disable trigger procrastinate_jobs_notify_queue_job_inserted_v1;
alter table procrastinate_jobs disable trigger procrastinate_jobs_notify_queue_job_aborted_v1;
-- Fetching a job asks whether another with its lock goes first; without this that reads the whole queue.
create index audit_jobs_by_lock on procrastinate_jobs (lock, id) where status in ('todo', 'doing') and lock is not null;
grant select, insert, update, delete on procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
      procrastinate_workers to fastlinje_worker, fastlinje_job;
grant usage, select on all sequences in schema public to fastlinje_worker, fastlinje_job;
grant select (id, queue_name, task_name, priority, status, scheduled_at, attempts) on procrastinate_jobs to fastlinje_operator;
grant select on procrastinate_workers, procrastinate_events to fastlinje_operator;
grant usage on schema public to fastlinje_web, fastlinje_worker;
""".replace("{capacities}", ", ".join([*(c.database_role for c in Capacity), "fastlinje_worker"]))


# The one thing an operator may do to the queue: give a parked job its tries again.
RETRY_PARKED = """
create function audit_retry_parked_job(a_job bigint) returns boolean language sql security definer
set search_path = public, pg_temp as $$
    with retried as (
        update procrastinate_jobs set status = 'todo', attempts = 0, scheduled_at = null
         where id = a_job and status = 'failed' returning 1)
    select exists (select from retried)
$$;
revoke all on function audit_retry_parked_job(bigint) from public;
grant execute on function audit_retry_parked_job(bigint) to fastlinje_operator;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [
        migrations.RunSQL(OPEN_DEFERRING, migrations.RunSQL.noop),
        migrations.RunSQL(RETRY_PARKED, "drop function audit_retry_parked_job"),
    ]
