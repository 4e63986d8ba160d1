"""The log as people see, narrow and keep it; and whose log it is (F-072, AD-30, AD-74)."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

import fastlinje
from fastlinje.audit.models import AuditEvent
from fastlinje.audit.words import DID, QUIET
from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import ARNE, KARI, NORA, PER, SIRI
from fastlinje.nonprod.factories import make_conversation
from fastlinje.people.models import Person
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from fastlinje.scheduling.models import Appointment
from fastlinje.web.citizen.access_log.export import harmless
from fastlinje.web.citizen.access_log.filters import KINDS
from fastlinje.web.citizen.access_log.words import ABOUT_ANOTHER
from tests.scheduling_world import Book

from .pages import text_of
from .test_acting_for import child_of_kari

OWNER = "owner"


def happened(person: Person, action: str = "conversation.read", *, ago: timedelta = timedelta(0), **fields: object) -> AuditEvent:
    """Something was done with a person's information."""
    about = {"capacity": "staff", "agent_name": "Ingrid Berg", "agent_roles": "gp", "practice_name": "Tangen legekontor"} | fields
    return AuditEvent.objects.using(OWNER).create(id=new_id(), recorded_at=now() - ago, action=action, person_id=person.pk, **about)


def readers_of(action: str) -> set:
    """Whose logs tell of it, each once."""
    persons = list(AuditEvent.objects.using(OWNER).filter(action=action).values_list("person_id", flat=True))
    assert len(persons) == len(set(persons))
    return set(persons)


def log(client, **asked: str) -> str:
    return text_of(client.get(reverse("access_log"), asked))


def export(client, form: str, **asked: str):
    return client.post(reverse("access_log_export", query=asked), {"form": form})


