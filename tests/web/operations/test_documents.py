"""An operator uploads a document on who may act for whom: counted, then used or thrown away; nobody is named (AD-19, F-101)."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings as in_use
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor, Face
from fastlinje.core.clock import now
from fastlinje.nonprod.cast import ASTRID, BERG, DAG, KARI, OSKAR, PER
from fastlinje.people.commands.upload_register_document import upload_register_document
from fastlinje.people.models import RegisterDocument, RegisterFreshness, RegisterRound, RelatedPerson
from fastlinje.people.sweeping import sweep_register_documents
from tests.people.test_register_checks import OLA, adult, child, mandate, person, represented

OWNER = "owner"
PAGE, UPLOAD = "/drift/registre/", "/drift/registre/dokumenter/"
COVERS = ["children", "guardianships", "powers_of_attorney", "decided_representations", "address_protection"]


def document(*people: dict, at: datetime | None = None, covers: list[str] = COVERS, indent: int | None = None) -> bytes:
    head = {"source": "Prøve", "fetched_at": (at or now()).isoformat(), "covers": covers}
    return json.dumps({**head, "people": list(people)}, indent=indent).encode()


@pytest.fixture
def oskar(logins) -> Client:
    return logins.client(OSKAR, Face.STAFF)


@pytest.fixture
def upload(oskar, worker):
    """Upload, let the worker read it, and give the address of the document's page."""

    def run(content: bytes, *, key: str = "", read: bool = True) -> str:
        response = oskar.post(UPLOAD, {"document": SimpleUploadedFile("uttrekk.json", content), "key": key})
        assert response.status_code == 302, response.content.decode()
        if read:
            worker.run()
        return response["Location"]

    return run


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def numbers_of(client: Client, address: str) -> str:
    return "".join(text_of(client, address).split())


def stored() -> RegisterDocument:
    return RegisterDocument.objects.using(OWNER).latest("uploaded_at")


def test_uploaded_counted_used_and_then_a_mother_may_act(oskar, upload, worker, kari):
    address = upload(document(person(children=[child(adult())])))
    page = numbers_of(oskar, address)
    for fact in ("Personeridokumentet</dt><dd>1</dd>", "blirsjekket</dt><dd>1</dd>", "ersomnye</dt><dd>1</dd>"):
        assert fact.replace("ersomnye", "Relasjonersomernye") in page
    assert represented(kari) == {}
    used = oskar.post(f"{address}bruk/")
    assert used["Location"] == address
    assert "Dokumentet tas i bruk. 0 av 1 personer er sjekket." in text_of(oskar, address)
    worker.run()
    assert list(represented(kari)) == ["Ola Nordmann"]
    assert "Tatt i bruk" in text_of(oskar, address)
    last = RegisterRound.objects.using(OWNER).get()
    assert (last.register, last.source, last.changed, last.no_answer) == ("representation", "document", 1, 0)
    assert "Opplastet dokument" in text_of(oskar, PAGE)
    acts = AuditEvent.objects.using(OWNER).filter(entity_type="RegisterDocument").order_by("recorded_at")
    assert [(act.action, act.capacity) for act in acts] == [
        ("register_document.upload", "operator"),
        ("register_document.count", "job"),
        ("register_document.accept", "operator"),
        ("register_document.apply", "job"),
    ]


def test_the_pages_name_nobody(oskar, upload, worker, kari):
    address = upload(document(person(children=[child(adult())], guardianships=[mandate(kind="voksen")])))
    oskar.post(f"{address}bruk/")
    worker.run()
    for page in (text_of(oskar, address), text_of(oskar, PAGE)):
        assert not [
            hidden for hidden in (KARI.national_id, OLA.national_id, "Kari", "Ola Nord", "Astrid", "Prøve") if hidden in page
        ]


