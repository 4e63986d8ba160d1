"""Following the registers on whose list people are: at login, by the clock, when they differ or are away. F-002, F-081, AD-64."""

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from fastlinje.audit.models import AuditEvent
from fastlinje.audit.outbox import emit
from fastlinje.core.actor import Actor, RoleCode
from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.commands.pass_gate import pass_gate
from fastlinje.dialogue.commands.start_e_consultation import start_e_consultation
from fastlinje.dialogue.models import Conversation, ConversationStatus
from fastlinje.dialogue.states import ConversationState as S
from fastlinje.nonprod.cast import KARI, ULRIK, Character
from fastlinje.nonprod.factories import make_conversation, make_role
from fastlinje.people.events import PersonLoggedIn
from fastlinje.people.models import RegisterRound
from fastlinje.people.registers.unavailable import Reason, RegisterUnavailable
from fastlinje.practices import gp_checks
from fastlinje.practices.gp_checks import check_gps, same_list
from fastlinje.practices.models import GpCheck, Patient, Practitioner
from fastlinje.practices.registers.gp_file import COLUMNS
from fastlinje.practices.registers.gp_register import ListMembership
from fastlinje.worklist.models import Task
from tests.citizen_world import draft_of, sending, with_prices

OWNER = "owner"
JOB = Actor.job("test")
TANGEN, VIKA, ELSEWHERE = "974760673", "889640782", "914491908"
BERG, GRO = "9144900", "9144902"


@pytest.fixture
def lists(settings, tmp_path):
    """Put a new list in place: `lists((KARI, BERG, TANGEN))`; and use it."""
    path = tmp_path / "lists.csv"

    def put(*rows: tuple[Character, str, str], to: Path = path) -> None:
        usual = ["Ulla Lund", "", "Solsiden legekontor", "70012", "2019-02-01", ""]
        lines = [";".join(COLUMNS)]
        for who, hpr, office in rows:
            name, _, there, list_id, start, end = usual
            lines.append(";".join([who.national_id, hpr, name, office, there, list_id, start, end]))
        new = to.with_suffix(".new")
        new.write_text("\n".join(lines) + "\n", encoding="utf-8")
        os.replace(new, to)

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, gp_file=path)
    return put


@pytest.fixture
def logged_in(logins, worker):
    """Somebody logs in and the worker does what follows."""

    def run(who: Character) -> None:
        logins.actor(who)
        worker.run()

    return run


def on_list(cast, person) -> tuple | None:
    patient = Patient.objects.using(OWNER).filter(person=person, active=True).first()
    return patient and (patient.practice_id, patient.general_practitioner_id)


def state_of(conversation: Conversation) -> str:
    return Conversation.objects.using(OWNER).get(pk=conversation.pk).state


def test_a_change_of_gp_moves_the_person_and_closes_what_was_open(cast, logged_in, lists):
    """F-081: the old conversations stay readable, in a state that says why, and both sides are told."""
    opened, closed = (make_conversation(cast.kari_patient, cast.berg_role, state=state) for state in (S.OPENED, S.CLOSED))
    sent = make_conversation(cast.kari_patient, cast.berg_role, state=S.SENT)
    lists((KARI, GRO, VIKA))
    logged_in(KARI)
    assert on_list(cast, cast.kari) == (cast.vika.pk, cast.gro_role.pk)
    assert [state_of(each) for each in (opened, sent, closed)] == [S.GP_CHANGED, S.GP_CHANGED, S.CLOSED]
    assert ConversationStatus.objects.using(OWNER).filter(conversation=opened).latest("id").reason == "gp_changed"
    task = Task.objects.using(OWNER).get(focus_id=opened.pk)
    assert (task.status, task.turn, task.unread_by_person) == (S.GP_CHANGED, "nobody", True)
    assert not Patient.objects.using(OWNER).get(pk=cast.kari_patient.pk).active
    acts = AuditEvent.objects.using(OWNER).filter(why="register").values_list("action", flat=True)
    assert sorted(acts) == ["patient.register", "patient.take_off"]


