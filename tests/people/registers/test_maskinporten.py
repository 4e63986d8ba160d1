"""A token when the statement is right, the same token while it lasts, a clear and empty-handed error otherwise."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from fastlinje.core.clock import now
from fastlinje.people.oidc.signing_keys import new_signing_key, public_jwks
from fastlinje.people.registers.maskinporten import Maskinporten, MaskinportenClient
from fastlinje.people.registers.unavailable import MisconfiguredRegister, Reason, RegisterUnavailable
from tests.people.registers.authority import CLIENT_ID, Authority
from tests.people.registers.conftest import OWN_SCOPE, SCOPE
from tests.people.registers.peer import DRIP, HANG, Answer, impatient


def failure(tokens: Maskinporten, scope: str = SCOPE) -> RegisterUnavailable:
    with pytest.raises(RegisterUnavailable) as failed:
        tokens.token_for(scope)
    assert failed.value.register == "maskinporten"
    return failed.value


def answer_tokens_with(authority: Authority, answer: Answer) -> None:
    honest = authority.behave
    authority.server.behave = lambda asked: answer if asked.path == "/token" else honest(asked)


def test_grant_is_accepted_by_an_authority_that_checks_everything(tokens, authority):
    assert tokens.token_for(SCOPE) == authority.tokens[-1]
    claims = authority.grants[-1].claims
    assert claims.keys() == {"aud", "iss", "scope", "iat", "exp", "jti"}


@pytest.mark.parametrize(("published", "configured"), [("/", ""), ("", "/"), ("/", "/"), ("", "")])
def test_slash_at_the_end_of_the_issuer_is_no_matter(register_keys, clock, published, configured):
    """The published form is what a grant is addressed to."""
    authority = Authority(public_jwks(register_keys), clock, scopes={SCOPE}, slash=published)
    with authority.server.serving():
        client = MaskinportenClient(authority.server.url + configured, CLIENT_ID, register_keys, development=True)
        assert Maskinporten(client, clock).token_for(SCOPE) == authority.tokens[-1]


def test_supplier_asks_on_behalf_of_an_office(client, clock, authority):
    Maskinporten(replace(client, consumer_org="974760673"), clock).token_for(SCOPE)
    assert authority.grants[-1].claims["consumer_org"] == "974760673"


def test_token_is_kept_until_shortly_before_it_expires(tokens, authority, clock):
    first = tokens.token_for(SCOPE)
    clock.forward(timedelta(seconds=99))
    assert tokens.token_for(SCOPE) == first
    clock.forward(timedelta(seconds=1))
    assert tokens.token_for(SCOPE) != first
    assert len(authority.tokens) == 2


def test_very_short_token_is_kept_for_most_of_its_life(tokens, authority, clock):
    authority.seconds = 8
    first = tokens.token_for(SCOPE)
    clock.forward(timedelta(seconds=5))
    assert tokens.token_for(SCOPE) == first
    clock.forward(timedelta(seconds=1))
    assert tokens.token_for(SCOPE) != first


def test_scopes_have_tokens_of_their_own(tokens, authority):
    assert tokens.token_for(SCOPE) != tokens.token_for(OWN_SCOPE)
    assert [grant.claims["scope"] for grant in authority.grants] == [SCOPE, OWN_SCOPE]


def test_many_threads_ask_once(tokens, authority):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: tokens.token_for(SCOPE), range(8)))) == 1
    assert len(authority.tokens) == 1


def test_forgotten_token_is_replaced(tokens):
    first = tokens.token_for(SCOPE)
    tokens.forget(SCOPE, first)
    second = tokens.token_for(SCOPE)
    assert second != first
    tokens.forget(SCOPE, first)
    assert tokens.token_for(SCOPE) == second


def test_metadata_is_asked_for_once_a_day(tokens, authority, clock):
    for hours in (0, 1, 22, 2):
        clock.forward(timedelta(hours=hours))
        tokens.token_for(SCOPE)
    assert [asked.path for asked in authority.server.asked].count("/.well-known/oauth-authorization-server") == 2


def test_known_endpoint_is_used_when_its_description_is_away(tokens, authority, clock):
    tokens.token_for(SCOPE)
    honest = authority.behave
    authority.server.behave = lambda asked: Answer(500) if "well-known" in asked.path else honest(asked)
    clock.forward(timedelta(hours=25))
    assert tokens.token_for(SCOPE) == authority.tokens[-1]


def test_unknown_key_is_refused_with_the_standard_code_only(client, clock):
    error = failure(Maskinporten(replace(client, signing_keys=(new_signing_key(now()),)), clock))
    assert (error.reason, error.detail) == (Reason.REFUSED, "invalid_grant")
    assert "10987654321" not in repr(error)


def test_wrong_clock_is_refused(client, clock, authority):
    """A grant from the past is not a grant."""
    error = failure(Maskinporten(client, lambda: clock.time - timedelta(minutes=5)))
    assert (error.reason, error.detail) == (Reason.REFUSED, "invalid_grant")
    assert not authority.tokens


def test_scope_we_have_not_been_given(tokens):
    assert failure(tokens, "navn:alt").detail == "invalid_scope"


@impatient
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (HANG, Reason.UNREACHABLE),
        (DRIP, Reason.UNREACHABLE),
        (Answer(500, b"oops"), Reason.FAILED),
        (Answer(429), Reason.BUSY),
        (Answer(403), Reason.REFUSED),
        (Answer(400, b"<html>"), Reason.REFUSED),
        (Answer(302, b"", {"Location": "http://127.0.0.1:1/"}), Reason.MALFORMED),
        (Answer(200, b"{"), Reason.MALFORMED),
        (Answer(200, b"[" * 100_000), Reason.MALFORMED),
        (Answer(200, b"[]"), Reason.MALFORMED),
        (Answer(200, b'{"access_token": "", "expires_in": 120}'), Reason.MALFORMED),
        (Answer(200, b'{"access_token": "a\\r\\nX-Evil: 1", "expires_in": 120}'), Reason.MALFORMED),
        (Answer(200, b'{"access_token": "abc", "expires_in": -1}'), Reason.MALFORMED),
        (Answer(200, b'{"access_token": "abc", "expires_in": true}'), Reason.MALFORMED),
        (Answer(200, b'{"access_token": "abc", "expires_in": "120"}'), Reason.MALFORMED),
        (Answer(200, b'{"access_token": "abc", "expires_in": 120, "token_type": "MAC"}'), Reason.MALFORMED),
        (Answer(200, b'{"access_token": "abc", "expires_in": 120, "scope": "another:scope"}'), Reason.REFUSED),
        (Answer(200, b" " * 300_000), Reason.TOO_LARGE),
    ],
    ids=lambda value: value.value if isinstance(value, Reason) else None,
)
def test_every_useless_answer_is_a_typed_error(tokens, authority, answer, reason):
    answer_tokens_with(authority, answer)
    assert failure(tokens).reason is reason


@pytest.mark.parametrize(
    "described",
    [
        b"[]",
        b'{"issuer": "https://somebody.example/", "token_endpoint": "https://somebody.example/token"}',
        b'{"issuer": "%s"}',
        b'{"issuer": "%s", "token_endpoint": "http://somebody.example/token"}',
        b'{"issuer": "%s", "token_endpoint": 7}',
    ],
)
def test_false_description_is_not_followed(tokens, authority, described):
    authority.server.behave = lambda _: Answer(200, described.replace(b"%s", authority.issuer.encode()))
    assert failure(tokens).reason is Reason.MALFORMED
    assert len(authority.server.asked) == 1


@impatient
def test_people_do_not_queue_up_behind_a_hanging_authority(tokens, authority, clock):
    answer_tokens_with(authority, HANG)
    assert failure(tokens).reason is Reason.UNREACHABLE
    asked = len(authority.server.asked)
    assert failure(tokens).reason is Reason.RESTING
    assert len(authority.server.asked) == asked
    authority.server.behave = authority.behave
    clock.forward(timedelta(seconds=10))
    assert tokens.token_for(SCOPE) == authority.tokens[-1]


def test_nobody_listens(register_keys, clock):
    client = MaskinportenClient("http://127.0.0.1:9/", CLIENT_ID, register_keys, development=True)
    error = failure(Maskinporten(client, clock))
    assert error.reason is Reason.UNREACHABLE
    assert "127.0.0.1" not in f"{error!r} {error.__cause__!r}"


@pytest.mark.parametrize(
    "settings",
    [
        {"issuer": "http://maskinporten.example/"},
        {"issuer": "https://user:secret@maskinporten.example/"},
        {"issuer": "https://maskinporten.example/?x=1"},
        {"issuer": "http://127.0.0.1/", "development": False},
        {"client_id": ""},
        {"signing_keys": ()},
        {"consumer_org": "123456789"},
    ],
)
def test_unfit_settings_are_told_at_start(client, settings):
    with pytest.raises(MisconfiguredRegister) as told:
        replace(client, **settings)
    assert "secret" not in str(told.value)


def test_public_key_can_not_sign(client, register_keys):
    public = type(register_keys[0]).import_key(register_keys[0].as_dict(private=False))
    with pytest.raises(MisconfiguredRegister):
        replace(client, signing_keys=(public,))


def test_secrets_are_in_no_repr(client, tokens):
    token = tokens.token_for(SCOPE)
    assert token not in f"{tokens!r} {tokens._tokens!r}"
    assert "RSAKey" not in repr(client)
