"""The provider is down, hangs, lies about itself or changes its keys: people get a clear answer, and soon."""

import time
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.people.oidc import exchange
from fastlinje.people.oidc.logout import verify_logout_token
from fastlinje.people.oidc.metadata import Directory
from fastlinje.people.oidc.profile import Timeouts

from .conftest import IMPATIENT, SYNTHETIC_PID, Login, impatient


@pytest.fixture
def fetched(monkeypatch):
    """The documents fetched from the provider so far."""
    asked = []
    fetch = exchange.get
    monkeypatch.setattr(exchange, "get", lambda profile, url: asked.append(url) or fetch(profile, url))
    return asked


@impatient
@pytest.mark.parametrize("path", ["/.well-known", "/par"])
def test_hanging_provider_gives_a_clear_refusal_at_start(citizen, peer, path):
    """FD-07"""
    peer.switch(hang=[path])
    with pytest.raises(Refused, match="provider_unreachable"):
        citizen.begin()


@pytest.mark.parametrize("path", ["/token", "/jwks"])
def test_hanging_provider_gives_a_clear_refusal_at_return(citizen, peer, path):
    """FD-07"""
    params, transaction = citizen.leave()
    peer.switch(hang=[path])
    with pytest.raises(Refused, match="provider_unreachable"):
        citizen.come_back(params, transaction, timeouts=IMPATIENT)


def test_default_timeouts_leave_room_for_a_page_within_ten_seconds():
    """FD-07: at worst one exchange is slow and the next one hangs"""
    limits = Timeouts()
    assert limits.total + limits.connect + limits.read < 10


@impatient
def test_people_do_not_queue_up_behind_a_hanging_provider(citizen, peer, fetched):
    """FD-07: the second person is refused at once"""
    peer.switch(hang=["/.well-known"])
    for _ in range(3):
        with pytest.raises(Refused, match="provider_unreachable"):
            citizen.begin()
    assert len(fetched) == 1


