-- Somebody's own logins: only those of the login the key belongs to, and never a key.

-- A session that works: not ended, and neither limit passed.
create function gate.is_open(s people_session, at timestamptz) returns boolean
language sql immutable set search_path = public, pg_temp as $$
    select s.ended_at is null and s.expires_at > at and s.last_seen_at + s.idle_minutes * interval '1 minute' > at
$$;

create function gate.own_sessions(a_key bytea, at timestamptz)
returns table (id uuid, started_at timestamptz, last_seen_at timestamptz, ends_at timestamptz, is_this boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select s.id, s.created_at, s.last_seen_at, least(s.expires_at, s.last_seen_at + s.idle_minutes * interval '1 minute'),
           s.id = me.id
      from people_session me join people_session s on s.login_id = me.login_id
     where me.key_hash = a_key and gate.is_open(me, at) and gate.is_open(s, at)
     order by s.id = me.id desc, s.last_seen_at desc, s.id
$$;

-- Ends another of the key's logins, or with null all others; says how many. This one ends by logging out.
create function gate.end_own_sessions(a_key bytea, a_session uuid, at timestamptz)
returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ended int;
begin
    update people_session s set ended_at = at from people_session me
     where me.key_hash = a_key and gate.is_open(me, at) and s.login_id = me.login_id and s.id <> me.id
       and gate.is_open(s, at) and (a_session is null or s.id = a_session);
    get diagnostics ended = row_count;
    return ended;
end $$;

revoke all on function gate.is_open, gate.own_sessions, gate.end_own_sessions from public;
grant execute on function gate.own_sessions, gate.end_own_sessions
   to fastlinje_citizen, fastlinje_staff, fastlinje_admin, fastlinje_operator;
