"""A copy of everything: whose, what is in it, that it is fetched once, and that it is gone in time (F-006, AD-13, AD-30, AD-32)."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.urls import reverse

from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor, ConsentLevel, Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.dialogue.commands.withdraw_consent import withdraw_consent
from fastlinje.dialogue.models import Attachment, Communication, Conversation, Draft
from fastlinje.dialogue.uploads import file_store
from fastlinje.exports import store
from fastlinje.exports.commands.fetch_export import fetch_export
from fastlinje.exports.commands.request_export import request_export
from fastlinje.exports.models import DataExport
from fastlinje.exports.sweeping import sweep_exports
from fastlinje.nonprod.cast import KARI, PER, SIRI
from fastlinje.nonprod.factories import make_conversation
from fastlinje.notifications.models import Notice
from fastlinje.people.models import Person, RelatedPerson
from fastlinje.practices.commands.block_service import block_service
from fastlinje.practices.models import Patient
from fastlinje.scheduling.models import Appointment
from fastlinje.worklist.models import Task
from tests.scheduling_world import a_service
from tests.web.citizen.test_acting_for import child_of_kari

OWNER = "owner"
JOB = Actor.job("test")
DAY = timedelta(hours=24)


@pytest.fixture
def asked(cast) -> Conversation:
    """Kari's question, with a photo."""
    conversation = make_conversation(cast.kari_patient, cast.berg_role, text="Jeg har utslett på armen.")
    attach(conversation, "arm.jpg", b"photo")
    return conversation


def attach(conversation: Conversation, name: str, content: bytes) -> None:
    file_id = new_id()
    file_store().put(file_id, content)
    Attachment.objects.using(OWNER).create(
        id=file_id, practice_id=conversation.practice_id, person_id=conversation.person_id, author_id=conversation.person_id,
        communication=Communication.objects.using(OWNER).get(conversation=conversation), title=name, content_type="image/jpeg",
        size_bytes=len(content), created_at=now(),
    )  # fmt: skip


def export(actor: Actor, worker, person: Person | None = None) -> DataExport:
    """Asked for and made."""
    export_id = request_export(actor=actor, now=now(), person_id=person.pk if person else actor.person_id)
    worker.run()
    return row(export_id)


def row(export_id) -> DataExport:
    return DataExport.objects.using(OWNER).get(pk=export_id)


def content(made: DataExport) -> tuple[dict, str, ZipFile]:
    """The data, the page, and the whole ZIP."""
    packed = ZipFile(BytesIO(store.kept(made.pk)))
    return json.loads(packed.read("kopi.json")), packed.read("kopi.html").decode(), packed


def refused(code: str, made: DataExport, actor: Actor, **changes: object) -> None:
    with pytest.raises(Refused) as refusal:
        fetch_export(**{"actor": actor, "now": now(), "export_id": made.pk} | changes)
    assert refusal.value.code == code


def withdraw(actor: Actor, level: ConsentLevel = ConsentLevel.NONE) -> None:
    withdraw_consent(actor=actor, now=now(), level=level)


