"""Inbox and worklist as whole pages against their own list query, with a thousand and with a million tasks."""

from pathlib import Path
from uuid import UUID

from . import database, http_load

SIZES = (1_000, 1_000_000)
COLUMNS = (
    "id, practice_id, person_id, patient_id, kind, focus_id, status, turn, due_at, owner_id, owner_name, patient_name,"
    " from_name, subject, last_line, unread_by_person, unread_by_office, shielded, hidden_from_person, journal_missing,"
    " updated_at"
)
INBOX = f"select {COLUMNS} from worklist_task where person_id = '{{person}}' order by updated_at desc, id desc limit 21"
WORKLIST = (
    f"select {COLUMNS} from worklist_task where practice_id = '{{practice}}' and turn = 'office' order by due_at, id limit 26"
)
AS_CITIZEN = (
    "select set_config('role', 'fastlinje_citizen', true), set_config('fastlinje.self', '{person}', true),"
    " set_config('fastlinje.persons_dialogue', '{person}', true)"
)
AS_OWNER = (
    "select set_config('fastlinje.x', 'fastlinje_citizen', true), set_config('fastlinje.self', '{person}', true),"
    " set_config('fastlinje.persons_dialogue', '{person}', true)"
)


def measure(state: Path, seconds: int) -> dict[str, object]:
    """Rows for each size: pages per second, the query's limit, the ratio, the median of one client, and memory."""
    found: dict[str, object] = {}
    for size in SIZES:
        name = f"bench_{size}"
        database.fresh(name)
        found[f"{size} tasks"] = _one_size(name, size, state, seconds)
        database.drop(name)
    small, large = (found[f"{size} tasks"] for size in SIZES)
    for page in ("inbox", "worklist"):
        found[f"{page}: median at a million over a thousand"] = round(
            large[page]["alone"]["median_ms"] / small[page]["alone"]["median_ms"], 2
        )
        assert small[page]["statements"] == large[page]["statements"], "a list must not ask more of a larger table"
    return found


def _one_size(name: str, size: int, state: Path, seconds: int) -> dict[str, object]:
    from .inside import in_process

    environ = database.environ_for(name, state)
    world = in_process("world", environ, {"tasks": size})
    database.settle(name)
    person, practice = UUID(world["person"]), UUID(world["practice"])
    found: dict[str, object] = {}
    with http_load.serving(environ) as process:
        for page, path, cookie, query in [
            ("inbox", "/innboks/", world["citizen_cookie"], INBOX.format(person=person)),
            ("worklist", "/kontor/arbeidsliste/", world["staff_cookie"], WORKLIST.format(practice=practice)),
        ]:
            size_bytes = http_load.drive_page(process, path, cookie, clients=1, seconds=2)
            pages = http_load.drive_page(process, path, cookie, clients=8, seconds=seconds)
            alone = http_load.drive_page(process, path, cookie, clients=1, seconds=seconds)
            limit = database.pgbench(name, query + ";\n", seconds=seconds)
            found[page] = {
                "pages": pages.row(),
                "alone": alone.row(),
                "warm_up_requests": size_bytes.requests,
                "query_limit_per_second": round(limit),
                "ratio": round(pages.per_second / limit, 4),
                "statements": in_process("statements", environ, {"path": path, "cookie": cookie})["statements"],
            }
        found["memory_mib_per_web_process"] = http_load.memory_of_workers(process)
    found["row_level_security"] = _price_of_policies(name, person, seconds)
    return found


def _price_of_policies(name: str, person: UUID, seconds: int) -> dict[str, float]:
    script = "begin;\n{enter};\n{query};\ncommit;\n"
    query = INBOX.format(person=person)
    without = database.pgbench(name, script.format(enter=AS_OWNER.format(person=person), query=query), seconds=seconds)
    with_policies = database.pgbench(
        name, script.format(enter=AS_CITIZEN.format(person=person), query=query), seconds=seconds, role="fastlinje_web"
    )
    return {"without": round(without), "with": round(with_policies), "price": round(1 - with_policies / without, 3)}