def test_another_gp_at_the_same_office_closes_nothing(cast, logged_in, lists):
    conversation = make_conversation(cast.kari_patient, cast.berg_role, state=S.OPENED)
    new_role = make_role(cast.tangen, cast.gro, RoleCode.GP)
    lists((KARI, GRO, TANGEN))
    logged_in(KARI)
    assert on_list(cast, cast.kari) == (cast.tangen.pk, new_role.pk)
    assert state_of(conversation) == S.OPENED


@pytest.mark.parametrize(("row", "outcome"), [((KARI, "9999999", ELSEWHERE), "elsewhere"), (None, "no_list")])
def test_a_gp_who_is_not_here_ends_the_list_and_is_named(cast, logins, logged_in, lists, row, outcome):
    """F-012"""
    lists(*([row] if row else []))
    logged_in(KARI)
    assert on_list(cast, cast.kari) is None
    check = GpCheck.objects.using(OWNER).get(person=cast.kari)
    assert check.outcome == outcome
    pages = [logins.client(KARI).get(path).content.decode() for path in ("/hjem/", "/fastlege/", "/e-konsultasjon/")]
    words = "Ulla Lund, Solsiden legekontor" if row else "Du står ikke på listen til noen fastlege"
    assert all(words in html for html in pages)


def test_somebody_new_finds_their_gp_at_the_first_login(cast, logged_in, lists):
    """F-002"""
    lists((ULRIK, BERG, TANGEN))
    logged_in(ULRIK)
    patient = Patient.objects.using(OWNER).get(person__birth_date=ULRIK.born)
    assert (patient.general_practitioner_id, patient.name) == (cast.berg_role.pk, "Ulrik Vik")


def test_children_are_asked_about_with_their_parents(cast, family, logged_in, lists):
    lists((KARI, BERG, TANGEN))
    logged_in(KARI)
    assert GpCheck.objects.using(OWNER).get(person=family.ola).outcome == "no_list"


def test_when_the_register_is_away_login_goes_on_and_nothing_changes(cast, logged_in, lists):
    """The file is not there."""
    logged_in(KARI)
    assert on_list(cast, cast.kari) == (cast.tangen.pk, cast.berg_role.pk)
    assert not GpCheck.objects.using(OWNER).exists()


class Says:
    """A register with one answer for everybody."""

    def __init__(self, answer):
        self.answer, self.asked = answer, 0

    def gp_of(self, national_id: str, at: date):
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def membership(**changes) -> ListMembership:
    usual = {"gp_her_id": None, "gp_hpr_number": BERG, "gp_name": "Berg", "organisation_number": TANGEN, "organisation_name": "T"}
    return ListMembership(**usual | {"list_id": None, "from_date": None, "to_date": None} | changes)


@pytest.fixture
def registers(monkeypatch, settings):
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, gp_file=Path("/nowhere"))

    def use(*answers) -> list[Says]:
        found = [Says(answer) for answer in answers]
        monkeypatch.setattr(gp_checks, "gp_registers", lambda: tuple(found))
        return found

    return use


@pytest.mark.parametrize("other", [membership(gp_hpr_number=GRO, organisation_number=VIKA), None])
def test_two_registers_that_disagree_change_nothing_and_the_person_is_told(cast, logins, logged_in, registers, other):
    registers(membership(gp_hpr_number=GRO, organisation_number=VIKA) if other is None else membership(), other)
    logged_in(KARI)
    assert on_list(cast, cast.kari) == (cast.tangen.pk, cast.berg_role.pk)
    assert "Registrene er ikke enige om hvem som er fastlegen din" in logins.client(KARI).get("/fastlege/").content.decode()


def test_one_of_two_that_gives_no_answer_changes_nothing(cast, logged_in, registers):
    registers(membership(gp_hpr_number=GRO, organisation_number=VIKA), RegisterUnavailable("flr", Reason.REFUSED, ""))
    logged_in(KARI)
    assert on_list(cast, cast.kari) == (cast.tangen.pk, cast.berg_role.pk)
    assert not GpCheck.objects.using(OWNER).exists()


