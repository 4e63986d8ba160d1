"""E-mail to a real mail server."""

import socket
from datetime import timedelta

import pytest

from fastlinje.audit.models import AuditEvent
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.events import AnswerRetracted, AnswerSent, ConversationRedirected, EConsultationStarted
from fastlinje.nonprod.cast import KARI
from fastlinje.notifications.delivery import NotDelivered
from fastlinje.notifications.email.deliver import send_email
from fastlinje.notifications.templates import _day
from fastlinje.people.models import ContactPoint, Person
from fastlinje.practices.models import Organization
from tests.notifications.conftest import the_notice


def test_the_exact_mail_a_person_gets(conversation, tell, mail):
    """AD-72: nothing about health, no national number, no subject, no service, no id of anything but the notice."""
    tell(AnswerSent(conversation.pk, new_id(), closed=False))
    (letter,) = mail.mails
    assert mail.recipients == [["kari@example.org"]]
    notice = the_notice()
    assert {name: value for name, value in letter.items() if name != "Date"} == {
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "8bit",
        "MIME-Version": "1.0",
        "Subject": "Ny melding fra Tangen legekontor",
        "From": "Fastlinje <ikke-svar@fastlinje.example>",
        "To": "kari@example.org",
        "Message-ID": f"<{notice.pk}@fastlinje.example>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    } | {name: letter[name] for name in ("X-Peer", "X-MailFrom", "X-RcptTo") if letter[name]}
    assert letter.get_content().replace("\r\n", "\n") == (
        "Tangen legekontor har svart deg. Du kan svare tilbake når du er logget inn.\n\n"
        "Skriv fastlinje.example i nettleseren din og logg inn. Vi sender aldri lenker til innlogging.\n\n"
        "Denne e-posten er sendt automatisk. Ingen leser svar på den.\n"
    )
    for telling in (KARI.national_id, "Kari", "Kløe", "hivtest", "redd", "konsultasjon", str(conversation.pk)):
        assert telling.encode() not in mail.raw[0]
    assert (notice.status, notice.attempts, notice.last_error) == ("sent", 1, "")


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (lambda c: AnswerSent(c, new_id(), closed=True), "Tangen legekontor har svart og avsluttet samtalen. Logg inn for å lese."),
        (lambda c: AnswerRetracted(c, new_id()), "Du har en ny melding fra Tangen legekontor. Logg inn for å lese den."),
        (lambda c: ConversationRedirected(c), "Du har en ny melding fra Tangen legekontor. Logg inn for å lese den."),
    ],
)
def test_what_each_event_says(conversation, tell, mail, event, sentence):
    tell(event(conversation.pk))
    assert mail.mails[0].get_content().splitlines()[0] == sentence


def test_a_receipt_names_the_due_date(conversation, tell, mail):
    tell(EConsultationStarted(conversation.pk))
    due = _day(oslo_date(conversation.due_at).isoformat())
    assert f"Vi har mottatt henvendelsen din. Frist for svar er {due}." in mail.mails[0].get_content()


def test_a_withdrawn_question_gets_no_receipt(conversation, tell, mail):
    type(conversation).objects.using("owner").filter(pk=conversation.pk).update(state="withdrawn")
    tell(EConsultationStarted(conversation.pk))
    assert mail.raw == []


def test_the_same_news_twice_is_one_mail(conversation, tell, mail):
    """FD-14"""
    event = AnswerSent(conversation.pk, new_id(), closed=False)
    tell(event)
    tell(event)
    assert len(mail.raw) == 1


def test_the_person_can_see_that_they_were_told(conversation, tell, mail, cast):
    tell(AnswerSent(conversation.pk, new_id(), closed=False))
    (event,) = AuditEvent.objects.using("owner").filter(action="notice.send")
    assert (event.person_id, event.why, event.capacity) == (cast.kari.pk, "email", "job")


def test_an_office_named_to_break_out_stays_in_its_subject(conversation, tell, mail):
    """AD-53"""
    name = "Tangen\r\nBcc: alle@example.org"
    Organization.objects.using("owner").filter(pk=conversation.practice_id).update(short_name=name)
    tell(AnswerSent(conversation.pk, new_id(), closed=False))
    assert mail.mails[0]["Subject"] == "Ny melding fra Tangen Bcc: alle@example.org"
    assert mail.mails[0]["Bcc"] is None
    assert mail.recipients == [["kari@example.org"]]


@pytest.mark.parametrize("address", ["kari@example.org\r\nBcc: x@example.org", "kari", "a@b@c", "kari@a.org, per@b.org"])
def test_an_address_that_is_none_is_refused(installation, mail, address):
    """AD-53"""
    with pytest.raises(NotDelivered, match="bad_address") as failure:
        send_email(to=address, subject="Ny melding", body="…", reference=new_id())
    assert failure.value.permanent
    assert mail.raw == []


