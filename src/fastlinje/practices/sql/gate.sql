-- The gate: the only code that reads before there is an actor. Everything here runs as the owner of the tables, so keep it
-- short, and let nothing leave but what an actor is made of. Functions that only others here call run as whoever calls them
-- (nobody else may), so that PostgreSQL writes them into the query that asks: every page and act enters here.

create schema if not exists gate;
revoke all on schema gate from public;
grant usage on schema gate to fastlinje_web, fastlinje_worker, fastlinje_anonymous, fastlinje_citizen, fastlinje_staff,
      fastlinje_admin, fastlinje_operator, fastlinje_job;

-- The roles a practitioner has now, one row per office. A substitute's dates are whole days in Oslo.
create or replace function gate.memberships(a_login uuid, at timestamptz)
returns table (practice_id uuid, practice_name text, role_id uuid, codes text[], session_hours int)
language sql stable as $$
    select o.id, o.short_name::text,
           (array_agg(r.id order by array_position(array['gp','substitute','nurse','secretary','admin','owner'], r.code::text)))[1],
           array_agg(r.code::text), o.staff_session_hours::int
      from practices_practitioneridentity i
      join practices_practitionerrole r on r.practitioner_id = i.practitioner_id
      join practices_organization o on o.id = r.practice_id
     where i.login_id = a_login and r.active
       and (r.start_date is null or r.start_date <= (at at time zone 'Europe/Oslo')::date)
       and (r.end_date is null or r.end_date >= (at at time zone 'Europe/Oslo')::date)
     group by o.id, o.short_name, o.staff_session_hours
     order by o.short_name, o.id
$$;

-- Whole years at this moment in Oslo; a year begins with the birthday, and on 1 March for those born on 29 February in other years
-- (core/clock.py says the same). Never compare age() itself with an interval: PostgreSQL takes 30 days for a month there, so that
-- «15 years 11 mons 30 days» would be 16 years, and most people would come of age a day too early.
create or replace function gate.age_on(born date, at timestamptz)
returns int language sql immutable as $$
    select extract(year from age((at at time zone 'Europe/Oslo')::date::timestamp, born::timestamp))::int
$$;

-- Whom somebody may act for now, and in what. The only place that decides it (rules.md 1):
--   nobody whose address is protected represents or is represented;
--   parents: until the child turns 16, and only if at least one of them is registered at the child's address; from 12 in less;
--   power of attorney: the giver is 16, the holder 18, for the services it names;
--   guardians and representatives by decision: as long as the register says so, for the services it names, if it names any.
-- Never more than the represented has consented to. Ages turn at midnight in Oslo; a day counts when it begins and as it ends.
create or replace function gate.representations(a_person uuid, at timestamptz)
returns table (person_id uuid, name text, birth_date date, basis text, scopes text[], consent text)
language sql stable as $$
    with today as (select (at at time zone 'Europe/Oslo')::date as d),
    me as (select p.birth_date from people_person p where p.id = a_person and p.address_protection = '')
    select s.id, trim(s.given_name || ' ' || s.family_name), s.birth_date, r.basis::text,
           case
               when r.basis = 'power_of_attorney' or cardinality(r.scopes) > 0 then r.scopes::text[]
               when r.basis = 'parental' and gate.age_on(s.birth_date, at) >= 12
                   then array['consent', 'dialogue', 'appointments']
               else array['consent', 'dialogue', 'appointments', 'prescriptions', 'invoices']
           end,
           s.consent_level::text
      from people_relatedperson r
      join people_person s on s.id = r.person_id
     cross join today cross join me
     where r.related_id = a_person and r.ended_at is null and s.address_protection = ''
       and (r.start_date is null or r.start_date <= today.d) and (r.end_date is null or r.end_date >= today.d)
       and case r.basis
               when 'parental' then gate.age_on(s.birth_date, at) < 16
                    and exists (select from people_relatedperson p
                                 where p.person_id = s.id and p.basis = 'parental' and p.ended_at is null and p.shares_address)
               when 'power_of_attorney' then gate.age_on(s.birth_date, at) >= 16
                    and gate.age_on(me.birth_date, at) >= 18
               else true
           end
     order by s.birth_date desc, s.id
$$;

-- What somebody may do for themselves now (rules.md 1): nothing under 13; from 13 when a parent has said yes and the consent for
-- them is full; from 16 everything. Whoever they act for is another matter.
create or replace function gate.own_access(p people_person, at timestamptz)
returns text language sql stable as $$
    select case
               when gate.age_on(p.birth_date, at) >= 16 then 'full'
               when gate.age_on(p.birth_date, at) < 13 then 'too_young'
               when p.consent_level = 'full'
                    and exists (select from people_youthaccess y where y.person_id = p.id and y.ended_at is null) then 'youth'
               else 'awaits_parent'
           end
