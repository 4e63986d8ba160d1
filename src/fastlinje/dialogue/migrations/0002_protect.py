from django.db import migrations, models

from fastlinje.audit.policies import PERSONS_DIALOGUE, PRACTICE, PRACTITIONER, SELF, Policy, Protect
from fastlinje.core.actor import Capacity

HERE = f"practice_id = {PRACTICE}"
MINE = f"person_id = {PERSONS_DIALOGUE} and case when person_id = {SELF} then not hidden_from_person else not shielded end"


def on_a_conversation(table):
    """The parent must be visible to whoever asks: the sub-select runs under the parent's own policy, shielding included.
    Foreign keys bypass row-level security, so this is what refuses foreign, missing and cross-practice parents alike."""
    return f"exists (select from dialogue_conversation c where c.id = {table}.conversation_id)"


def on_my_conversation(table):
    return (
        f"exists (select from dialogue_conversation c where c.id = {table}.conversation_id"
        f" and c.practice_id = {table}.practice_id and c.person_id = {table}.person_id)"
    )


def is_patient_there(table):
    return f"exists (select from practices_patient p where p.person_id = {table}.person_id and p.practice_id = {table}.practice_id)"


def works_there(table, column):
    return (
        f"exists (select from practices_practitionerrole r where r.id = {table}.{column} and r.practice_id = {table}.practice_id)"
    )


def answers_of_mine(table):
    return (
        f"(questionnaire_response_id is null or exists (select from questionnaires_questionnaireresponse q"
        f" where q.id = {table}.questionnaire_response_id and q.person_id = {table}.person_id"
        f" and q.practice_id = {table}.practice_id))"
    )


CONVERSATION = (
    f"{MINE} and author_id = {SELF} and exists (select from practices_patient p where p.id = dialogue_conversation.patient_id"
    f" and p.person_id = dialogue_conversation.person_id and p.practice_id = dialogue_conversation.practice_id)"
    f" and {works_there('dialogue_conversation', 'recipient_id')} and {answers_of_mine('dialogue_conversation')}"
)
DRAFT = (
    f"author_id = {SELF} and person_id = {PERSONS_DIALOGUE} and {is_patient_there('dialogue_draft')}"
    f" and (conversation_id is null or {on_my_conversation('dialogue_draft')})"
    f" and {answers_of_mine('dialogue_draft')}"
)
ON_MY_DRAFT = (
    "exists (select from dialogue_draft d where d.id = dialogue_attachment.draft_id"
    " and d.practice_id = dialogue_attachment.practice_id and d.person_id = dialogue_attachment.person_id)"
)
ON_A_MESSAGE = (
    "exists (select from dialogue_communication m join dialogue_conversation c on c.id = m.conversation_id"
    " where m.id = dialogue_attachment.communication_id and c.practice_id = dialogue_attachment.practice_id"
    " and c.person_id = dialogue_attachment.person_id)"
)
COMMUNICATION = on_a_conversation("dialogue_communication")
STATUS = on_a_conversation("dialogue_conversationstatus")


class Migration(migrations.Migration):
    dependencies = [
        ("dialogue", "0001_initial"),
        ("questionnaires", "0003_hidden"),
        ("worklist", "0003_hidden"),
    ]
    operations = [
        migrations.AddField("conversation", "hidden_from_person", models.BooleanField(default=False)),
        Protect(
            "Conversation",
            [
                Policy(Capacity.CITIZEN, "select, insert, update (state, due_at, closed_at, shielded)", MINE, insert=CONVERSATION),
                Policy(
                    Capacity.STAFF,
                    "select, update (state, due_at, closed_at, journaled_at, journaled_by_id, shielded, hidden_from_person)",
                    HERE,
                ),
                Policy(Capacity.JOB, "select, update (state, closed_at)"),
            ],
        ),
        Protect(
            "ConversationStatus",
            [
                Policy(Capacity.CITIZEN, "select, insert", STATUS),
                Policy(Capacity.STAFF, "select, insert", STATUS),
                Policy(Capacity.JOB, "select, insert"),
            ],
        ),
        Protect(
            "Communication",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert",
                    f"status in ('completed', 'entered-in-error') and {COMMUNICATION}",
                    f"sender_person_id = {SELF} and status = 'completed' and {COMMUNICATION}",
                ),
                Policy(
                    Capacity.STAFF,
                    "select, insert, update (status, retracted_at, retracted_by)",
                    COMMUNICATION,
                    f"{COMMUNICATION} and exists (select from practices_practitionerrole r"
                    f" where r.id = dialogue_communication.sender_role_id and r.practice_id = {PRACTICE})",
                ),
                Policy(Capacity.JOB, "select, update (status, sent_at)"),
            ],
        ),
        Protect(
            "Draft",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert, update (practice_id, questionnaire_response_id, content, gate_passed_at, updated_at), delete",
                    f"author_id = {SELF} and person_id = {PERSONS_DIALOGUE}"
                    f" and (conversation_id is null or {on_my_conversation('dialogue_draft')})",
                    DRAFT,
                ),
                Policy(Capacity.JOB, "select, delete"),
            ],
        ),
        Protect(
            "AnswerDraft",
            [
                Policy(
                    Capacity.STAFF,
                    "select, insert, update (text, updated_at), delete",
                    f"{HERE} and practitioner_id = {PRACTITIONER}",
                    f"{HERE} and practitioner_id = {PRACTITIONER} and {on_a_conversation('dialogue_answerdraft')}",
                ),
                Policy(Capacity.JOB, "select, delete"),
            ],
        ),
        Protect(
            "Attachment",
            [
                Policy(
                    Capacity.CITIZEN,
                    "select, insert, update (draft_id, communication_id), delete",
                    f"person_id = {PERSONS_DIALOGUE} and ({ON_MY_DRAFT} or {ON_A_MESSAGE})",
                    f"person_id = {PERSONS_DIALOGUE} and author_id = {SELF} and not made_by_us"
                    f" and (draft_id is null or {ON_MY_DRAFT}) and (communication_id is null or {ON_A_MESSAGE})",
                ),
                Policy(Capacity.STAFF, "select", f"{HERE} and scan = 'clean' and {ON_A_MESSAGE}"),
                Policy(Capacity.JOB, "select, insert, update (draft_id, scan), delete"),
            ],
        ),
        Protect(
            "Presence",
            [
                Policy(
                    Capacity.STAFF,
                    "select, insert, update (seen_at), delete",
                    HERE,
                    f"{HERE} and practitioner_id = {PRACTITIONER} and {on_a_conversation('dialogue_presence')}",
                ),
                Policy(Capacity.JOB, "select, delete"),
            ],
        ),
    ]
