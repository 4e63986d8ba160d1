"""The contact register, asked over HTTP the way it wants, answering, failing and hanging."""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest

from fastlinje.people.registers.contact_register import ContactStatus, LocalOnly
from fastlinje.people.registers.krr import Krr
from fastlinje.people.registers.unavailable import MisconfiguredRegister, NotANationalId, Reason, RegisterUnavailable
from tests.people.registers.numbers import national_id
from tests.people.registers.peer import DRIP, HANG, Answer, Asked, Server, impatient

KARI, OLA, NORA = national_id(1), national_id(2), national_id(3)
KARI_SAID = {
    "personidentifikator": KARI,
    "reservasjon": "NEI",
    "status": "AKTIV",
    "varslingsstatus": "KAN_VARSLES",
    "kontaktinformasjon": {
        "epostadresse": "kari@eksempel.no",
        "epostadresse_oppdatert": "2024-03-20T10:44:39+01",
        "epostadresse_sist_verifisert": "2026-08-05T10:45:15.768Z",
        "mobiltelefonnummer": "+4790000001",
        "mobiltelefonnummer_oppdatert": "2025-01-02T10:00:00+01:00",
    },
    "spraak": "nn",
    "spraak_oppdatert": "2020-11-20T00:00:00+01",
}


class Register:
    """Answers for those it knows; refuses a token that is not the newest and a list that is not 1 to 1000."""

    def __init__(self, authority):
        self._authority, self.people = authority, {KARI: KARI_SAID}
        self.server = Server(self.behave)

    @property
    def batches(self) -> list[list[str]]:
        return [json.loads(asked.body)["personidentifikatorer"] for asked in self.server.asked]

    def behave(self, asked: Asked) -> Answer:
        if (asked.method, asked.path) != ("POST", "/rest/v2/personer"):
            return Answer(404)
        if asked.headers.get("Authorization") != f"Bearer {self._authority.tokens[-1]}":
            return Answer(401)
        wanted = json.loads(asked.body)["personidentifikatorer"]
        if not 1 <= len(wanted) <= 1000:
            return Answer(400)
        unknown = {"reservasjon": "NEI", "status": "IKKE_REGISTRERT", "varslingsstatus": "KAN_IKKE_VARSLES"}
        people = [self.people.get(number, {"personidentifikator": number, **unknown}) for number in wanted]
        return Answer(200, json.dumps({"personer": people}).encode(), {"Content-Type": "application/json"})


@pytest.fixture
def register(authority):
    register = Register(authority)
    with register.server.serving():
        yield register


@pytest.fixture
def krr(register, tokens, clock, timeouts) -> Krr:
    return Krr(register.server.url + "/", tokens, clock=clock, development=True, timeouts=timeouts)


def answered(**said: object) -> Answer:
    return Answer(200, json.dumps({"personer": [KARI_SAID | said]}).encode())


def failure(krr: Krr, number: str = KARI) -> RegisterUnavailable:
    with pytest.raises(RegisterUnavailable) as failed:
        krr.contact_of(number)
    return failed.value


def test_contact_is_read(krr):
    contact = krr.contact_of(KARI)
    assert (contact.reserved, contact.status, contact.may_be_notified) == (False, ContactStatus.ACTIVE, True)
    assert (contact.email.value, contact.mobile.value, contact.language) == ("kari@eksempel.no", "+4790000001", "nn")
    assert contact.email.updated_at == datetime(2024, 3, 20, 9, 44, 39, tzinfo=UTC)
    assert contact.email.verified_at == datetime(2026, 8, 5, 10, 45, 15, 768000, tzinfo=UTC)
    assert contact.mobile.verified_at is None


def test_person_the_register_does_not_know(krr):
    contact = krr.contact_of(OLA)
    assert (contact.status, contact.email, contact.mobile) == (ContactStatus.NOT_REGISTERED, None, None)
    assert not contact.may_be_notified


