"""The office's page for who can read a conversation about a young person."""

import pytest

from fastlinje.dialogue.models import Conversation
from fastlinje.dialogue.states import ConversationState as S
from fastlinje.nonprod.factories import make_conversation


@pytest.fixture
def noras(cast, family) -> Conversation:
    return make_conversation(family.nora_patient, cast.berg_role, state=S.OPENED)


def href(conversation) -> str:
    return f"/kontor/samtaler/{conversation.pk}/synlighet/"


def stored(conversation) -> Conversation:
    return Conversation.objects.using("owner").get(pk=conversation.pk)


def test_the_conversation_says_who_can_read_and_leads_on(at_tangen, noras):
    html = at_tangen.get(f"/kontor/samtaler/{noras.pk}/").content.decode()
    assert "Foreldrene kan se dette." in html
    assert href(noras) in html


def test_nothing_is_said_of_parents_for_the_grown(at_tangen, question):
    assert "Hvem kan lese" not in at_tangen.get(f"/kontor/samtaler/{question.pk}/").content.decode()


def test_hiding_and_showing_with_a_reason_and_a_history(secretary, noras):
    response = secretary.post(href(noras), {"hidden_from": "parents", "hidden": "yes", "reason": "own_wish"})
    assert response.status_code == 302
    assert stored(noras).shielded
    html = secretary.get(response.url).content.decode()
    assert "Skjult for foreldrene og andre som handler for pasienten." in html
    assert "Siri Holm. Pasienten ønsker ikke at foreldrene får vite det" in html
    secretary.post(href(noras), {"hidden_from": "parents", "hidden": "no", "reason": "mistake"})
    assert not stored(noras).shielded


def test_without_a_reason_the_page_asks_for_one(secretary, noras):
    response = secretary.post(href(noras), {"hidden_from": "parents", "hidden": "yes"})
    assert response.status_code == 409
    assert "Velg en grunn." in response.content.decode()
    assert not stored(noras).shielded


@pytest.mark.parametrize("wall", ["", "everybody"])
def test_a_wall_that_does_not_exist_is_not_found(secretary, noras, wall):
    assert secretary.post(href(noras), {"hidden_from": wall, "hidden": "yes", "reason": "weighty"}).status_code == 404


def test_at_most_six_statements(at_tangen, noras, statements):
    with statements() as asked:
        assert at_tangen.get(href(noras)).status_code == 200
    assert len(asked) <= 6