@pytest.mark.parametrize(
    ("where", "line", "status", "error"),
    [
        ("answer_recipient", "550 no such user", "parked", "smtp_550"),
        ("answer_recipient", "451 try later", "queued", "smtp_451"),
        ("answer_data", "421 closing", "queued", "smtp_421"),
        ("answer_data", "554 spam", "parked", "smtp_554"),
    ],
)
def test_what_the_mail_server_answers(conversation, tell, mail, where, line, status, error):
    """FD-09"""
    setattr(mail, where, line)
    tell(AnswerSent(conversation.pk, new_id(), closed=False))
    notice = the_notice()
    assert (notice.status, notice.attempts, notice.last_error) == (status, 1, error)


def test_when_the_mail_server_is_back_the_mail_goes_out_once(conversation, tell, mail, worker):
    """FD-09"""
    mail.answer_data = "451 try later"
    tell(AnswerSent(conversation.pk, new_id(), closed=False))
    mail.answer_data = ""
    worker.run(until=now() + timedelta(seconds=31))
    assert len(mail.raw) == 1
    assert the_notice().status == "sent"


def test_after_the_last_try_it_is_parked(conversation, tell, mail, worker):
    """FD-09"""
    mail.answer_data = "451 try later"
    tell(AnswerSent(conversation.pk, new_id(), closed=False))
    at = now()
    while worker.waiting():
        at += timedelta(hours=4, minutes=1)
        worker.run(until=at)
    notice = the_notice()
    assert (notice.status, notice.attempts, notice.last_error) == ("parked", 10, "smtp_451")


def test_news_that_is_too_old_is_dropped(conversation, tell, mail, worker):
    """FD-09"""
    mail.answer_data = "451 try later"
    tell(AnswerSent(conversation.pk, new_id(), closed=False))
    mail.answer_data = ""
    worker.run(until=now() + timedelta(days=3, minutes=1))
    assert mail.raw == []
    assert (the_notice().status, the_notice().last_error) == ("dropped", "too_late")


def test_a_server_that_is_not_there(conversation, tell, mail, settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = taken.getsockname()[1]
        tell(AnswerSent(conversation.pk, new_id(), closed=False))
    assert (the_notice().status, the_notice().last_error) == ("queued", "smtp_refused")


def test_a_server_that_hangs(conversation, tell, mail, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        tell(AnswerSent(conversation.pk, new_id(), closed=False))
    assert (the_notice().status, the_notice().last_error) == ("queued", "smtp_timeout")


def test_a_server_without_tls_is_told_nothing(conversation, tell, mail, settings):
    settings.EMAIL_USE_TLS = True
    tell(AnswerSent(conversation.pk, new_id(), closed=False))
    assert mail.raw == []
    assert (the_notice().status, the_notice().last_error) == ("queued", "smtp_no_tls")


@pytest.mark.parametrize("gone", ["withdrawn", "address"])
def test_what_changed_before_it_was_sent_counts(conversation, tell, mail, worker, cast, gone):
    """AD-32"""
    mail.answer_data = "451 try later"
    tell(AnswerSent(conversation.pk, new_id(), closed=False))
    if gone == "withdrawn":
        Person.objects.using("owner").filter(pk=cast.kari.pk).update(consent_level="none")
    else:
        ContactPoint.objects.using("owner").filter(person=cast.kari).delete()
    mail.answer_data = ""
    worker.run(until=now() + timedelta(minutes=1))
    assert mail.raw == []
    assert the_notice().status == "dropped"


def test_whoever_cannot_be_reached_is_counted(conversation, tell, mail, cast):
    """AD-73"""
    ContactPoint.objects.using("owner").filter(person=cast.kari).delete()
    tell(AnswerSent(conversation.pk, new_id(), closed=False))
    assert (the_notice().status, the_notice().last_error) == ("dropped", "no_address")


def test_at_night_it_waits_for_the_morning(conversation, tell, mail, installation, worker):
    import time_machine

    from fastlinje.core.clock import OSLO

    installation(quiet_hours=(21, 7))
    from datetime import datetime

    night = datetime(2026, 11, 22, 23, 30, tzinfo=OSLO)
    with time_machine.travel(night, tick=False):
        tell(AnswerSent(conversation.pk, new_id(), closed=False))
    assert mail.raw == []
    worker.run(until=datetime(2026, 11, 23, 6, 59, tzinfo=OSLO))
    assert mail.raw == []
    worker.run(until=datetime(2026, 11, 23, 7, 0, tzinfo=OSLO))
    assert len(mail.raw) == 1
