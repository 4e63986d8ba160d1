"""What the page says of appointments before somebody withdraws their consent. AD-32"""

from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.nonprod.cast import KARI
from fastlinje.questionnaires.loading import load_standard_forms
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.hold_slot import hold_slot
from fastlinje.scheduling.commands.join_waiting_list import join_waiting_list
from fastlinje.scheduling.commands.offer_times import offer_times
from fastlinje.scheduling.commands.pass_checkpoint import pass_checkpoint
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.models import Preparation
from tests.scheduling_world import OWNER

PAGE = "/profil/personvern/trekk-tilbake/"


def test_the_preview_says_what_goes_and_what_stays(book, kari, siri, logins, statements):
    booked = book_appointment(actor=kari, now=now(), slot_id=book.third.pk)
    join_waiting_list(actor=kari, now=now(), appointment_id=booked)
    asked = request_appointment(actor=kari, now=now(), service_id=book.service, reason="", preferences={})
    offer_times(actor=siri, now=now(), appointment_id=asked, slot_ids=[book.second.pk])
    hold_slot(actor=kari, now=now(), slot_id=book.first.pk)
    browser = logins.client(KARI)
    with statements() as ran:
        html = browser.get(PAGE).content.decode()
    goes, stays = html.split("Dette blir værende")
    assert "Timen du holder på å bestille, blir ledig for andre." in goes
    assert "1 tid som er holdt av, blir ledig for andre." in goes
    assert "Du blir tatt av ventelisten for tidligere time." in goes
    assert "1 time som er bestilt. Ring legekontoret hvis den skal avbestilles." in stays
    assert "Det du har bedt om time til." in stays
    assert len(ran) <= 6


def test_nothing_is_said_of_what_is_not_there(book, logins):
    html = logins.client(KARI).get(PAGE).content.decode()
    assert "ventelisten" not in html
    assert "ledig for andre" not in html


def test_answers_given_before_booking_are_named(book, cast, kari, logins):
    """Health answers on their way to a booking are drafts too."""
    preparation = pass_checkpoint(actor=kari, now=now(), service_id=book.service)
    response = QuestionnaireResponse.objects.using(OWNER).create(
        id=new_id(), practice=cast.tangen, person=cast.kari, questionnaire_id=load_standard_forms().popitem()[1], resource={},
        authored_at=now(),
    )  # fmt: skip
    Preparation.objects.using(OWNER).filter(pk=preparation).update(questionnaire_response=response)
    assert "Svar på spørsmål før timebestilling slettes." in logins.client(KARI).get(PAGE).content.decode()
