-- What those who run an office may know of how its staff open patients (AD-23): who, when and how many. Never which patient.

-- More than so many patients in one hour; a patient who is themselves; patients with their surname. Newest first.
create function practices_control_report(since timestamptz, many int)
returns table (kind text, name text, at timestamptz, patients int)
language sql stable security definer set search_path = public, pg_temp as $$
    with opened as (
        select e.agent_practitioner_id as who, max(e.agent_name) over (partition by e.agent_practitioner_id) as name,
               e.person_id, e.recorded_at,
               date_trunc('day', e.recorded_at at time zone 'Europe/Oslo') at time zone 'Europe/Oslo' as day
          from audit_auditevent e
         where e.practice_id = nullif(current_setting('fastlinje.practice', true), '')::uuid
           and e.capacity = 'staff' and e.person_id is not null and e.recorded_at >= since and e.outcome = '0'
           and e.action in ('conversation.open', 'conversation.read', 'conversation.copy', 'conversation.download',
                            'attachment.read', 'national_id.show')
    ),
    themselves as (
        select i.practitioner_id as who, p.id as person_id
          from practices_practitioneridentity i join people_person p on p.national_id_index = i.national_id_index
    ),
    namesakes as (
        select pr.id as who, t.person_id
          from practices_practitioner pr join practices_patient t on lower(t.family_name) = lower(pr.family_name)
         where t.practice_id = nullif(current_setting('fastlinje.practice', true), '')::uuid
           and pr.id in (select o.who from opened o)
        except select m.who, m.person_id from themselves m
    )
    select 'many', o.name, date_trunc('hour', o.recorded_at) as at, count(distinct o.person_id)::int
      from opened o group by o.who, o.name, 3 having count(distinct o.person_id) > many
    union all
    select 'self', o.name, o.day, count(distinct o.person_id)::int
      from opened o join themselves m using (who, person_id) group by o.who, o.name, o.day
    union all
    select 'namesake', o.name, o.day, count(distinct o.person_id)::int
      from opened o join namesakes n using (who, person_id) group by o.who, o.name, o.day
     order by at desc, 2, 1 limit 200
$$;

revoke all on function practices_control_report from public;
grant execute on function practices_control_report to fastlinje_admin;
