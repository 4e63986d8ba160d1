"""The two ways in: citizens by ID-porten, those who work here by HelseID. They never mix (AD-22)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fastlinje.audit import gate
from fastlinje.core.actor import Actor, Capacity, Entry, Face
from fastlinje.people.commands.start_session import key_hash, start_citizen_session, start_staff_session
from fastlinje.web.kit import COOKIES


@dataclass(frozen=True)
class Realm:
    """One way in, from its provider to the pages behind it.

    faces  every face a session of this realm may show, the usual one first, each with the page it begins on
    """

    provider: str
    provider_name: str
    faces: dict[Face, str]
    start_session: object
    login: str
    logged_out: str
    logged_out_lead: Promise

    @property
    def face(self) -> Face:
        return next(iter(self.faces))

    @property
    def cookie(self) -> str:
        return COOKIES[self.face]

    @property
    def callback(self) -> str:
        return f"callback_{self.provider}"


CITIZENS = Realm(
    provider="idporten",
    provider_name="ID-porten",
    faces={Face.CITIZEN: "home"},
    start_session=start_citizen_session,
    login="login_citizen",
    logged_out="logged_out_citizen",
    logged_out_lead=_("Ingen kan se noe om deg her uten å logge inn på nytt."),
)
STAFF = Realm(
    provider="helseid",
    provider_name="HelseID",
    faces={Face.STAFF: "office_home", Face.ADMIN: "office_home", Face.OPERATOR: "operations"},
    start_session=start_staff_session,
    login="login_staff",
    logged_out="logged_out_staff",
    logged_out_lead=_("Ingen kan se noe om pasientene her uten å logge inn på nytt."),
)
REALMS = {realm.provider: realm for realm in (CITIZENS, STAFF)}


def actor_at(face: Face, key: str | None, now: datetime, *, touch: bool = False) -> Actor:
    """Who the session's key is at this face now; anonymous for nobody."""
    if not key:
        return Actor.anonymous()
    with transaction.atomic():
        return gate.enter(Entry(Capacity.ANONYMOUS, face, key_hash(key)), now=now, touch=touch)


def someone_at(realm: Realm, key: str | None, now: datetime, *, touch: bool = False) -> Actor:
    """Who the key is at the first face of the realm that knows it; anonymous when none does."""
    for face in realm.faces:
        actor = actor_at(face, key, now, touch=touch)
        if actor.capacity is not Capacity.ANONYMOUS:
            return actor
    return Actor.anonymous()
