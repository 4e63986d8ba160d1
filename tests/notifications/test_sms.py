"""SMS to a real HTTP gateway."""

import socket
from datetime import timedelta

import pytest

from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.events import AnswerSent
from fastlinje.notifications.delivery import NotDelivered
from fastlinje.notifications.sms import deliver
from fastlinje.notifications.sms.deliver import send_sms
from tests.notifications.conftest import the_notice

pytestmark = pytest.mark.usefixtures("with_mobile")


@pytest.fixture
def news(conversation):
    return AnswerSent(conversation.pk, new_id(), closed=False)


def test_the_exact_sms_a_person_gets(news, tell, gateway, mail):
    """AD-72"""
    tell(news)
    assert gateway.taken == [
        {
            "to": "+4790000001",
            "from": "Fastlinje",
            "text": "Tangen legekontor har svart deg. Du kan svare tilbake når du er logget inn.",
            "reference": str(the_notice().pk),
        }
    ]
    (asked,) = gateway.asked
    assert asked["Authorization"] == "Bearer hemmelig"
    assert asked["Idempotency-Key"] == str(the_notice().pk)
    assert asked["Content-Type"] == "application/json"
    assert mail.raw == []
    assert the_notice().status == "sent"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [*((status, "parked") for status in (302, 400, 401, 404)), *((status, "queued") for status in (408, 429, 500, 503))],
)
def test_what_the_gateway_answers(news, tell, gateway, status, outcome):
    """FD-09"""
    gateway.status = status
    gateway.headers = {"Location": gateway.url} if status == 302 else {}
    tell(news)
    notice = the_notice()
    assert (notice.status, notice.last_error, len(gateway.asked)) == (outcome, f"sms_{status}", 1)


def test_a_gateway_that_asks_for_patience_gets_it(news, tell, gateway, worker):
    gateway.status, gateway.headers = 429, {"Retry-After": "600"}
    tell(news)
    gateway.status = 200
    worker.run(until=now() + timedelta(minutes=9))
    assert gateway.taken == []
    worker.run(until=now() + timedelta(minutes=11))
    assert len(gateway.taken) == 1


def test_a_gateway_that_hangs(news, tell, gateway, monkeypatch):
    monkeypatch.setattr(deliver, "_SECONDS_TO_ANSWER", 0.3)
    gateway.hangs_seconds = 1
    tell(news)
    assert (the_notice().status, the_notice().last_error) == ("queued", "sms_timeout")


def test_a_gateway_that_is_not_there(news, tell, installation):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        installation(sms_gateway_url=f"http://127.0.0.1:{taken.getsockname()[1]}/sms")
        tell(news)
    assert (the_notice().status, the_notice().last_error) == ("queued", "sms_unreachable")


def test_a_gateway_that_talks_without_end_is_not_listened_to(news, tell, gateway):
    gateway.body = b"x" * 5_000_000
    tell(news)
    assert the_notice().status == "sent"


@pytest.mark.parametrize("number", ["90000001", "+47 900 00 001", "+4790000001\r\nx", "tel:+4790000001", ""])
def test_only_a_plain_number_is_sent_to(installation, gateway, number):
    """AD-53"""
    with pytest.raises(NotDelivered, match="bad_address"):
        send_sms(to=number, text="…", reference=new_id())
    assert gateway.asked == []


def test_without_a_gateway_the_mail_server_is_used(news, tell, gateway, mail, installation):
    installation(sms_gateway_url="")
    tell(news)
    assert len(mail.raw) == 1