@pytest.mark.parametrize(
    ("said", "field", "read"),
    [
        ({"reservasjon": "JA"}, "reserved", True),
        ({"reservasjon": None}, "reserved", True),
        ({"reservasjon": "KANSKJE"}, "reserved", True),
        ({"varslingsstatus": "KAN_IKKE_VARSLES"}, "may_be_notified", False),
        ({"varslingsstatus": None}, "may_be_notified", False),
        ({"varslingsstatus": "NOE_NYTT"}, "may_be_notified", False),
        ({"status": "SLETTET"}, "status", ContactStatus.DELETED),
        ({"spraak": "fi"}, "language", None),
        ({"spraak": ["nb"]}, "language", None),
        ({"kontaktinformasjon": None}, "email", None),
        ({"kontaktinformasjon": {"epostadresse": "ikke en adresse"}}, "email", None),
        ({"kontaktinformasjon": {"epostadresse": "a@b.no\r\nBcc: x@y.no"}}, "email", None),
        ({"kontaktinformasjon": {"mobiltelefonnummer": "22 22 22 22"}}, "mobile", None),
        ({"kontaktinformasjon": {"mobiltelefonnummer": 90000001}}, "mobile", None),
    ],
)
def test_what_is_missing_or_unknown_never_widens(krr, register, said, field, read):
    register.people[KARI] = KARI_SAID | said
    assert getattr(krr.contact_of(KARI), field) == read


def test_eight_digits_are_norwegian(krr, register):
    register.people[KARI] = KARI_SAID | {"kontaktinformasjon": {"mobiltelefonnummer": "90000001"}}
    assert krr.contact_of(KARI).mobile.value == "+4790000001"


def test_many_people_in_batches_of_a_thousand(krr, register):
    numbers = [national_id(serial) for serial in range(1, 2002)]
    contacts = krr.contacts_of([*numbers, numbers[0]])
    assert contacts.keys() == set(numbers)
    assert [len(batch) for batch in register.batches] == [1000, 1000, 1]
    assert contacts[KARI].email is not None
    assert contacts[OLA].status is ContactStatus.NOT_REGISTERED


def test_nobody_is_asked_about_when_nobody_is_wanted(krr, register):
    assert krr.contacts_of([]) == {}
    assert register.batches == []


def test_answer_is_remembered_for_minutes_and_no_longer(krr, register, clock):
    krr.contacts_of([KARI, OLA])
    clock.forward(timedelta(minutes=4, seconds=59))
    krr.contacts_of([KARI, NORA])
    assert register.batches == [[KARI, OLA], [NORA]]
    clock.forward(timedelta(seconds=1))
    krr.contact_of(KARI)
    assert register.batches[-1] == [KARI]


def test_forgotten_answer_is_asked_for_anew(krr, register):
    krr.contact_of(KARI)
    krr.forget(KARI)
    register.people[KARI] = KARI_SAID | {"spraak": "se"}
    assert krr.contact_of(KARI).language == "se"


def test_failure_is_not_remembered_as_an_answer(krr, register):
    register.server.behave = lambda _: Answer(200, b"{}")
    assert failure(krr).reason is Reason.MALFORMED
    register.server.behave = register.behave
    assert krr.contact_of(KARI).email is not None


def test_token_revoked_before_its_time_is_renewed_once(krr, register, authority):
    krr.contact_of(KARI)
    authority.tokens.append("somebody-revoked-the-other")
    krr.contact_of(OLA)
    assert len(authority.grants) == 2


def test_register_that_refuses_every_token_is_asked_twice(krr, register):
    register.server.behave = lambda _: Answer(401)
    assert failure(krr).reason is Reason.REFUSED
    assert len(register.server.asked) == 2


