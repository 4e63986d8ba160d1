"""Whether patients are digital, so that the office knows whom to call. Yes and no, never an address (F-187)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.conf import settings
from django.db import connection

from fastlinje.core.actor import Actor


class Reach(StrEnum):
    """How somebody learns of a time.

    TOLD      they use Fastlinje, and a notice reaches them
    REGISTER  they use Fastlinje, and the contact register is asked for an address when a notice goes
    QUIET     they use Fastlinje, but no notice reaches them
    NONE      they do not use Fastlinje
    """

    TOLD = "told"
    REGISTER = "register"
    QUIET = "quiet"
    NONE = "none"

    @property
    def must_be_called(self) -> bool:
        """The office has to tell them itself."""
        return self in (Reach.QUIET, Reach.NONE)


def reach_of(actor: Actor, patient_ids: Iterable[UUID], *, now: datetime) -> Mapping[UUID, Reach]:
    """Patients of the actor's office, a child by whoever has parental responsibility; one statement, none for nobody."""
    wanted = list(patient_ids)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select patient_id, uses, told from gate.reach(%s, %s)", [wanted, now])
        return {patient_id: _reach(uses, told) for patient_id, uses, told in cursor}


def _reach(uses: bool, told: bool) -> Reach:
    if not uses:
        return Reach.NONE
    if told:
        return Reach.TOLD
    return Reach.REGISTER if settings.ENVIRONMENT.krr_url else Reach.QUIET
