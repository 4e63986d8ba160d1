"""A stranger to a conversation gets the same answer as for one that does not exist, on every address and verb.

Covers AD-01, AD-02, AD-08 and the first half of AD-13.
"""

import re
from uuid import uuid4

import pytest
from django.test import Client

from fastlinje.core.actor import Face
from fastlinje.dialogue.models import Communication, Conversation
from fastlinje.nonprod.cast import GRO, PER
from fastlinje.nonprod.factories import make_conversation
from fastlinje.worklist.models import Task

from .test_routes import NOBODY, table

ON_A_CONVERSATION = [(name, access, path) for name, (access, path) in table().items() if "conversation_id" in path]


def visitor(access: str, logins, cast) -> Client:
    return logins.client(GRO, Face.STAFF, practice=cast.vika) if access == "staff" else logins.client(PER)


def answer(client: Client, method: str, path: str, conversation: object, **headers: str) -> tuple[int, str, bytes]:
    """Status, where it leads, and body, with the asked-for id and form tokens taken out."""
    address = re.sub(r"<[^>]+>", str(NOBODY), path.replace("<uuid:conversation_id>", str(conversation)))
    response = getattr(client, method)(address, headers=headers)
    body = response.getvalue() if response.streaming else response.content
    body = re.sub(rb'value="[A-Za-z0-9]{64}"', b"token", body).replace(str(conversation).encode(), b"id")
    return response.status_code, response.get("Location", "").replace(str(conversation), "id"), body


@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize(("name", "access", "path"), ON_A_CONVERSATION, ids=[row[0] for row in ON_A_CONVERSATION])
def test_foreign_is_as_missing(cast, logins, name, access, path, method):
    foreign = make_conversation(cast.kari_patient, cast.berg_role)
    client = visitor(access, logins, cast)
    assert answer(client, method, path, foreign.pk) == answer(client, method, path, uuid4())
    assert answer(client, method, path, foreign.pk)[0] in (302, 400, 404, 405)
    assert Conversation.objects.using("owner").get().state == foreign.state
    assert Communication.objects.using("owner").count() == 1
    assert Task.objects.using("owner").get().unread_by_office


FILES = [
    ("citizen", "/samtaler/<uuid:conversation_id>/filer/<uuid:f>/"),
    ("staff", "/kontor/samtaler/<uuid:conversation_id>/vedlegg/<uuid:f>/"),
]


@pytest.mark.parametrize(
    "headers", [{"range": "bytes=0-1"}, {"if-none-match": "*"}, {"if-modified-since": "Wed, 21 Oct 2037 07:28:00 GMT"}]
)
def test_a_foreign_file_gives_nothing_by_parts_or_conditions(cast, logins, headers):
    """AD-03"""
    foreign = make_conversation(cast.kari_patient, cast.berg_role)
    for access, path in FILES:
        assert answer(visitor(access, logins, cast), "get", path, foreign.pk, **headers)[0] == 404
