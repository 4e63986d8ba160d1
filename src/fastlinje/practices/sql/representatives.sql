-- What registers say, right now, about who may act for the person and for whom they may: the other's name and the ground, since
-- both who represents and who is represented may know.
create function gate.registered_powers(at timestamptz)
returns table (is_mine boolean, name text, basis text, scopes text[], source text, checked_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.related_id = gate.self(), trim(other.given_name || ' ' || other.family_name), r.basis::text, now_allowed.scopes,
           r.source::text, r.checked_at
      from people_relatedperson r
      join people_person other on other.id = case when r.related_id = gate.self() then r.person_id else r.related_id end
     cross join lateral (select a.scopes from gate.representations(r.related_id, at) a
                          where a.person_id = r.person_id and a.basis = r.basis) now_allowed
     where gate.self() in (r.person_id, r.related_id) and r.ended_at is null and r.source like 'register:%'
     order by r.basis, other.family_name, other.given_name, r.id
$$;

revoke all on function gate.registered_powers from public;
grant execute on function gate.registered_powers to fastlinje_citizen;
