"""An honest login at a real OpenID provider, as a citizen and as staff."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from fastlinje.core.clock import now

from .conftest import CLIENT_ID, SYNTHETIC_PID


def test_citizen_logs_in_with_level_high(citizen):
    identity = citizen.run()

    assert identity.pid == SYNTHETIC_PID
    assert identity.acr == "idporten-loa-high"
    assert identity.issuer == citizen.profile.issuer
    assert identity.amr == ("BankID",)
    assert identity.locale == "nb"
    assert identity.sid
    assert identity.name is None
    assert identity.hpr_number is None
    assert now() - timedelta(minutes=1) < identity.auth_time <= now()


def test_staff_log_in_with_pushed_request_and_bound_token(staff):
    """The provider demands PAR and a DPoP nonce: the first proof is turned down, the second carries the nonce."""
    identity = staff.run()

    assert (identity.pid, identity.acr) == (SYNTHETIC_PID, "4")
    assert identity.name == "GRØNN VITS"
    assert identity.hpr_number == "565505933"


def test_secretary_without_hpr_number_logs_in(staff, peer):
    peer.switch(claims={"helseid://claims/hpr/hpr_number": None})

    assert staff.run().hpr_number is None


def test_nothing_of_the_request_passes_through_the_browser(citizen):
    url, transaction = citizen.begin(prompt="login", max_age=60)

    query = parse_qs(urlsplit(url).query)
    assert set(query) == {"client_id", "request_uri"}
    assert query["client_id"] == [CLIENT_ID]
    assert transaction.verifier not in url


def test_without_pushed_requests_the_address_carries_the_challenge_only(citizen, peer):
    peer.switch(document={"pushed_authorization_request_endpoint": None})

    url, transaction = citizen.begin()
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    assert query["code_challenge_method"] == "S256"
    assert query["code_challenge"] == transaction.challenge
    assert query["acr_values"] == "idporten-loa-high"
    assert transaction.verifier not in url
    assert citizen.come_back(citizen.browser.visit(url), transaction).pid == SYNTHETIC_PID


def test_single_sign_on_keeps_the_time_the_person_proved_who_they_are(citizen):
    first = citizen.run()
    second = citizen.run()

    assert second.sid == first.sid
    assert second.auth_time == first.auth_time


def test_prompt_login_is_not_satisfied_by_an_old_login(citizen, peer):
    peer.switch(claims={"auth_time": {"plus": -600}})
    params, transaction = citizen.leave(prompt="login")

    with pytest.raises(Exception, match="login_too_old"):
        citizen.come_back(params, transaction)


def test_max_age_is_checked_and_not_only_asked_for(citizen, peer):
    peer.switch(claims={"auth_time": {"plus": -600}})
    params, transaction = citizen.leave(max_age=300)

    with pytest.raises(Exception, match="login_too_old"):
        citizen.come_back(params, transaction)


def test_national_number_is_not_in_the_representation(citizen):
    assert SYNTHETIC_PID not in repr(citizen.run())
