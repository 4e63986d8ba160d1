"""Two at once, and a session that ends while a form is on its way."""

import threading

from django.db import connections
from django.http import HttpResponse
from django.test import RequestFactory

from fastlinje.core.actor import Face
from fastlinje.core.clock import now
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.commands.answer import answer
from fastlinje.dialogue.commands.open_conversation import open_conversation
from fastlinje.dialogue.models import Communication
from fastlinje.nonprod.cast import BERG, LIE
from fastlinje.people.commands.end_session import end_session
from fastlinje.web.kit import COOKIES, STAFF, requires
from tests.office_world import newest


def test_two_doctors_answering_at_once_send_one_answer(question, logins):
    """peers.md D: two helpers answer the same inquiry."""
    seen, outcomes, ready = newest(question), [], threading.Barrier(2)
    actors = [logins.actor(who, Face.STAFF) for who in (BERG, LIE)]

    def act(actor) -> None:
        ready.wait()
        try:
            answer(actor=actor, now=now(), conversation_id=question.pk, text=f"Fra {actor.name}", closes=True, seen_id=seen)
            outcomes.append("sent")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=[actor]) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["answer_held", "sent"]
    assert Communication.objects.using("owner").filter(conversation=question, status="on-hold").count() == 1


def test_a_session_that_ends_under_way_keeps_what_was_typed(question, logins):
    """FD-20, AD-20: between finding out who it is and acting."""

    @requires(STAFF)
    def late(request) -> HttpResponse:
        end_session(actor=request.actor, now=now())
        open_conversation(actor=request.actor, now=now(), conversation_id=question.pk)
        raise AssertionError("the command must refuse")

    request = RequestFactory().post("/kontor/", {"text": "Bruk kremen."})
    request.COOKIES[COOKIES[Face.STAFF]] = logins.key(BERG, Face.STAFF)
    response = late(request)
    assert response.status_code == 401
    assert "Bruk kremen." in response.content.decode()
    assert "Ingrid Berg" not in response.content.decode()