class TestWhatIsInIt:
    def test_everything_about_oneself(self, kari, cast, worker, asked):
        data, page, packed = content(export(kari, worker))
        assert data["person"]["national_id"] == KARI.national_id
        assert data["offices"] == [
            {"office": "Tangen legekontor", "phone": "+4722334455", "gp": "Ingrid Berg", "on_the_list_now": True}
        ]
        assert {each["value"] for each in data["addresses"]} == {"kari@example.org", "+4790000001"}
        (told,) = data["conversations"]
        assert told["messages"][0]["text"] == "Jeg har utslett på armen."
        (path,) = told["messages"][0]["files"]
        assert packed.read(path) == b"photo"
        assert "Jeg har utslett på armen." in page
        assert "session.start" in {each["what"] for each in data["access_log"]}
        assert set(packed.namelist()) == {"kopi.html", "kopi.json", path}

    def test_what_the_office_has_of_ones_number_and_why_one_is_blocked(self, kari, cast, worker, logins):
        """F-143: the reason is the patient's to read, and nobody's who acts for them."""
        siri = logins.actor(SIRI, Face.STAFF)
        terms = {"code": "appointment", "reason": "Møter ikke til timer.", "end_date": now().date() + timedelta(days=9)}
        block_service(actor=siri, now=now(), patient_id=cast.kari_patient.pk, **terms)
        row = Patient.objects.using(OWNER).get(pk=cast.kari_patient.pk)
        row.phone = "+4722334466"
        row.save(using=OWNER)
        data, page, _packed = content(export(kari, worker))
        assert data["numbers_at_offices"] == [{"office": "Tangen legekontor", "phone": "+4722334466"}]
        assert data["blocks"][0]["reason"] == "Møter ikke til timer."
        assert "Møter ikke til timer." in page
        assert "Bestille time" in page

    def test_the_page_asks_nothing_of_the_network(self, kari, worker, asked):
        _data, page, _packed = content(export(kari, worker))
        assert "http:" not in page
        assert "https:" not in page
        assert "<script" not in page

    def test_what_people_write_stays_text(self, kari, cast, worker):
        """AD-48"""
        conversation = make_conversation(cast.kari_patient, cast.berg_role, text="<script>alert(1)</script>")
        attach(conversation, "../../etc/passwd", b"x")
        data, page, packed = content(export(kari, worker))
        assert "&lt;script&gt;" in page
        assert "<script" not in page
        assert all(not name.startswith("/") and "../" not in name for name in packed.namelist())

    def test_appointments_go_along(self, kari, cast, worker, berg):
        asked_for(cast.kari, berg)
        data, page, _packed = content(export(kari, worker))
        assert data["appointments"][0]["reason"] == "Vil snakke om prevensjon"
        assert "Timeønske" in page

    def test_nothing_of_a_strangers(self, logins, worker, asked):
        per = logins.actor(PER)
        data, page, _packed = content(export(per, worker))
        assert data["conversations"] == []
        assert "Kari" not in page

    def test_the_persons_language(self, kari, cast, worker, asked):
        Person.objects.using(OWNER).filter(pk=cast.kari.pk).update(language="en")
        _data, page, _packed = content(export(kari, worker))
        assert '<html lang="en">' in page
        assert "Conversations" in page

    def test_an_answer_that_can_still_be_undone_is_not_in_it(self, kari, cast, worker, asked):
        Communication.objects.using(OWNER).create(
            id=new_id(), conversation=asked, sender_role=cast.berg_role, sender_name="Berg", status="on-hold", text="Snart.",
            sent_at=now(),
        )  # fmt: skip
        data, _page, _packed = content(export(kari, worker))
        assert [each["text"] for each in data["conversations"][0]["messages"]] == ["Jeg har utslett på armen."]

    def test_a_message_taken_back_is_without_words_and_files(self, kari, worker, asked):
        Communication.objects.using(OWNER).update(status="entered-in-error", retracted_at=now())
        data, _page, packed = content(export(kari, worker))
        (message,) = data["conversations"][0]["messages"]
        assert (message["text"], message["files"]) == ("", [])
        assert len(packed.namelist()) == 2

    def test_it_lies_encrypted(self, kari, worker, asked):
        made = export(kari, worker)
        files = [path.read_bytes() for path in settings.ENVIRONMENT.files_dir.rglob(str(made.pk))]
        assert len(files) == 1
        assert not files[0].startswith(b"PK")
        assert b"kopi.json" not in files[0]

    def test_many_files_leave_some_behind_and_say_so(self, kari, worker, asked, monkeypatch):
        monkeypatch.setattr("fastlinje.exports.bundle.MOST_FILE_BYTES", 6)
        attach(asked, "bein.jpg", b"other")
        _data, page, packed = content(export(kari, worker))
        assert len(packed.namelist()) == 3
        assert "Noen filer fikk ikke plass" in page


