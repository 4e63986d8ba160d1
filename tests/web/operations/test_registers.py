"""An operator sees how the register of representation is asked, and asks it: nothing about anybody (AD-19, F-101)."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as in_use
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Face
from fastlinje.core.clock import now, oslo_date
from fastlinje.nonprod.cast import ASTRID, BERG, DAG, KARI, OSKAR
from fastlinje.people.models import RegisterRound, RelatedPerson

OWNER = "owner"
PAGE, ASK = "/drift/registre/", "/drift/registre/sjekk/"


@pytest.fixture
def oskar(logins) -> Client:
    return logins.client(OSKAR, Face.STAFF)


@pytest.fixture
def file(tmp_path, settings) -> Path:
    path = tmp_path / "representation.json"
    settings.ENVIRONMENT = replace(in_use.ENVIRONMENT, representation_file=path)
    write(path, person())
    return path


def person(**fields) -> dict:
    mandate = {
        "national_id": ASTRID.national_id, "name": ASTRID.name, "kind": "voksen", "scopes": ["dialogue"],
        "from_date": "2026-01-01", "to_date": None, "address_protection": None,
    }  # fmt: skip
    nothing = {"children": [], "powers_of_attorney": [], "decided_representations": []}
    return {"national_id": KARI.national_id, "address_protection": None, "guardianships": [mandate], **nothing, **fields}


def child_born(day: str) -> dict:
    adult = {"national_id": KARI.national_id, "role": "mor", "shares_address": True}
    return {
        "national_id": ASTRID.national_id, "name": "Ola", "birth_date": day, "address_protection": None,
        "responsibility": "felles", "adults": [adult],
    }  # fmt: skip


def write(path: Path, *people: dict) -> None:
    head = {"source": "Prøve", "fetched_at": now().isoformat(), "covers": ["guardianships", "children"]}
    written = path.with_suffix(".new")
    written.write_text(json.dumps({**head, "people": list(people)}), encoding="utf-8")
    written.rename(path)


def text_of(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def facts_of(client: Client) -> str:
    return "".join(text_of(client).split())


def test_without_a_register_it_says_what_to_set(oskar, logins):
    logins.actor(KARI)
    assert "Personersomventerpåsjekk</dt><dd>0</dd>" in facts_of(oskar)
    page = text_of(oskar)
    assert "REPRESENTATION_FILE" in page
    assert "Sjekk nå" not in page
    refused = oskar.post(ASK)
    assert refused.status_code == 409
    assert "ikke satt opp noe register" in refused.content.decode()


def test_asked_and_answered(oskar, logins, file, worker):
    write(file)
    logins.actor(KARI)
    worker.run()
    write(file, person())
    page = text_of(oskar)
    assert "1 person venter på sjekk." in page
    asked = oskar.post(ASK)
    assert asked.status_code == 302
    assert "Registeret blir spurt nå." in text_of(oskar, asked["Location"])
    worker.run()
    assert RelatedPerson.objects.using(OWNER).get().basis == "guardian"
    last = RegisterRound.objects.using(OWNER).get()
    assert (last.changed, last.same, last.no_answer, last.error) == (1, 0, 0, "")
    page = text_of(oskar)
    assert "venter på sjekk." not in page
    for hidden in (KARI.national_id, ASTRID.national_id, "Kari", "Astrid", str(file)):
        assert hidden not in page
    event = AuditEvent.objects.using(OWNER).get(action="register.ask")
    assert (event.capacity, event.agent_name, event.why) == ("operator", "Oskar Drift", "representation")
    assert AuditEvent.objects.using(OWNER).filter(action="register.round").count() == 1


LATER = (oslo_date(now()) + timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([person(children=[child_born(LATER)])], "people[0].children[0].birth_date: is in the future"),
        ([person(), person()], "people[1]: is about a person who is in the file already"),
        ([person(guardianships="x")], "people[0].guardianships: must be a list"),
    ],
)
def test_bad_input_is_named_and_changes_nothing(oskar, logins, file, worker, people, said):
    logins.actor(KARI)
    write(file, *people)
    oskar.post(ASK)
    worker.run()
    page = text_of(oskar)
    assert said in page
    assert "Ingenting er endret" in page
    assert "1 person venter på sjekk." in page
    assert KARI.national_id not in page
    assert not RelatedPerson.objects.using(OWNER).exists()


def test_an_old_round_leaves_everybody_waiting(oskar, logins, file, worker):
    logins.actor(KARI)
    oskar.post(ASK)
    worker.run()
    RegisterRound.objects.using(OWNER).update(at=now() - timedelta(minutes=71))
    assert "1 person venter på sjekk." in text_of(oskar)


def test_sources_that_disagree_are_told(oskar, file):
    given = {"changed": 0, "same": 3, "no_answer": 0, "disagreements": 2, "error": ""}
    RegisterRound.objects.using(OWNER).create(register="representation", at=now(), **given)
    assert "To kilder er uenige." in text_of(oskar)
    assert "<dd>2</dd>" in facts_of(oskar)


def test_the_page_asks_few_questions(oskar, file):
    text_of(oskar)
    with CaptureQueriesContext(connections["default"]) as asked:
        text_of(oskar)
    assert len([query for query in asked if not query["sql"].startswith(("BEGIN", "COMMIT"))]) <= 6


def test_nobody_else_gets_in(logins, file, worker):
    visitors = [Client(HTTP_HOST="localhost"), logins.client(KARI)]
    visitors += [logins.client(who, Face.STAFF) for who in (BERG, DAG)]
    before = worker.waiting()
    for visitor in visitors:
        assert visitor.get(PAGE).status_code in (302, 403)
        assert visitor.post(ASK).status_code in (302, 401, 403)
    assert worker.waiting() == before


def test_asking_needs_the_forms_token(logins, file):
    """AD-52"""
    client = logins.client(OSKAR, Face.STAFF)
    client.handler.enforce_csrf_checks = True
    assert client.post(ASK).status_code == 403
    assert client.get(ASK).status_code == 405
