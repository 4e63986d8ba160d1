"""The demo's provider keeps the rules of the real ones: our own relying party logs in there, and cheaters don't."""

import json
import re
import subprocess
import sys
import time
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests

from fastlinje.config.environment import Environment
from fastlinje.config.look_alike import refuse_look_alikes
from fastlinje.config.trouble import BadSettings
from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.people.oidc.logout import end_session, verify_logout_token
from fastlinje.people.oidc.metadata import LOOK_ALIKE, Directory, read_metadata
from fastlinje.people.oidc.profile import helseid, idporten
from fastlinje.people.oidc.signing_keys import new_signing_key, public_jwks

from .conftest import AFTER_LOGOUT, CALLBACK, CLIENT_ID, Browser, Login

KARI, BERG, OTHER = "12848020026", "05895894984", "28816196088"
PEOPLE = [
    {"name": "Kari Nordmann", "pid": KARI, "description": "innbygger & pasient", "kind": "citizen"},
    {"name": "Elena Uten", "pid": None, "description": "innbygger med utenlandsk e-ID", "kind": "citizen"},
    {"name": "Ingrid Berg", "pid": BERG, "description": "fastlege", "kind": "staff", "hpr_number": "9144900"},
    {"name": "Siri Holm", "pid": OTHER, "description": "sekretær", "kind": "staff"},
]
HOME = CALLBACK.rsplit("/", 1)[0]


@pytest.fixture(scope="module")
def look_alike(our_keys, logout_mailbox, tmp_path_factory):
    """The look-alike as the demo starts it: a process of its own."""
    folder = tmp_path_factory.mktemp("provider")
    clients = [
        {
            "provider": name,
            "client_id": CLIENT_ID,
            "redirect_uris": [CALLBACK],
            "jwks": public_jwks(our_keys),
            "post_logout_redirect_uris": [AFTER_LOGOUT],
            "backchannel_logout_uri": logout_mailbox.url,
            **({"frontchannel_logout_uri": f"{HOME}/frontkanal"} if name == "idporten" else {}),
        }
        for name in ("idporten", "helseid")
    ]
    (folder / "clients.json").write_text(json.dumps({"clients": clients}))
    (folder / "people.json").write_text(json.dumps({"people": PEOPLE}))
    files = ["--clients", folder / "clients.json", "--people", folder / "people.json"]
    command = [sys.executable, "-m", "fastlinje.nonprod.provider", "--port", "0", *files]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield re.search(r"http://\S+?:\d+", process.stdout.readline()).group()
        process.terminate()


def test_it_says_what_it_is_and_production_believes_it(look_alike, our_keys):
    """FD-22: also under a public name, where neither its address nor its answers tell it from the real one."""
    environment = Environment.parse({"FASTLINJE_MODE": "production"})
    here = replace(environment, idporten_issuer=f"{look_alike}/idporten", helseid_issuer=f"{look_alike}/nobody")
    with pytest.raises(BadSettings, match=r"^IDPORTEN_ISSUER is the look-alike provider[^\n]*$"):
        refuse_look_alikes(here)
    refuse_look_alikes(replace(here, mode="development"))


def test_production_trusts_no_login_of_one_that_says_so(look_alike, our_keys):
    """FD-22"""
    issuer = "https://innlogging.example.org/idporten"
    served = requests.get(f"{look_alike}/idporten/.well-known/openid-configuration", timeout=60).text
    document = json.loads(served.replace(f"{look_alike}/idporten", issuer))
    profile = idporten(issuer=issuer, client_id="c", signing_keys=our_keys)
    with pytest.raises(Refused) as refusal:
        read_metadata(profile, document)
    assert refusal.value.code == "provider_look_alike"
    assert read_metadata(profile, {**document, LOOK_ALIKE: False}).token_endpoint == f"{issuer}/token"


@pytest.fixture
def citizen(look_alike, our_keys, browser) -> Login:
    profile = idporten(
        issuer=f"{look_alike}/idporten", client_id=CLIENT_ID, signing_keys=our_keys, is_test_issuer=True, development=True
    )
    return Login(profile, browser, Directory())


@pytest.fixture
def staff(look_alike, our_keys, browser) -> Login:
    profile = helseid(
        issuer=f"{look_alike}/helseid", client_id=CLIENT_ID, signing_keys=our_keys, is_test_issuer=True, development=True
    )
    return Login(profile, browser, Directory())


