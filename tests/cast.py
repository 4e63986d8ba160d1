"""Logging the cast in, by the same command as the login callback."""

from datetime import datetime

from django.test import Client

from fastlinje.audit import gate
from fastlinje.core.actor import Actor, Capacity, Entry, Face
from fastlinje.core.clock import now
from fastlinje.nonprod.cast import Cast, Character
from fastlinje.people.commands.start_session import Vouched, key_hash, start_citizen_session, start_staff_session

COOKIES = {Face.CITIZEN: "__Host-fl_citizen", Face.STAFF: "__Host-fl_staff"}


def vouched(who: Character, at: datetime) -> Vouched:
    """What the provider says about a member of the cast."""
    return Vouched(
        national_id=who.national_id,
        issuer="http://127.0.0.1/idp",
        sid=f"sid-{who.serial}-{who.born}",
        acr="idporten-loa-high",
        amr="BankID",
        auth_time=at,
        name=who.name,
    )


class Logins:
    """Logs members of the cast in."""

    def __init__(self, cast: Cast):
        self.cast = cast

    def key(self, who: Character, face: Face = Face.CITIZEN) -> str:
        """The cookie's key of a new session."""
        start = start_citizen_session if face is Face.CITIZEN else start_staff_session
        return start(actor=Actor.anonymous(), now=now(), who=vouched(who, now()))

    def actor(self, who: Character, face: Face = Face.CITIZEN, *, practice: object | None = None) -> Actor:
        """The actor of a new session, as a page would get it."""
        entry = Entry(Capacity.ANONYMOUS, face, key_hash(self.key(who, face)))
        if practice is not None:
            choose_practice(entry, practice.pk)
        with gate.transaction.atomic():
            return gate.enter(entry, now=now())

    def client(self, who: Character, face: Face = Face.CITIZEN, *, practice: object | None = None) -> Client:
        """A browser in which they are logged in; choose an office for those who have several."""
        client = Client(HTTP_HOST="localhost", raise_request_exception=True)
        cookie = COOKIES[Face.CITIZEN if face is Face.CITIZEN else Face.STAFF]
        key = self.key(who, face)
        if practice is not None:
            choose_practice(Entry(Capacity.ANONYMOUS, Face.STAFF, key_hash(key)), practice.pk)
        client.cookies[cookie] = key
        return client


def choose_practice(entry: Entry, practice_id: object) -> None:
    """Remember which office the session works at."""
    with gate.transaction.atomic(), gate.connection.cursor() as cursor:
        gate.enter(entry, now=now())
        cursor.execute("select gate.choose_practice(%s, %s, %s)", [entry.session_key, practice_id, now()])
