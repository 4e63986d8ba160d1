"""What is asked before somebody books: that it is no emergency, and the office's questions (F-224, AD-65)."""

from datetime import timedelta

import pytest

from fastlinje.core.actor import Actor, ConsentLevel
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.commands.withdraw_consent import withdraw_consent
from fastlinje.people.events import CameOfAge
from fastlinje.questionnaires.loading import assign_form, load_standard_forms
from fastlinje.questionnaires.models import QuestionnaireResponse
from fastlinje.scheduling.chores import sweep_preparations
from fastlinje.scheduling.commands.answer_questions import answer_questions
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.commands.pass_checkpoint import pass_checkpoint
from fastlinje.scheduling.commands.request_appointment import request_appointment
from fastlinje.scheduling.models import Preparation
from fastlinje.scheduling.tasks import forget_parents_answers
from tests.scheduling_world import OWNER, appointment_row


def refused(code, command, **arguments):
    with pytest.raises(Refused) as refusal:
        command(now=now(), **arguments)
    assert refusal.value.code == code


@pytest.fixture
def form(book, cast):
    """«Beskriv symptomene dine» stands before consultations."""
    (questionnaire_id,) = load_standard_forms().values()
    assign_form(practice_id=cast.tangen.pk, service_code="consultation", questionnaire_id=questionnaire_id)
    return questionnaire_id


@pytest.fixture
def answered(book, kari, form):
    """A response Kari has given, as a row: what the form asks is tested elsewhere."""
    preparation = pass_checkpoint(actor=kari, now=now(), service_id=book.service)
    response = QuestionnaireResponse.objects.using(OWNER).create(
        id=new_id(), practice=book.cast.tangen, person_id=kari.person_id, questionnaire_id=form, resource={}, authored_at=now()
    )
    Preparation.objects.using(OWNER).filter(pk=preparation).update(questionnaire_response=response)
    return response


def test_nobody_gets_past_the_questions(book, kari, form):
    refused("checkpoint_missing", book_appointment, actor=kari, slot_id=book.first.pk)
    pass_checkpoint(actor=kari, now=now(), service_id=book.service)
    refused("form_missing", book_appointment, actor=kari, slot_id=book.first.pk)
    refused("form_missing", request_appointment, actor=kari, service_id=book.service, preferences={})


def test_the_answers_go_with_the_booking(book, kari, answered):
    made = book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    assert appointment_row(made).questionnaire_response_id == answered.pk
    assert QuestionnaireResponse.objects.using(OWNER).get().status == "completed"
    assert not Preparation.objects.using(OWNER).exists()


def test_yesterdays_answer_is_asked_again(book, kari, answered):
    Preparation.objects.using(OWNER).update(gate_passed_at=now() - timedelta(hours=25))
    refused("checkpoint_missing", book_appointment, actor=kari, slot_id=book.first.pk)


def test_answers_that_led_to_nothing_are_forgotten(book, answered, worker):
    job = Actor.job("sweep_preparations")
    with worker.connected():
        sweep_preparations(actor=job, now=now() + timedelta(hours=23))
        assert Preparation.objects.using(OWNER).count() == 1
        sweep_preparations(actor=job, now=now() + timedelta(hours=25))
    assert not Preparation.objects.using(OWNER).exists()
    assert not QuestionnaireResponse.objects.using(OWNER).exists()


def test_what_cannot_be_answered(book, kari, per, form):
    refused("not_found", pass_checkpoint, actor=per, service_id=book.service)
    refused("not_found", pass_checkpoint, actor=kari, service_id=new_id())
    given = {"actor": kari, "service_id": book.service, "questionnaire_id": form}
    refused("checkpoint_missing", answer_questions, **given, posted={})
    refused("answers_too_long", answer_questions, **given, posted={"svar-x": ["x" * 20_001]})
    pass_checkpoint(actor=kari, now=now(), service_id=book.service)
    refused("answers_invalid", answer_questions, **given, posted={})
    refused("not_found", answer_questions, **given | {"questionnaire_id": new_id()}, posted={})


def left() -> tuple[int, int]:
    """Preparations and their answers that are still there."""
    return Preparation.objects.using(OWNER).count(), QuestionnaireResponse.objects.using(OWNER).count()


def test_withdrawn_consent_takes_the_answers_at_once(book, kari, answered, worker):
    """AD-32: health answers to a booking that never came are drafts like any other."""
    withdraw_consent(actor=kari, now=now(), level=ConsentLevel.BASIS)
    worker.run()
    assert left() == (0, 0)


def test_what_was_sent_with_a_booking_stays(book, kari, answered, worker):
    book_appointment(actor=kari, now=now(), slot_id=book.first.pk)
    withdraw_consent(actor=kari, now=now(), level=ConsentLevel.NONE)
    worker.run()
    assert left() == (0, 1)


@pytest.mark.parametrize(("by_parent", "remain"), [(True, (0, 0)), (False, (1, 1))])
def test_at_sixteen_what_a_parent_had_answered_goes(book, cast, kari, answered, worker, by_parent, remain):
    """F-105: what the young person has begun themselves is theirs."""
    grown = cast.tone.pk
    Preparation.objects.using(OWNER).update(person_id=grown, author_id=cast.kari.pk if by_parent else grown)
    QuestionnaireResponse.objects.using(OWNER).update(person_id=grown)
    with worker.connected():
        forget_parents_answers(CameOfAge(grown), actor=Actor.job("test"), now=now())
    assert left() == remain
