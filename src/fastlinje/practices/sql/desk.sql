-- What the desk may do about people it may not read: register somebody who calls, and know whether a notice reaches a patient.

-- Somebody the office does not know becomes its patient, on nobody's list. What is known of them elsewhere is neither told nor
-- changed: the name is the one the caller gave, and stands only at this office. Gives the patient, and whether they are new here.
create function gate.register_at_desk(
    indexes bytea[], new_person uuid, persons_number bytea, new_patient uuid, patients_number bytea, a_given text, a_family text,
    born date, sealed_phone bytea, at timestamptz)
returns table (patient uuid, person uuid, is_new boolean) language plpgsql security definer set search_path = public, pg_temp as $$
declare
    a_person uuid;
    known uuid;
begin
    perform pg_advisory_xact_lock(hashtextextended(encode(indexes[1], 'hex'), 1));
    select p.id into a_person from people_person p
     where p.national_id_index = any (indexes) or p.next_national_id_index = any (indexes);
    select t.id into known from practices_patient t where t.practice_id = gate.practice() and t.person_id = a_person;
    if known is not null then
        return query select known, a_person, false;
        return;
    end if;
    if a_person is null then
        insert into people_person (id, given_name, family_name, birth_date, national_id, national_id_index, language,
                                   consent_level, address_protection, created_at)
        values (new_person, '', '', born, persons_number, indexes[1], '', 'undecided', '', at);
        a_person := new_person;
    end if;
    insert into practices_patient (id, practice_id, person_id, given_name, family_name, birth_date, national_id,
                                   national_id_index, phone, active)
    values (new_patient, gate.practice(), a_person, a_given, a_family, born, patients_number, indexes[1], sealed_phone, false);
    return query select new_patient, a_person, true;
end $$;

-- Whether patients of this office use Fastlinje, and whether a notice about a time reaches somebody: the patient, or for a child
-- whoever has parental responsibility. Yes and no, never an address. Eighteen months as in people/contact_rules.py; every preset
-- of people/notice_choice.py tells about times, so only a switch can say no.
create function gate.reach(patients uuid[], at timestamptz)
returns table (patient_id uuid, uses boolean, told boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select t.id, coalesce(bool_or(p.id is not null), false),
           coalesce(bool_or(coalesce((n.switches ->> 'appointment')::boolean, true)
                            and exists (select from people_contactpoint c
                                         where c.person_id = p.id and c.verified_at + interval '18 months' > at)), false)
      from practices_patient t
      left join lateral (
            select r.id from gate.readers_of(t.person_id, 'appointments', at) r (id)
             where r.id = t.person_id
                or (gate.age_on(t.birth_date, at) < 16
                    and exists (select from people_relatedperson q
                                 where q.person_id = t.person_id and q.related_id = r.id and q.ended_at is null
                                   and q.basis <> 'power_of_attorney'))) reader on true
      left join people_person p on p.id = reader.id and p.consent_level in ('basis', 'full')
      left join people_noticepreference n on n.person_id = p.id
     where t.practice_id = gate.practice() and t.id = any (patients)
     group by t.id
$$;

revoke all on function gate.register_at_desk, gate.reach from public;
grant execute on function gate.register_at_desk, gate.reach to fastlinje_staff;
