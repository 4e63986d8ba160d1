"""Profiles and keys that would let someone in on too little are refused before anyone logs in."""

import json
from datetime import timedelta

import pytest

from fastlinje.core.clock import now
from fastlinje.people.oidc.profile import InsecureProfile, helseid, idporten
from fastlinje.people.oidc.signing_keys import UnusableKey, new_signing_key, public_jwks, read_signing_keys


@pytest.mark.parametrize("issuer", ["http://idporten.no", "https://idporten.no/", "idporten.no", "", "https://a:b@idporten.no"])
@pytest.mark.parametrize("make", [idporten, helseid])
def test_insecure_issuers_are_refused(our_keys, make, issuer):
    with pytest.raises(InsecureProfile):
        make(issuer=issuer, client_id="c", signing_keys=our_keys, development=True)


@pytest.mark.parametrize("missing", ["client_id", "signing_keys"])
def test_incomplete_profiles_are_refused(our_keys, missing):
    fields = {"issuer": "https://idporten.no", "client_id": "c", "signing_keys": our_keys, missing: ()}
    with pytest.raises(InsecureProfile):
        idporten(**fields)


def test_plain_http_needs_development(our_keys):
    with pytest.raises(InsecureProfile):
        idporten(issuer="http://127.0.0.1:8001", client_id="c", signing_keys=our_keys)


def test_profile_shows_no_private_key(our_keys):
    shown = repr(idporten(issuer="https://idporten.no", client_id="c", signing_keys=our_keys))
    assert our_keys[0].as_dict(private=True)["d"] not in shown


def test_keys_come_newest_first(tmp_path):
    old, new = new_signing_key(now() - timedelta(days=10)), new_signing_key(now())
    for name, key in (("a", old), ("b", new)):
        (tmp_path / name).write_text(json.dumps(key.as_dict(private=True)))
    assert [key.kid for key in read_signing_keys([tmp_path / "a", tmp_path / "b"])] == [new.kid, old.kid]


def test_what_is_registered_holds_no_private_part(our_keys):
    (registered,) = public_jwks(our_keys)["keys"]
    assert not {"d", "p", "q", "dp", "dq", "qi"} & registered.keys()
    assert registered["kid"] == our_keys[0].kid


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"kty": "RSA"}', '{"kty": "oct", "k": "c2VjcmV0", "kid": "x"}', "public"])
def test_unusable_key_files_are_named_but_not_quoted(tmp_path, our_keys, content):
    path = tmp_path / "idporten.jwk"
    path.write_text(json.dumps(our_keys[0].as_dict(private=False)) if content == "public" else content)
    with pytest.raises(UnusableKey, match=r"idporten\.jwk") as refused:
        read_signing_keys([path])
    assert "c2VjcmV0" not in str(refused.value)
