"""What happens to a question after the person has sent it."""

from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from django.conf import settings as django_settings

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.clock import now, oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.files.store import LocalFileStore
from fastlinje.dialogue.models import Attachment, Communication, Conversation, ConversationStatus
from fastlinje.questionnaires.engine.answers import field_name, read_answers
from fastlinje.questionnaires.engine.response import to_response
from fastlinje.questionnaires.loading import load_standard_forms
from fastlinje.questionnaires.models import Questionnaire, QuestionnaireResponse
from fastlinje.questionnaires.queries import parsed
from fastlinje.worklist.models import Task
from tests.office_world import make_conversation, task_of, write
from tests.worker import Worker

OWNER = "owner"


@pytest.fixture
def question(cast):
    return make_conversation(cast.kari_patient, cast.berg_role, state="sent")


def state_of(conversation) -> str:
    return Conversation.objects.using(OWNER).get(pk=conversation.pk).state


def started(worker: Worker, conversation) -> None:
    from fastlinje.audit.outbox import emit
    from fastlinje.dialogue.events import EConsultationStarted

    with worker.connected():
        emit(EConsultationStarted(conversation.pk))
    worker.run()


def test_sent_becomes_received(question, worker):
    started(worker, question)
    assert state_of(question) == "received"
    assert task_of(question).status == "received"
    history = ConversationStatus.objects.using(OWNER).filter(conversation=question).order_by("id")
    assert list(history.values_list("state", "by_name"))[-1] == ("received", "Fastlinje")


def test_told_twice_it_is_received_once(question, worker):
    """FD-14"""
    started(worker, question)
    started(worker, question)
    assert ConversationStatus.objects.using(OWNER).filter(conversation=question, state="received").count() == 1
    assert AuditEvent.objects.using(OWNER).filter(action="conversation.receive").count() == 1


@pytest.mark.parametrize("state", ["opened", "withdrawn"])
def test_what_is_already_further_is_left_alone(cast, worker, state):
    question = make_conversation(cast.kari_patient, cast.berg_role, state=state)
    started(worker, question)
    assert state_of(question) == state


@pytest.fixture
def answered_form(cast, question):
    """Kari answered «Beskriv symptomene dine»."""
    (form_id,) = load_standard_forms().values()
    form = parsed(Questionnaire.objects.using(OWNER).get(pk=form_id))
    read = read_answers(form, {field_name("1"): ["Kløe på armen"]}, oslo_date(now()))
    resource = to_response(form, replace(read, errors={}), now(), "Patient/1")
    response = QuestionnaireResponse.objects.using(OWNER).create(
        id=new_id(),
        practice=cast.tangen,
        person=cast.kari,
        questionnaire_id=form_id,
        status="completed",
        resource=resource,
        authored_at=now(),
    )
    Conversation.objects.using(OWNER).filter(pk=question.pk).update(questionnaire_response=response)
    return question


def test_the_answers_become_a_pdf_on_the_message(answered_form, worker, tmp_path):
    started(worker, answered_form)
    (file,) = Attachment.objects.using(OWNER).all()
    assert (file.made_by_us, file.content_type, file.name) == (True, "application/pdf", "Svar på skjema.pdf")
    assert file.communication == Communication.objects.using(OWNER).get()
    store = LocalFileStore(django_settings.ENVIRONMENT.files_dir, django_settings.CONTENT_RING)
    content = store.get(file.pk)
    assert len(content) == file.size_bytes
    (tmp_path / "answers.pdf").write_bytes(content)
    with pikepdf.open(tmp_path / "answers.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_told_twice_there_is_one_pdf(answered_form, worker):
    """FD-14"""
    started(worker, answered_form)
    started(worker, answered_form)
    assert Attachment.objects.using(OWNER).count() == 1


def test_without_a_form_there_is_no_pdf(question, worker):
    started(worker, question)
    assert not Attachment.objects.using(OWNER).exists()


def test_a_held_answer_goes_out_when_nobody_undid_it(cast, logins, worker):
    from fastlinje.core.actor import Face
    from fastlinje.dialogue.commands.answer import answer
    from fastlinje.nonprod.cast import BERG
    from tests.office_world import newest

    question = make_conversation(cast.kari_patient, cast.berg_role)
    berg = logins.actor(BERG, Face.STAFF)
    answer(actor=berg, now=now(), conversation_id=question.pk, text="Smør på.", closes=True, seen_id=newest(question))
    worker.run()
    assert state_of(question) == "opened"
    worker.run(until=now() + timedelta(seconds=16))
    assert state_of(question) == "closed"
    assert Task.objects.using(OWNER).get(focus_id=question.pk).unread_by_person


def test_the_worker_reads_as_a_job_and_can_change_no_message(question, worker):
    from django.db.utils import ProgrammingError

    from fastlinje.core.actor import Actor

    message = write(question, "Kari Nordmann", "Hei")
    change = Communication.objects.filter(pk=message.pk).update
    as_job = gate.reading(Actor.job("test"), now=now())
    with worker.connected(), pytest.raises(ProgrammingError, match="permission denied"), as_job:
        change(sender_name="En annen")