class TestOnceAndInTime:
    def test_a_foreign_copy_is_as_a_missing_one(self, kari, logins, worker, asked):
        """AD-13"""
        made, per = export(kari, worker), logins.client(PER)
        addresses = [reverse("data_copy", args=[each]) for each in (made.pk, new_id())]
        assert [per.get(each).status_code for each in addresses] == [404, 404]
        assert [per.post(each).status_code for each in addresses] == [404, 404]
        with pytest.raises(NotFound):
            fetch_export(actor=logins.actor(PER), now=now(), export_id=made.pk)

    def test_fetched_once(self, logins, worker, asked):
        kari = logins.client(KARI)
        made = export(logins.actor(KARI), worker)
        address = reverse("data_copy", args=[made.pk])
        first = kari.post(address)
        assert first["Content-Type"] == "application/zip"
        assert ZipFile(BytesIO(first.content)).testzip() is None
        second = kari.post(address)
        assert second.status_code == 409
        assert "Lenken virker bare én gang" in second.content.decode()
        assert store.kept(made.pk) is None
        refused("export_fetched", made, logins.actor(KARI))

    def test_the_link_asks_for_login(self, client, kari, worker, asked):
        address = reverse("data_copy", args=[export(kari, worker).pk])
        assert client.get(address, HTTP_HOST="localhost").url.startswith("/logg-inn/?next=")

    def test_expired(self, kari, logins, worker, asked):
        made = export(kari, worker)
        DataExport.objects.using(OWNER).update(expires_at=now())
        refused("export_expired", made, kari)
        browser, address = logins.client(KARI), reverse("data_copy", args=[made.pk])
        assert "Kopien er slettet" in browser.get(address).content.decode()
        assert browser.post(address).status_code == 409

    def test_not_made_yet(self, kari, worker, asked):
        made = row(request_export(actor=kari, now=now(), person_id=kari.person_id))
        refused("export_not_ready", made, kari)

    def test_deleted_after_a_day(self, kari, worker, asked):
        made = export(kari, worker)
        with worker.connected():
            sweep_exports(actor=JOB, now=made.ready_at + DAY - timedelta(seconds=1))
            assert store.kept(made.pk) is not None
            sweep_exports(actor=JOB, now=made.ready_at + DAY)
        assert store.kept(made.pk) is None
        assert (row(made.pk).status, row(made.pk).is_stored) == ("dropped", False)

    def test_the_row_goes_a_month_later(self, kari, worker, asked):
        made = export(kari, worker)
        fetch_export(actor=kari, now=now(), export_id=made.pk)
        with worker.connected():
            sweep_exports(actor=JOB, now=now())
            assert store.kept(made.pk) is None
            sweep_exports(actor=JOB, now=now() + timedelta(days=31))
        assert not DataExport.objects.using(OWNER).exists()

    def test_gone_after_withdrawal(self, kari, worker, asked):
        """AD-32: refused at once, and deleted as soon as a job comes round."""
        made = export(kari, worker)
        withdraw(kari)
        refused("export_outdated", made, kari)
        worker.run()
        assert store.kept(made.pk) is None
        assert row(made.pk).status == "dropped"

    def test_one_that_is_being_made_is_not_made_after_withdrawal(self, kari, worker, asked):
        request_export(actor=kari, now=now(), person_id=kari.person_id)
        withdraw(kari)
        worker.run()
        worker.run()
        made = DataExport.objects.using(OWNER).get()
        assert made.status == "dropped"
        assert store.kept(made.pk) is None

    def test_one_asked_for_after_withdrawal_is_made(self, kari, worker, asked):
        """Everybody has a right to know what is stored, whatever they consent to."""
        withdraw(kari)
        assert export(kari, worker).status == "ready"

    def test_asking_twice_gives_the_same_one(self, kari, worker):
        first = request_export(actor=kari, now=now(), person_id=kari.person_id)
        assert request_export(actor=kari, now=now(), person_id=kari.person_id) == first

    def test_a_new_one_takes_the_place_of_a_ready_one(self, kari, worker, asked):
        first, second = export(kari, worker), export(kari, worker)
        assert [row(each.pk).status for each in (first, second)] == ["dropped", "ready"]
        with worker.connected():
            sweep_exports(actor=JOB, now=now())
        assert store.kept(first.pk) is None

    def test_not_endlessly(self, kari, worker):
        for _n in range(5):
            export(kari, worker)
        with pytest.raises(Refused) as refusal:
            request_export(actor=kari, now=now(), person_id=kari.person_id)
        assert refusal.value.code == "too_many_exports"


