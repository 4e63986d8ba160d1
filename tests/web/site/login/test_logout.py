"""Logging out here, and being told by the provider that it is over."""

import secrets
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from fastlinje.core.actor import Face
from fastlinje.nonprod.cast import BERG, KARI, OSKAR
from fastlinje.people.models import Session

from .conftest import US

EVENT = "http://schemas.openid.net/event/backchannel-logout"


def sid_of(issuers) -> str:
    return Session.objects.using("owner").get().sid


def is_in(visitor, path: str = "/hjem/") -> bool:
    return visitor.us.get(path).status_code == 200


@pytest.fixture
def logout_token(issuers, settings):
    """A message by the look-alike, with changes; None removes a claim."""

    def make(sid: str, *, typ: str = "logout+jwt", **changes: object) -> str:
        issuer, moment = issuers["idporten"], int(time.time())
        claims = {"iss": issuer.address, "aud": settings.ENVIRONMENT.idporten_client_id, "sid": sid, "iat": moment}
        claims |= {"exp": moment + 120, "jti": secrets.token_hex(8), "events": {EVENT: {}}, **changes}
        return issuer.sign({name: value for name, value in claims.items() if value is not None}, typ=typ)

    return make


def test_logging_out_kills_the_session_wherever_its_key_is(visitor):
    visitor.log_in(KARI)
    key = visitor.session_key()
    answer = visitor.us.post("/utlogging/")
    assert (answer.status_code, answer["Location"]) == (302, "/utlogging/innbygger/")
    assert not visitor.session_key()
    copied = Client(HTTP_HOST="localhost")
    copied.cookies["__Host-fl_citizen"] = key
    assert copied.get("/hjem/").status_code == 302


def test_after_logging_out_the_provider_asks_again(visitor):
    """AD-46: its own login still stands, and must let nobody who sits down at the machine in unasked."""
    visitor.log_in(KARI)
    unasked = visitor.provider.get(visitor.leave("/logg-inn/"), allow_redirects=False, timeout=60)
    assert unasked.headers["Location"].startswith(US), "single sign-on, as long as nobody has logged out"
    visitor.us.post("/utlogging/")
    asked = visitor.provider.get(visitor.leave("/logg-inn/"), allow_redirects=False, timeout=60)
    assert (asked.status_code, "Location" in asked.headers) == (200, False)
    staff = visitor.provider.get(visitor.leave("/kontor/logg-inn/"), allow_redirects=False, timeout=60)
    assert staff.status_code == 200, "they have never been there"
    visitor.log_in(KARI)
    unasked = visitor.provider.get(visitor.leave("/logg-inn/"), allow_redirects=False, timeout=60)
    assert unasked.headers["Location"].startswith(US), "logged in again, so it is theirs again"


def test_nothing_seen_is_left_in_the_browser(visitor):
    """AD-46"""
    visitor.log_in(KARI)
    for answer in (visitor.us.get("/hjem/"), visitor.us.post("/utlogging/"), visitor.us.get("/utlogging/innbygger/")):
        assert "no-store" in answer["Cache-Control"]
    assert visitor.us.post("/utlogging/")["Clear-Site-Data"] == '"cache", "storage"'
    assert visitor.us.get("/utlogging/ferdig/")["Clear-Site-Data"] == '"cache", "storage"'


def test_the_other_login_in_the_same_browser_stays(visitor):
    """AD-21"""
    visitor.log_in(KARI)
    visitor.log_in(BERG, "/kontor/logg-inn/")
    visitor.us.post("/utlogging/")
    assert is_in(visitor, "/kontor/")
    visitor.us.post("/kontor/utlogging/")
    assert not is_in(visitor, "/kontor/")


def test_operators_log_out_too(visitor):
    visitor.log_in(OSKAR, "/kontor/logg-inn/")
    visitor.us.post("/kontor/utlogging/")
    assert not is_in(visitor, "/drift/")
    assert Session.objects.using("owner").get().ended_at


def test_logging_out_twice_or_after_the_end_is_fine(visitor):
    visitor.log_in(KARI)
    visitor.us.post("/utlogging/")
    assert visitor.us.post("/utlogging/").status_code == 302


def test_no_foreign_page_can_log_somebody_out(visitor):
    visitor.log_in(KARI)
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    strict.cookies["__Host-fl_citizen"] = visitor.session_key()
    assert strict.post("/utlogging/").status_code == 403
    assert strict.get("/utlogging/").status_code == 405
    assert is_in(visitor)


def test_the_way_out_of_the_provider_is_a_link_that_works(visitor, issuers):
    """Identity A5.1: no form, since our content policy would stop it"""
    visitor.log_in(KARI)
    visitor.us.post("/utlogging/")
    page = visitor.us.get("/utlogging/innbygger/").content.decode()
    start = page.index(issuers["idporten"].address)
    href = page[start : page.index('"', start)].replace("&amp;", "&")
    fields = parse_qs(urlsplit(href).query)
    assert fields["post_logout_redirect_uri"] == ["http://localhost:9/utlogging/ferdig/"]
    answer = visitor.provider.get(href, timeout=60)
    assert "http://localhost:9/utlogging/ferdig/?state=idporten" in answer.text
    assert visitor.provider.get(visitor.leave("/logg-inn/"), timeout=60).status_code == 200


def test_staff_are_told_about_helseid(visitor):
    assert "Logg ut av HelseID" in visitor.us.get("/utlogging/ansatt/").content.decode()
    page = visitor.us.get("/utlogging/ferdig/?state=helseid").content.decode()
    assert "HelseID" in page
    assert "/kontor/logg-inn/" in page


