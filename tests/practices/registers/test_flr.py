"""Fastlegeregisteret asked over SOAP: found, not found, faults, hostile XML, a peer that hangs."""

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from fastlinje.people.oidc.profile import Timeouts
from fastlinje.people.registers.unavailable import MisconfiguredRegister, NotANationalId, Reason, RegisterUnavailable
from fastlinje.practices.registers.flr import Flr
from fastlinje.practices.registers.gp_register import ListMembership
from tests.people.registers.numbers import national_id
from tests.people.registers.peer import DRIP, HANG, PATIENT, Answer, MovableClock, impatient
from tests.practices.registers.flr_peer import FLR, INVALID, ON_NO_LIST, PASSWORD, USER, FlrPeer, Membership, envelope, fault

KARI, OLA = national_id(1), national_id(2)
NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)  # in Oslo
SAMPLES = Path(__file__).resolve().parents[4] / "shared/samples/registry"


def doctor(hpr: int, name: str, *, start: str, end: str = "", code: str = "LPFL", stands_in_for: str = "") -> str:
    first, last = name.split()
    ends = f"<p:To>{end}</p:To>" if end else '<p:To i:nil="true"/>'
    stands_in = f"<SubstituteForHprNumber>{stands_in_for}</SubstituteForHprNumber>" if stands_in_for else ""
    return (
        f"<GPOnContractAssociation><GP><FirstName>{first}</FirstName><LastName>{last}</LastName>"
        f'<MiddleName i:nil="true"/></GP><HprNumber>{hpr}</HprNumber><Relationship><c:CodeValue>{code}</c:CodeValue>'
        f"</Relationship>{stands_in}<Valid><p:From>{start}</p:From>{ends}</Valid></GPOnContractAssociation>"
    )


def details(
    number: str, doctors: str, *, start: str = "2019-02-01T00:00:00", end: str = "", list_id: int = 70012, nested: bool = False
) -> str:
    ends = f"<p:To>{end}</p:To>" if end else '<p:To i:nil="true"/>'
    office = "<GPOffice><b:Name>Solsiden legekontor</b:Name><b:OrganizationNumber>974760673</b:OrganizationNumber></GPOffice>"
    cycles = f"<DoctorCycles>{doctors}</DoctorCycles>"
    return (
        ("" if nested else cycles) + f"<GPContract>{cycles if nested else ''}{office}</GPContract>"
        f"<GPContractId>{list_id}</GPContractId><GPHerId>4657988</GPHerId><PatientNIN>{number}</PatientNIN>"
        f"<Period><p:From>{start}</p:From>{ends}</Period>"
    )


BERG = doctor(9144897, "Eva Berg", start="2015-01-01T00:00:00")
SUBSTITUTES = doctor(1, "Per Vikar", start="2020-01-01T00:00:00", code="LPVI") + doctor(
    2, "Mia Lie", start="2020-01-01T00:00:00", stands_in_for="9144897"
)
EARLIER = doctor(3, "Jon Dahl", start="2009-01-01T00:00:00", end="2014-12-31T00:00:00")


@pytest.fixture
def peer():
    peer = FlrPeer()
    peer.lists[KARI] = [Membership(details(KARI, EARLIER + SUBSTITUTES + BERG))]
    with peer.server.serving():
        yield peer


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOW)


@pytest.fixture
def timeouts() -> Timeouts:
    """How long to wait for the register; see peer.impatient."""
    return PATIENT


@pytest.fixture
def flr(peer, clock, timeouts) -> Flr:
    return Flr(peer.url, USER, PASSWORD, clock=clock, development=True, timeouts=timeouts)


def failure(flr: Flr, number: str = KARI) -> RegisterUnavailable:
    with pytest.raises(RegisterUnavailable) as failed:
        flr.gp_of(number, TODAY)
    assert failed.value.register == "flr"
    return failed.value


def test_gp_and_office_are_read(flr):  # F-002, F-013
    assert flr.gp_of(KARI, TODAY) == ListMembership(
        gp_her_id=4657988,
        gp_hpr_number="9144897",
        gp_name="Eva Berg",
        organisation_number="974760673",
        organisation_name="Solsiden legekontor",
        list_id="70012",
        from_date=date(2019, 2, 1),
        to_date=None,
    )


def test_doctors_may_stand_inside_the_contract(flr, peer):
    peer.lists[KARI] = [Membership(details(KARI, SUBSTITUTES + BERG, nested=True))]
    assert flr.gp_of(KARI, TODAY).gp_name == "Eva Berg"


