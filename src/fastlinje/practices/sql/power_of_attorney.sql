-- Powers of attorney: what neither side may read or write by itself. A giver must not learn who is known here, and a holder has
-- no row of their own before they have said yes. Whom the functions serve is what the gate has stated for the transaction.

create or replace function gate.self() returns uuid language sql stable set search_path = public, pg_temp as $$
    select nullif(current_setting('fastlinje.self', true), '')::uuid
$$;

create or replace function gate.practice() returns uuid language sql stable set search_path = public, pg_temp as $$
    select nullif(current_setting('fastlinje.practice', true), '')::uuid
$$;

-- Offers that wait for the person's answer: 30 days, and not past their own last day (people/power_rules.py says the same).
create or replace function gate.powers_offered(at timestamptz)
returns table (id uuid, giver_name text, holder_name text, scopes text[], start_date date, end_date date, office_name text,
               given_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select d.id, d.giver_name::text, d.holder_name::text, d.scopes::text[], d.start_date, d.end_date, d.office_name::text, d.given_at
      from people_person me
      join people_powerofattorney d on d.holder_index in (me.national_id_index, me.next_national_id_index)
     where me.id = gate.self() and d.giver_id <> me.id and d.accepted_at is null and d.ended_at is null
       and d.given_at > at - interval '30 days'
       and (d.end_date is null or d.end_date >= (at at time zone 'Europe/Oslo')::date)
     order by d.given_at desc, d.id
$$;

-- The holder says yes. What stands in the way is told about the holder themselves only: about the giver just "not_available".
create or replace function gate.accept_power(a_power uuid, new_id uuid, at timestamptz)
returns table (outcome text, giver uuid) language plpgsql security definer set search_path = public, pg_temp as $$
declare
    me people_person;
    the_giver people_person;
    d people_powerofattorney;
begin
    select * into me from people_person p where p.id = gate.self();
    if not exists (select from gate.powers_offered(at) o where o.id = a_power) then
        return query select 'not_found', null::uuid;
        return;
    end if;
    select * into d from people_powerofattorney p where p.id = a_power for update;
    if d.ended_at is not null or d.accepted_at is not null then
        return query select 'not_found', null::uuid;
        return;
    end if;
    select * into the_giver from people_person p where p.id = d.giver_id;
    if me.address_protection <> '' then
        return query select 'own_address_protected', null::uuid;
    elsif gate.age_on(me.birth_date, at) < 18 then
        return query select 'holder_too_young', null::uuid;
    elsif the_giver.address_protection <> '' or gate.age_on(the_giver.birth_date, at) < 16
        or exists (select from people_relatedperson r where r.person_id = d.giver_id and r.related_id = me.id
                      and r.basis = 'power_of_attorney' and r.ended_at is null) then
        return query select 'not_available', null::uuid;
    else
        update people_powerofattorney set holder_id = me.id, accepted_at = at where id = d.id;
        insert into people_relatedperson (id, person_id, related_id, basis, scopes, shares_address, start_date, end_date, ended_by,
                                          source, checked_at, created_at)
        values (new_id, d.giver_id, me.id, 'power_of_attorney', d.scopes, false, d.start_date, d.end_date, '',
                'power_of_attorney:' || d.id, at, at);
        return query select 'ok', d.giver_id;
    end if;
end $$;

-- The giver changes a power that lasts: it ends and another with new terms takes its place, in force without a new yes if the old
-- one was. The only way a giver can make a row the gate asks, so whom it names is never theirs to say. False when there is none.
create or replace function gate.change_power(
    a_power uuid, new_power uuid, new_relation uuid, the_scopes text[], first_day date, last_day date, by_whom text, at timestamptz)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare
    old people_powerofattorney;
begin
    select * into old from people_powerofattorney d
     where d.id = a_power and d.giver_id = gate.self() and d.ended_at is null
       and (d.accepted_at is not null or d.given_at > at - interval '30 days')
       and (d.end_date is null or d.end_date >= (at at time zone 'Europe/Oslo')::date)
       for update;
    if not found then
        return false;
    end if;
    update people_powerofattorney d set ended_at = at, ended_by = 'change' where d.id = old.id;
    insert into people_powerofattorney (id, giver_id, giver_name, holder_id, holder_index, holder_name, scopes, start_date, end_date,
                                        office_name, given_at, accepted_at, ended_by)
    values (new_power, old.giver_id, old.giver_name, old.holder_id, old.holder_index, old.holder_name, the_scopes, first_day,
            last_day, '', at, case when old.holder_id is not null then at end, '');
    if old.holder_id is not null then
        update people_relatedperson r set ended_at = at, ended_by = by_whom
         where r.source = 'power_of_attorney:' || old.id and r.person_id = old.giver_id and r.ended_at is null;
        insert into people_relatedperson (id, person_id, related_id, basis, scopes, shares_address, start_date, end_date, ended_by,
                                          source, checked_at, created_at)
        values (new_relation, old.giver_id, old.holder_id, 'power_of_attorney', the_scopes, false, first_day, last_day, '',
                'power_of_attorney:' || new_power, at, at);
    end if;
    return true;
end $$;

-- The holder says no; the giver's id, or null when there is no such offer.
create or replace function gate.decline_power(a_power uuid, at timestamptz)
returns uuid language sql security definer set search_path = public, pg_temp as $$
    update people_powerofattorney d set ended_at = at, ended_by = 'holder'
     where d.id = a_power and d.ended_at is null and d.accepted_at is null
       and exists (select from gate.powers_offered(at) o where o.id = a_power)
    returning d.giver_id
$$;

-- An office takes in a form on paper for one of its patients. `consent_id`: the form also says yes to the whole service, which
-- counts only for somebody who has never chosen themselves; without it a holder could see nothing.
create or replace function gate.register_power(
    a_patient uuid, a_power uuid, a_paper uuid, a_holder_index bytea, a_holder_name text, the_scopes text[], first_day date,
    last_day date, sealed_reason bytea, a_receiver text, a_registrar text, consent_id uuid, at timestamptz)
returns text language plpgsql security definer set search_path = public, pg_temp as $$
declare
    t practices_patient;
    p people_person;
    office text;
begin
    select * into t from practices_patient where id = a_patient and practice_id = gate.practice();
    if not found then
        return 'not_found';
    end if;
    select * into strict p from people_person where id = t.person_id for update;
    select name into strict office from practices_organization where id = t.practice_id;
    if p.address_protection <> '' or gate.age_on(p.birth_date, at) < 16 then
        return 'not_possible';
    end if;
    update people_powerofattorney set ended_at = at, ended_by = 'expiry'
     where giver_id = p.id and holder_index = a_holder_index and ended_at is null and accepted_at is null
       and given_at <= at - interval '30 days';
    if exists (select from people_powerofattorney
                where giver_id = p.id and holder_index = a_holder_index and ended_at is null) then
        return 'power_exists';
    end if;
    insert into people_powerofattorney (id, giver_id, giver_name, holder_index, holder_name, scopes, start_date, end_date,
                                        office_name, given_at, ended_by)
    values (a_power, p.id, trim(t.given_name || ' ' || t.family_name), a_holder_index, a_holder_name, the_scopes, first_day,
            last_day, office, at, '');
    insert into practices_paperpower (id, practice_id, patient_id, power_id, reason, received_by, registered_by, registered_at)
    values (a_paper, t.practice_id, t.id, a_power, sealed_reason, a_receiver, a_registrar, at);
    if consent_id is not null and p.consent_level = 'undecided' then
        insert into people_consent (id, person_id, level, previous_level, given_at) values (consent_id, p.id, 'full', 'undecided', at);
        update people_person set consent_level = 'full' where id = p.id;
        return 'ok_with_consent';
    end if;
    return 'ok';
end $$;

-- What this office has taken in for a patient, newest first.
create or replace function gate.paper_powers(a_patient uuid)
returns table (id uuid, power_id uuid, holder_name text, scopes text[], start_date date, end_date date, given_at timestamptz,
               accepted_at timestamptz, ended_at timestamptz, ended_by text, reason bytea, received_by text, registered_by text)
language sql stable security definer set search_path = public, pg_temp as $$
    select w.id, d.id, d.holder_name::text, d.scopes::text[], d.start_date, d.end_date, d.given_at, d.accepted_at, d.ended_at,
           d.ended_by::text, w.reason, w.received_by::text, w.registered_by::text
      from practices_paperpower w join people_powerofattorney d on d.id = w.power_id
     where w.practice_id = gate.practice() and w.patient_id = a_patient
     order by w.registered_at desc, w.id limit 50
$$;

-- The giver asks the office to end it; null when there is no such power here that lasts.
create or replace function gate.end_paper_power(a_patient uuid, a_paper uuid, by_whom text, at timestamptz)
returns table (power uuid, giver uuid, holder uuid) language plpgsql security definer set search_path = public, pg_temp as $$
declare
    d people_powerofattorney;
begin
    select p.* into d from practices_paperpower w join people_powerofattorney p on p.id = w.power_id
     where w.id = a_paper and w.patient_id = a_patient and w.practice_id = gate.practice() and p.ended_at is null
       for update of p;
    if not found then
        return;
    end if;
    update people_powerofattorney p set ended_at = at, ended_by = 'office' where p.id = d.id;
    update people_relatedperson r set ended_at = at, ended_by = by_whom
     where r.source = 'power_of_attorney:' || d.id and r.person_id = d.giver_id and r.ended_at is null;
    return query select d.id, d.giver_id, d.holder_id;
end $$;

revoke all on function gate.self, gate.practice, gate.powers_offered, gate.accept_power, gate.change_power, gate.decline_power,
      gate.register_power, gate.paper_powers, gate.end_paper_power from public;
grant execute on function gate.powers_offered, gate.accept_power, gate.change_power, gate.decline_power to fastlinje_citizen;
grant execute on function gate.register_power, gate.paper_powers, gate.end_paper_power to fastlinje_staff;
