-- What a person may change in the appointment book, where it depends on the row as it was and as it becomes: a policy sees only one
-- of them. All are conditions of triggers, so that booking a free time pays for no more than looking at them.

create function gate.refuse_change()
returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    raise insufficient_privilege using message = format('%s of %s is not the person''s to change', tg_op, tg_table_name);
end $$;

-- A time that is not free is changed by whoever has it or is offered it, and freed only if nobody else is offered it. Runs as the
-- person, so that what it finds of appointments and offers is theirs; a time they had before, or an old offer, does not count.
create function gate.keep_slot_for_whose_it_is()
returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if not (case
        when old.status = 'busy' then exists (select from scheduling_appointment where slot_id = old.id and status = 'booked')
        when old.status = 'busy-tentative' and new.status = 'free' then
            exists (select from scheduling_appointmentoffer where slot_id = old.id) and not gate.is_offered(old.id)
        when old.status = 'busy-tentative' then
            exists (select from scheduling_appointmentoffer where slot_id = old.id and state = 'open')
        else false
    end) then
        raise insufficient_privilege using message = 'the time is not the person''s to change';
    end if;
    return new;
end $$;

create trigger a_slot_is_whose_it_is before update on scheduling_slot for each row
    when (current_user = 'fastlinje_citizen' and old.status <> 'free')
    execute function gate.keep_slot_for_whose_it_is();

create trigger a_person_begins before insert on scheduling_appointment for each row
    when (current_user = 'fastlinje_citizen' and (new.status not in ('proposed', 'booked') or new.cancelled_late))
    execute function gate.refuse_change();

-- What the commands of a person do: tests/scheduling/test_second_wall.py holds it against the transition table.
create trigger a_person_takes_their_steps before update on scheduling_appointment for each row
    when (current_user = 'fastlinje_citizen' and old.status <> new.status and (old.status, new.status) not in (
        ('proposed', 'cancelled'), ('pending', 'proposed'), ('pending', 'booked'), ('pending', 'cancelled'), ('booked', 'cancelled')))
    execute function gate.refuse_change();

create trigger late_stays_late before update on scheduling_appointment for each row
    when (current_user = 'fastlinje_citizen' and old.cancelled_late and not new.cancelled_late)
    execute function gate.refuse_change();

-- From whom it is hidden may still be changed.
create trigger what_is_over_stands before update on scheduling_appointment for each row
    when (current_user = 'fastlinje_citizen' and old.status not in ('proposed', 'pending', 'booked')
          and to_jsonb(old) - 'shielded' <> to_jsonb(new) - 'shielded')
    execute function gate.refuse_change();

revoke all on function gate.refuse_change, gate.keep_slot_for_whose_it_is from public;
