"""A young person's button: my parents may read this, or not."""

from fastlinje.core.actor import Face
from fastlinje.dialogue.models import Conversation
from fastlinje.nonprod.cast import KARI, NORA, SIRI
from fastlinje.nonprod.factories import make_conversation


def test_nora_hides_a_conversation_and_kari_finds_nothing_any_longer(cast, logins, family):
    """AD-30"""
    conversation = make_conversation(family.nora_patient, cast.berg_role)
    href = f"/samtaler/{conversation.pk}/"
    nora, kari = logins.client(NORA), logins.client(KARI)
    assert kari.get(href).status_code == 200
    assert "Skjul for foreldrene mine" in nora.get(href).content.decode()
    done = nora.post(f"{href}synlighet/", {"shielded": "yes"})
    assert done.status_code == 302
    html = nora.get(done.url).content.decode()
    assert "Foreldrene dine ser ikke dette." in html
    assert "La foreldrene mine se" in html
    assert kari.get(href).status_code == 404
    assert "Spørsmål om medisin" not in kari.get("/innboks/").content.decode()
    nora.post(f"{href}synlighet/", {"shielded": "no"})
    assert kari.get(href).status_code == 200


def test_what_the_office_has_hidden_is_explained(cast, logins, family):
    conversation = make_conversation(family.nora_patient, cast.berg_role, state="opened")
    office = logins.client(SIRI, Face.STAFF)
    office.post(f"/kontor/samtaler/{conversation.pk}/synlighet/", {"hidden_from": "parents", "hidden": "yes", "reason": "weighty"})
    nora = logins.client(NORA)
    answer = nora.post(f"/samtaler/{conversation.pk}/synlighet/", {"shielded": "no"})
    html = nora.get(answer.url).content.decode()
    assert 'data-color="warning" role="status"><p>Legekontoret har skjult dette' in html
    assert Conversation.objects.using("owner").get().shielded


def test_a_parent_has_no_such_button(cast, logins, family):
    conversation = make_conversation(family.nora_patient, cast.berg_role)
    kari = logins.client(KARI)
    assert "Skjul for foreldrene mine" not in kari.get(f"/samtaler/{conversation.pk}/").content.decode()
    assert kari.post(f"/samtaler/{conversation.pk}/synlighet/", {"shielded": "yes"}).status_code == 404
