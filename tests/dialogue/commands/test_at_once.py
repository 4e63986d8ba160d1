"""Two windows, two fingers, bad networks: the same thing asked for several times at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_idempotency_key
from fastlinje.core.refusal import Refused
from fastlinje.dialogue.commands.attach_file import attach_file
from fastlinje.dialogue.commands.pass_gate import pass_gate
from fastlinje.dialogue.commands.save_reply_draft import save_reply_draft
from fastlinje.dialogue.commands.start_e_consultation import start_e_consultation
from fastlinje.dialogue.models import Conversation, Draft
from fastlinje.dialogue.states import ConversationState
from tests.citizen_world import OWNER, a_file, files_of, sending, with_prices
from tests.office_world import make_conversation


def at_once(times: int, act: Callable[[], object]) -> list[object]:
    """What each of several simultaneous calls gave: its result, or the code of its refusal."""
    gate = Barrier(times)

    def one(_number: int) -> object:
        try:
            gate.wait(timeout=120)
            return act()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_six_files_at_once_are_three(kari):
    """AD-57"""
    pass_gate(actor=kari, now=now())
    outcomes = at_once(6, lambda: attach_file(actor=kari, now=now(), file=a_file()))
    assert outcomes.count("too_many_files") == 3
    assert [file.position for file in files_of()] == [1, 2, 3]


def test_five_clicks_send_once(cast, kari):
    """AD-62"""
    with_prices()
    pass_gate(actor=kari, now=now())
    key = new_idempotency_key()
    outcomes = at_once(5, lambda: start_e_consultation(**sending(kari, cast.berg_role.pk, key=key)))
    assert len(set(outcomes)) == 1
    assert Conversation.objects.using(OWNER).get().pk == outcomes[0]


def test_two_windows_send_once(cast, kari):
    """FD-19: different keys, one draft."""
    with_prices()
    pass_gate(actor=kari, now=now())
    outcomes = at_once(2, lambda: start_e_consultation(**sending(kari, cast.berg_role.pk, key=new_idempotency_key())))
    assert outcomes.count("draft_gone") == 1
    assert Conversation.objects.using(OWNER).count() == 1


def test_two_windows_begin_one_draft(cast, kari):
    at_once(4, lambda: pass_gate(actor=kari, now=now()))
    conversation = make_conversation(cast.kari_patient, cast.berg_role, state=ConversationState.ANSWERED)
    at_once(4, lambda: save_reply_draft(actor=kari, now=now(), conversation_id=conversation.pk, text="Hei"))
    assert Draft.objects.using(OWNER).count() == 2
