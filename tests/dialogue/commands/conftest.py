"""Conversations that staff act in, and the staff."""

import pytest

from fastlinje.core.actor import Actor, Face
from fastlinje.dialogue.models import Conversation
from fastlinje.nonprod.cast import LIE, SIRI
from tests.office_world import make_conversation


@pytest.fixture
def question(cast) -> Conversation:
    """Kari's opened question to Berg."""
    return make_conversation(cast.kari_patient, cast.berg_role)


@pytest.fixture
def siri(logins) -> Actor:
    """Siri, secretary at Tangen."""
    return logins.actor(SIRI, Face.STAFF)


@pytest.fixture
def lie(logins) -> Actor:
    """Lie, Berg's substitute."""
    return logins.actor(LIE, Face.STAFF)