def test_a_her_id_alone_finds_the_gp(cast, logged_in, registers):
    Practitioner.objects.using(OWNER).filter(pk=cast.gro.pk).update(her_id="8094867")
    registers(membership(gp_her_id=8094867, gp_hpr_number=None, organisation_number=None))
    logged_in(KARI)
    assert on_list(cast, cast.kari) == (cast.vika.pk, cast.gro_role.pk)


def test_what_fits_several_lists_here_is_nobodys(cast, logged_in, registers):
    """Berg has a list at both offices, and the register names no office."""
    make_role(cast.vika, cast.berg, RoleCode.GP)
    registers(membership(organisation_number=None))
    logged_in(KARI)
    assert on_list(cast, cast.kari) is None


def test_by_the_clock_each_is_asked_about_once_a_day(cast, logins, worker, registers):
    (register,) = registers(membership())
    logins.actor(KARI)
    with worker.connected():
        for hours, asked in ((0, 1), (1, 1), (25, 2)):
            check_gps(actor=JOB, now=now() + timedelta(hours=hours))
            assert register.asked == asked


def test_the_round_is_noted_for_the_operator(cast, logins, worker, registers):
    """Also why there was no answer; a round in which nobody was asked about is none."""
    logins.actor(KARI)
    rounds = RegisterRound.objects.using(OWNER)
    for hours, answer, noted in (
        (0, RegisterUnavailable("flr", Reason.REFUSED, "401"), (0, 1, "flr: refused (401)")),
        (1, membership(), (1, 0, "")),
        (2, RegisterUnavailable("flr", Reason.REFUSED, "401"), (1, 0, "")),
    ):
        registers(answer)
        with worker.connected():
            check_gps(actor=JOB, now=now() + timedelta(hours=hours))
        last = rounds.get(register="gp")
        assert (last.same, last.no_answer, last.error, last.source) == (*noted, "file")


def test_told_twice_nothing_more_happens(cast, logged_in, lists, worker):
    lists((KARI, GRO, VIKA))
    logged_in(KARI)
    with worker.connected():
        emit(PersonLoggedIn(cast.kari.pk))
    worker.run()
    assert AuditEvent.objects.using(OWNER).filter(why="register").count() == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, None, True),
        (membership(), None, False),
        (membership(), membership(gp_name="B. Berg"), True),
        (membership(), membership(gp_hpr_number=GRO), False),
        (membership(), membership(organisation_number=VIKA), False),
        (membership(), membership(organisation_number=None), True),
        (membership(), membership(gp_hpr_number=None, gp_her_id=7, organisation_number=None), False),
    ],
)
def test_what_counts_as_the_same_answer(one, other, same):
    assert same_list(one, other) is same


def test_a_draft_goes_to_the_new_gp_with_a_warning_and_the_price_anew(cast, logins, logged_in, lists):
    """F-081, AD-64: what was typed is kept; nothing is sent before the person has been through the gate and accepted the price."""
    with_prices()
    kari, browser = logins.actor(KARI), logins.client(KARI)
    pass_gate(actor=kari, now=now())
    browser.post("/e-konsultasjon/skriv/lagre/", {"subject": "Utslett", "text": "Det klør."})
    lists((KARI, GRO, VIKA))
    logged_in(KARI)
    with pytest.raises(Refused, match="checkpoint_missing"):
        start_e_consultation(**sending(kari, cast.berg_role.pk))
    warned = browser.get("/e-konsultasjon/").content.decode()
    assert "Du har fått ny fastlege. Utkastet ditt går nå til Gro Sand ved Vika legesenter." in warned
    assert browser.post("/e-konsultasjon/", follow=True).status_code == 200
    draft = draft_of(kari)
    assert (draft.practice_id, draft.content["text"]) == (cast.vika.pk, "Det klør.")
    with pytest.raises(Refused, match="price_not_accepted"):
        start_e_consultation(**sending(kari, cast.gro_role.pk, price=None))