def test_what_would_change_and_end_is_counted_and_nothing_is_done(oskar, upload, worker, kari):
    oskar.post(f"{upload(document(person(children=[child(adult())], guardianships=[mandate(kind='voksen')])))}bruk/")
    worker.run()
    before = represented(kari)
    events = AuditEvent.objects.using(OWNER).filter(action__startswith="representation.").count()
    address = upload(document(person(guardianships=[mandate(kind="voksen", scopes=["invoices"])], address_protection="7")))
    found = stored()
    assert (found.begins, found.changes, found.ends, found.protections) == (0, 0, 2, 1)
    upload(document(person(guardianships=[mandate(kind="voksen", scopes=["invoices"])])))
    found = stored()
    assert (found.begins, found.changes, found.ends, found.protections) == (0, 1, 1, 0)
    assert "1 relasjon avsluttes straks." in text_of(oskar, f"{UPLOAD}{found.pk}/")
    assert "Forkastet" in text_of(oskar, address)  # a new document takes the place of one nobody used
    assert represented(kari) == before
    assert AuditEvent.objects.using(OWNER).filter(action__startswith="representation.").count() == events


def test_the_content_is_sealed_and_goes_when_it_is_used(upload, oskar, worker, kari):
    content = document(person(children=[child(adult())]))
    address = upload(content, read=False)
    with connections[OWNER].cursor() as cursor:
        cursor.execute("select content from people_registerdocument")
        sealed = bytes(cursor.fetchone()[0])
    assert KARI.national_id.encode() not in sealed
    assert in_use.CONTENT_RING.open(sealed, label="people.register_document.content", pk=stored().pk) == content
    worker.run()
    oskar.post(f"{address}bruk/")
    worker.run()
    assert stored().content is None


def test_no_operator_can_read_the_content_even_with_sql(upload, logins):
    upload(document(person()), read=False)
    oskar = logins.actor(OSKAR, Face.OPERATOR)
    with gate.transaction.atomic(), connection.cursor() as cursor:
        gate.enter(oskar.entry, now=now())
        cursor.execute("select state from people_registerdocument")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("select content from people_registerdocument")


def test_everything_wrong_is_told_with_its_line_and_nothing_can_be_used(oskar, upload, kari):
    wrong = [
        person(children=[child(adult(), birth_date="2099-01-01", responsibility="ukjent")]),
        person(PER, guardianships=[mandate(kind="voksen", to_date="2025-01-01")]),
        {**person(ASTRID), "national_id": "12345678901"},
    ]
    content = document(*wrong, indent=1)
    address = upload(content)
    page = text_of(oskar, address)
    lines = content.decode().splitlines()
    for words, sentence in (
        ('"birth_date": "2099-01-01"', "Datoen eller tidspunktet er i fremtiden."),
        ('"responsibility": "ukjent"', "Den må være en av disse: felles, mor, far, medmor, andre."),
        ('"to_date": "2025-01-01"', "Sluttdatoen er før startdatoen."),
        ('"national_id": "12345678901"', "Dette er ikke et gyldig fødselsnummer eller D-nummer."),
    ):
        line = next(number for number, text in enumerate(lines, 1) if words in text)
        assert f">{line}</th>" in page
        assert sentence in page
    assert "4 feil må rettes." in page
    assert "Personer med feil</dt><dd>3</dd>" in page.replace("</dt> <dd>", "</dt><dd>")
    assert "12345678901" not in page
    assert "Bruk dokumentet" not in page
    assert oskar.post(f"{address}bruk/").status_code == 409
    assert (stored().state, stored().content) == ("unusable", None)


def test_the_sentences_follow_the_operators_language(oskar, upload):
    address = upload(b"{")
    oskar.post("/sprak/", {"language": "en", "next": address})
    assert "valid JSON" in text_of(oskar, address)


def test_more_than_a_hundred_mistakes_are_counted(oskar, upload):
    address = upload(document(*({"x": 1} for _ in range(150))))
    page = text_of(oskar, address)
    assert stored().problem_count == 150 * 7
    assert len(stored().problems) == 100
    assert "… og 950 feil til." in page


@pytest.mark.parametrize(("content", "said"), [(b"", "Filen er tom."), (b"\xff\xfe{}", "ikke lagret som UTF-8")])
def test_what_is_no_text_is_refused_at_once(oskar, content, said):
    response = oskar.post(UPLOAD, {"document": SimpleUploadedFile("x.json", content)})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not RegisterDocument.objects.using(OWNER).exists()


def test_a_form_without_a_file_says_so(oskar):
    response = oskar.post(UPLOAD, {})
    assert response.status_code == 422
    assert "Velg en fil." in response.content.decode()


