"""The route inventory (AD-14): every address, who may come there, and what everybody else gets.

`routes.tsv` names each route and its access. A new address that is not in the table fails; so does one whose view says otherwise.
Then every address is visited as every member of the cast, with the ids of things that are Kari's at Tangen.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from fastlinje.core.actor import Face
from fastlinje.nonprod.cast import BASTIAN, BERG, DAG, GRO, KARI, OSKAR, PER, SIRI

TABLE = Path(__file__).with_name("routes.tsv")
NOBODY = UUID(int=7)


def routes() -> Iterator[tuple[str, URLPattern, str]]:
    """Name, pattern and path template of every address."""

    def walk(patterns: list, prefix: str) -> Iterator[tuple[str, URLPattern, str]]:
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, path)
            else:
                yield pattern.name, pattern, "/" + path

    yield from walk(get_resolver().url_patterns, "")


def table() -> dict[str, tuple[str, str]]:
    rows = [line.split("\t") for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {name: (access, path) for name, access, path in rows}


def test_every_address_stands_in_the_table_with_the_access_its_view_has():
    found = {name: (pattern.callback.requires.name, path) for name, pattern, path in routes()}
    assert found == table()


def test_every_address_has_a_name_of_its_own():
    names = [name for name, _pattern, _path in routes()]
    assert None not in names
    assert len(names) == len(set(names))


NEEDS_PROVIDER = {"login_citizen", "login_staff", "logged_out_citizen", "logged_out_staff"}
"""Pages that ask the login provider, which is not running here: they say so (503) and who to call."""

# Who is let past the door of each kind of page. Whose *things* they may see is the next wall and tested below.
LET_IN = {
    "anyone": {"nobody", "kari", "per", "bastian", "berg", "siri", "dag", "gro", "oskar"},
    "citizen": {"kari", "per"},
    "citizen_appointments": {"kari", "per"},
    "citizen_basis": {"kari", "per", "bastian"},
    "citizen_logged_in": {"kari", "per", "bastian"},
    "citizen_choosing": {"kari", "per", "bastian"},
    "citizen_self": {"kari", "per", "bastian"},
    "citizen_as_self": {"kari", "per", "bastian"},
    "citizen_consenting": {"kari", "per", "bastian"},
    "staff": {"berg", "siri", "gro"},
    "staff_or_admin": {"berg", "siri", "dag", "gro"},
    "staff_choosing": {"berg", "siri", "dag", "gro"},
    "admin": {"dag"},
    "operator": {"oskar"},
}


@pytest.fixture
def visitors(logins, cast) -> dict[str, Client]:
    return {
        "nobody": Client(HTTP_HOST="localhost"),
        "kari": logins.client(KARI),
        "per": logins.client(PER),
        "bastian": logins.client(BASTIAN),
        "berg": logins.client(BERG, Face.STAFF),
        "siri": logins.client(SIRI, Face.STAFF),
        "dag": logins.client(DAG, Face.STAFF),
        "gro": logins.client(GRO, Face.STAFF, practice=cast.vika),
        "oskar": logins.client(OSKAR, Face.STAFF),
    }


def filled(path: str, value: object) -> str:
    return re.sub(r"<[^>]+>", str(value), path)


@pytest.mark.parametrize(("name", "access", "path"), [(n, *row) for n, row in table().items()] if TABLE.exists() else [])
def test_who_is_let_in(visitors, name, access, path):
    """A stranger to the page is sent to log in, to choose consent, or to their own home; nobody sees a thing that is not there."""
    address = filled(path.replace("<slug:provider>", "idporten").replace("<str:provider>", "idporten"), NOBODY)
    for who, client in visitors.items():
        status = client.get(address).status_code
        if who in LET_IN[access]:
            assert status in (200, 204, 302, 400, 403, 404, 405) or name in NEEDS_PROVIDER, (who, address, status)
        else:
            assert status in (302, 405), (who, address, status)  # 405: an address for POST only
        assert status < 500 or (status == 503 and name in NEEDS_PROVIDER), (who, address, status)
