-- Whom a register is asked about: people who have logged in here as citizens, in order of id, after the last one seen.
create function gate.people_who_log_in(after uuid, most int)
returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
    select l.person_id from people_login l
     where l.kind = 'citizen' and l.person_id > after
     order by l.person_id limit most
$$;

revoke all on function gate.people_who_log_in from public;
grant execute on function gate.people_who_log_in to fastlinje_job;

-- How many that is, for the operator, who may not know who they are.
create function gate.how_many_log_in()
returns bigint language sql stable security definer set search_path = public, pg_temp as $$
    select count(distinct l.person_id) from people_login l where l.kind = 'citizen'
$$;

revoke all on function gate.how_many_log_in from public;
grant execute on function gate.how_many_log_in to fastlinje_operator;