class TestFilters:
    def test_by_whom(self, browser, cast):
        happened(cast.kari)
        happened(cast.kari, "session.start", capacity="citizen", agent_name="Kari", agent_person_id=cast.kari.pk, agent_roles="")
        happened(cast.kari, "notice.send", capacity="job", agent_name="jobb", agent_roles="")
        happened(cast.kari, "power.end", capacity="citizen", agent_name="Per Hansen", agent_person_id=cast.per.pk, agent_roles="")
        found = {
            by: [who for who in ("Ingrid Berg (", "Du logget", "Fastlinje sendte", "Per Hansen") if who in log(browser, vis=by)]
            for by in ("andre", "kontoret", "familie", "fastlinje", "meg", "alle")
        }
        assert found == {
            "andre": ["Ingrid Berg (", "Fastlinje sendte", "Per Hansen"],
            "kontoret": ["Ingrid Berg ("],
            "familie": ["Per Hansen"],
            "fastlinje": ["Fastlinje sendte"],
            "meg": ["Du logget"],
            "alle": ["Ingrid Berg (", "Du logget", "Fastlinje sendte", "Per Hansen"],
        }

    def test_by_what(self, browser, cast):
        happened(cast.kari)
        happened(cast.kari, "answer.send")
        assert "leste en samtale" in log(browser, hva="lesing")
        assert "skrev et svar" not in log(browser, hva="lesing")
        assert "skrev et svar" in log(browser, hva="skriving")

    def test_by_period(self, browser, cast):
        happened(cast.kari, ago=timedelta(days=29))
        happened(cast.kari, "answer.send", ago=timedelta(days=31))
        assert "leste en samtale" in log(browser, periode="maned")
        assert "skrev et svar" not in log(browser, periode="maned")
        assert "Ingenting passer" in log(browser, periode="uke")

    def test_an_unknown_choice_is_passed_over(self, browser, cast):
        happened(cast.kari)
        assert "leste en samtale" in log(browser, vis="x", hva="y", periode="z", gjelder="ikke-en-id", etter="heller ikke")

    def test_the_next_page_keeps_what_was_chosen(self, browser, cast):
        for n in range(32):
            happened(cast.kari, ago=timedelta(minutes=2 * n))
            happened(cast.kari, "answer.send", ago=timedelta(minutes=2 * n))
        first = log(browser, hva="lesing")
        href = first.split('class="fl-pager"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
        second = text_of(browser.get(href))
        assert (second.count("leste en samtale"), second.count("skrev et svar")) == (2, 0)

    def test_the_same_thing_again_at_once_is_one_line(self, browser, cast):
        for _n in range(3):
            happened(cast.kari)
        assert log(browser).count("leste en samtale") == 1
        assert "leste en samtale (3 ganger)" in log(browser)


class TestWhoseLog:
    """AD-30: whoever acts for another sees what concerns the conversations they may read, and nothing else."""

    def test_a_child_is_chosen_by_name(self, logins, cast):
        ola = child_of_kari(cast, 9)
        conversation = make_conversation(patient(ola), cast.berg_role)
        about(ola, conversation)
        kari = logins.client(KARI)
        assert "leste en samtale" not in log(kari)
        page = log(kari, gjelder=str(ola.pk))
        assert "Ingrid Berg (fastlege, Tangen legekontor) leste en samtale" in page
        assert "er fastlegen" in page
        assert "fastlegen din" not in page

    def test_other_things_in_the_childs_log_stay_the_childs(self, logins, cast):
        ola = child_of_kari(cast, 9)
        for action in ("session.start", "power.give", "consent.give", "notice.send"):
            happened(ola, action, entity_type="Person", entity_id=ola.pk)
        assert "Ingenting passer" in log(logins.client(KARI), gjelder=str(ola.pk), vis="alle", periode="ar")

    @pytest.mark.parametrize("shielded", [False, True])
    def test_a_shielded_conversation_leaves_no_trace(self, logins, cast, shielded):
        nora = child_of_kari(cast, 14)
        about(nora, make_conversation(patient(nora), cast.berg_role, shielded=shielded))
        kari = logins.client(KARI)
        asked = {"gjelder": str(nora.pk), "vis": "alle"}
        seen = [log(kari, **asked), text_of(export(kari, "print", **asked)), text_of(export(kari, "csv", **asked))]
        assert ["leste en samtale" in each for each in seen] == [not shielded] * 3

    def test_what_a_parent_writes_leaves_no_trace_for_the_young_person(self, logins, cast):
        """rules.md 1.3: the same as of Kari's own, hidden from her."""
        about(cast.kari, make_conversation(cast.kari_patient, cast.berg_role, hidden_from_person=True))
        assert "leste en samtale" not in log(logins.client(KARI))

    def test_who_looks_at_a_list_stands_in_the_log_of_each_it_names(self, logins, cast, family):
        """AD-74, and AD-30: what is hidden from Nora must not show in her log as somebody's looking at it."""
        for patient_of, fields in ((family.arne_patient, {}), (family.nora_patient, {"hidden_from_person": True})):
            make_conversation(patient_of, cast.berg_role, **fields)
        kari = logins.client(KARI)
        kari.get(reverse("inbox"))
        assert readers_of("inbox.read") == {cast.kari.pk, family.arne.pk}
        assert "Kari Nordmann åpnet innboksen" in log(logins.client(ARNE), vis="familie")
        assert "Kari Nordmann" not in log(logins.client(NORA), vis="alle")

    def test_so_does_who_looks_at_the_appointments(self, logins, cast, family):
        siri = logins.actor(SIRI, Face.STAFF)
        book = Book(cast, siri)
        for slot, who in ((book.first, family.arne_patient), (book.second, family.ola_patient), (book.third, family.nora_patient)):
            book_for_patient(actor=siri, now=now(), slot_id=slot.pk, patient_id=who.pk)
        Appointment.objects.using(OWNER).filter(person=family.nora).update(hidden_from_person=True)
        logins.client(KARI).get(reverse("appointments"))
        assert readers_of("appointments.read") == {cast.kari.pk, family.arne.pk, family.ola.pk}

    def test_a_strangers_log_cannot_be_asked_for(self, logins, cast):
        about(cast.kari, make_conversation(cast.kari_patient, cast.berg_role))
        per = logins.client(PER)
        assert "leste en samtale" not in log(per, gjelder=str(cast.kari.pk), vis="alle")
        assert "leste en samtale" not in text_of(export(per, "csv", gjelder=str(cast.kari.pk), vis="alle"))


class TestCopies:
    def test_a_page_to_print(self, browser, cast):
        happened(cast.kari)
        page = text_of(export(browser, "print", hva="lesing"))
        assert "Ingrid Berg (fastlege, Tangen legekontor) leste en samtale" in page
        assert "Noen har lest noe" in page
        assert "Kari Nordmann" in page

    def test_a_file_for_a_spreadsheet(self, browser, cast):
        happened(cast.kari, why="own_patient")
        response = export(browser, "csv")
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"].startswith("attachment")
        head, line, *rest = response.content.decode("utf-8-sig").splitlines()
        assert head == "Når;Hvem;Hva;Ganger;Hvorfor;Hvem det gjelder"
        assert line.split(";")[1:] == [
            "Ingrid Berg (fastlege, Tangen legekontor)", "leste en samtale", "1", "Ingrid Berg er fastlegen din", "Kari Nordmann",
        ]  # fmt: skip
        assert rest == []

    @pytest.mark.parametrize("form", ["print", "csv"])
    def test_each_copy_is_recorded(self, browser, cast, form):
        export(browser, form)
        (event,) = AuditEvent.objects.using(OWNER).filter(action="access_log.export")
        assert (event.person_id, event.agent_person_id) == (cast.kari.pk, cast.kari.pk)
        assert "Du lagret en kopi av denne loggen" in log(browser, vis="meg")

    def test_a_link_alone_copies_nothing(self, browser):
        assert browser.get(reverse("access_log_export", query={"hva": "lesing"})).url == reverse("access_log") + "?hva=lesing"
        assert not AuditEvent.objects.using(OWNER).filter(action="access_log.export").exists()

    def test_no_cell_is_a_formula(self):
        """AD-48: a name may be anything."""
        assert [harmless(cell) for cell in ("=1+1", "@SUM(A1)", "-x", "Kari")] == ["'=1+1", "'@SUM(A1)", "'-x", "Kari"]


NOT_ABOUT_A_PERSON = {
    *(
        "form.assign",
        "info_text.set",
        "job.retry",
        "member.end",
        "member.her_id",
        "member.invite",
        "office.choose",
        "office.create",
    ),
    *(
        "register.ask",
        "register.answer",
        "register.round",
        "register_document.upload",
        "register_document.count",
        "register_document.refuse",
    ),
    *("register_document.accept", "register_document.apply", "register_document.discard", "register_document.expire"),
    *("office.set", "operator.create", "service.off", "service.on", "control_report.read", "worklist.read"),
    *("notice.park", "notice.postpone", "notice.queue", "notice.retry", "answer_draft.save"),
    *("appointment_service.define", "booking_limits.set", "calendar.read", "requests.read", "waiting_list.read"),
    *("schedule.add_exception", "schedule.cancel_day", "schedule.define", "schedule.remove_exception", "schedule.set_week"),
    *("patient.search", "preparations.forget", "slot.close", "slots.copy"),
    *("slots.make", "slots.publish", "slots.remove", "slots.undo"),
}


def recorded_actions() -> set[str]:
    """What `record` and `record_act` are called with, where it stands written."""
    found = set()
    for file in Path(fastlinje.__file__).parent.rglob("*.py"):
        for call in (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)):
            if getattr(call.func, "id", "") in ("record", "record_act") and len(call.args) > 1:
                found |= {
                    n.value
                    for n in ast.walk(call.args[1])
                    if isinstance(n, ast.Constant) and re.fullmatch(r"[a-z_]+\.[a-z_]+", str(n.value))
                }
    return found


def test_every_act_has_plain_words():
    assert recorded_actions() - DID.keys() - QUIET - NOT_ABOUT_A_PERSON == set()


def test_every_act_is_of_one_kind():
    kinds = [actions for _label, actions in KINDS.values()]
    assert frozenset().union(*kinds) == DID.keys()
    assert sum(len(actions) for actions in kinds) == len(DID)
    assert ABOUT_ANOTHER.keys() <= DID.keys()


def patient(person: Person):
    from fastlinje.practices.models import Patient

    return Patient.objects.using(OWNER).get(person=person)


def about(person: Person, conversation) -> None:
    happened(person, entity_type="Conversation", entity_id=conversation.pk, why="own_patient")