@impatient
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (HANG, Reason.UNREACHABLE),
        (DRIP, Reason.UNREACHABLE),
        (Answer(500), Reason.FAILED),
        (Answer(502, b"<html>"), Reason.FAILED),
        (Answer(503), Reason.BUSY),
        (Answer(429), Reason.BUSY),
        (Answer(403), Reason.REFUSED),
        (Answer(301, b"", {"Location": "https://127.0.0.1/"}), Reason.MALFORMED),
        (Answer(200, b"not json"), Reason.MALFORMED),
        (Answer(200, b'{"personer": "alle"}'), Reason.MALFORMED),
        (Answer(200, b'{"personer": [7]}'), Reason.MALFORMED),
        (Answer(200, b'{"personer": []}'), Reason.MALFORMED),
        (answered(personidentifikator=OLA), Reason.MALFORMED),
        (answered(status="NY"), Reason.MALFORMED),
        (answered(kontaktinformasjon=[1]), Reason.MALFORMED),
        (answered(kontaktinformasjon={"epostadresse": "a@b.no", "epostadresse_oppdatert": "i går"}), Reason.MALFORMED),
        (Answer(200, b" " * 5_000_000), Reason.TOO_LARGE),
    ],
    ids=lambda value: value.value if isinstance(value, Reason) else None,
)
def test_every_useless_answer_is_a_typed_error_without_content(krr, register, answer, reason):
    register.server.behave = lambda _: answer
    error = failure(krr)
    assert error.reason is reason
    assert error.register == "krr"
    assert not {KARI, OLA, "a@b.no", "i går"} & set(f"{error} {error.detail}".split())


@impatient
def test_people_do_not_queue_up_behind_a_hanging_register(krr, register, clock):
    register.server.behave = lambda _: HANG
    assert failure(krr).reason is Reason.UNREACHABLE
    assert failure(krr, OLA).reason is Reason.RESTING
    assert len(register.server.asked) == 1
    register.server.behave = register.behave
    clock.forward(timedelta(seconds=10))
    assert krr.contact_of(KARI).email is not None


@pytest.mark.parametrize(
    ("asked_for", "seconds"), [("60", 60), ("86400", 300), ("Sat, 21 Nov 2026 09:01:00 GMT", 10), ("-1", 10), ("", 10)]
)
def test_busy_register_is_left_alone_as_long_as_it_asks_within_reason(krr, register, clock, asked_for, seconds):
    register.server.behave = lambda _: Answer(429, b"", {"Retry-After": asked_for})
    assert failure(krr).reason is Reason.BUSY
    clock.forward(timedelta(seconds=seconds - 1))
    assert failure(krr).reason is Reason.RESTING
    register.server.behave = register.behave
    clock.forward(timedelta(seconds=1))
    assert krr.contact_of(KARI).email is not None


def test_what_is_remembered_still_answers_while_the_register_is_away(krr, register):
    krr.contact_of(KARI)
    register.server.behave = lambda _: Answer(500)
    assert failure(krr, OLA).reason is Reason.FAILED
    assert krr.contact_of(KARI).email is not None


@pytest.mark.parametrize("number", ["", "12345678901", "kari", KARI[:-1], "1" * 5000])
def test_what_is_no_national_number_is_never_sent(krr, register, number):
    with pytest.raises(NotANationalId) as refused:
        krr.contacts_of([KARI, number])
    assert str(refused.value) == "not a national identity number"
    assert register.server.asked == []


def test_nothing_personal_is_logged(krr, register, caplog):  # AD-72
    with caplog.at_level(logging.DEBUG):
        krr.contact_of(KARI)
        register.server.behave = lambda _: Answer(500, json.dumps(KARI_SAID).encode())
        failure(krr, OLA)
    for content in (KARI, OLA, "kari@eksempel.no", "90000001", "Bearer"):
        assert content not in caplog.text


def test_numbers_are_in_no_address(krr, register):  # AD-72
    krr.contact_of(KARI)
    assert all(KARI not in asked.path for asked in register.server.asked)


@pytest.mark.parametrize("url", ["http://kontaktregisteret.example", "https://u:p@kontaktregisteret.example", "ftp://x", ""])
def test_unfit_address_is_told_at_start(tokens, url):
    with pytest.raises(MisconfiguredRegister):
        Krr(url, tokens)


def test_without_a_register_only_local_addresses_count():
    register = LocalOnly()
    register.forget(KARI)
    assert register.contact_of(KARI) is None
    assert register.contacts_of([KARI, OLA]) == {}
