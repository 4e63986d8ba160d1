"""Somebody who may look after the service, without any clinical role."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from fastlinje.audit.command import command
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import Refused

from ..models import Operator
from ..rules import check_identity


@command
def create_operator(*, actor: Actor, now: datetime, given_name: str, family_name: str, national_id: str) -> UUID:
    """Let somebody log in to see queues and parked notices; never content (AD-19).

    Refuses  name_missing, national_id_invalid, operator_known
    Returns  the operator's id
    """
    check_identity(given_name, family_name, national_id, accept_synthetic=settings.ENVIRONMENT.accept_test_people)
    if Operator.objects.filter(national_id_index__in=settings.INDEX_RING.digests(national_id)).exists():
        raise Refused("operator_known", "That person is an operator already.")
    operator = Operator.objects.create(
        id=new_id(), name=f"{given_name} {family_name}", national_id_index=settings.INDEX_RING.digest(national_id)
    )
    record(actor, "operator.create", now=now, entity=("Operator", operator.pk))
    return operator.pk