def test_dripping_provider_is_given_up(citizen_profile):
    """FD-07: one byte at a time keeps every read within its timeout, but not the whole"""

    class Drip(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                try:
                    self.wfile.write(b" ")
                except OSError:
                    return
                time.sleep(0.05)

        def log_message(self, *args: object) -> None:
            """Silence."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Drip) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        issuer = f"http://127.0.0.1:{server.server_port}"
        profile = replace(citizen_profile, issuer=issuer, timeouts=replace(citizen_profile.timeouts, total=0.3))
        with pytest.raises(Refused, match="provider_unreachable"):
            Directory().metadata(profile, now())
        server.shutdown()


def test_absent_provider_is_unreachable(citizen_profile):
    """FD-07"""
    with pytest.raises(Refused, match="provider_unreachable"):
        Directory().metadata(replace(citizen_profile, issuer="http://127.0.0.1:9"), now())


def test_addresses_and_keys_are_remembered_for_a_day(citizen, fetched):
    """FD-07"""
    citizen.run()
    citizen.run()
    assert len(fetched) == 2


def test_remembered_addresses_and_keys_serve_while_the_provider_fails(citizen, peer, providers, citizen_profile):
    """FD-07: a day and a half after the last fetch, with discovery and keys hanging"""
    citizen.run()
    kid = next(iter(providers._by_issuer[citizen_profile.issuer].keys))
    peer.switch(hang=["/.well-known", "/jwks"])
    later = now() + timedelta(hours=36)
    in_a_hurry = replace(citizen_profile, timeouts=IMPATIENT)
    assert providers.metadata(in_a_hurry, later).token_endpoint
    assert providers.key(in_a_hurry, kid, later)
    with pytest.raises(Refused, match="provider_unreachable"):
        providers.metadata(in_a_hurry, now() + timedelta(hours=49))


def test_new_key_works_at_the_next_login(citizen, peer, fetched):
    """FD-08"""
    citizen.run()
    peer.rotate("idporten", keep=False)
    # A minute must pass between two fetches of the keys, so the memory is aged instead of the test.
    _age(citizen, timedelta(minutes=2))
    assert citizen.run().pid == SYNTHETIC_PID
    assert [url.rsplit("/", 1)[1] for url in fetched].count("jwks") == 2


def test_old_tokens_are_refused_once_the_key_is_gone(citizen, peer):
    """FD-08"""
    header, claims = {"typ": "logout+jwt"}, {"iss": citizen.profile.issuer}
    citizen.run()
    old = peer.mint("idporten", header=header, claims=claims)
    peer.rotate("idporten", keep=False)
    _age(citizen, timedelta(minutes=2))
    citizen.run()
    with pytest.raises(Refused, match="id_token_key"):
        verify_logout_token(citizen.profile, old, now=now(), providers=citizen.providers)


def test_overlapping_keys_both_work(citizen, peer):
    """FD-08"""
    citizen.run()
    peer.rotate("idporten", keep=True)
    _age(citizen, timedelta(minutes=2))
    assert citizen.run().pid == SYNTHETIC_PID


def test_unknown_keys_are_fetched_at_most_once_a_minute(citizen, peer, fetched):
    """AD-36, FD-08: nobody can make us hammer the provider with invented key names"""
    citizen.run()
    before = len(fetched)
    peer.switch(header={"kid": "invented"})
    assert {citizen.refusal() for _ in range(4)} == {"id_token_key"}
    assert len(fetched) == before
    _age(citizen, timedelta(minutes=2))
    assert {citizen.refusal() for _ in range(4)} == {"id_token_key"}
    assert len(fetched) == before + 1


LIES = [
    {"issuer": "https://idporten.no"},
    {"token_endpoint": "http://evil.example/token"},
    {"token_endpoint": "https://user:pass@idporten.no/token"},
    {"jwks_uri": "file:///etc/passwd"},
    {"authorization_endpoint": None},
    {"pushed_authorization_request_endpoint": "ftp://x"},
    {"id_token_signing_alg_values_supported": "RS256"},
    {"filler": "x" * 300_000},
]


@pytest.mark.parametrize("document", LIES, ids=lambda lie: next(iter(lie)))
def test_metadata_that_is_not_the_issuers_own_is_refused(citizen, peer, document):
    """AD-36"""
    peer.switch(document=document)
    with pytest.raises(Refused, match="provider_malformed"):
        citizen.begin()


@pytest.mark.parametrize(
    "jwks",
    [
        {"keys": []},
        {"keys": "x"},
        {},
        {"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "x"}]},
        {"keys": [{"kty": "RSA", "kid": "x"}, 7]},
    ],
    ids=str,
)
def test_useless_key_sets_let_nobody_in(citizen, peer, jwks):
    """AD-36, AD-37: a symmetric key in a published set would let anyone sign"""
    peer.switch(jwks=jwks)
    assert citizen.refusal() in {"id_token_key", "provider_malformed"}


def test_helseid_without_pushed_requests_is_refused(staff, peer):
    peer.switch(document={"pushed_authorization_request_endpoint": None})
    with pytest.raises(Refused, match="provider_malformed"):
        staff.begin()


def test_plain_http_is_only_for_this_machine_in_development(citizen_profile):
    outside = replace(citizen_profile, development=False, issuer="https://idporten.no")
    assert not outside.allows_address("http://127.0.0.1/token")
    assert not citizen_profile.allows_address("http://idporten.no/token")
    assert citizen_profile.allows_address("http://[::1]:8001/token")


def test_redirects_of_the_back_channel_are_not_followed(citizen_profile):
    """An answer that points elsewhere is an answer, not an order."""

    class Elsewhere(BaseHTTPRequestHandler):
        asked: list[str] = []

        def do_GET(self) -> None:
            self.asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Silence."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        profile = replace(citizen_profile, issuer=f"http://127.0.0.1:{server.server_port}")
        with pytest.raises(Refused, match="provider_malformed"):
            Directory().metadata(profile, now())
        server.shutdown()
    assert Elsewhere.asked == ["/.well-known/openid-configuration"]


def _age(login: Login, span: timedelta) -> None:
    for known in login.providers._by_issuer.values():
        known.keys_at -= span
