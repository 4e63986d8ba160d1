"""What comes back through the browser can be forged: the callback believes only its own transaction and its own provider."""

from dataclasses import replace

import pytest

from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.people.oidc.callback import finish

from .conftest import SYNTHETIC_PID, Browser, Login


def refusal(login: Login, params: dict, transaction) -> str:
    with pytest.raises(Refused) as refused:
        login.come_back(params, transaction)
    return refused.value.code


@pytest.mark.parametrize("state", [None, "", "forged", "æøå"])
def test_foreign_state_is_refused(citizen, state):
    """AD-38"""
    params, transaction = citizen.leave()
    forged = {name: value for name, value in {**params, "state": state}.items() if value is not None}
    assert refusal(citizen, forged, transaction) == "login_not_started_here"


def test_callback_in_another_browser_is_refused(citizen, citizen_profile, providers):
    """AD-38: login CSRF; the victim's own transaction is another one"""
    stranger = Login(citizen_profile, Browser(), providers)
    params, _ = stranger.leave()
    stranger.browser.session.close()
    _, own = citizen.begin()
    assert refusal(citizen, params, own) == "login_not_started_here"


def test_transaction_of_the_other_provider_is_refused(citizen, staff_profile, providers):
    """AD-39: same state, other provider"""
    params, transaction = citizen.leave()
    with pytest.raises(Refused, match="login_not_started_here"):
        finish(staff_profile, params=params, transaction=transaction, now=now(), providers=providers)


def test_issuer_of_the_other_provider_is_refused(citizen, peer):
    """AD-39: mix-up"""
    params, transaction = citizen.leave()
    assert refusal(citizen, {**params, "iss": peer.issuers["helseid"]}, transaction) == "callback_issuer"


def test_absent_issuer_is_refused(citizen):
    """AD-39"""
    params, transaction = citizen.leave()
    del params["iss"]
    assert refusal(citizen, params, transaction) == "callback_issuer"


def test_a_refused_mix_up_leaves_the_code_unspent(citizen, peer):
    """AD-39: we never showed it to anyone, so the honest callback still works"""
    params, transaction = citizen.leave()
    refusal(citizen, {**params, "iss": peer.issuers["helseid"]}, transaction)
    assert citizen.come_back(params, transaction).pid == SYNTHETIC_PID


def test_code_used_twice_is_refused(citizen):
    """AD-40"""
    params, transaction = citizen.leave()
    citizen.come_back(params, transaction)
    assert refusal(citizen, params, transaction) == "login_code_used"


def test_code_with_another_verifier_is_refused(citizen):
    """AD-38: a stolen code is worth nothing without the verifier in the cookie"""
    params, transaction = citizen.leave()
    assert refusal(citizen, params, replace(transaction, verifier="x" * 64)) == "login_code_used"


def test_cancelling_is_told_apart_from_failing(citizen, peer):
    peer.switch(account=None)
    params, transaction = citizen.leave()
    assert params["error"] == "access_denied"
    assert refusal(citizen, params, transaction) == "login_cancelled"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("server_error", "provider_unavailable"),
        ("temporarily_unavailable", "provider_unavailable"),
        ("invalid_request", "login_refused"),
    ],
)
def test_errors_of_the_provider_are_refusals(citizen, error, code):
    _, transaction = citizen.begin()
    assert refusal(citizen, {"state": transaction.state, "error": error}, transaction) == code


def test_callback_without_a_code_is_refused(citizen):
    _, transaction = citizen.begin()
    answer = {"state": transaction.state, "iss": citizen.profile.issuer}
    assert refusal(citizen, answer, transaction) == "login_refused"


def test_staff_need_a_token_bound_to_our_key(staff, peer):
    peer.switch(answer={"token_type": "Bearer"})
    params, transaction = staff.leave()
    assert refusal(staff, params, transaction) == "token_type"


@pytest.mark.parametrize("answer", [{"id_token": None}, {"id_token": 7}, {"id_token": "a.b"}, {"id_token": "ø" * 20}], ids=str)
def test_answers_without_a_token_are_refused(citizen, peer, answer):
    """AD-36"""
    peer.switch(answer=answer)
    params, transaction = citizen.leave()
    assert refusal(citizen, params, transaction) in {"login_refused", "id_token_malformed"}