class TestForOthers:
    def test_a_childs(self, logins, cast, worker):
        ola = child_of_kari(cast, 9)
        make_conversation(patient(ola), cast.berg_role, text="Ola hoster.")
        data, page, _packed = content(export(logins.actor(KARI), worker, ola))
        assert "Ola hoster." in page
        assert "national_id" not in data["person"]
        assert "access_log" not in data

    @pytest.mark.parametrize("shielded", [False, True])
    def test_what_is_shielded_is_not_in_it(self, logins, cast, worker, shielded):
        """AD-30"""
        nora = child_of_kari(cast, 14)
        make_conversation(patient(nora), cast.berg_role, text="Ikke si det til mamma.", shielded=shielded)
        data, page, _packed = content(export(logins.actor(KARI), worker, nora))
        assert ("Ikke si det til mamma." in page) == (not shielded)
        assert len(data["conversations"]) == (not shielded)

    def test_what_is_shielded_meanwhile_makes_it_unfetchable(self, logins, cast, worker):
        """AD-30"""
        nora, kari = child_of_kari(cast, 14), logins.actor(KARI)
        conversation = make_conversation(patient(nora), cast.berg_role)
        made = export(kari, worker, nora)
        Conversation.objects.using(OWNER).filter(pk=conversation.pk).update(shielded=True)
        Task.objects.using(OWNER).filter(focus_id=conversation.pk).update(shielded=True)
        refused("export_outdated", made, kari)

    def test_what_a_parent_writes_is_not_in_the_young_persons_own(self, kari, cast, worker):
        """rules.md 1.3"""
        make_conversation(cast.kari_patient, cast.berg_role, text="Skjult.", hidden_from_person=True)
        _data, page, _packed = content(export(kari, worker))
        assert "Skjult." not in page

    @pytest.mark.parametrize("shielded", [False, True])
    def test_an_appointment_follows_the_same_rule(self, logins, cast, worker, berg, shielded):
        """AD-30: in the copy, and in the log that stands beside it."""
        nora = child_of_kari(cast, 14)
        asked_for(nora, berg, shielded=shielded)
        data, page, _packed = content(export(logins.actor(KARI), worker, nora))
        assert len(data["appointments"]) == (not shielded)
        assert ("Vil snakke om prevensjon" in page) == (not shielded)
        log = logins.client(KARI).get(reverse("access_log"), {"gjelder": str(nora.pk), "vis": "alle"}).content.decode()
        assert ("åpnet en time" in log) == (not shielded)

    def test_no_longer_when_the_representation_ends(self, logins, cast, worker):
        ola, kari = child_of_kari(cast, 9), logins.actor(KARI)
        made = export(kari, worker, ola)
        RelatedPerson.objects.using(OWNER).update(ended_at=now())
        refused("export_outdated", made, kari)

    def test_not_by_a_power_of_attorney(self, logins, cast):
        RelatedPerson.objects.using(OWNER).create(
            id=new_id(), person=cast.per, related=cast.kari, basis="power_of_attorney", scopes=["dialogue"], source="test",
            checked_at=now(), created_at=now(),
        )  # fmt: skip
        with pytest.raises(NotFound):
            request_export(actor=logins.actor(KARI), now=now(), person_id=cast.per.pk)

    def test_not_a_strangers(self, logins, cast):
        assert logins.client(PER).post(reverse("data_copies"), {"person": str(cast.kari.pk)}).status_code == 404
        assert not DataExport.objects.using(OWNER).exists()


