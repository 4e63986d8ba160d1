-- A range over ids, so that «this one and no overlap in time» can be an exclusion constraint without an extension.
create type uuidrange as range (subtype = uuid);

alter table scheduling_slot add constraint slots_do_not_overlap exclude using gist
    (uuidrange(schedule_id, schedule_id, '[]') with &&, tstzrange(start_at, end_at) with &&);

alter table scheduling_appointment add constraint nobody_is_booked_twice exclude using gist
    (uuidrange(resource_id, resource_id, '[]') with &&, tstzrange(start_at, end_at) with &&)
    where (status in ('booked', 'arrived'));

-- Whether the citizen, or somebody they may book for, has this slot or has been offered it, for an appointment they may see. A
-- policy on slots cannot ask appointments itself, since their policy asks slots.
create function gate.has_slot(a_slot uuid)
returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from scheduling_appointment a
         where (a.slot_id = a_slot
                or exists (select from scheduling_appointmentoffer o
                            where o.appointment_id = a.id and o.slot_id = a_slot and o.state = 'open'))
           and a.person_id = any (string_to_array(nullif(current_setting('fastlinje.persons_appointments', true), ''), ',')::uuid[])
           and case when a.person_id = nullif(current_setting('fastlinje.self', true), '')::uuid then not a.hidden_from_person
                    else not a.shielded end)
$$;

-- How many of a schedule's times of one service on one day people have booked themselves; a number and nothing else.
create function gate.booked_online(a_schedule uuid, a_service uuid, day_begins timestamptz, day_ends timestamptz)
returns int language sql stable security definer set search_path = public, pg_temp as $$
    select count(*)::int from scheduling_appointment
     where schedule_id = a_schedule and service_id = a_service and start_at >= day_begins and start_at < day_ends
       and status in ('booked', 'arrived', 'fulfilled', 'noshow') and author_id is not null
$$;

-- Whether a slot is on offer to anybody, since somebody who says no must not free what is kept for another too.
create function gate.is_offered(a_slot uuid)
returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from scheduling_appointmentoffer where slot_id = a_slot and state = 'open')
$$;

revoke all on function gate.has_slot, gate.booked_online, gate.is_offered from public;
grant execute on function gate.has_slot, gate.booked_online to fastlinje_citizen;
grant execute on function gate.is_offered to fastlinje_citizen, fastlinje_staff, fastlinje_job;
