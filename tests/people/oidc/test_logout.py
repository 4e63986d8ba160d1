"""Logging out at the provider, and being told by it: a real provider's own messages, and forged ones."""

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.people.oidc.logout import LogoutNotice, end_session, frontchannel, verify_logout_token

from .conftest import AFTER_LOGOUT, CLIENT_ID

EVENT = "http://schemas.openid.net/event/backchannel-logout"


@pytest.fixture
def verify(citizen):
    """Verify a logout token as ID-porten's client."""

    def run(token: str, at: datetime | None = None) -> LogoutNotice:
        return verify_logout_token(citizen.profile, token, now=at or now(), providers=citizen.providers)

    return run


@pytest.fixture
def mint(peer):
    """A logout token by ID-porten's own key, with changes; None removes a claim or header."""

    def run(header: dict | None = None, sign: str = "own", **changes: object) -> str:
        issued = int(now().timestamp())
        claims = {"iss": peer.issuers["idporten"], "aud": CLIENT_ID, "iat": issued, "exp": issued + 120, "jti": "one", "sid": "s-1"}
        claims |= {"events": {EVENT: {}}, **changes}
        headers = {"typ": "logout+jwt", **(header or {})}
        kept = {name: value for name, value in claims.items() if value is not None}
        return peer.mint("idporten", header={n: v for n, v in headers.items() if v is not None}, claims=kept, sign=sign)

    return run


def test_logging_out_at_the_provider_tells_us_by_the_back_channel(citizen, logout_mailbox, verify):
    """AD-44: the provider's own message names the session of the login"""
    identity = citizen.run()
    page = end_session(
        citizen.profile, post_logout_redirect_uri=AFTER_LOGOUT, state="back again", now=now(), providers=citizen.providers
    )
    form = citizen.browser.session.get(page.link, timeout=60)
    action, xsrf = re.search(r'action="([^"]+)".*value="([^"]+)"', form.text).groups()
    answer = citizen.browser.session.post(unescape(action), data={"xsrf": xsrf, "logout": "yes"}, allow_redirects=False, timeout=60)

    assert answer.headers["Location"] == f"{AFTER_LOGOUT}?state=back+again"
    notice = verify(logout_mailbox.tokens[-1])
    assert (notice.issuer, notice.sid) == (citizen.profile.issuer, identity.sid)
    assert notice.jti


def test_end_session_needs_no_id_token(citizen):
    page = end_session(citizen.profile, post_logout_redirect_uri=AFTER_LOGOUT, state="s", now=now(), providers=citizen.providers)
    assert page.url == f"{citizen.profile.issuer}/logout"
    assert parse_qs(urlsplit(page.link).query) == {name: [value] for name, value in page.fields.items()}
    assert set(page.fields) == {"client_id", "post_logout_redirect_uri", "state"}


def test_end_session_state_is_printable(citizen):
    with pytest.raises(ValueError, match="printable"):
        end_session(citizen.profile, post_logout_redirect_uri=AFTER_LOGOUT, state="linje\n", now=now(), providers=citizen.providers)


def test_provider_without_logout_gives_no_page(citizen, peer):
    peer.switch(document={"end_session_endpoint": None})
    assert (
        end_session(citizen.profile, post_logout_redirect_uri=AFTER_LOGOUT, state="s", now=now(), providers=citizen.providers)
        is None
    )


def test_good_message_is_believed(verify, mint, peer):
    """AD-44: also without exp, as on older pages of the documentation"""
    assert verify(mint()) == LogoutNotice(peer.issuers["idporten"], "s-1", "one")
    assert verify(mint(jti="two", exp=None)).sid == "s-1"


FORGED = [
    ("id_token_audience", {"aud": "someone-else"}),
    ("id_token_issuer", {"iss": "https://idporten.no"}),
    ("logout_event", {"events": None}),
    ("logout_event", {"events": {}}),
    ("logout_event", {"events": {EVENT: True}}),
    ("logout_event", {"events": [EVENT]}),
    ("logout_nonce", {"nonce": "n"}),
    ("id_token_type", {"header": {"typ": None}}),
    ("id_token_type", {"header": {"typ": "JWT"}}),
    ("logout_sid", {"sid": None}),
    ("logout_sid", {"sid": ""}),
    ("logout_sid", {"sid": "s" * 201}),
    ("logout_jti", {"jti": None}),
    ("id_token_malformed", {"iat": None}),
    ("id_token_from_the_future", {"iat": 9_999_999_999}),
    ("id_token_expired", {"iat": 1_600_000_000}),
    ("id_token_expired", {"exp": 1_600_000_000}),
    ("id_token_signature", {"sign": "other-key"}),
    ("id_token_signature", {"sign": "none"}),
    ("id_token_algorithm", {"sign": "none", "header": {"alg": "none"}}),
    ("id_token_algorithm", {"sign": "public-key-as-secret", "header": {"alg": "HS256"}}),
    ("id_token_key", {"header": {"kid": "unknown"}}),
    ("id_token_header", {"header": {"jku": "https://evil.example/jwks"}}),
]


@pytest.mark.parametrize(("code", "changes"), FORGED, ids=str)
def test_forged_messages_are_refused(verify, mint, code, changes):
    """AD-44"""
    token = mint(**changes)
    with pytest.raises(Refused) as refused:
        verify(token)
    assert refused.value.code == code


def test_id_token_in_place_of_a_message_is_refused(citizen, peer, verify):
    """AD-44"""
    issued = int(now().timestamp())
    id_token = peer.mint(
        "idporten",
        header={},
        claims={"iss": citizen.profile.issuer, "aud": CLIENT_ID, "iat": issued, "exp": issued + 60, "sid": "s", "nonce": "n"},
    )
    with pytest.raises(Refused, match="id_token_type"):
        verify(id_token)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "....", "é.é.é", "e30.e30." + "A" * 20_000])
def test_nonsense_is_refused(verify, token):
    """AD-44"""
    with pytest.raises(Refused, match="id_token_malformed"):
        verify(token)


def test_message_grows_old(verify, mint):
    """AD-44: five minutes, whatever exp says"""
    token = mint(exp=9_999_999_999)
    with pytest.raises(Refused, match="id_token_expired"):
        verify(token, at=datetime.fromtimestamp(now().timestamp() + 400, UTC))


def test_front_channel_finds_the_provider_with_or_without_slash(citizen_profile, staff_profile):
    """AD-43"""
    profiles = (citizen_profile, staff_profile)
    issuer = citizen_profile.issuer
    assert frontchannel(profiles, iss=issuer, sid="s") == LogoutNotice(issuer, "s")
    assert frontchannel(profiles, iss=f"{issuer}/", sid="s") == LogoutNotice(issuer, "s")


@pytest.mark.parametrize(("iss", "sid"), [("https://evil.example", "s"), ("{issuer}//", "s"), ("", "s"), ("{issuer}", "")])
def test_front_channel_from_elsewhere_names_no_session(citizen_profile, iss, sid):
    """AD-43"""
    assert frontchannel((citizen_profile,), iss=iss.format(issuer=citizen_profile.issuer), sid=sid) is None