class TestPages:
    def test_from_the_profile_to_the_file(self, logins, worker, asked):
        kari = logins.client(KARI)
        assert reverse("data_copies") in kari.get(reverse("profile")).content.decode()
        following = kari.post(reverse("data_copies"), follow=True)
        address = following.redirect_chain[-1][0]
        assert "Vi lager kopien nå" in following.content.decode()
        worker.run()
        ready = kari.get(address).content.decode()
        assert "Last ned (kan gjøres én gang)" in ready
        assert kari.post(address).status_code == 200
        assert "Lastet ned" in kari.get(reverse("data_copies")).content.decode()

    def test_told_when_it_takes_long(self, logins, kari):
        made = request_export(actor=kari, now=now() - timedelta(minutes=11), person_id=kari.person_id)
        assert "Det tar lengre tid enn vanlig" in logins.client(KARI).get(reverse("data_copy", args=[made])).content.decode()

    def test_a_notice_without_content(self, kari, worker, asked):
        export(kari, worker)
        notice = Notice.objects.using(OWNER).get()
        assert (notice.template, notice.person_id, notice.values) == ("ready", kari.person_id, {})

    def test_all_of_it_stands_in_the_log(self, kari, worker, asked):
        made = export(kari, worker)
        fetch_export(actor=kari, now=now(), export_id=made.pk)
        about = AuditEvent.objects.using(OWNER).filter(entity_id=made.pk, person_id=kari.person_id)
        assert list(about.order_by("id").values_list("action", flat=True)) == ["export.request", "export.finish", "export.fetch"]


def test_drafts_and_their_files_go_along(kari, cast, worker):
    draft = Draft.objects.using(OWNER).create(
        id=new_id(), practice=cast.tangen, person=cast.kari, author=cast.kari, service_code="e_consultation",
        content={"subject": "Rygg", "text": "Jeg har vondt."}, created_at=now(), updated_at=now(),
    )  # fmt: skip
    file_id = new_id()
    file_store().put(file_id, b"back")
    Attachment.objects.using(OWNER).create(
        id=file_id, practice=cast.tangen, person=cast.kari, author=cast.kari, draft=draft, position=1, title="rygg.jpg",
        content_type="image/jpeg", size_bytes=4, created_at=now(),
    )  # fmt: skip
    data, page, packed = content(export(kari, worker))
    assert "Jeg har vondt." in page
    assert packed.read(data["drafts"][0]["files"][0]) == b"back"


def asked_for(person: Person, staff: Actor, *, shielded: bool = False) -> None:
    """A wish for an appointment, with its task, and that somebody at the office opened it."""
    at = patient(person)
    appointment = Appointment.objects.using(OWNER).create(
        id=new_id(), practice_id=at.practice_id, person=person, author=person, patient=at, service_id=a_service(staff),
        modality="in-person", status="proposed", reason="Vil snakke om prevensjon", phone="", preferences={}, end_text="",
        shielded=shielded, asked_at=now(),
    )  # fmt: skip
    Task.objects.using(OWNER).create(
        id=new_id(), practice_id=at.practice_id, person=person, patient=at, kind="appointment_request", focus_id=appointment.pk,
        status="proposed", turn="office", due_at=now(), patient_name=person.name, from_name="", subject="Time", last_line="",
        shielded=shielded, updated_at=now(),
    )  # fmt: skip
    AuditEvent.objects.using(OWNER).create(
        id=new_id(), recorded_at=now(), action="appointment.read", capacity="staff", agent_name="Berg", person_id=person.pk,
        entity_type="Appointment", entity_id=appointment.pk,
    )  # fmt: skip


def patient(person: Person) -> Patient:
    return Patient.objects.using(OWNER).get(person=person)
