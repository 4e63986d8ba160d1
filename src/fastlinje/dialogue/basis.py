"""Why somebody at the office reads or acts: derived from role and task, never asked for, shown to the person."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from fastlinje.core.actor import Actor, RoleCode
from fastlinje.practices.models import PractitionerRole
from fastlinje.worklist.models import Task

from .models import Conversation

OWN_PATIENT, SUBSTITUTE_FOR, ASSIGNED_TASK = "own_patient", "substitute_for", "assigned_task"
IN_ABSENCE, OFFICE_TASK = "in_absence", "office_task"

# What the person reads in their access log.
BASIS_SENTENCES = {
    OWN_PATIENT: _("er fastlegen din"),
    SUBSTITUTE_FOR: _("er vikar for fastlegen din"),
    ASSIGNED_TASK: _("har fått ansvaret for henvendelsen"),
    IN_ABSENCE: _("svarte i fastlegens fravær"),
    OFFICE_TASK: _("arbeider på kontoret som skal svare deg"),
}


def with_basis(conversations: QuerySet[Conversation], actor: Actor) -> QuerySet[Conversation]:
    """Adds what `basis_of` needs to each conversation: is_own, is_substitute, is_assigned."""
    mine = PractitionerRole.objects.filter(practitioner_id=actor.practitioner_id, active=True)
    return conversations.annotate(
        is_own=Exists(mine.filter(pk=OuterRef("patient__general_practitioner_id"))),
        is_substitute=Exists(
            mine.filter(code=RoleCode.SUBSTITUTE, substitutes_for_id=OuterRef("patient__general_practitioner_id"))
        ),
        is_assigned=Exists(Task.objects.filter(focus_id=OuterRef("pk"), owner__practitioner_id=actor.practitioner_id)),
    )


def basis_of(actor: Actor, conversation: Conversation, *, treating: bool = False) -> str:
    """The reason to record. `conversation` comes from `with_basis`; `treating` when the act is a medical answer."""
    if conversation.is_own:
        return OWN_PATIENT
    if conversation.is_substitute and RoleCode.SUBSTITUTE in actor.roles:
        return SUBSTITUTE_FOR
    if conversation.is_assigned:
        return ASSIGNED_TASK
    return IN_ABSENCE if treating else OFFICE_TASK


def basis_for(actor: Actor, conversation: Conversation, *, treating: bool = False) -> str:
    """The reason to record for a conversation that is already locked; one more statement."""
    return basis_of(actor, with_basis(Conversation.objects.filter(pk=conversation.pk), actor).get(), treating=treating)
