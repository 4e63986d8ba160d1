"""The code by which somebody shows that an address is theirs."""

from datetime import timedelta

import pytest

from fastlinje.core.clock import now
from fastlinje.notifications.models import Notice
from fastlinje.people.commands.request_contact_code import request_contact_code
from fastlinje.people.models import ContactCode
from tests.notifications.conftest import the_notice


@pytest.fixture
def asked(kari, installation):
    request_contact_code(actor=kari, now=now(), system="email", value="ny@example.org")
    return ContactCode.objects.using("owner").get()


def test_the_code_goes_to_the_new_address(asked, worker, mail):
    worker.run()
    (letter,) = mail.mails
    assert letter["To"] == "ny@example.org"
    assert letter["Subject"] == "Koden din"
    assert f"Koden din er {asked.code}." in letter.get_content()
    assert asked.code not in str(Notice.objects.using("owner").values().get())


def test_by_sms_too(kari, installation, worker, gateway):
    request_contact_code(actor=kari, now=now(), system="sms", value="90 00 00 03")
    worker.run()
    assert gateway.taken[0]["to"] == "+4790000003"


def test_a_code_that_is_used_or_old_is_not_sent(asked, worker, mail):
    mail.answer_data = "451 try later"
    worker.run()
    mail.answer_data = ""
    worker.run(until=now() + timedelta(minutes=16))
    assert mail.raw == []
    assert the_notice().status == "dropped"
