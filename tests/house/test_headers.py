"""What every page tells the browser: no inline code, frames, guessing, caching or foreign origin, and safe cookies (AD-51)."""

import os
import re
import subprocess
import sys

import pytest

from fastlinje.core.actor import Face
from fastlinje.nonprod.cast import BERG, DAG, KARI, OSKAR

from .test_routes import table

WHO = {
    "anyone": None,
    **dict.fromkeys(("citizen", "citizen_appointments", "citizen_basis", "citizen_consenting", "citizen_logged_in"), KARI),
    **dict.fromkeys(("staff", "staff_or_admin", "staff_choosing"), BERG),
    "citizen_self": KARI,
    "citizen_choosing": KARI,
    "citizen_as_self": KARI,
    "admin": DAG,
    "operator": OSKAR,
}
SAME_FOR_ALL = {"web_manifest"}
"""The same bytes for everybody, so a browser may keep them."""
PLAIN = [(name, access, path) for name, (access, path) in table().items() if "<" not in path]


@pytest.mark.parametrize(("name", "access", "path"), PLAIN, ids=[row[0] for row in PLAIN])
def test_every_page(client, logins, name, access, path):
    who = WHO[access]
    if who is not None:
        client = logins.client(who, Face.CITIZEN if access.startswith("citizen") else Face.STAFF)
    response = client.get(path, headers={"host": "localhost"})
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"] or name in SAME_FOR_ALL
    for cookie in response.cookies.values():
        assert cookie.key.startswith("__Host-")
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] in ("Lax", "Strict")
    if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
        page = response.content.decode()
        assert not re.findall(r'(?:src|action)="(?:https?:)?//', page)
        assert not re.findall(r"<(?:script|style)(?![^>]*src=)[^>]*>\s*\S", page)
        assert not re.findall(r'\s(?:on\w+|style)="', page)


@pytest.mark.parametrize(("name", "access", "path"), PLAIN, ids=[row[0] for row in PLAIN])
def test_no_page_breaks_when_an_empty_form_is_posted_to_it(client, logins, name, access, path):
    """A view reads and writes only inside a capacity; what is not made for POST says 405."""
    who = WHO[access]
    if who is not None:
        client = logins.client(who, Face.CITIZEN if access.startswith("citizen") else Face.STAFF)
    assert client.post(path, {}, headers={"host": "localhost"}).status_code < 500


def test_production_speaks_https_only():
    names = "PRODUCTION", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT"
    code = "from fastlinje.config import settings as s\nprint(" + ", ".join(f"s.{n}" for n in names) + ")"
    environ = os.environ | {
        "FASTLINJE_MODE": "production",
        "FASTLINJE_HOSTS": "fastlinje.example",
        "FASTLINJE_TRUSTED_PROXIES": "1",
        "FASTLINJE_BASE_URL": "https://fastlinje.example",
        "FASTLINJE_ACCEPT_TEST_PEOPLE": "0",
        "IDPORTEN_CLIENT_ID": "a",
        "IDPORTEN_ISSUER": "https://idporten.no",
        "HELSEID_CLIENT_ID": "b",
        "HELSEID_ISSUER": "https://helseid-sts.nhn.no",
        "SECRET_KEY": "x7" * 9 + "abcdefghijklmnopqrstuvwxyz0123456789",
    }
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True)
    assert done.stdout.split() == ["True", "31536000", "True"], done.stderr[-2000:]
