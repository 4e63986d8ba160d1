"""Hiding a conversation from the parents or from the young person: rules, history, no trace. Source: AD-30, rules.md 1.2–1.3."""

import pytest
from django.db import Error, connection

from fastlinje.audit import gate
from fastlinje.audit.models import AuditEvent
from fastlinje.core.actor import Actor, Entry, Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.dialogue.citizen_queries import news_for
from fastlinje.dialogue.citizen_views import News
from fastlinje.dialogue.commands.set_visibility import set_visibility
from fastlinje.dialogue.commands.shield_own import shield_own
from fastlinje.dialogue.models import Attachment, Communication, Conversation, Draft
from fastlinje.dialogue.states import ConversationState as S
from fastlinje.nonprod.cast import GRO, KARI, NORA, PER, SIRI
from fastlinje.nonprod.factories import make_conversation
from fastlinje.questionnaires.models import Questionnaire, QuestionnaireResponse
from fastlinje.worklist.models import ShieldMark
from fastlinje.worklist.queries import inbox_for
from fastlinje.worklist.shielding import CONFIDED, ENDED, OWN_WISH, WEIGHTY

OWNER = "owner"
TABLES = {
    "dialogue_conversation": "id",
    "dialogue_communication": "conversation_id",
    "dialogue_conversationstatus": "conversation_id",
    "worklist_task": "focus_id",
    "worklist_shieldmark": "(select t.focus_id from worklist_task t where t.id = task_id)",
}


@pytest.fixture
def nora(logins, family) -> Actor:
    return logins.actor(NORA)


@pytest.fixture
def siri(logins) -> Actor:
    return logins.actor(SIRI, Face.STAFF)


def noras(cast, family, *, author=None, **fields) -> Conversation:
    """A conversation about Nora with everything that can hang on one."""
    made = make_conversation(family.nora_patient, cast.berg_role, state=S.OPENED, **fields)
    form = Questionnaire.objects.using(OWNER).create(
        id=new_id(), url=str(made.pk), version="1", title="t", language="nb", resource={}
    )
    owner = {"practice": cast.tangen, "person": family.nora}
    made.questionnaire_response = QuestionnaireResponse.objects.using(OWNER).create(
        id=new_id(), questionnaire=form, resource={}, status="completed", authored_at=now(), **owner, **flags(made)
    )
    made.author = author or made.author
    made.save(using=OWNER)
    Attachment.objects.using(OWNER).create(
        id=new_id(), author=family.nora, title="t", content_type="image/png", size_bytes=1, created_at=now(),
        communication=Communication.objects.using(OWNER).get(conversation=made), scan=Attachment.CLEAN, **owner,
    )  # fmt: skip
    return made


def flags(conversation: Conversation) -> dict[str, bool]:
    return {"shielded": conversation.shielded, "hidden_from_person": conversation.hidden_from_person}


def seen_by(actor: Actor, conversation: Conversation) -> int:
    """How many rows the actor's own database role sees of it, with no condition but its id."""
    with gate.reading(actor, now=now()), connection.cursor() as cursor:
        found = 0
        for table, column in TABLES.items():
            cursor.execute(f"select count(*) from {table} where {column} = %s", [conversation.pk])
            found += cursor.fetchone()[0]
        cursor.execute("select count(*) from dialogue_attachment")
        found += cursor.fetchone()[0]
        cursor.execute("select count(*) from questionnaires_questionnaireresponse")
        return found + cursor.fetchone()[0]


def hide(actor: Actor, conversation: Conversation, reason: str = OWN_WISH, hidden_from: str = "parents", hidden: bool = True):
    return set_visibility(
        actor=actor, now=now(), conversation_id=conversation.pk, hidden_from=hidden_from, hidden=hidden, reason=reason
    )


def test_what_staff_hide_from_the_parents_is_gone_for_them_at_once(cast, logins, family, nora, siri):
    """AD-30 by row-level security alone: conversation, messages, history, form, files, list; count, badge and drafts besides."""
    conversation = noras(cast, family)
    kari = logins.actor(KARI)
    Draft.objects.using(OWNER).create(
        id=new_id(), practice=cast.tangen, person=family.nora, author=cast.kari, service_code="e_consultation",
        conversation=conversation, content={"text": "Et svar"}, created_at=now(), updated_at=now(),
    )  # fmt: skip
    as_nora = Entry(kari.capacity, kari.entry.face, kari.entry.session_key, family.nora.pk)
    with gate.transaction.atomic():
        acting = gate.enter(as_nora, now=now())
        assert len(news_for(acting).drafts) == 1
    assert seen_by(kari, conversation) == 6
    hide(siri, conversation)
    assert seen_by(kari, conversation) == 0
    assert seen_by(nora, conversation) == 7
    with gate.reading(acting, now=now()) as fresh:
        assert inbox_for(fresh, after=None, now=now())[0] == ()
        assert news_for(fresh) == News(0, ())
    hide(siri, conversation, ENDED, hidden=False)
    assert seen_by(kari, conversation) == 6


def test_the_history_and_the_log_say_who_and_why(cast, family, siri):
    conversation = noras(cast, family)
    hide(siri, conversation, WEIGHTY)
    hide(siri, conversation, ENDED, hidden=False)
    marks = (
        ShieldMark.objects.using(OWNER).order_by("marked_at").values_list("hidden_from", "hidden", "reason", "by_name", "by_office")
    )
    assert list(marks) == [("parents", True, WEIGHTY, "Siri Holm", True), ("parents", False, ENDED, "Siri Holm", True)]
    events = AuditEvent.objects.using(OWNER).filter(entity_id=conversation.pk).order_by("id")
    assert [(event.action, event.person_id) for event in events] == [
        ("conversation.hide", family.nora.pk),
        ("conversation.show", family.nora.pk),
    ]


