"""Every way an id_token can be wrong, sent by a real provider that misbehaves on purpose: no identity comes of any of them."""

import pytest

from fastlinje.core.refusal import Refused
from fastlinje.people.oidc.profile import idporten

from .conftest import CLIENT_ID, REAL_LOOKING_PID, SYNTHETIC_PID

LEVELS = [
    {"acr": "idporten-loa-substantial"},
    {"acr": "eidas-loa-substantial"},
    {"acr": "eidas-loa-high"},
    {"acr": "selfregistered-email-high"},
    {"acr": "Level4"},
    {"acr": ["idporten-loa-high"]},
    {"acr": ""},
    {"acr": None},
]


@pytest.mark.parametrize("claims", LEVELS, ids=str)
def test_other_levels_than_high_are_refused(citizen, peer, claims):
    """AD-35"""
    peer.switch(claims=claims)
    assert citizen.refusal() == "level_too_low"


@pytest.mark.parametrize("level", ["3", "2", 4, None, "04"])
def test_staff_need_level_four(staff, peer, level):
    """AD-35"""
    peer.switch(claims={"helseid://claims/identity/security_level": level})
    assert staff.refusal() == "level_too_low"


def test_eidas_high_counts_only_when_chosen(citizen, peer, our_keys):
    """AD-35"""
    peer.switch(claims={"acr": "eidas-loa-high"})
    chosen = idporten(
        issuer=citizen.profile.issuer, client_id=CLIENT_ID, signing_keys=our_keys, allow_eidas_high=True, development=True
    )
    assert citizen.run(accepted_levels=chosen.accepted_levels).acr == "eidas-loa-high"


TAMPERED = [
    ("id_token_algorithm", {"sign": "none", "header": {"alg": "none"}}),
    ("id_token_algorithm", {"sign": "none", "header": {"alg": "NONE"}}),
    ("id_token_signature", {"sign": "none"}),
    ("id_token_algorithm", {"header": {"alg": "RS512"}}),
    ("id_token_signature", {"sign": "other-key"}),
    ("id_token_signature", {"sign": "corrupt"}),
    ("id_token_key", {"header": {"kid": "unknown"}}),
    ("id_token_key", {"header": {"kid": None}}),
    ("id_token_type", {"header": {"typ": "at+jwt"}}),
    ("id_token_type", {"header": {"typ": "logout+jwt"}}),
    ("id_token_issuer", {"claims": {"iss": "https://idporten.no"}}),
    ("id_token_issuer", {"claims": {"iss": {"plus": "/"}}}),
    ("id_token_issuer", {"claims": {"iss": None}}),
    ("id_token_audience", {"claims": {"aud": "someone-else"}}),
    ("id_token_audience", {"claims": {"aud": [CLIENT_ID, "someone-else"]}}),
    ("id_token_audience", {"claims": {"aud": []}}),
    ("id_token_audience", {"claims": {"aud": None}}),
    ("id_token_audience", {"claims": {"azp": "someone-else"}}),
    ("id_token_expired", {"claims": {"exp": {"plus": -300}}}),
    ("id_token_malformed", {"claims": {"exp": None}}),
    ("id_token_malformed", {"claims": {"exp": "9999999999"}}),
    ("id_token_malformed", {"claims": {"exp": True}}),
    ("id_token_from_the_future", {"claims": {"iat": {"plus": 90}}}),
    ("id_token_from_the_future", {"claims": {"nbf": 9_999_999_999}}),
    ("id_token_expired", {"claims": {"iat": {"plus": -90}}}),
    ("id_token_malformed", {"claims": {"iat": None}}),
    ("id_token_nonce", {"claims": {"nonce": "another"}}),
    ("id_token_nonce", {"claims": {"nonce": None}}),
    ("id_token_nonce", {"claims": {"nonce": ["another"]}}),
    ("id_token_from_the_future", {"claims": {"auth_time": {"plus": 90}}}),
    ("id_token_malformed", {"claims": {"auth_time": None}}),
    ("id_token_sid", {"claims": {"sid": None}}),
    ("id_token_malformed", {"claims": {"amr": {"BankID": 1}}}),
]


