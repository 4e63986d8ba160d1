"""Withdrawal stops at once what was under way, also what others were writing (F-006, AD-32)."""

from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.commands.withdraw_consent import withdraw_consent
from fastlinje.dialogue.models import Conversation, Draft
from fastlinje.nonprod.cast import KARI, PER
from fastlinje.notifications.commands.make_notice import make_notice
from fastlinje.notifications.models import Notice
from fastlinje.people.models import Person
from fastlinje.practices.models import Organization
from tests.citizen_world import send, with_prices
from tests.web.citizen.test_acting_for import child_of_kari

OWNER = "owner"


def draft(author: Person, person: Person, practice: Organization) -> Draft:
    """Something one writes for another, as by a representation that was checked when it was begun."""
    return Draft.objects.using(OWNER).create(
        id=new_id(), practice=practice, person=person, author=author, service_code="e_consultation",
        content={"subject": "S", "text": "T"}, created_at=now(), updated_at=now(),
    )  # fmt: skip


def withdraw(actor, level: ConsentLevel = ConsentLevel.BASIS) -> None:
    withdraw_consent(actor=actor, now=now(), level=level)


def test_what_one_writes_for_a_child_goes_too(kari, cast):
    draft(cast.kari, child_of_kari(cast, 9), cast.tangen)
    withdraw(kari)
    assert not Draft.objects.using(OWNER).exists()


def test_what_another_writes_for_one_goes_by_the_next_job(cast, logins, worker):
    draft(cast.kari, cast.per, cast.vika)
    own = draft(cast.kari, cast.kari, cast.tangen)
    withdraw(logins.actor(PER))
    worker.run()
    assert [row.pk for row in Draft.objects.using(OWNER).all()] == [own.pk]


def test_what_another_writes_stays_for_somebody_who_consents_again(cast, logins, worker):
    draft(cast.kari, cast.per, cast.vika)
    withdraw(logins.actor(PER))
    Person.objects.using(OWNER).filter(pk=cast.per.pk).update(consent_level=ConsentLevel.FULL)
    worker.run()
    assert Draft.objects.using(OWNER).count() == 1


def test_a_notice_that_waits_is_not_sent(kari, cast, worker):
    with worker.connected():
        make_notice(
            actor=Actor.job("test"), now=now(), person_id=kari.person_id, practice_id=cast.tangen.pk, template="answered",
            values={"office": "Tangen"}, event_key="AnswerSent:1", channel="sms",
        )  # fmt: skip
    withdraw(kari)
    worker.run()
    notice = Notice.objects.using(OWNER).get()
    assert (notice.status, notice.last_error) == ("dropped", "consent_withdrawn")


def test_what_was_sent_stays(cast, logins):
    with_prices()
    kari = logins.actor(KARI)
    conversation_id = send(kari, cast.berg_role.pk)
    withdraw(kari, ConsentLevel.NONE)
    assert Conversation.objects.using(OWNER).filter(pk=conversation_id).exists()
