"""A real OpenID provider for the whole session, and a browser that clicks through it."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
import requests

from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.people.oidc.authorization import begin
from fastlinje.people.oidc.callback import finish
from fastlinje.people.oidc.metadata import Directory
from fastlinje.people.oidc.profile import ProviderProfile, Timeouts, helseid, idporten
from fastlinje.people.oidc.signing_keys import new_signing_key, public_jwks

CALLBACK = "http://127.0.0.1:65000/innlogging"
AFTER_LOGOUT = "http://127.0.0.1:65000/utlogget"
CLIENT_ID = "fastlinje-test"
SYNTHETIC_PID = "12848020026"
REAL_LOOKING_PID = "15108695088"
IMPATIENT = Timeouts(connect=2, read=1, total=2)
impatient = pytest.mark.parametrize("timeouts", [IMPATIENT], ids=["impatient"])
"""On a test whose provider hangs."""


class Peer:
    """The provider process: its two issuers and the switch that makes it misbehave."""

    def __init__(self, addresses: dict[str, str]):
        self.issuers = {name: addresses[name] for name in ("idporten", "helseid")}
        self._control = addresses["control"]

    def switch(self, **misbehaviour: object) -> None:
        """From now on behave like this; without arguments, honestly."""
        self._tell("switch", misbehaviour)

    def rotate(self, issuer: str, *, keep: bool) -> None:
        """A new signing key; `keep` leaves the old one published."""
        self._tell("rotate", {"issuer": issuer, "keep": keep})

    def mint(self, issuer: str, *, header: dict, claims: dict, sign: str = "own") -> str:
        """Any token signed by that provider."""
        return self._tell("mint", {"issuer": issuer, "header": header, "claims": claims, "sign": sign})["token"]

    def _tell(self, command: str, body: dict) -> dict:
        return requests.post(f"{self._control}/{command}", json=body, timeout=60).json()


class Browser:
    """Keeps cookies and follows redirects until it is sent back to us."""

    def __init__(self) -> None:
        self.session = requests.Session()

    def visit(self, url: str, *, home: str = CALLBACK) -> dict[str, str]:
        """The query it comes home with."""
        for _ in range(10):
            if url.startswith(home):
                return dict(parse_qsl(urlsplit(url).query))
            answer = self.session.get(url, allow_redirects=False, timeout=60)
            assert answer.is_redirect, f"{answer.status_code} {answer.text[:500]}"
            url = urljoin(url, answer.headers["Location"])
        raise AssertionError("sent around in circles")


class Login:
    """One person's attempt with one profile, step by step."""

    def __init__(self, profile: ProviderProfile, browser: Browser, providers: Directory):
        self.profile, self.browser, self.providers = profile, browser, providers

    def begin(self, **wishes: object):
        """Leave for the provider; returns the address and the transaction."""
        return begin(self.profile, redirect_uri=CALLBACK, ui_locales="nb", now=now(), providers=self.providers, **wishes)

    def leave(self, **wishes: object):
        """Leave and come back; returns the callback's query and the transaction."""
        url, transaction = self.begin(**wishes)
        return self.browser.visit(url), transaction

    def come_back(self, params: dict, transaction, **changed: object):
        """Exchange the code for the identity."""
        profile = replace(self.profile, **changed)
        return finish(profile, params=params, transaction=transaction, now=now(), providers=self.providers)

    def run(self, **changed: object):
        """The whole login."""
        params, transaction = self.leave()
        return self.come_back(params, transaction, **changed)

    def refusal(self, **changed: object) -> str:
        """The code a whole login is refused with."""
        with pytest.raises(Refused) as refused:
            self.run(**changed)
        return refused.value.code


@pytest.fixture(scope="session")
def our_keys():
    """Our own key pair, made once: RSA keys take a moment."""
    return (new_signing_key(now()),)


@pytest.fixture(scope="session")
def logout_mailbox() -> Iterator["Mailbox"]:
    """Where the providers deliver their back-channel messages."""
    with mailbox() as box:
        yield box


@pytest.fixture(scope="session")
def peer_process(our_keys, logout_mailbox) -> Iterator[Peer]:
    """oidc-provider on free ports for as long as the tests run."""
    node = shutil.which("node") or str(Path(sys.executable).parent / "node")
    clients = [
        {
            "provider": name,
            "client_id": CLIENT_ID,
            "redirect_uris": [CALLBACK],
            "post_logout_redirect_uris": [AFTER_LOGOUT],
            "backchannel_logout_uri": logout_mailbox.url,
            "jwks": public_jwks(our_keys),
            "token_endpoint_auth_signing_alg": "PS256" if name == "helseid" else "RS256",
            "dpop_bound_access_tokens": name == "helseid",
        }
        for name in ("idporten", "helseid")
    ]
    with subprocess.Popen(
        [node, "--no-warnings", str(Path(__file__).parent / "peer.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        process.stdin.write(json.dumps({"clients": clients}))
        process.stdin.close()
        yield Peer(json.loads(process.stdout.readline()))
        process.kill()


@pytest.fixture
def peer(peer_process) -> Iterator[Peer]:
    """The provider, honest at the start of every test."""
    peer_process.switch()
    yield peer_process
    peer_process.switch()


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser with no cookies."""
    opened = Browser()
    yield opened
    opened.session.close()


@pytest.fixture
def providers() -> Directory:
    """A memory of metadata and keys for this test alone."""
    return Directory()


@pytest.fixture
def timeouts() -> Timeouts:
    """How long to wait for a provider that answers, on a machine that may be busy; see `impatient`."""
    return Timeouts(connect=30, read=30, total=60)


@pytest.fixture
def citizen_profile(peer, our_keys, timeouts) -> ProviderProfile:
    """ID-porten as a test issuer."""
    return idporten(
        issuer=peer.issuers["idporten"],
        client_id=CLIENT_ID,
        signing_keys=our_keys,
        is_test_issuer=True,
        development=True,
        timeouts=timeouts,
    )


@pytest.fixture
def staff_profile(peer, our_keys, timeouts) -> ProviderProfile:
    """HelseID as a test issuer."""
    return helseid(
        issuer=peer.issuers["helseid"],
        client_id=CLIENT_ID,
        signing_keys=our_keys,
        is_test_issuer=True,
        development=True,
        timeouts=timeouts,
    )


@pytest.fixture
def citizen(citizen_profile, browser, providers) -> Login:
    """A citizen about to log in."""
    return Login(citizen_profile, browser, providers)


@pytest.fixture
def staff(staff_profile, browser, providers) -> Login:
    """A secretary or doctor about to log in."""
    return Login(staff_profile, browser, providers)


class Mailbox:
    """Logout tokens as the provider delivered them."""

    def __init__(self, url: str):
        self.url = url
        self.tokens: list[str] = []


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A small web server that keeps every logout token posted to it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            box.tokens.append(form["logout_token"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Silence."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        box = Mailbox(f"http://127.0.0.1:{server.server_port}/bakkanal")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()