def test_logging_out_works_while_the_provider_is_down(visitor, settings):
    """FD-07"""
    from dataclasses import replace

    visitor.log_in(KARI)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, idporten_issuer="http://127.0.0.1:9/c")
    visitor.us.post("/utlogging/")
    page = visitor.us.get("/utlogging/innbygger/")
    assert page.status_code == 200
    assert "Logg ut av ID-porten" not in page.content.decode()


@pytest.mark.parametrize("slash", ["", "/"])
def test_front_channel_ends_the_session_without_any_cookie(visitor, issuers, slash):
    """AD-43"""
    visitor.log_in(KARI)
    frame = Client(HTTP_HOST="localhost")
    query = {"iss": issuers["idporten"].address + slash, "sid": sid_of(issuers)}
    answer = frame.get("/utlogging/frontkanal/idporten/", query)
    assert answer.status_code == 200
    assert not is_in(visitor)


@pytest.mark.parametrize("wrong", ["iss", "sid", "provider", "nothing"])
def test_front_channel_from_elsewhere_ends_nothing_and_tells_nothing(visitor, issuers, wrong):
    """AD-43"""
    visitor.log_in(KARI)
    query = {"iss": issuers["idporten"].address, "sid": sid_of(issuers)}
    path = "/utlogging/frontkanal/idporten/"
    if wrong == "iss":
        query["iss"] = issuers["helseid"].address
    elif wrong == "sid":
        query["sid"] = "unknown"
    elif wrong == "provider":
        path = "/utlogging/frontkanal/helseid/"
    else:
        query = {}
    answer = Client(HTTP_HOST="localhost").get(path, query)
    good = Client(HTTP_HOST="localhost").get("/utlogging/frontkanal/idporten/", {"iss": "x", "sid": "y"})
    assert (answer.status_code, answer.content) == (good.status_code, good.content) == (200, b"")
    assert is_in(visitor)


def test_only_the_provider_may_frame_only_this_page(visitor, issuers):
    """AD-43"""
    answer = visitor.us.get("/utlogging/frontkanal/idporten/")
    host = "{0.scheme}://{0.netloc}".format(urlsplit(issuers["idporten"].address))
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["frame-ancestors"] == host
    assert "X-Frame-Options" not in answer
    assert answer["Cache-Control"] == "no-store"
    for path in ("/utlogging/ferdig/", "/logg-inn/hjelp/"):
        assert "frame-ancestors 'none'" in visitor.us.get(path)["Content-Security-Policy"]


def test_back_channel_ends_the_session(visitor, issuers, logout_token):
    """AD-44"""
    visitor.log_in(KARI)
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    answer = strict.post("/utlogging/bakkanal/idporten/", {"logout_token": logout_token(sid_of(issuers))})
    assert answer.status_code == 204
    assert answer["Cache-Control"] == "no-store"
    assert not is_in(visitor)


def test_back_channel_message_is_believed_once(visitor, issuers, logout_token):
    """AD-44"""
    token = logout_token("another")
    assert visitor.us.post("/utlogging/bakkanal/idporten/", {"logout_token": token}).status_code == 204
    assert visitor.us.post("/utlogging/bakkanal/idporten/", {"logout_token": token}).status_code == 400


FORGED = [
    {"aud": "someone-else"},
    {"iss": "https://idporten.no"},
    {"events": None},
    {"events": {"other": {}}},
    {"nonce": "n"},
    {"typ": "JWT"},
    {"iat": 1_600_000_000},
    {"jti": None},
]


@pytest.mark.parametrize("changes", FORGED, ids=str)
def test_forged_back_channel_messages_end_nothing(visitor, issuers, logout_token, changes):
    """AD-44"""
    visitor.log_in(KARI)
    token = logout_token(sid_of(issuers), **changes)
    answer = visitor.us.post("/utlogging/bakkanal/idporten/", {"logout_token": token})
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_request"})
    assert is_in(visitor)


def test_message_of_one_provider_at_the_address_of_the_other_ends_nothing(visitor, issuers, logout_token):
    """AD-44"""
    visitor.log_in(KARI)
    answer = visitor.us.post("/utlogging/bakkanal/helseid/", {"logout_token": logout_token(sid_of(issuers))})
    assert answer.status_code == 400
    assert is_in(visitor)


@pytest.mark.parametrize("form", [{}, {"logout_token": ""}, {"logout_token": "x" * 50_000}], ids=["nothing", "empty", "long"])
def test_nonsense_at_the_back_channel_is_refused(visitor, form):
    """AD-44"""
    assert visitor.us.post("/utlogging/bakkanal/idporten/", form).status_code == 400


def test_unknown_providers_are_not_found(visitor):
    assert visitor.us.get("/utlogging/frontkanal/minid/").status_code == 404
    assert visitor.us.post("/utlogging/bakkanal/minid/").status_code == 404


def test_logs_hold_neither_numbers_nor_keys(visitor, issuers, log_lines):
    """AD-36"""
    visitor.log_in(KARI)
    visitor.provider.cookies.clear()
    visitor.log_in("Elena Fremmed")
    key = visitor.session_key()
    visitor.us.post("/utlogging/")
    visitor.log_in(BERG, "/kontor/logg-inn/")
    written = log_lines.getvalue()
    assert "login.finish" in written
    assert "pid_missing" in written
    for secret in (KARI.national_id, BERG.national_id, key, visitor.session_key(Face.STAFF)):
        assert secret not in written
    assert "Traceback" not in written
