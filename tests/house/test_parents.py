"""Foreign keys bypass row-level security, so a child must be refused alike for a foreign, a missing and a cross-practice parent."""

from datetime import timedelta

import pytest
from django.db import Error, connection

from fastlinje.audit import gate
from fastlinje.core.actor import Actor, Face
from fastlinje.core.clock import now
from fastlinje.core.identifiers import new_id
from fastlinje.dialogue.models import (
    AnswerDraft,
    Attachment,
    Communication,
    Conversation,
    ConversationStatus,
    Draft,
    Presence,
)
from fastlinje.exports.models import DataExport
from fastlinje.nonprod.cast import BERG, KARI, Cast
from fastlinje.nonprod.factories import make_conversation
from fastlinje.questionnaires.models import Questionnaire, QuestionnaireResponse
from fastlinje.worklist.models import ShieldMark, Task

VARIANTS = ("own", "foreign", "missing", "cross-practice")


class World:
    """Kari's things, Per's things, and things that do not fit together."""

    def __init__(self, cast: Cast):
        self.cast = cast
        self.own = make_conversation(cast.kari_patient, cast.berg_role)
        self.foreign = make_conversation(cast.per_patient, cast.gro_role)
        self.form = Questionnaire.objects.using("owner").create(
            id=new_id(), url="u", version="1", title="t", language="nb", resource={}
        )

    def conversation(self, variant: str):
        return {"own": self.own.pk, "foreign": self.foreign.pk, "missing": new_id(), "cross-practice": self.foreign.pk}[variant]

    def patient(self, variant: str):
        return {
            "own": self.cast.kari_patient.pk,
            "foreign": self.cast.per_patient.pk,
            "missing": new_id(),
            "cross-practice": self.cast.per_patient.pk,
        }[variant]

    def practice(self, variant: str):
        return self.cast.vika.pk if variant == "cross-practice" else self.cast.tangen.pk

    def role(self, variant: str):
        return {
            "own": self.cast.berg_role.pk,
            "foreign": self.cast.gro_role.pk,
            "missing": new_id(),
            "cross-practice": self.cast.berg_role.pk,
        }[variant]


def conversation(w: World, v: str):
    return Conversation(
        id=new_id(), practice_id=w.practice(v), person=w.cast.kari, author=w.cast.kari, patient_id=w.patient(v),
        recipient=w.cast.berg_role, kind="e_consultation", subject="s", state="sent", due_at=now(), price_day_ore=0,
        price_evening_ore=0, price_invoice_fee_ore=0, started_at=now(),
    )  # fmt: skip


def conversation_recipient(w: World, v: str):
    made = conversation(w, "own")
    made.recipient_id, made.practice_id = w.role(v), w.practice(v)
    return made


def message(w: World, v: str):
    return Communication(
        id=new_id(), conversation_id=w.conversation(v), sender_person=w.cast.kari, sender_name="K", status="completed",
        text="t", sent_at=now(),
    )  # fmt: skip


def status(w: World, v: str):
    return ConversationStatus(id=new_id(), conversation_id=w.conversation(v), state="sent", entered_at=now(), by_name="K")


def draft(w: World, v: str):
    return Draft(
        id=new_id(), practice_id=w.practice(v), person=w.cast.kari, author=w.cast.kari, service_code="e_consultation",
        conversation_id=w.conversation(v), content={}, created_at=now(), updated_at=now(),
    )  # fmt: skip


def draft_practice(w: World, v: str):
    made = draft(w, "own")
    made.conversation_id = None
    made.practice_id = {"own": w.cast.tangen.pk, "missing": new_id()}.get(v, w.cast.vika.pk)
    return made


def file_on_message(w: World, v: str):
    messages = Communication.objects.using("owner")
    parent = {"own": w.own, "foreign": w.foreign, "cross-practice": w.foreign}.get(v)
    return Attachment(
        id=new_id(), practice_id=w.practice(v), person=w.cast.kari, author=w.cast.kari, title="t", content_type="image/png",
        communication_id=messages.get(conversation=parent).pk if parent else new_id(), size_bytes=1, created_at=now(),
    )  # fmt: skip


def task(w: World, v: str):
    return Task(
        id=new_id(), practice_id=w.practice(v), person=w.cast.kari, patient_id=w.patient(v), kind="e_consultation",
        focus_id=new_id(), status="sent", turn="office", due_at=now(), patient_name="K", from_name="B", subject="s", last_line="l",
        updated_at=now(),
    )  # fmt: skip