def test_too_large_a_file_is_refused_kindly_and_none_touches_the_disk(oskar, settings, monkeypatch):
    settings.ENVIRONMENT = replace(in_use.ENVIRONMENT, register_document_mb=6)
    monkeypatch.setattr("tempfile._TemporaryFileWrapper", _never)
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", _never)
    large, fits = b" " * 6_000_001, b'{"x": "' + b" " * 5_900_000 + b'"}'
    response = oskar.post(UPLOAD, {"document": SimpleUploadedFile("x.json", large)})
    assert response.status_code == 422
    assert "større enn 6 MB" in response.content.decode()
    assert oskar.post(UPLOAD, {"document": SimpleUploadedFile("x.json", fits)}).status_code == 302


def _never(*_arguments: object, **_named: object) -> None:
    raise AssertionError("a document was written to disk in plain")


def test_only_one_is_used_and_using_it_twice_is_once(oskar, upload, worker, kari):
    content = document(person(children=[child(adult())]))
    key = str(uuid4())
    address = upload(content, key=key)
    assert upload(content, key=key) == address  # a double click
    assert RegisterDocument.objects.using(OWNER).count() == 1
    assert oskar.post(f"{address}bruk/").status_code == 302
    assert oskar.post(f"{address}bruk/").status_code == 302
    assert [name for name in worker.waiting() if "Accepted" in name] == ["RegisterDocumentAccepted"]
    refused = oskar.post(f"{address}forkast/")
    assert refused.status_code == 409
    assert "allerede tatt i bruk" in refused.content.decode()
    busy = oskar.post(UPLOAD, {"document": SimpleUploadedFile("x.json", content)})
    assert "Et dokument tas i bruk nå." in busy.content.decode()
    worker.run()
    assert oskar.post(f"{address}bruk/").status_code == 302  # going back and pressing again
    assert RelatedPerson.objects.using(OWNER).count() == 1


def test_two_operators_at_once_become_one_after_the_other(logins, cast):
    """Threads with a connection each: the second takes the place of the first, and neither sees an error."""
    oskar, began = logins.actor(OSKAR, Face.OPERATOR), threading.Barrier(2)

    def upload_one() -> None:
        try:
            began.wait()
            upload_register_document(actor=oskar, now=now(), content=document(person()))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(upload_one) for _ in range(2)]:
            done.result()
    states = RegisterDocument.objects.using(OWNER).values_list("state", flat=True)
    assert sorted(states) == ["discarded", "received"]


def test_what_is_thrown_away_cannot_be_used(oskar, upload, worker, kari):
    address = upload(document(person(children=[child(adult())])))
    for _ in range(2):
        assert oskar.post(f"{address}forkast/").status_code == 302
    assert (stored().state, stored().content) == ("discarded", None)
    refused = oskar.post(f"{address}bruk/")
    assert refused.status_code == 409
    assert "Dokumentet er slettet. Last opp et nytt." in refused.content.decode()
    worker.run()
    assert represented(kari) == {}


def test_it_cannot_be_used_before_it_is_read(oskar, upload):
    address = upload(document(person()), read=False)
    refused = oskar.post(f"{address}bruk/")
    assert (refused.status_code, "ikke lest ferdig" in refused.content.decode()) == (409, True)


def test_a_document_older_than_what_is_stored_is_refused(oskar, upload, worker, kari):
    """What was taken away by a newer one must not come back."""
    oskar.post(f"{upload(document(person()))}bruk/")
    worker.run()
    old = document(person(children=[child(adult())]), at=now() - timedelta(days=1))
    address = upload(old)
    page = text_of(oskar, address)
    assert "men det som er lagret, er fra" in page
    assert "Bruk dokumentet" not in page
    assert represented(kari) == {}


def test_one_that_became_old_while_it_waited_is_refused_too(oskar, upload, worker, kari):
    address = upload(document(person(children=[child(adult())])))
    RegisterFreshness.objects.using(OWNER).create(subject="children", fetched_at=now() + timedelta(minutes=1))
    refused = oskar.post(f"{address}bruk/")
    assert (refused.status_code, "eldre enn det som er lagret" in refused.content.decode()) == (409, True)
    assert stored().state == "ready"


