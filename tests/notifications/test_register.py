"""Notices ask the contact register when they go, and wait while it is away (AD-73). The register is a server on this machine."""

import json
import stat
from datetime import timedelta

import pytest
from joserfc.jwk import RSAKey

from fastlinje.config import keys
from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.events import AnswerSent
from fastlinje.nonprod.cast import KARI, OSKAR
from fastlinje.people.commands.request_contact_code import request_contact_code
from fastlinje.people.models import ContactPoint, RegisterRound
from fastlinje.people.oidc.signing_keys import new_signing_key, public_jwks
from fastlinje.people.registers.configured import contact_register, register_at
from fastlinje.people.registers.contact_register import LocalOnly
from fastlinje.people.registers.krr import SCOPE, Krr
from fastlinje.people.registers.unavailable import MisconfiguredRegister
from tests.notifications.conftest import the_notice
from tests.people.registers.authority import CLIENT_ID, Authority
from tests.people.registers.peer import Answer, Asked, Server


@pytest.fixture(scope="module")
def key() -> RSAKey:
    return new_signing_key(now())


@pytest.fixture
def keys_dir(tmp_path, key):
    """A folder with a Maskinporten key, as `keys rotate` leaves it."""
    file = tmp_path / "maskinporten-20261101T000000.jwk"
    file.write_text(json.dumps(key.as_dict(private=True)))
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    return tmp_path


@pytest.fixture
def said() -> dict:
    """What the register says about Kari; tests change it."""
    return {
        "personidentifikator": KARI.national_id,
        "reservasjon": "NEI",
        "status": "AKTIV",
        "varslingsstatus": "KAN_VARSLES",
        "kontaktinformasjon": {"epostadresse": "registrert@example.org", "epostadresse_oppdatert": now().isoformat()},
    }


@pytest.fixture
def register(said, key, keys_dir, installation):
    """A register in use, whose `behave` may be replaced."""

    def behave(asked: Asked) -> Answer:
        assert asked.headers["Authorization"] == f"Bearer {authority.tokens[-1]}"
        return Answer(200, json.dumps({"personer": [said]}).encode())

    authority = Authority(public_jwks((key,)), now, scopes={SCOPE})
    server = Server(behave)
    register_at.cache_clear()
    with authority.server.serving(), server.serving():
        installation(
            krr_url=server.url,
            maskinporten_issuer=authority.server.url,
            maskinporten_client_id=CLIENT_ID,
            keys_dir=keys_dir,
        )
        yield server
    register_at.cache_clear()


def answered(conversation) -> AnswerSent:
    return AnswerSent(conversation.pk, new_id(), closed=True)


def test_the_operator_can_see_that_it_answers_and_when_it_does_not(register, conversation, tell, mail, logins):
    """Noted when it begins and stops to fail, not for each notice."""
    told = RegisterRound.objects.using("owner")
    tell(answered(conversation))
    first = told.get(register="contact")
    assert (first.error, first.source) == ("", "krr")
    tell(answered(conversation))
    assert told.get(register="contact").at == first.at
    register.behave = lambda asked: Answer(503)
    contact_register().forget(KARI.national_id)
    tell(answered(conversation))
    assert told.get(register="contact").error == "krr_busy"
    page = logins.client(OSKAR, Face.STAFF).get("/drift/registre/").content.decode()
    assert "Kontakt- og reservasjonsregisteret" in page
    assert "krr_busy" in page


def test_the_registers_address_is_used_and_not_kept(register, conversation, tell, mail):
    tell(answered(conversation))
    assert mail.recipients == [["registrert@example.org"]]
    assert the_notice().status == "sent"
    assert "registrert" not in str(list(ContactPoint.objects.using("owner").values_list("value", flat=True)))


def test_also_for_somebody_who_confirmed_nothing_here(register, conversation, tell, mail):
    ContactPoint.objects.using("owner").all().delete()
    tell(answered(conversation))
    assert mail.recipients == [["registrert@example.org"]]
    assert (the_notice().status, the_notice().channel) == ("sent", "email")


@pytest.mark.parametrize(
    "change",
    [
        {"reservasjon": "JA"},
        {"varslingsstatus": "KAN_IKKE_VARSLES"},
        {"status": "SLETTET"},
        {"kontaktinformasjon": {"epostadresse": "a@example.org", "epostadresse_oppdatert": "2020-01-01T00:00:00+01:00"}},
    ],
)
def test_no_notice(register, said, conversation, tell, mail, gateway, change):
    """AD-73: although an address was confirmed here."""
    said |= change
    tell(answered(conversation))
    assert (mail.raw, gateway.taken) == ([], [])
    assert (the_notice().status, the_notice().last_error) == ("dropped", "register_says_no")


def test_it_waits_while_the_register_is_away(register, conversation, tell, mail, worker):
    working, register.behave = register.behave, lambda _: Answer(500)
    tell(answered(conversation))
    assert mail.raw == []
    assert (the_notice().status, the_notice().last_error, the_notice().attempts) == ("queued", "krr_failed", 1)
    register.behave = working
    register_at.cache_clear()  # the pause after a failure is told by the real clock
    worker.run(until=now() + timedelta(minutes=1))
    assert len(mail.mails) == 1


def test_a_code_asks_nobody(register, kari, worker, mail):
    request_contact_code(actor=kari, now=now(), system="email", value="ny@example.org")
    worker.run()
    assert mail.recipients == [["ny@example.org"]]
    assert register.asked == []


def test_reading_goes_on_while_the_register_is_away(register, logins, cast):
    register.behave = lambda _: Answer(500)
    assert logins.client(KARI).get("/hjem/").status_code == 200
    assert register.asked == []


def test_which_register(register, installation):
    assert isinstance(contact_register(), Krr)
    assert contact_register() is contact_register()
    installation(krr_url="")
    assert isinstance(contact_register(), LocalOnly)


def test_half_configured(keys_dir, tmp_path):
    (tmp_path / "empty").mkdir()
    for folder, issuer in ((tmp_path / "empty", "https://maskinporten.example"), (keys_dir, "http://maskinporten.example")):
        with pytest.raises(MisconfiguredRegister):
            register_at("https://krr.example", issuer, "client", "", folder, production=True)


def test_the_key_pair_is_made_when_asked_for(tmp_path):
    made = keys.rotate(tmp_path, "maskinporten", now())
    assert made.suffix == ".jwk"
    assert keys.client_keys(tmp_path, "maskinporten")[0].path == made
