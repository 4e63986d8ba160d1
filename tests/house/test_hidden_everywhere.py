"""What a young person hides leaves no trace for their parents (AD-30). The whole database, as the parent's own role sees it, is as
if it had never been: row-level security alone. And no page they can click to names it, leads to it, or counts it.
"""

import re
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client

from fastlinje.audit import gate
from fastlinje.core.actor import Actor, Entry, Face
from fastlinje.core.clock import now
from fastlinje.dialogue.commands.answer import answer
from fastlinje.dialogue.commands.attach_file import attach_file
from fastlinje.dialogue.commands.open_conversation import open_conversation
from fastlinje.dialogue.commands.pass_gate import pass_gate
from fastlinje.dialogue.commands.start_e_consultation import start_e_consultation
from fastlinje.dialogue.models import Communication
from fastlinje.nonprod.cast import BERG, KARI, NORA
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.join_waiting_list import join_waiting_list
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.worklist.models import Task
from tests.citizen_world import a_file, sending, with_prices
from tests.scheduling_world import Book

OWNER = "owner"
SECRET = "Hemmelighet"
TAKEN = "scheduling_slot"
"""A time somebody took looks the same whoever took it: the only thing that may differ."""


@pytest.fixture
def book(cast, logins) -> Book:
    with_prices()
    return Book(cast, logins.actor(BERG, Face.STAFF))


def as_mother(cast, logins, family, *, acting: bool) -> Actor:
    """Kari, as herself or as Nora's mother."""
    own = logins.actor(KARI)
    with gate.transaction.atomic():
        subject = family.nora.pk if acting else None
        return gate.enter(Entry(own.capacity, Face.CITIZEN, own.entry.session_key, subject), now=now())


def everything_for(actor: Actor) -> dict[str, set[str]]:
    """Every row of every table, as the actor's own database role sees it."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "select table_name, string_agg(column_name, ', ') from information_schema.column_privileges"
            " where grantee = 'fastlinje_citizen' and privilege_type = 'SELECT' and table_schema = 'public' group by 1"
        )
        readable = cursor.fetchall()
    seen = {}
    with gate.reading(actor, now=now()), connection.cursor() as cursor:
        for table, columns in readable:
            cursor.execute(f"select row({columns})::text from {table}")  # noqa: S608 the catalogue's own names
            seen[table] = {text for (text,) in cursor}
    return seen


def noras_secrets(cast, logins, worker, book: Book) -> set[str]:
    """Nora writes with a file and is answered, begins another, books a time, waits for an earlier one, and asks for one more.

    Returns the ids of what there is to follow
    """
    nora, berg = logins.actor(NORA), logins.actor(BERG, Face.STAFF)
    pass_gate(actor=nora, now=now())
    file = attach_file(actor=nora, now=now(), file=a_file(f"{SECRET}.jpg"))
    about = {"subject": SECRET, "text": f"{SECRET} om prevensjon", "price": None, "files": [file]}
    asked = start_e_consultation(**sending(nora, cast.berg_role.pk, **about))
    open_conversation(actor=berg, now=now(), conversation_id=asked)
    seen = Communication.objects.using(OWNER).get(conversation=asked).pk
    answer(actor=berg, now=now(), conversation_id=asked, text=f"Svar om {SECRET}", closes=False, seen_id=seen)
    pass_gate(actor=nora, now=now())
    attach_file(actor=nora, now=now(), file=a_file(f"{SECRET} 2.jpg"))
    booked = book_appointment(actor=nora, now=now(), slot_id=book.first.pk, reason=SECRET)
    join_waiting_list(actor=nora, now=now(), appointment_id=booked)
    request_appointment(actor=nora, now=now(), service_id=book.service, reason=SECRET, preferences={})
    worker.run(until=now() + timedelta(minutes=5))
    return {str(id) for row in Task.objects.using(OWNER).values_list("id", "focus_id") for id in row}


@pytest.mark.parametrize("acting", [False, True])
def test_the_database_is_as_if_it_had_never_been(cast, logins, family, worker, book, acting):
    kari = as_mother(cast, logins, family, acting=acting)
    before = everything_for(kari)
    noras_secrets(cast, logins, worker, book)
    after = everything_for(kari)
    assert {table for table, rows in after.items() if rows != before[table]} == {TAKEN}


def pages_of(client: Client) -> dict[str, str]:
    """Every page one can click to from home, by address."""
    pages, waiting = {}, ["/hjem/"]
    while waiting:
        path = waiting.pop()
        if path in pages or len(pages) > 200:
            continue
        response = client.get(path)
        body = b"".join(response) if response.streaming else response.content
        pages[path] = body.decode(errors="replace")
        waiting += [response["Location"]] if response.status_code in (301, 302) else []
        waiting += [found.replace("&amp;", "&") for found in re.findall(r'href="(/[^"#]*)', pages[path])]
    return pages


@pytest.mark.parametrize("acting", [False, True])
def test_no_page_tells_of_it(cast, logins, family, worker, book, acting):
    browser = logins.client(KARI)
    if acting:
        browser.post("/bytt-person/", {"person": str(family.nora.pk)})
    before = pages_of(browser)
    ids = noras_secrets(cast, logins, worker, book)
    after = pages_of(browser)
    for path, page in after.items():
        assert SECRET not in page, path
        assert not [id for id in ids if id in page + path], path
    assert after.keys() == before.keys()