def choose(login: Login, *, person: str = "0", level: str = "idporten-loa-high", cancel: bool = False, **wishes):
    """Open the page, choose as a person would, and come back."""
    url, transaction = login.begin(**wishes)
    page = login.browser.session.get(url, timeout=60)
    assert page.status_code == 200, page.text
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.text).group(1)
    form = {"ticket": ticket, "level": level, **({"cancel": "1"} if cancel else {"person": person})}
    address = f"{login.profile.issuer}/authorize/choice"
    back = login.browser.session.post(address, data=form, allow_redirects=False, timeout=60)
    assert back.status_code == 303, back.text
    return dict(parse_qsl(urlsplit(back.headers["Location"]).query)), transaction


def headless(login: Login, hint: str):
    """The way of tests: a login hint beside the pushed request (identity A7)."""
    url, transaction = login.begin()
    return login.browser.visit(f"{url}&{urlencode({'login_hint': hint})}"), transaction


def test_citizen_chooses_a_person_and_is_logged_in(citizen):
    identity = citizen.come_back(*choose(citizen))
    assert (identity.pid, identity.acr, identity.amr) == (KARI, "idporten-loa-high", ("BankID",))
    assert identity.locale == "nb"
    assert identity.name is None


def test_doctor_and_secretary_log_in_with_helseid(staff):
    doctor = staff.come_back(*choose(staff, person="0", level="4"))
    assert (doctor.pid, doctor.acr, doctor.hpr_number, doctor.name) == (BERG, "4", "9144900", "Ingrid Berg")
    secretary = staff.come_back(*choose(staff, person="1", level="4", prompt="login"))
    assert (secretary.pid, secretary.hpr_number) == (OTHER, None)


def test_page_is_marked_lists_its_own_people_and_runs_no_script(citizen):
    page = citizen.browser.session.get(citizen.begin()[0], timeout=60)
    assert "Prøveinnlogging" in page.text
    assert "ikke BankID" in page.text
    assert "Kari Nordmann" in page.text
    assert "innbygger &amp; pasient" in page.text
    assert "Ingrid Berg" not in page.text
    assert "script" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"


def test_cancelling_comes_back_as_a_refusal(citizen):
    params, transaction = choose(citizen, cancel=True)
    with pytest.raises(Refused, match="login_cancelled"):
        citizen.come_back(params, transaction)


def test_low_level_is_refused_by_us(citizen, staff):
    """AD-35"""
    for login, level in ((citizen, "idporten-loa-substantial"), (staff, "3")):
        params, transaction = choose(login, level=level)
        with pytest.raises(Refused, match="level_too_low"):
            login.come_back(params, transaction)


def test_person_without_number_is_refused_by_us(citizen):
    """AD-34"""
    params, transaction = choose(citizen, person="1")
    with pytest.raises(Refused, match="pid_missing"):
        citizen.come_back(params, transaction)


def test_headless_login_for_tests(citizen, staff):
    """AD-47: it is TestID, so production refuses it"""
    params, transaction = headless(citizen, f"testid:{KARI}_idporten-loa-high")
    assert citizen.come_back(params, transaction).amr == ("TestID",)
    assert staff.come_back(*headless(staff, f"testid:{BERG}_Level4")).hpr_number == "9144900"
    stranger = Login(citizen.profile, Browser(), citizen.providers)
    params, transaction = headless(stranger, f"testid:{OTHER}_idporten-loa-high")
    with pytest.raises(Refused, match="test_identity"):
        stranger.come_back(params, transaction, is_test_issuer=False)
    stranger.browser.session.close()


def test_single_sign_on_and_step_up(citizen):
    """Identity A6: substantial first, then high; the session keeps its name and the person is asked again."""
    low, _ = choose(citizen, level="idporten-loa-substantial")
    assert "code" in low
    first = citizen.come_back(*choose(citizen))
    second = citizen.run()
    assert second.sid == first.sid
    assert second.auth_time == first.auth_time
    params, _ = choose(citizen, prompt="login")
    assert "code" in params


def test_code_works_once(citizen):
    """AD-40"""
    params, transaction = choose(citizen)
    citizen.come_back(params, transaction)
    with pytest.raises(Refused, match="login_code_used"):
        citizen.come_back(params, transaction)


def test_code_needs_its_verifier(citizen):
    """AD-38"""
    params, transaction = choose(citizen)
    with pytest.raises(Refused, match="login_code_used"):
        citizen.come_back(params, replace(transaction, verifier="x" * 64))


def test_unknown_client_key_is_turned_away(citizen):
    impostor = Login(replace(citizen.profile, signing_keys=(new_signing_key(now()),)), citizen.browser, Directory())
    with pytest.raises(Refused, match="provider_malformed"):
        impostor.begin()