def response(w: World, v: str):
    person = {"own": w.cast.kari.pk, "foreign": w.cast.per.pk, "missing": new_id(), "cross-practice": w.cast.kari.pk}[v]
    return QuestionnaireResponse(
        id=new_id(), practice_id=w.practice(v), person_id=person, questionnaire=w.form, resource={}, authored_at=now()
    )


def export(w: World, v: str):
    person = {"own": w.cast.kari.pk, "missing": new_id()}.get(v, w.cast.per.pk)
    return DataExport(id=new_id(), person_id=person, requested_by=w.cast.kari, requested_at=now())


def staff_message(w: World, v: str):
    return Communication(
        id=new_id(), conversation_id=w.conversation(v), sender_role=w.cast.berg_role, sender_name="B", status="on-hold",
        text="t", sent_at=now(),
    )  # fmt: skip


def staff_message_as(w: World, v: str):
    made = staff_message(w, "own")
    made.sender_role_id = {"cross-practice": w.cast.gro_role.pk}.get(v, w.role(v))
    return made


def answer_draft(w: World, v: str):
    return AnswerDraft(
        id=new_id(), practice_id=w.practice(v), conversation_id=w.conversation(v), practitioner=w.cast.berg, text="t",
        updated_at=now(),
    )  # fmt: skip


def presence(w: World, v: str):
    return Presence(
        id=new_id(), practice_id=w.practice(v), conversation_id=w.conversation(v), practitioner=w.cast.berg, name="B",
        seen_at=now() + timedelta(0),
    )  # fmt: skip


def shield_mark(w: World, v: str, *, by_office: bool = False):
    conversation_id = w.conversation(v)
    task = Task.objects.using("owner").filter(focus_id=conversation_id).first()
    return ShieldMark(
        id=new_id(), practice_id=w.practice(v), person=w.cast.kari, task_id=task.pk if task else new_id(), hidden_from="parents",
        hidden=True, reason="weighty", by_name="K", by_office=by_office, marked_at=now(),
    )  # fmt: skip


def shield_mark_by_staff(w: World, v: str):
    return shield_mark(w, v, by_office=True)


AS_KARI = [
    *(conversation, conversation_recipient, message, status, draft, draft_practice, file_on_message, task),
    *(response, export),
    shield_mark,
]
AS_BERG = [staff_message, staff_message_as, status, answer_draft, presence, shield_mark_by_staff]


def outcome(actor: Actor, make, world: World, variant: str) -> str:
    row = make(world, variant)
    try:
        with gate.reading(actor, now=now()), connection.cursor() as cursor:
            row.save(force_insert=True, using="default")  # the cast came by the owner connection
            cursor.execute("set constraints all immediate")
    except Error as error:
        return f"{type(error.__cause__).__name__}: {str(error).splitlines()[0]}"
    return "written"


@pytest.mark.parametrize("make", AS_KARI, ids=lambda make: make.__name__)
def test_a_citizens_child_is_refused_alike(cast, logins, make):
    world, kari = World(cast), logins.actor(KARI)
    outcomes = {variant: outcome(kari, make, world, variant) for variant in VARIANTS}
    assert outcomes["own"] == "written"
    assert outcomes["foreign"] == outcomes["missing"] == outcomes["cross-practice"] != "written"


@pytest.mark.parametrize("make", AS_BERG, ids=lambda make: make.__name__)
def test_staffs_child_is_refused_alike(cast, logins, make):
    world, berg = World(cast), logins.actor(BERG, Face.STAFF)
    outcomes = {variant: outcome(berg, make, world, variant) for variant in VARIANTS}
    assert outcomes["own"] == "written"
    assert outcomes["foreign"] == outcomes["missing"] == outcomes["cross-practice"] != "written"


@pytest.mark.parametrize("shielded", [False, True])
def test_a_shielded_conversation_leaves_no_trace_for_who_acts_for_another(cast, logins, shielded):
    """AD-30: as if Kari represented Per. Row-level security alone hides the conversation, its messages, history, files and task."""
    conversation = make_conversation(cast.per_patient, cast.gro_role, shielded=shielded)
    Attachment.objects.using("owner").create(
        id=new_id(), practice=cast.vika, person=cast.per, author=cast.per, title="t", content_type="image/png", size_bytes=1,
        communication=Communication.objects.using("owner").get(conversation=conversation), created_at=now(),
    )  # fmt: skip
    both = f"{cast.kari.pk},{cast.per.pk}"
    with gate.reading(logins.actor(KARI), now=now()), connection.cursor() as cursor:
        cursor.execute("select set_config('fastlinje.persons_dialogue', %s, true)", [both])
        seen = [model.objects.count() for model in (Conversation, Communication, ConversationStatus, Attachment, Task)]
    assert seen == ([0] * 5 if shielded else [1] * 5)
