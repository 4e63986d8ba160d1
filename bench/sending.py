"""Sending an e-consultation over HTTP, everything on, against the same inserts in pgbench on the same server."""

from pathlib import Path

from . import database, http_load

NAME = "bench_sending"
CLIENTS = 8

# What one send writes, with content of the sizes the product seals, by a client that does nothing else.
SAME_INSERTS = """
\\set n random(1, {people})
begin;
insert into audit_idempotencyrecord (id, login_id, command, key, recorded_at)
  values (uuidv7(), uuidv7(), 'start_e_consultation', gen_random_uuid()::text, now());
insert into dialogue_conversation (id, practice_id, person_id, author_id, patient_id, recipient_id, kind, subject, state, due_at,
    price_day_ore, price_evening_ore, price_invoice_fee_ore, shielded, hidden_from_person, started_at)
  select uuidv7() as id, t.practice_id, t.person_id, t.person_id, t.id, t.general_practitioner_id, 'e_consultation',
         decode(repeat('ab', 60), 'hex'), 'sent', now() + interval '7 days', 17000, 28800, 0, false, false, now()
    from practices_patient t where t.id = (select patient from bench_patient where n = :n)
  returning id as conversation, practice_id as practice, person_id as person, patient_id as patient
\\gset
insert into dialogue_conversationstatus (id, conversation_id, state, entered_at, by_name, reason)
  values (uuidv7(), :conversation, 'sent', now(), 'Pasient Nummer', '');
insert into dialogue_communication (id, conversation_id, sender_person_id, sender_name, sender_as, status, text, closes, sent_at,
    retracted_by)
  values (uuidv7(), :conversation, :person, 'Pasient Nummer', '', 'completed', decode(repeat('ab', 440), 'hex'), false, now(),
    '');
insert into worklist_task (id, practice_id, person_id, patient_id, kind, focus_id, status, turn, due_at, owner_name, patient_name,
    from_name, subject, last_line, unread_by_person, unread_by_office, shielded, hidden_from_person, journal_missing, updated_at)
  values (uuidv7(), :practice, :person, :patient, 'e_consultation', :conversation, 'sent', 'office',
    now() + interval '7 days', 'Ingrid Berg', 'Pasient Nummer', 'Ingrid Berg', decode(repeat('ab', 60), 'hex'),
    decode(repeat('ab', 150), 'hex'),
    false, true, false, false, true, now());
insert into audit_auditevent (id, recorded_at, action, outcome, refusal_code, capacity, agent_name, agent_roles,
    practice_id, practice_name, person_id, entity_type, entity_id, why)
  values (uuidv7(), now(), 'e_consultation.start', '0', '', 'citizen', 'Pasient Nummer', '', :practice, '', :person,
    'Conversation', :conversation, 'self');
select procrastinate_defer_jobs_v1(array[row('default', 'fastlinje.fan_out', 0, null, null,
    '{"event": "EConsultationStarted", "payload": {}}'::jsonb, null)::procrastinate_job_to_defer_v1]);
commit;
"""


def measure(state: Path, seconds: int) -> dict[str, object]:
    """Sends per second over HTTP by 8 clients and two web processes, pgbench's figure for the same rows, and their ratio."""
    from .inside import in_process

    database.fresh(NAME)
    environ = database.environ_for(NAME, state)
    people = 260 * max(seconds, 4)
    forms = in_process("forms_to_send", environ, {"people": people})["forms"]
    with http_load.serving(environ) as process:
        at_rest = http_load.memory_of_workers(process)
        warm, rest = forms[:50], forms[50:]
        http_load.drive(_sender(warm), server=process, clients=CLIENTS, seconds=30, most=len(warm))
        sends = http_load.drive(_sender(rest), server=process, clients=CLIENTS, seconds=seconds, most=len(rest))
        under_load = http_load.memory_of_workers(process)
    sent = in_process("count_conversations", environ, {})["conversations"]
    if sent != sends.requests + len(warm):
        raise RuntimeError(f"{sends.requests + len(warm)} sends were answered and {sent} conversations stored")
    limit = database.pgbench(NAME, SAME_INSERTS.replace("{people}", str(people)), clients=CLIENTS, seconds=seconds)
    database.drop(NAME)
    return {
        "sends": sends.row(),
        "same_inserts_per_second": round(limit, 1),
        "ratio": round(sends.per_second / limit, 3),
        "memory_mib_per_web_process_at_rest": at_rest,
        "memory_mib_per_web_process_under_load": under_load,
    }


def _sender(forms: list[list[str]]):
    def send(connection, number: int) -> None:
        path, body, cookie = forms[number]
        http_load.post(path, body.encode(), cookie, connection)

    return send