def test_an_older_file_does_not_undo_it_by_the_hour(oskar, upload, worker, kari, settings, tmp_path):
    """The file still says that Kari has a child; the document that was uploaded since says no."""
    path = tmp_path / "file.json"
    path.write_bytes(document(person(children=[child(adult())]), at=now() - timedelta(hours=2)))
    settings.ENVIRONMENT = replace(in_use.ENVIRONMENT, representation_file=path)
    oskar.post(f"{PAGE}sjekk/")
    worker.run()
    assert list(represented(kari)) == ["Ola Nordmann"]
    oskar.post(f"{upload(document(person()))}bruk/")
    worker.run()
    assert represented(kari) == {}
    oskar.post(f"{PAGE}sjekk/")
    worker.run()
    assert represented(kari) == {}
    assert "representation: older" in text_of(oskar, PAGE)


def test_two_registers_that_disagree_widen_nothing(oskar, upload, worker, kari, settings, tmp_path):
    path = tmp_path / "file.json"
    path.write_bytes(document(person(), at=now() - timedelta(hours=2)))
    settings.ENVIRONMENT = replace(in_use.ENVIRONMENT, representation_file=path)
    address = upload(document(person(children=[child(adult())])))
    page = text_of(oskar, address)
    assert "Dokumentet og de andre kildene er uenige." in page
    assert stored().begins == 0
    oskar.post(f"{address}bruk/")
    worker.run()
    assert represented(kari) == {}
    assert "To kilder er uenige." in text_of(oskar, PAGE)


def test_after_a_day_it_is_gone_also_when_the_worker_never_got_there(oskar, upload, worker):
    address = upload(document(person()))
    late = now() + timedelta(hours=24, seconds=1)
    RegisterDocument.objects.using(OWNER).update(expires_at=now())
    refused = oskar.post(f"{address}bruk/")
    assert (refused.status_code, "mer enn et døgn" in refused.content.decode()) == (409, True)
    with worker.connected():
        sweep_register_documents(actor=Actor.job("test"), now=late)
    assert (stored().state, stored().content) == ("expired", None)
    assert "Slettet etter et døgn" in text_of(oskar, address)
    with worker.connected():
        sweep_register_documents(actor=Actor.job("test"), now=late + timedelta(days=366))
    assert not RegisterDocument.objects.using(OWNER).exists()


def test_the_script_is_told_how_far_it_has_come(oskar, upload):
    address = upload(document(person()), read=False)
    answer = oskar.get(address, headers={"accept": "application/json"}).json()
    assert (answer["made"], answer["moving"]) == (0, True)


def test_the_page_asks_few_questions(oskar, upload, kari):
    address = upload(document(person()))
    text_of(oskar, address)
    for page in (address, PAGE):
        with CaptureQueriesContext(connections["default"]) as asked:
            text_of(oskar, page)
        assert len([query for query in asked if not query["sql"].startswith(("BEGIN", "COMMIT"))]) <= 6


def test_nobody_else_gets_in_and_no_body_is_read(logins, upload):
    address = upload(document(person()))
    visitors = [Client(HTTP_HOST="localhost"), logins.client(KARI)]
    visitors += [logins.client(who, Face.STAFF) for who in (BERG, DAG)]
    for visitor in visitors:
        assert visitor.get(address).status_code in (302, 403)
        for path in (UPLOAD, f"{address}bruk/", f"{address}forkast/"):
            file = SimpleUploadedFile("x.json", document(person()))
            assert visitor.post(path, {"document": file}).status_code in (302, 401, 403)
    assert (RegisterDocument.objects.using(OWNER).count(), stored().state) == (1, "ready")


def test_every_act_needs_the_forms_token(logins, upload):
    """AD-52: also the upload, whose token is checked by itself."""
    address = upload(document(person()))
    client = logins.client(OSKAR, Face.STAFF)
    client.handler.enforce_csrf_checks = True
    for path in (UPLOAD, f"{address}bruk/", f"{address}forkast/"):
        file = SimpleUploadedFile("x.json", document(person()))
        assert client.post(path, {"document": file}).status_code == 403
    assert RegisterDocument.objects.using(OWNER).count() == 1


def test_a_document_that_is_not_there_is_not_found(oskar):
    for path in (f"{UPLOAD}{uuid4()}/", f"{UPLOAD}{uuid4()}/bruk/"):
        assert (oskar.post(path) if path.endswith("bruk/") else oskar.get(path)).status_code == 404
