"""The office's list of things to do."""

import os
import re
from datetime import datetime, timedelta

import psycopg
import pytest
import time_machine

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Face
from fastlinje.core.clock import OSLO, now
from fastlinje.core.working_days import due_after
from fastlinje.dialogue.states import CommunicationStatus
from fastlinje.dialogue.states import ConversationState as S
from fastlinje.nonprod.cast import BERG, KARI
from fastlinje.web.office import words
from fastlinje.worklist.office_queries import View, _ordered, _whose
from tests.database import server
from tests.office_world import make_conversation, write

LIST = "/kontor/arbeidsliste/"


def names_in(html: str) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*>.*?>([^<>]+), \d+\xa0år<', html)


def test_the_list_shows_who_what_when_and_whose(cast, at_tangen):
    make_conversation(cast.kari_patient, cast.berg_role, state=S.RECEIVED, owner=cast.berg_role, subject="Hemmelig emne")
    html = at_tangen.get(LIST).content.decode()
    for shown in ("Kari Nordmann", "E-konsultasjon", "virkedager igjen", "Ny", "Ingrid Berg"):
        assert shown in html
    assert "Hemmelig" not in html, "a list that all at the office read shows no content"


def test_nobody_elses_office_is_in_it(cast, at_tangen, at_vika):
    """AD-15"""
    make_conversation(cast.kari_patient, cast.berg_role)
    make_conversation(cast.per_patient, cast.gro_role)
    assert names_in(at_tangen.get(LIST + "?vis=alle").content.decode()) == ["Kari Nordmann"]
    assert names_in(at_vika.get(LIST + "?vis=alle").content.decode()) == ["Per Hansen"]


def test_looking_at_the_list_is_one_event(cast, at_tangen):
    """AD-23: what somebody lists can be counted afterwards."""
    for _each in range(3):
        make_conversation(cast.kari_patient, cast.berg_role)
    at_tangen.get(LIST)
    assert AuditEvent.objects.using("owner").filter(action="worklist.read").count() == 1


def test_the_views(cast, at_tangen):
    kari, bastian, astrid = cast.kari_patient, cast.bastian_patient, cast.astrid_patient
    make_conversation(kari, cast.berg_role, due_at=now() + timedelta(days=3))
    make_conversation(bastian, cast.berg_role, owner=cast.berg_role, due_at=now() + timedelta(days=1))
    make_conversation(astrid, cast.berg_role, state=S.CLOSED)
    made = make_conversation(astrid, cast.berg_role, state=S.CLOSED, journal_missing=False)
    assert made
    shown = {view: names_in(at_tangen.get(f"{LIST}?vis={view}").content.decode()) for view in View}
    assert shown[View.WAITING] == ["Bastian Lien", "Kari Nordmann"], "what is due first stands first"
    assert shown[View.MINE] == ["Bastian Lien"]
    assert shown[View.JOURNAL] == ["Astrid Dahl"]
    assert len(shown[View.ALL]) == 4


@pytest.mark.parametrize("view", list(View))
def test_as_many_statements_for_three_rows_as_for_one(cast, at_tangen, statements, view):
    def ask() -> int:
        with statements() as asked:
            assert at_tangen.get(f"{LIST}?vis={view}").status_code == 200
        assert not [sql for sql in asked if "count(" in sql.lower()]
        return len(asked)

    state = S.CLOSED if view is View.JOURNAL else S.OPENED
    make_conversation(cast.kari_patient, cast.berg_role, owner=cast.berg_role, state=state)
    one = ask()
    make_conversation(cast.astrid_patient, cast.berg_role, owner=cast.berg_role, state=state)
    make_conversation(cast.bastian_patient, cast.berg_role, owner=cast.berg_role, state=state)
    assert ask() == one <= 6


@pytest.fixture
def busy_office(cast) -> None:
    """12 000 things at two offices, an eighth of one's Berg's, and a planner that knows it: with few rows any plan will do."""
    with psycopg.connect(server.superuser_url(os.environ["FASTLINJE_TEST_DATABASE"]), autocommit=True) as owner:
        owner.execute("set session_replication_role = replica")  # no patients behind them
        owner.execute(
            """
            insert into worklist_task (id, practice_id, person_id, patient_id, kind, focus_id, status, turn, due_at, owner_id,
                   owner_name, patient_name, from_name, subject, last_line, unread_by_person, unread_by_office, shielded,
                   hidden_from_person, journal_missing, updated_at)
            select gen_random_uuid(), case n %% 2 when 0 then %(here)s else %(elsewhere)s end, gen_random_uuid(), gen_random_uuid(),
                   'e_consultation', gen_random_uuid(), 'opened', (array['office', 'person', 'nobody'])[n / 16 %% 3 + 1],
                   now() + at,
                   case n %% 16 when 0 then %(berg)s else gen_random_uuid() end,
                   '', '', '', '', '', false, false, false, false, n / 48 %% 2 = 0, now() - at
              from generate_series(1, 12000) n, lateral (select n * 7919 %% 10007 * interval '1 minute' as at) moment
            """,
            {"here": cast.tangen.pk, "elsewhere": cast.vika.pk, "berg": cast.berg_role.pk},
        )
        owner.execute("analyze worklist_task")


