"""The one draft a person has in one place: locked, made, emptied. Called by commands, inside their transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.prepared import prepared
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.core.rows import delete
from fastlinje.practices.queries import ServiceCode
from fastlinje.questionnaires.models import QuestionnaireResponse

from .models import Attachment, Draft

E_CONSULTATION = ServiceCode.E_CONSULTATION.value
EMPTY = {"subject": "", "text": "", "answers": {}}


def lock_draft(actor: Actor, *, conversation_id: UUID | None = None) -> Draft | None:
    """The actor's draft of a new e-consultation, or of a reply, locked for the rest of the command; None when there is none."""
    # A new question concerns whom the actor acts for; a reply concerns whom its conversation does.
    person_id = None if conversation_id else actor.subject_id
    for draft in _locked(author_id=actor.person_id, conversation_id=conversation_id, person_id=person_id):
        return draft
    return None


@prepared
def _locked(*, author_id: UUID, conversation_id: UUID | None, person_id: UUID | None) -> QuerySet[Draft]:
    drafts = Draft.objects.select_for_update(of=("self",))
    drafts = drafts.filter(author_id=author_id, service_code=E_CONSULTATION, conversation_id=conversation_id)
    return (drafts.filter(person_id=person_id) if person_id else drafts).order_by("pk")[:1]


def need_draft(actor: Actor, *, conversation_id: UUID | None = None) -> Draft:
    """The locked draft; refuses draft_gone when it was sent or thrown away meanwhile."""
    draft = lock_draft(actor, conversation_id=conversation_id)
    if draft is None:
        raise draft_gone()
    return draft


def draft_gone() -> Refused:
    """The refusal for whoever writes on in a window whose draft is no more."""
    return Refused("draft_gone", _("Utkastet finnes ikke lenger. Det er sendt eller slettet i et annet vindu."))


def make_draft(
    actor: Actor, *, person_id: UUID, practice_id: UUID, now: datetime, conversation_id: UUID | None = None, **fields: Any
) -> Draft:
    """A new empty draft; the one that somebody's other window made a moment ago if there is one."""
    draft, _new = Draft.objects.get_or_create(
        author_id=actor.person_id,
        person_id=person_id,
        service_code=E_CONSULTATION,
        conversation_id=conversation_id,
        defaults={
            "id": new_id(),
            "practice_id": practice_id,
            "content": dict(EMPTY),
            "created_at": now,
            "updated_at": now,
            **fields,
        },
    )
    return draft


def write_draft(draft: Draft, *, now: datetime, **content: Any) -> None:
    """Change some of a draft's content and keep the rest."""
    draft.content = {**draft.content, **content}
    draft.updated_at = now
    draft.save(update_fields=["content", "updated_at"])


def remove_draft(draft: Draft, *, sent: bool = False) -> None:
    """Delete a draft, with the files that hang on it and the form's answers.

    sent  they went with a message and stay
    The files' bytes are no longer reachable from here on; the sweeper removes them.
    """
    response_id = draft.questionnaire_response_id
    if not sent:
        Attachment.objects.filter(draft=draft).delete()
    delete(draft)
    if response_id and not sent:
        QuestionnaireResponse.objects.filter(pk=response_id).delete()


def move_draft(draft: Draft, *, practice_id: UUID, now: datetime) -> None:
    """Take a draft along to another office after a change of GP: the words stay, files and answers were for the old office."""
    Attachment.objects.filter(draft=draft).delete()
    response_id = draft.questionnaire_response_id
    draft.practice_id, draft.questionnaire_response_id = practice_id, None
    draft.gate_passed_at, draft.updated_at = None, now
    draft.save(update_fields=["practice", "questionnaire_response", "gate_passed_at", "updated_at"])
    if response_id:
        QuestionnaireResponse.objects.filter(pk=response_id).delete()


def files_on(draft: Draft) -> list[Attachment]:
    """The files of a draft in their places."""
    return _attached(draft_id=draft.pk)


@prepared
def _attached(*, draft_id: UUID) -> QuerySet[Attachment]:
    return Attachment.objects.filter(draft_id=draft_id).order_by("position")


def file_on_own_draft(actor: Actor, file_id: UUID) -> Attachment:
    """A file on one of the actor's drafts; NotFound for everything else."""
    found = Attachment.objects.select_related("draft").filter(pk=file_id, draft__author_id=actor.person_id).first()
    if found is None:
        raise NotFound
    return found
