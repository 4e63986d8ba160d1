"""Who else can see what is done for or as a young person, and the sentence that says so before anybody writes.

Source: rules.md 1.2–1.3. What somebody of 12 to 15 starts is hidden from their parents; what a parent writes for them is not
shown to the young person. Both can be changed later for a single conversation.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fastlinje.core.actor import Actor, Represented
from fastlinje.core.clock import age_on, oslo_date

from .shielding import YOUNG_FROM, is_young


@dataclass(frozen=True, slots=True)
class Shield:
    """From whom a conversation or an appointment is hidden: from those who act for the person, or from the person."""

    shielded: bool = False
    hidden_from_person: bool = False


def shield_for(actor: Actor, now: datetime) -> Shield:
    """The shield of what the actor starts now."""
    if not _is_young(actor, now):
        return Shield()
    return Shield(hidden_from_person=True) if actor.acting_for else Shield(shielded=True)


def who_can_read(actor: Actor, now: datetime) -> str:
    """One sentence about who else can read what the actor starts now; empty for a grown person who writes for themselves."""
    return who_reads(actor, actor.subject_id, shield_for(actor, now), now)


def who_reads(actor: Actor, person_id: UUID, shield: Shield, now: datetime) -> str:
    """The same of something that stands already, which concerns that person and is shielded so."""
    other = next((each for each in actor.represents if each.person_id == person_id), None)
    if other:
        return _of_another(other, shield, now)
    if not is_young(actor.birth_date, now):
        return ""
    if shield.shielded:
        return _("Foreldrene dine kan ikke lese det du skriver her.")
    return _("Foreldrene dine kan lese det du skriver her.")


def _of_another(other: Represented, shield: Shield, now: datetime) -> str:
    parents = other.basis == "parental"
    if shield.hidden_from_person and parents:
        return _("Alle med foreldreansvar for %s kan lese dette. %s ser det ikke selv.") % (other.name, other.name)
    if shield.hidden_from_person:
        return _("Alle som kan handle for %s, kan lese dette. %s ser det ikke selv.") % (other.name, other.name)
    if age_on(other.birth_date, oslo_date(now)) >= YOUNG_FROM:
        return _("%s, og andre som kan handle for %s, kan lese dette.") % (other.name, other.name)
    if parents:
        return _("Alle med foreldreansvar for %s kan lese dette.") % other.name
    return _("Alle som kan handle for %s, kan lese dette.") % other.name


def _is_young(actor: Actor, now: datetime) -> bool:
    other = actor.acting_for
    born = other.birth_date if other else actor.birth_date
    return is_young(born, now)