def test_marking_again_changes_nothing(cast, family, siri):
    conversation = noras(cast, family)
    hide(siri, conversation)
    hide(siri, conversation)
    assert ShieldMark.objects.using(OWNER).count() == 1


def test_what_a_parent_wrote_is_hidden_from_the_young_person_until_staff_show_it(cast, logins, family, nora, siri):
    """rules.md 1.3"""
    conversation = noras(cast, family, author=cast.kari, hidden_from_person=True)
    assert seen_by(nora, conversation) == 0
    hide(siri, conversation, ENDED, "person", hidden=False)
    assert seen_by(nora, conversation) > 0
    hide(siri, conversation, CONFIDED, "person")
    assert seen_by(nora, conversation) == 0
    assert seen_by(logins.actor(KARI), conversation) > 0


@pytest.mark.parametrize(
    ("who", "hidden_from", "reason", "code"),
    [
        ("nora", "parents", "", "reason_missing"),
        ("nora", "parents", CONFIDED, "reason_missing"),
        ("nora", "person", CONFIDED, "own_words"),
        ("ola", "parents", OWN_WISH, "reason_too_young"),
        ("arne", "parents", WEIGHTY, "of_age"),
    ],
)
def test_what_staff_may_not_hide(cast, family, siri, who, hidden_from, reason, code):
    conversation = make_conversation(getattr(family, f"{who}_patient"), cast.berg_role, state=S.OPENED)
    with pytest.raises(Refused, match=code):
        hide(siri, conversation, reason, hidden_from)
    conversation.refresh_from_db(using=OWNER)
    assert flags(conversation) == {"shielded": False, "hidden_from_person": False}


def test_under_twelve_a_weighty_reason_is_enough(cast, family, siri):
    conversation = make_conversation(family.ola_patient, cast.berg_role, state=S.OPENED)
    hide(siri, conversation, WEIGHTY)
    conversation.refresh_from_db(using=OWNER)
    assert conversation.shielded


def test_somebody_outside_the_office_can_always_read(cast, family, siri):
    conversation = noras(cast, family, author=cast.kari, hidden_from_person=True)
    with pytest.raises(Refused, match="nobody_left"):
        hide(siri, conversation, WEIGHTY)


@pytest.mark.parametrize("state", [S.RECEIVED, S.WITHDRAWN])
def test_nobody_marks_what_they_have_not_opened(cast, family, siri, state):
    conversation = make_conversation(family.nora_patient, cast.berg_role, state=state)
    with pytest.raises(Refused, match="not_opened|withdrawn"):
        hide(siri, conversation)


def test_another_office_cannot_mark(cast, logins, family):
    conversation = noras(cast, family)
    with pytest.raises(NotFound):
        hide(logins.actor(GRO, Face.STAFF, practice=cast.vika), conversation)


def own(actor: Actor, conversation: Conversation, shielded: bool) -> None:
    shield_own(actor=actor, now=now(), conversation_id=conversation.pk, shielded=shielded)


def test_a_young_person_hides_and_shows_what_they_have_written(cast, logins, family, nora):
    conversation = noras(cast, family)
    kari = logins.actor(KARI)
    own(nora, conversation, True)
    assert seen_by(kari, conversation) == 0
    own(nora, conversation, False)
    assert seen_by(kari, conversation) == 6
    marks = ShieldMark.objects.using(OWNER).values_list("by_office", flat=True)
    assert list(marks) == [False, False]


def test_what_the_office_has_hidden_is_not_the_young_persons_to_show(cast, logins, family, nora, siri):
    """Somebody may be made to press the button."""
    conversation = noras(cast, family)
    hide(siri, conversation, WEIGHTY)
    with pytest.raises(Refused, match="marked_by_office"):
        own(nora, conversation, False)
    assert seen_by(logins.actor(KARI), conversation) == 0


@pytest.mark.parametrize("who", [KARI, PER])
def test_neither_parent_nor_stranger_can_mark_as_the_young_person(cast, logins, family, who):
    conversation = noras(cast, family)
    with pytest.raises(NotFound):
        own(logins.actor(who), conversation, True)


def test_an_adult_has_nothing_to_hide_here(cast, logins):
    conversation = make_conversation(cast.kari_patient, cast.berg_role, state=S.OPENED)
    with pytest.raises(Refused, match="not_young"):
        own(logins.actor(KARI), conversation, True)


def test_a_parents_own_database_role_cannot_open_or_forge(cast, logins, family):
    """Raw SQL as the parent: what is hidden is not there to be changed, and a mark about the child is refused."""
    conversation = noras(cast, family, shielded=True)
    with gate.reading(logins.actor(KARI), now=now()), connection.cursor() as cursor:
        for table, column in (("dialogue_conversation", "id"), ("worklist_task", "focus_id")):
            cursor.execute(f"update {table} set shielded = false where {column} = %s", [conversation.pk])
            assert cursor.rowcount == 0
    open_to_her = noras(cast, family)
    forged = """insert into worklist_shieldmark (id, practice_id, person_id, task_id, hidden_from, hidden, reason, by_name,
        by_office, marked_at) select %s, practice_id, person_id, id, 'parents', false, 'ended', 'x', false, now() from worklist_task
        where focus_id = %s"""
    with (
        pytest.raises(Error, match="row-level security"),
        gate.reading(logins.actor(KARI), now=now()),
        connection.cursor() as cursor,
    ):
        cursor.execute(forged, [new_id(), open_to_her.pk])
