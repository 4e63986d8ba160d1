"""Notices obey what the person has chosen."""

from datetime import datetime

import pytest

from fastlinje.core.clock import OSLO, now
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.events import AnswerSent
from fastlinje.notifications.rules import send_at
from fastlinje.people.commands.choose_notices import choose_notices
from fastlinje.people.commands.request_contact_code import request_contact_code
from tests.notifications.conftest import the_notice


@pytest.fixture
def choose(kari):
    def run(**changes):
        usual = {"preset": "all", "kinds": ["answer", "news", "power", "receipt"], "first_channel": "sms", "quiet_at_night": True}
        choose_notices(actor=kari, now=now(), **usual | changes)

    return run


def answered(conversation) -> AnswerSent:
    return AnswerSent(conversation.pk, new_id(), closed=True)


def test_switched_off(choose, conversation, tell, mail):
    """F-069"""
    choose(kinds=["news"])
    tell(answered(conversation))
    assert (the_notice().status, the_notice().last_error) == ("dropped", "switched_off")
    assert mail.raw == []


def test_switched_off_while_it_waits(choose, conversation, tell, mail, worker):
    mail.answer_data = "451 try later"
    tell(answered(conversation))
    assert the_notice().status == "queued"
    choose(kinds=[])
    mail.answer_data = ""
    worker.run(until=now().replace(year=now().year + 1))
    assert mail.raw == []
    assert the_notice().status == "dropped"


def test_email_before_sms(choose, conversation, with_mobile, tell, mail, gateway):
    choose(first_channel="email")
    tell(answered(conversation))
    assert (len(mail.mails), gateway.taken) == (1, [])


def test_a_code_comes_whatever_is_switched_off(choose, kari, installation, worker, mail):
    choose(kinds=[])
    request_contact_code(actor=kari, now=now(), system="email", value="ny@example.org")
    worker.run()
    assert len(mail.mails) == 1


def test_at_night_by_choice(choose, conversation, installation, tell, mail):
    """Quiet hours all around the clock but the last, so that it is night whenever this runs."""
    hour = now().astimezone(OSLO).hour
    installation(quiet_hours=(hour, (hour - 1) % 24))
    assert send_at(now(), (hour, (hour - 1) % 24), at_once=False) > now()
    choose(quiet_at_night=False)
    tell(answered(conversation))
    assert len(mail.mails) == 1


def test_at_night_it_waits_for_whoever_wants_that(choose, conversation, installation, tell, mail):
    hour = now().astimezone(OSLO).hour
    installation(quiet_hours=(hour, (hour - 1) % 24))
    choose(quiet_at_night=True)
    tell(answered(conversation))
    assert mail.raw == []
    assert the_notice().created_at < datetime.now(OSLO)