$$;

-- Who may see a person's things of one scope now: themselves, and everybody who may act for them in it. Each must consent in full.
create or replace function gate.readers_of(a_person uuid, a_scope text, at timestamptz)
returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
    select p.id from people_person p where p.id = a_person and gate.own_access(p, at) in ('full', 'youth')
    union
    select r.related_id
      from people_relatedperson r
      join people_person me on me.id = r.related_id and me.consent_level = 'full'
     cross join gate.representations(r.related_id, at) o
     where r.person_id = a_person and r.ended_at is null and o.person_id = a_person
       and o.consent = 'full' and a_scope = any (o.scopes)
$$;

-- Turns a session's key into an actor, or into nobody. `touch` moves the idle limit, at most one write a minute.
-- `acting_for` is whom the page or form concerns; null takes the session's choice. Somebody the actor may not act for (any
-- longer) is never widened: the actor is then only themselves, and `about.lost_subject` says whom they lost.
create or replace function gate.enter(a_key bytea, a_face text, acting_for uuid, at timestamptz, touch boolean)
returns table (role text, login text, self text, persons_dialogue text, persons_consent text, persons_appointments text,
               practices text, practice text, practitioner text, about jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    s record;
    p record;
    op practices_operator;
    pr practices_practitioner;
    offices jsonb;
    here jsonb;
    common jsonb;
    as_what text;
    subject uuid;
    themselves uuid;
    bookable uuid[];
    near text;
begin
    select session.*, l.name, l.person_id into s
      from people_session session join people_login l on l.id = session.login_id
     where session.key_hash = a_key and session.ended_at is null and session.expires_at > at
       and session.face = case a_face when 'citizen' then 'citizen' else 'staff' end
       and session.last_seen_at + session.idle_minutes * interval '1 minute' > at;
    if not found then
        return query select 'fastlinje_anonymous', '', '', '', '', '', '', '', '', null::jsonb;
        return;
    end if;
    if touch and s.last_seen_at < at - interval '1 minute' then
        update people_session set last_seen_at = at where id = s.id;
        s.last_seen_at := at;
    end if;
    common := jsonb_build_object(
        'name', s.name, 'login_id', s.login_id, 'session_id', s.id, 'acr', s.acr, 'ends_at', s.expires_at,
        'expires_at', least(s.expires_at, s.last_seen_at + s.idle_minutes * interval '1 minute'));

    if a_face = 'citizen' then
        select person.*, gate.own_access(person, at) as own, o.* into strict p
          from people_person person
         cross join lateral (
            select jsonb_agg(to_jsonb(r)) as others,
                   string_agg(distinct r.person_id::text, ',') filter (where 'dialogue' = any (r.scopes) and r.consent = 'full')
                       as dialogue,
                   string_agg(distinct r.person_id::text, ',') filter (where 'consent' = any (r.scopes)) as consent,
                   string_agg(distinct r.person_id::text, ',') filter (where 'appointments' = any (r.scopes) and r.consent = 'full')
                       as appointments
              from gate.representations(person.id, at) r) o
         where person.id = s.person_id;
        subject := coalesce(acting_for, s.subject_id, p.id);
        if subject <> p.id and not exists (
            select from jsonb_array_elements(p.others) o where (o ->> 'person_id')::uuid = subject) then
            common := common || jsonb_build_object('lost_subject', subject);
            subject := p.id;
        end if;
        themselves := case when p.own in ('full', 'youth') then p.id end;
        bookable := string_to_array(concat_ws(',', themselves, p.appointments), ',');
        select string_agg(distinct t.practice_id::text, ',') filter (where t.person_id = any (bookable)),
               jsonb_agg(jsonb_build_object('name', o.name, 'phone', o.phone, 'hours', o.opening_hours))
                   filter (where t.person_id = subject and t.general_practitioner_id is not null) -> 0
          into near, here
          from practices_patient t join practices_organization o on o.id = t.practice_id
         where t.active and t.person_id = any (bookable || subject);
        return query select 'fastlinje_citizen', s.login_id::text, p.id::text,
            concat_ws(',', themselves, p.dialogue), concat_ws(',', case when p.own = 'full' then p.id end, p.consent),
            array_to_string(bookable, ','), coalesce(near, ''), '', '',
            common || jsonb_build_object('capacity', 'citizen', 'person_id', p.id, 'consent', p.consent_level, 'own_access', p.own,
                                         'language', p.language, 'office', here, 'subject_id', subject, 'represents', p.others,
                                         'birth_date', p.birth_date, 'name', trim(p.given_name || ' ' || p.family_name));
        return;
    end if;

    if a_face = 'operator' then
        select * into op from practices_operator where login_id = s.login_id and active;
        if found then
            return query select 'fastlinje_operator', s.login_id::text, '', '', '', '', '', '', '',
                common || jsonb_build_object('capacity', 'operator', 'name', op.name);
        else
            return query select 'fastlinje_anonymous', '', '', '', '', '', '', '', '', null::jsonb;
        end if;
        return;
    end if;

    select jsonb_agg(to_jsonb(m)) into offices from gate.memberships(s.login_id, at) m;
    select q.* into pr from practices_practitioner q
      join practices_practitioneridentity i on i.practitioner_id = q.id where i.login_id = s.login_id;
    if offices is null then
        return query select 'fastlinje_anonymous', '', '', '', '', '', '', '', '', null::jsonb;
        return;
    end if;
    here := case
        when jsonb_array_length(offices) = 1 then offices -> 0
        else (select o from jsonb_array_elements(offices) o where (o ->> 'practice_id')::uuid = s.practice_id)
    end;
    -- Whoever opens an administrator's page without being one, or before choosing an office, stays what they are: the page
    -- sends them on, and does not ask them to log in again.
    as_what := case
        when a_face = 'admin' and here -> 'codes' ?| array['admin', 'owner'] then 'admin'
        when here is null or here -> 'codes' ?| array['gp', 'substitute', 'nurse', 'secretary'] then 'staff'
        else 'admin'
    end;
    return query select 'fastlinje_' || as_what, s.login_id::text, '', '', '', '', '', coalesce(here ->> 'practice_id', ''), pr.id::text,
        common || jsonb_build_object('capacity', as_what, 'practitioner_id', pr.id, 'practice_id', here ->> 'practice_id',
                                     'memberships', offices, 'name', trim(pr.given_name || ' ' || pr.family_name));
end $$;

-- Opens a citizen's session after the provider has vouched for them. Makes the person and the login when they are new.
create or replace function gate.open_citizen_session(
    at timestamptz, indexes bytea[], new_person uuid, sealed_national_id bytea, a_given text, a_family text, a_birth_date date,
    new_login uuid, new_session uuid, a_key bytea, an_issuer text, a_sid text, an_acr text, an_amr text, an_auth_time timestamptz,
    idle smallint, expires timestamptz)
returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
declare
    a_person uuid;
    a_login uuid;
begin
    perform pg_advisory_xact_lock(hashtextextended(encode(indexes[1], 'hex'), 1));
    select id into a_person from people_person
     where national_id_index = any (indexes) or next_national_id_index = any (indexes);
    if a_person is null then
        insert into people_person (id, given_name, family_name, birth_date, national_id, national_id_index, language,
                                   consent_level, address_protection, created_at)
        values (new_person, a_given, a_family, a_birth_date, sealed_national_id, indexes[1], '', 'undecided', '', at);
        a_person := new_person;
    end if;
    select id into a_login from people_login where kind = 'citizen' and person_id = a_person;
    if a_login is null then
        insert into people_login (id, kind, national_id_index, person_id, name, created_at, last_login_at)
        values (new_login, 'citizen', indexes[1], a_person, trim(a_given || ' ' || a_family), at, at);
        a_login := new_login;
    else
        update people_login set last_login_at = at where id = a_login;
    end if;
    insert into people_session (id, login_id, face, key_hash, issuer, sid, acr, amr, auth_time, created_at, last_seen_at,
                                idle_minutes, expires_at)
    values (new_session, a_login, 'citizen', a_key, an_issuer, a_sid, an_acr, an_amr, an_auth_time, at, at, idle, expires);
    return a_person;
end $$;

-- Opens a staff session for somebody with a membership or an operator's row; null for anybody else.
create or replace function gate.open_staff_session(
    at timestamptz, indexes bytea[], a_name text, new_login uuid, new_session uuid, a_key bytea, an_issuer text, a_sid text,
    an_acr text, an_amr text, an_auth_time timestamptz, idle smallint, expires timestamptz)
returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
declare
    a_practitioner uuid;
    an_operator uuid;
    a_login uuid;
    hours int;
begin
    perform pg_advisory_xact_lock(hashtextextended(encode(indexes[1], 'hex'), 2));
    select practitioner_id into a_practitioner from practices_practitioneridentity
     where national_id_index = any (indexes) or next_national_id_index = any (indexes);
    select id into an_operator from practices_operator where national_id_index = any (indexes) and active;
    if a_practitioner is null and an_operator is null then
        return null;
    end if;
    select id into a_login from people_login where kind = 'staff' and national_id_index = any (indexes);
    if a_login is null then
        insert into people_login (id, kind, national_id_index, name, created_at, last_login_at)
        values (new_login, 'staff', indexes[1], a_name, at, at);
        a_login := new_login;
    end if;
    update people_login set last_login_at = at, national_id_index = indexes[1] where id = a_login;
    update practices_practitioneridentity set login_id = a_login
     where practitioner_id = a_practitioner and login_id is distinct from a_login;
    -- An operator's number is stored nowhere else: their index moves to the newest key when they log in.
    update practices_operator set login_id = a_login, national_id_index = indexes[1]
     where id = an_operator and (login_id is distinct from a_login or national_id_index <> indexes[1]);
    select min(session_hours) into hours from gate.memberships(a_login, at);
    if hours is null and an_operator is null then
        return null;
    end if;
    insert into people_session (id, login_id, face, key_hash, issuer, sid, acr, amr, auth_time, created_at, last_seen_at,
                                idle_minutes, expires_at)
    values (new_session, a_login, 'staff', a_key, an_issuer, a_sid, an_acr, an_amr, an_auth_time, at, at, idle,
            least(expires, an_auth_time + hours * interval '1 hour'));
    return a_login;
end $$;

create or replace function gate.end_session(a_key bytea, at timestamptz)
returns boolean language sql security definer set search_path = public, pg_temp as $$
    with ended as (update people_session set ended_at = at where key_hash = a_key and ended_at is null returning 1)
    select exists (select from ended)
$$;

-- Ends the sessions a provider says are over. With a jti, only the first time it is seen; null then means a replay.
create or replace function gate.end_sessions_of(an_issuer text, a_sid text, a_jti text, at timestamptz)
returns int language plpgsql security definer set search_path = public, pg_temp as $$
declare
    ended int;
begin
    if a_jti is not null then
        insert into people_logouttoken (issuer, jti, seen_at) values (an_issuer, a_jti, at) on conflict do nothing;
        if not found then
            return null;
        end if;
    end if;
    update people_session set ended_at = at where issuer = an_issuer and sid = a_sid and sid <> '' and ended_at is null;
    get diagnostics ended = row_count;
    return ended;
end $$;

-- Remembers which office somebody works at in this session; false when they do not.
create or replace function gate.choose_practice(a_key bytea, a_practice uuid, at timestamptz)
returns boolean language sql security definer set search_path = public, pg_temp as $$
    with chosen as (
        update people_session s set practice_id = a_practice
         where s.key_hash = a_key and s.ended_at is null
           and exists (select from gate.memberships(s.login_id, at) m where m.practice_id = a_practice)
        returning 1)
    select exists (select from chosen)
$$;

-- Remembers whom a citizen acts for in this session; null for themselves; false when they may not.
create or replace function gate.choose_subject(a_key bytea, a_subject uuid, at timestamptz)
returns boolean language sql security definer set search_path = public, pg_temp as $$
    with chosen as (
        update people_session s set subject_id = a_subject from people_login l
         where s.key_hash = a_key and s.ended_at is null and l.id = s.login_id
           and (a_subject is null
                or exists (select from gate.representations(l.person_id, at) r where r.person_id = a_subject))
        returning 1)
    select exists (select from chosen)
$$;

-- Finds a practitioner who already works at some office, so that one person is one practitioner everywhere.
create or replace function gate.practitioner_with(indexes bytea[])
returns uuid language sql stable security definer set search_path = public, pg_temp as $$
    select practitioner_id from practices_practitioneridentity
     where national_id_index = any (indexes) or next_national_id_index = any (indexes)
$$;

revoke all on all functions in schema gate from public;
grant execute on function gate.enter to fastlinje_web, fastlinje_worker, fastlinje_anonymous, fastlinje_citizen, fastlinje_staff,
      fastlinje_admin, fastlinje_operator;
grant execute on function gate.open_citizen_session, gate.open_staff_session, gate.end_sessions_of to fastlinje_anonymous;
grant execute on function gate.end_session to fastlinje_anonymous, fastlinje_citizen, fastlinje_staff, fastlinje_admin, fastlinje_operator;
grant execute on function gate.choose_practice to fastlinje_staff, fastlinje_admin;
grant execute on function gate.choose_subject to fastlinje_citizen;
grant execute on function gate.practitioner_with to fastlinje_admin, fastlinje_job;
grant execute on function gate.readers_of to fastlinje_job;