@pytest.mark.parametrize(
    ("view", "index"),
    [
        (View.WAITING, "worklist_turn"),
        (View.MINE, "worklist_mine"),
        (View.JOURNAL, "worklist_journal"),
        (View.ALL, "worklist_all"),
    ],
)
def test_each_view_is_read_in_the_order_of_its_index(busy_office, logins, view, index):
    """So that a million rows cost what a thousand do: an index range, no sort."""
    berg = logins.actor(BERG, Face.STAFF)
    with gate.reading(berg, now=now()):
        plan = _ordered(view, _whose(berg, view)).values_list("id")[:26].explain()
    assert index in plan
    assert "Sort" not in plan


@pytest.mark.parametrize("view", [View.WAITING, View.ALL])
def test_paging_shows_each_row_once(cast, at_tangen, view):
    at = now() - timedelta(days=1)
    for n in range(60):
        make_conversation(cast.kari_patient, cast.berg_role, at=at + timedelta(minutes=n // 3), due_at=at + timedelta(days=n // 7))
    href, seen = f"{LIST}?vis={view}", []
    while href:
        html = at_tangen.get(href).content.decode()
        seen += re.findall(r'<th scope="row"[^>]*><a href="([^"]+)"', html)
        found = re.search(r'href="(/kontor/arbeidsliste/\?[^"]*etter=[^"]+)"', html)
        href = found.group(1).replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 60


def test_a_broken_place_shows_the_beginning(at_tangen):
    """AD-50"""
    for place in ("x", "2026-01-01_", "_", "9999999999"):
        assert at_tangen.get(LIST, {"etter": place}).status_code == 200


def test_an_answer_on_its_way_and_a_colleague_are_seen(cast, at_tangen, secretary):
    """AD-23's neighbour, peers.md D: two helpers must not answer the same person."""
    question = make_conversation(cast.kari_patient, cast.berg_role)
    secretary.get(f"/kontor/samtaler/{question.pk}/tilstede/")
    assert "Siri Holm ser på den" in at_tangen.get(LIST).content.decode()
    write(question, "Ingrid Berg", "Hei", role=cast.berg_role, status=CommunicationStatus.ON_HOLD)
    assert "Svar på vei" in at_tangen.get(LIST).content.decode()


DUE = datetime(2026, 11, 30, 23, 59, 59, tzinfo=OSLO)  # received Monday 23 November (rules.md 6)


@pytest.mark.parametrize(
    ("at", "text", "color"),
    [
        ((2026, 11, 23), "5 virkedager igjen", "neutral"),
        ((2026, 11, 25), "3 virkedager igjen", "neutral"),
        ((2026, 11, 26), "2 virkedager igjen", "warning"),
        ((2026, 11, 27), "1 virkedag igjen", "rav"),
        ((2026, 11, 29), "1 virkedag igjen", "rav"),
        ((2026, 11, 30), "Frist i dag", "danger"),
        ((2026, 12, 1), "1 dag over fristen", "danger"),
        ((2026, 12, 3), "3 dager over fristen", "danger"),
    ],
)
def test_the_deadline_in_words_and_colour(at, text, color):
    badge = words.deadline(DUE, datetime(*at, 12, tzinfo=OSLO))
    assert (badge.text, badge.color) == (text, color)


def test_the_test_value_is_the_promise():
    assert due_after(datetime(2026, 11, 23, 12, tzinfo=OSLO)) == DUE


def test_who_may_not(cast, db, client, administrator, logins):
    assert client.get(LIST)["Location"] == "/kontor/logg-inn/?next=%2Fkontor%2Farbeidsliste%2F"
    assert logins.client(KARI).get(LIST)["Location"].startswith("/kontor/logg-inn/")  # AD-21
    assert administrator.get(LIST)["Location"] == "/kontor/"


def test_an_idle_session_is_sent_to_log_in_and_back(at_tangen):
    with time_machine.travel(now() + timedelta(minutes=31), tick=False):
        response = at_tangen.get(LIST + "?vis=mine")
    assert response["Location"] == "/kontor/logg-inn/?next=%2Fkontor%2Farbeidsliste%2F%3Fvis%3Dmine"
