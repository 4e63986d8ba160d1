"""Who in a family is told: everybody who may read, by their own settings, one notice to one number. F-103, rules.md 4.4, AD-30."""

from datetime import timedelta

import pytest

from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.commands.set_visibility import set_visibility
from fastlinje.dialogue.events import AnswerSent, EConsultationStarted
from fastlinje.dialogue.models import Conversation
from fastlinje.nonprod.cast import PER, SIRI
from fastlinje.nonprod.factories import make_contact_point, make_conversation, make_representation
from fastlinje.notifications.models import Notice
from fastlinje.people.commands.choose_notices import choose_notices
from fastlinje.people.models import ContactPoint, YouthAccess
from fastlinje.scheduling.commands.book_for_patient import book_for_patient
from tests.scheduling_world import Book

OWNER = "owner"
KARIS, PERS, NORAS = "+4790000001", "+4790000002", "+4790000003"


@pytest.fixture
def both_parents(cast, family, installation):
    """Per is the children's other parent."""
    for child in (family.ola, family.nora):
        make_representation(child, cast.per)


def written_by_kari(cast, patient, **fields) -> Conversation:
    conversation = make_conversation(patient, cast.berg_role, state="opened", **fields)
    conversation.author = cast.kari
    conversation.save(using=OWNER)
    return conversation


def answered(conversation: Conversation) -> AnswerSent:
    return AnswerSent(conversation.pk, new_id(), closed=True)


def numbers(gateway) -> list[str]:
    return sorted(sms["to"] for sms in gateway.taken)


def test_both_parents_are_told_and_a_child_of_nine_is_not(cast, family, both_parents, tell, gateway):
    tell(answered(written_by_kari(cast, family.ola_patient)))
    assert numbers(gateway) == [KARIS, PERS]


def test_a_receipt_is_for_whoever_wrote(cast, family, both_parents, tell, gateway):
    tell(EConsultationStarted(written_by_kari(cast, family.ola_patient).pk))
    assert numbers(gateway) == [KARIS]


def test_each_by_their_own_settings(cast, logins, family, both_parents, tell, gateway):
    choose_notices(actor=logins.actor(PER), now=now(), preset="few", kinds=["news"], first_channel="sms", quiet_at_night=True)
    tell(answered(written_by_kari(cast, family.ola_patient)))
    assert numbers(gateway) == [KARIS]
    assert Notice.objects.using(OWNER).get(person=cast.per).last_error == "switched_off"


def test_who_shares_a_number_gets_one_notice(cast, family, both_parents, tell, gateway):
    for point in ContactPoint.objects.using(OWNER).filter(person=cast.per):
        point.value = KARIS
        point.save(using=OWNER)
    tell(answered(written_by_kari(cast, family.ola_patient)))
    assert numbers(gateway) == [KARIS]
    assert Notice.objects.using(OWNER).get(person=cast.per).last_error == "same_address"
    assert Notice.objects.using(OWNER).get(person=cast.kari).status == "sent"


def test_of_what_a_young_person_hides_only_they_are_told(cast, family, both_parents, tell, gateway):
    """AD-30"""
    tell(answered(make_conversation(family.nora_patient, cast.berg_role, state="opened", shielded=True)))
    assert numbers(gateway) == [NORAS]


def test_of_what_a_parent_wrote_the_young_person_hears_nothing(cast, family, both_parents, tell, gateway):
    tell(answered(written_by_kari(cast, family.nora_patient, hidden_from_person=True)))
    assert numbers(gateway) == [KARIS, PERS]


def test_a_young_person_without_own_access_is_not_told(cast, family, both_parents, tell, gateway):
    YouthAccess.objects.using(OWNER).update(ended_at=now())
    tell(answered(written_by_kari(cast, family.nora_patient)))
    assert numbers(gateway) == [KARIS, PERS]


def test_what_is_hidden_while_a_notice_waits_is_not_spoken_of(cast, logins, family, both_parents, tell, gateway, worker):
    """AD-30"""
    conversation = written_by_kari(cast, family.nora_patient)
    gateway.status = 503
    tell(answered(conversation))
    set_visibility(
        actor=logins.actor(SIRI, Face.STAFF), now=now(), conversation_id=conversation.pk, hidden_from="parents", hidden=True,
        reason="weighty",
    )  # fmt: skip
    gateway.status, gateway.taken = 200, []
    worker.run(until=now() + timedelta(hours=2), raising=False)
    left = {notice.person_id: (notice.status, notice.last_error) for notice in Notice.objects.using(OWNER).all()}
    assert left[cast.kari.pk] == left[cast.per.pk] == ("dropped", "may_not_read")


def test_a_father_and_who_holds_his_power_are_both_told(cast, family, installation, tell, gateway):
    tell(answered(written_by_kari(cast, family.arne_patient)))
    assert numbers(gateway) == [KARIS, "+4790000004"]


def test_of_a_time_for_a_child_of_nine_the_parents_are_told_and_not_the_child(cast, logins, family, both_parents, worker, gateway):
    make_contact_point(family.ola, ContactPoint.System.SMS, "+4790000009")
    siri = logins.actor(SIRI, Face.STAFF)
    book = Book(cast, siri)
    book_for_patient(actor=siri, now=now(), slot_id=book.first.pk, patient_id=family.ola_patient.pk)
    worker.run()
    assert set(numbers(gateway)) == {KARIS, PERS}
