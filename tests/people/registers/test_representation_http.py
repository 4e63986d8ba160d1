"""The same document over HTTP, from a service that wants a token and may fail in every way."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from fastlinje.core.clock import now
from fastlinje.people.register_checks import configured_registers
from fastlinje.people.registers.representation_http import RepresentationHttp
from fastlinje.people.registers.several import SeveralRegisters
from fastlinje.people.registers.unavailable import MisconfiguredRegister, NotANationalId, Reason, RegisterUnavailable
from tests.people.registers.authority import CLIENT_ID
from tests.people.registers.conftest import OWN_SCOPE
from tests.people.registers.family import HEAD, KARI, KARI_AS_PERSON, PER, changed
from tests.people.registers.peer import DRIP, HANG, Answer, Asked, Server, impatient


class Service:
    """Answers for those it knows."""

    def __init__(self, authority):
        self._authority, self.people = authority, {KARI: KARI_AS_PERSON}
        self.server = Server(self.behave)

    def behave(self, asked: Asked) -> Answer:
        if (asked.method, asked.path) != ("POST", "/representasjon"):
            return Answer(404)
        if asked.headers.get("Authorization") != f"Bearer {self._authority.tokens[-1]}":
            return Answer(401)
        person = self.people.get(json.loads(asked.body)["national_id"])
        return Answer(200, json.dumps({**HEAD, "person": person}).encode(), {"Content-Type": "application/json"})


@pytest.fixture
def service(authority):
    service = Service(authority)
    with service.server.serving():
        yield service


@pytest.fixture
def register(service, tokens, clock, timeouts) -> RepresentationHttp:
    url = f"{service.server.url}/representasjon"
    return RepresentationHttp(url, tokens, OWN_SCOPE, clock=clock, development=True, timeouts=timeouts)


def failure(register: RepresentationHttp, number: str = KARI) -> RegisterUnavailable:
    with pytest.raises(RegisterUnavailable) as failed:
        register.representations_of(number)
    return failed.value


def test_person_is_read(register):
    status = register.representations_of(KARI)
    assert (status.national_id, len(status.children), len(status.mandates)) == (KARI, 1, 2)


def test_person_the_service_has_nothing_on(register):
    status = register.representations_of(PER)
    assert (status.national_id, status.children, status.mandates) == (PER, (), ())


def test_every_look_up_asks(register, service):  # AD-27
    register.representations_of(KARI)
    service.people[KARI] = changed(KARI_AS_PERSON, "powers_of_attorney", [])
    assert len(register.representations_of(KARI).mandates) == 1


def test_number_is_in_the_body_and_in_no_address(register, service):  # AD-72
    register.representations_of(KARI)
    (asked,) = service.server.asked
    assert json.loads(asked.body) == {"national_id": KARI}
    assert KARI not in asked.path


def test_token_revoked_before_its_time_is_renewed_once(register, authority):
    register.representations_of(KARI)
    authority.tokens.append("somebody-revoked-the-other")
    assert register.representations_of(KARI).children
    assert len(authority.grants) == 2


def test_answer_about_somebody_else(register, service):
    service.people[PER] = KARI_AS_PERSON
    error = failure(register, PER)
    assert (error.reason, error.detail) == (Reason.MALFORMED, "person: is about somebody else")


def test_childs_birth_date_in_the_future(register, service):
    service.people[KARI] = changed(KARI_AS_PERSON, "children.0.birth_date", "2030-01-01")
    assert failure(register).detail == "person.children[0].birth_date: is in the future"


@impatient
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (HANG, Reason.UNREACHABLE),
        (DRIP, Reason.UNREACHABLE),
        (Answer(500), Reason.FAILED),
        (Answer(429), Reason.BUSY),
        (Answer(403), Reason.REFUSED),
        (Answer(401), Reason.REFUSED),
        (Answer(204), Reason.MALFORMED),
        (Answer(200, b"{"), Reason.MALFORMED),
        (Answer(200, b"{}"), Reason.MALFORMED),
        (Answer(200, b" " * 300_000), Reason.TOO_LARGE),
    ],
    ids=lambda value: value.value if isinstance(value, Reason) else None,
)
def test_every_useless_answer_is_a_typed_error(register, service, answer, reason):
    service.server.behave = lambda _: answer
    assert failure(register).reason is reason


@impatient
def test_people_do_not_queue_up_behind_a_hanging_service(register, service, clock):
    service.server.behave = lambda _: HANG
    assert failure(register).reason is Reason.UNREACHABLE
    assert failure(register).reason is Reason.RESTING
    service.server.behave = service.behave
    clock.forward(timedelta(seconds=10))
    assert register.representations_of(KARI).children


def test_what_is_no_national_number_is_never_sent(register, service):
    with pytest.raises(NotANationalId):
        register.representations_of("12345678901")
    assert service.server.asked == []


def test_unfit_address_is_told_at_start(tokens):
    with pytest.raises(MisconfiguredRegister):
        RepresentationHttp("http://representasjon.example/", tokens, OWN_SCOPE)


@pytest.fixture
def in_use(settings, service, authority, register_keys, clock, tmp_path):
    """The installation is set up with the service, its own key and the authority."""
    clock.time = now()
    (key,) = register_keys
    (tmp_path / "maskinporten-1.jwk").write_text(json.dumps(key.as_dict(private=True)), encoding="utf-8")
    settings.ENVIRONMENT = replace(
        settings.ENVIRONMENT,
        representation_url=f"{service.server.url}/representasjon",
        representation_scope=OWN_SCOPE,
        maskinporten_issuer=authority.issuer,
        maskinporten_client_id=CLIENT_ID,
        keys_dir=tmp_path,
    )
    return settings


def test_the_installations_own_service_is_asked(in_use):
    assert SeveralRegisters(configured_registers().values()).representations_of(KARI).children[0].name == "Ola Nordmann"


def test_with_a_file_too_the_narrower_counts(in_use, tmp_path):
    """The file has Kari's guardianship and power, and no child."""
    path = tmp_path / "file.json"
    path.write_text(json.dumps({**HEAD, "people": [{**KARI_AS_PERSON, "children": []}]}), encoding="utf-8")
    in_use.ENVIRONMENT = replace(in_use.ENVIRONMENT, representation_file=path)
    status = SeveralRegisters(configured_registers().values()).representations_of(KARI)
    assert (status.children, len(status.mandates)) == ((), 2)
    assert [told.differs for told in status.disagreements] == ["existence"]


def test_without_a_scope_nobody_is_asked(in_use):
    in_use.ENVIRONMENT = replace(in_use.ENVIRONMENT, representation_scope="")
    with pytest.raises(MisconfiguredRegister, match="REPRESENTATION_SCOPE"):
        configured_registers()