@pytest.mark.parametrize(
    "change", [{"redirect_uri": "https://evil.example/"}, {"client_id": "someone"}, {"redirect_uri": f"{CALLBACK}/../x"}], ids=str
)
def test_nobody_is_sent_to_unregistered_addresses(look_alike, change):
    params = {"client_id": CLIENT_ID, "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid", **change}
    answer = requests.get(f"{look_alike}/idporten/authorize", params=params, allow_redirects=False, timeout=60)
    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_request_without_pkce_goes_back_with_an_error(look_alike):
    params = {
        "client_id": CLIENT_ID,
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "openid",
        "state": "s",
        "nonce": "n",
    }
    answer = requests.get(f"{look_alike}/idporten/authorize", params=params, allow_redirects=False, timeout=60)
    back = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
    assert (back["error"], back["state"], back["iss"]) == ("invalid_request", "s", f"{look_alike}/idporten")


def test_helseid_takes_pushed_requests_only(look_alike):
    params = {"client_id": CLIENT_ID, "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid"}
    answer = requests.get(f"{look_alike}/helseid/authorize", params=params, allow_redirects=False, timeout=60)
    assert answer.status_code == 400


def test_helseid_binds_tokens_to_a_proof(staff):
    params, transaction = choose(staff, level="4")
    with pytest.raises(Refused, match="login_refused"):
        staff.come_back(params, transaction, dpop=False)


def test_logging_out_reaches_us_by_both_channels(citizen, logout_mailbox):
    """AD-43, AD-44"""
    identity = citizen.come_back(*choose(citizen))
    page = end_session(citizen.profile, post_logout_redirect_uri=AFTER_LOGOUT, state="ja", now=now(), providers=citizen.providers)
    before = len(logout_mailbox.tokens)
    answer = citizen.browser.session.get(page.link, allow_redirects=False, timeout=60)

    frame = re.search(r'<iframe[^>]+src="([^"]+)"', answer.text).group(1).replace("&amp;", "&")
    assert dict(parse_qsl(urlsplit(frame).query)) == {"iss": citizen.profile.issuer, "sid": identity.sid}
    assert f"{AFTER_LOGOUT}?state=ja" in answer.text
    token = _wait_for_token(logout_mailbox, before)
    notice = verify_logout_token(citizen.profile, token, now=now(), providers=citizen.providers)
    assert (notice.issuer, notice.sid) == (citizen.profile.issuer, identity.sid)
    # The provider asks again, since its session is gone.
    assert citizen.browser.session.get(citizen.begin()[0], timeout=60).status_code == 200


def test_logging_out_without_frames_goes_straight_back(staff):
    staff.come_back(*choose(staff, level="4"))
    page = end_session(staff.profile, post_logout_redirect_uri=AFTER_LOGOUT, state="ja", now=now(), providers=staff.providers)
    answer = staff.browser.session.post(page.url, data=page.fields, allow_redirects=False, timeout=60)
    assert answer.headers["Location"] == f"{AFTER_LOGOUT}?state=ja"


def test_logging_out_twice_shows_a_page_with_a_way_back(citizen):
    page = end_session(citizen.profile, post_logout_redirect_uri=AFTER_LOGOUT, state="ja", now=now(), providers=citizen.providers)
    answer = citizen.browser.session.get(page.link, allow_redirects=False, timeout=60)
    assert answer.status_code == 400
    assert "Du er ikke logget inn her" in answer.text
    assert f'href="{AFTER_LOGOUT}?state=ja"' in answer.text


def test_way_back_must_be_registered(citizen):
    page = end_session(
        citizen.profile, post_logout_redirect_uri="https://evil.example/", state="s", now=now(), providers=citizen.providers
    )
    answer = citizen.browser.session.get(page.link, allow_redirects=False, timeout=60)
    assert "evil.example" not in answer.text


def test_unknown_addresses_are_not_found(look_alike):
    for path in ("/idporten/", "/other/authorize", "/idporten/token", "/%2e%2e/x"):
        assert requests.get(f"{look_alike}{path}", timeout=60).status_code == 404
    assert requests.get(f"{look_alike}/style.css", timeout=60).headers["Content-Type"].startswith("text/css")
    assert "Prøveinnlogging" in requests.get(look_alike, timeout=60).text


def _wait_for_token(mailbox, before: int) -> str:
    deadline = time.monotonic() + 60
    while len(mailbox.tokens) == before and time.monotonic() < deadline:
        time.sleep(0.02)
    return mailbox.tokens[before]