@pytest.mark.parametrize(("code", "misbehaviour"), TAMPERED, ids=str)
def test_tampered_tokens_are_refused(citizen, peer, code, misbehaviour):
    """AD-36"""
    peer.switch(**misbehaviour)
    assert citizen.refusal() == code


@pytest.mark.parametrize("claim", ["exp", "iat", "auth_time"])
def test_clocks_may_differ_by_less_than_a_minute(citizen, peer, claim):
    """AD-36: the neighbour on the right side of the limit passes, so the limit is what refuses the others."""
    peer.switch(claims={claim: {"plus": 40 if claim != "exp" else -150}})
    assert citizen.run().pid == SYNTHETIC_PID


def test_audience_as_a_list_of_us_alone_is_accepted(citizen, peer):
    """AD-36"""
    peer.switch(claims={"aud": [CLIENT_ID]})
    assert citizen.run().pid == SYNTHETIC_PID


@pytest.mark.parametrize("alg", ["HS256", "RS256"])
def test_public_key_used_as_a_shared_secret_is_refused(citizen, peer, alg):
    """AD-37"""
    peer.switch(sign="public-key-as-secret", header={"alg": alg})
    assert citizen.refusal() == ("id_token_algorithm" if alg == "HS256" else "id_token_signature")


KEY_BEARING = [
    {"jku": "https://evil.example/jwks"},
    {"x5u": "https://evil.example/cert"},
    {"jwk": {"kty": "RSA", "n": "AQAB", "e": "AQAB"}},
    {"x5c": ["MIIB"]},
]


@pytest.mark.parametrize("header", KEY_BEARING, ids=str)
@pytest.mark.parametrize("sign", ["own", "other-key"])
def test_tokens_that_bring_their_own_key_are_refused(citizen, peer, header, sign):
    """AD-37: also when the signature is good"""
    peer.switch(header=header, sign=sign)
    assert citizen.refusal() == "id_token_header"


def test_tokens_that_demand_extensions_are_refused(citizen, peer):
    """AD-37"""
    peer.switch(header={"crit": ["b64"], "b64": False}, sign="none")
    assert citizen.refusal() == "id_token_header"


def test_person_without_national_number_is_refused_kindly(citizen, peer):
    """AD-34"""
    peer.switch(claims={"pid": None})
    assert citizen.refusal() == "pid_missing"


@pytest.mark.parametrize("pid", ["12848020027", "1284802002", "128480200260", "１２８４８０２００２６", 12848020026, "DUF12345678"])
def test_impossible_national_numbers_are_refused(citizen, peer, pid):
    """AD-34"""
    peer.switch(claims={"pid": pid})
    assert citizen.refusal() == "pid_invalid"


@pytest.mark.parametrize(
    "amr", [["TestID"], ["testid"], "TestID", ["BankID", "TestID"], "BankID TestID", ["BankID testid"]], ids=str
)
def test_test_users_are_refused_in_production(citizen, peer, amr):
    """AD-47"""
    peer.switch(claims={"amr": amr, "pid": REAL_LOOKING_PID})
    assert citizen.refusal(is_test_issuer=False) == "test_identity"


def test_synthetic_people_are_refused_in_production(citizen):
    """AD-47"""
    assert citizen.refusal(is_test_issuer=False) == "test_identity"


def test_test_users_and_synthetic_people_are_let_in_by_a_test_issuer(citizen, peer):
    """AD-47"""
    peer.switch(claims={"amr": ["TestID"]})
    assert citizen.run().amr == ("TestID",)


def test_real_people_are_let_in_in_production(citizen, peer):
    """AD-47: the right side of the same limit"""
    peer.switch(claims={"pid": REAL_LOOKING_PID})
    assert citizen.run(is_test_issuer=False).pid == REAL_LOOKING_PID


def test_refusals_carry_no_national_number(citizen, peer):
    """AD-36: what is logged is the code"""
    peer.switch(claims={"pid": "12848020027"})
    with pytest.raises(Refused) as refused:
        citizen.run()
    assert str(refused.value) == repr(refused.value.code).strip("'")
    assert "12848020027" not in repr(refused.value)