def test_list_without_a_doctor_of_its_own_names_the_office(flr, peer):
    peer.lists[KARI] = [Membership(details(KARI, SUBSTITUTES + EARLIER))]
    found = flr.gp_of(KARI, TODAY)
    assert (found.gp_name, found.gp_hpr_number, found.organisation_name) == (None, None, "Solsiden legekontor")


def test_person_on_no_list(flr):  # F-012
    assert flr.gp_of(OLA, TODAY) is None


@pytest.mark.parametrize("status", [200, 400, 500])
def test_faults_are_told_apart_by_text_whatever_the_status(flr, peer, status):
    peer.server.behave = lambda _: fault(ON_NO_LIST, status)
    assert flr.gp_of(KARI, TODAY) is None
    peer.server.behave = lambda _: fault(INVALID, status)
    with pytest.raises(NotANationalId):
        flr.gp_of(KARI, TODAY)


@pytest.mark.parametrize("number", ["", "12345678999", "x</patientNin>", KARI + "0"])
def test_what_is_no_national_number_is_never_sent(flr, peer, number):
    with pytest.raises(NotANationalId):
        flr.gp_of(number, TODAY)
    assert peer.server.asked == []


def test_another_fault_says_nothing_of_its_text(flr, peer):
    peer.server.behave = lambda _: fault(f"NullReferenceException for {KARI}")
    error = failure(flr)
    assert error.reason is Reason.REFUSED
    assert KARI not in f"{error!r} {error.detail}"


def test_another_fault_does_not_make_others_wait(flr, peer):
    peer.server.behave = lambda _: fault("NullReferenceException")
    failure(flr)
    peer.server.behave = peer.behave
    assert flr.gp_of(KARI, TODAY) is not None


def test_another_day_is_asked_about_as_that_day(flr, peer):  # F-081
    old = details(KARI, doctor(3, "Jon Dahl", start="2009-01-01T00:00:00"), start="2010-01-01T00:00:00", end="2019-01-31T00:00:00")
    new = details(KARI, BERG)
    peer.lists[KARI] = [Membership(old, "2010-01-01", "2019-01-31"), Membership(new, "2019-02-01")]
    assert flr.gp_of(KARI, date(2019, 1, 31)).gp_name == "Jon Dahl"
    assert flr.gp_of(KARI, date(2019, 2, 1)).gp_name == "Eva Berg"
    assert flr.gp_of(KARI, date(2009, 12, 31)) is None
    assert flr.gp_of(OLA, date(2019, 2, 1)) is None
    assert flr.gp_of(KARI, TODAY).gp_name == "Eva Berg"
    assert peer.operations == ["GetPatientsGPDetailsAtTime"] * 4 + ["GetPatientGPDetails"]


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ({"start": "2026-11-22T00:00:00"}, True),
        ({"start": "2026-11-23T00:00:00"}, False),
        ({"start": "2026-11-22T23:30:00Z"}, False),
        ({"end": "2026-11-22T00:00:00"}, True),
        ({"end": "2026-11-21T00:00:00"}, False),
        ({"end": "2026-11-21T23:30:00.0000000Z"}, True),
        ({"end": "9999-12-31T23:59:59.9999999"}, True),
    ],
)
def test_period_is_whole_days_in_oslo(flr, peer, period, found):
    peer.lists[KARI] = [Membership(details(KARI, BERG, **period))]
    assert (flr.gp_of(KARI, TODAY) is not None) is found


def test_agreement_that_gives_the_her_id_alone(flr, peer):
    peer.lists[KARI] = [Membership(f"<GPHerId>4657988</GPHerId><PatientNIN>{KARI}</PatientNIN>")]
    assert flr.gp_of(KARI, TODAY) == ListMembership(4657988, None, None, None, None, None, None, None)


@impatient
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (HANG, Reason.UNREACHABLE),
        (DRIP, Reason.UNREACHABLE),
        (Answer(401, b"<html>denied</html>"), Reason.REFUSED),
        (Answer(503, b"<html><p>closed"), Reason.BUSY),
        (Answer(500, b""), Reason.FAILED),
        (Answer(200, b"<html/>"), Reason.MALFORMED),
        (Answer(200, b"<s:Envelope"), Reason.MALFORMED),
        (Answer(200, b""), Reason.MALFORMED),
        (envelope(""), Reason.MALFORMED),
        (envelope("<a/><b/>"), Reason.MALFORMED),
        (envelope(f'<SomethingElseResponse xmlns="{FLR}"/>'), Reason.MALFORMED),
        (envelope(f'<GetPatientGPDetailsResponse xmlns="{FLR}"/>', 500), Reason.FAILED),
        (Answer(200, b" " * 300_000), Reason.TOO_LARGE),
    ],
    ids=lambda value: value.value if isinstance(value, Reason) else None,
)
def test_every_useless_answer_is_a_typed_error(flr, peer, answer, reason):
    peer.server.behave = lambda _: answer
    assert failure(flr).reason is reason


@pytest.mark.parametrize(
    "result",
    [
        details(OLA, BERG),
        f"<PatientNIN>{KARI}</PatientNIN>",
        f"<GPHerId>0</GPHerId><PatientNIN>{KARI}</PatientNIN>",
        f"<GPHerId>fire</GPHerId><PatientNIN>{KARI}</PatientNIN>",
        "<GPHerId>4</GPHerId><Period><p:From>i fjor</p:From></Period>",
    ],
    ids=["somebody else's GP", "no GP", "zero", "no number", "no time"],
)
def test_answer_that_can_not_be_trusted(flr, peer, result):
    peer.lists[KARI] = [Membership(result)]
    assert failure(flr).reason is Reason.MALFORMED


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE s SYSTEM "http://127.0.0.1:9/evil.dtd">',
        '<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        "<!DOCTYPE s>",
    ],
)
def test_document_type_is_refused(flr, peer, before):
    """Laughs, external entities, remote DTDs: all begin with one."""
    honest = peer.behave
    peer.server.behave = lambda asked: Answer(200, before.encode() + honest(asked).body)
    error = failure(flr)
    assert (error.reason, error.detail) == (Reason.MALFORMED, "has a document type")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_document_type_is_refused_in_every_encoding(flr, peer, encoding):
    peer.server.behave = lambda _: Answer(200, "<!DOCTYPE s><s/>".encode(encoding))
    assert failure(flr).detail == "has a document type"


def test_depth_is_bounded(flr, peer):
    peer.server.behave = lambda _: Answer(200, b"<a>" * 5000 + b"</a>" * 5000)
    assert failure(flr).detail == "nested too deep"


@impatient
def test_people_do_not_queue_up_behind_a_hanging_register(flr, peer, clock):
    peer.server.behave = lambda _: HANG
    assert failure(flr).reason is Reason.UNREACHABLE
    assert failure(flr, OLA).reason is Reason.RESTING
    assert len(peer.server.asked) == 1
    peer.server.behave = peer.behave
    clock.forward(timedelta(seconds=10))
    assert flr.gp_of(KARI, TODAY) is not None


def test_wrong_password_is_refused(peer, clock):
    assert failure(Flr(peer.url, USER, "feil", clock=clock, development=True, timeouts=PATIENT)).reason is Reason.REFUSED


@pytest.mark.parametrize(
    ("url", "user", "password"),
    [
        ("http://flr.example/v2/flr", "u", "p"),
        ("https://flr.example", "", "p"),
        ("https://flr.example", "u", ""),
        ("https://flr.example", "u:v", "p"),
    ],
)
def test_unfit_settings_are_told_at_start(url, user, password):
    with pytest.raises(MisconfiguredRegister):
        Flr(url, user, password)


def test_nothing_personal_is_logged_or_in_an_address(flr, peer, caplog):  # AD-72
    with caplog.at_level(logging.DEBUG):
        flr.gp_of(KARI, TODAY)
    assert KARI not in caplog.text
    assert all(KARI not in asked.path for asked in peer.server.asked)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples are not on this machine")
@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("get-patient-gp.xml", RegisterUnavailable),  # about a made-up number, so about somebody else
        ("get-patient-gp-not-found.xml", None),
        ("get-patient-gp-invalid-nin.xml", NotANationalId),
    ],
)
def test_public_samples(flr, peer, name, refused):
    content = (SAMPLES / f"flr_soap_{name}").read_bytes()
    peer.server.behave = lambda _: Answer(200, content)
    if refused is None:
        assert flr.gp_of(KARI, TODAY) is None
        return
    with pytest.raises(refused) as told:
        flr.gp_of(KARI, TODAY)
    assert getattr(told.value, "detail", "about somebody else") == "about somebody else"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples are not on this machine")
def test_public_sample_of_a_found_gp(flr, peer):
    content = (SAMPLES / "flr_soap_get-patient-gp.xml").read_bytes()
    peer.server.behave = lambda _: Answer(200, content.replace(b"12345678999", KARI.encode()))
    assert flr.gp_of(KARI, TODAY).gp_her_id == 4657988
