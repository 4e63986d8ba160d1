"""Taking in a power of attorney on paper, for somebody who cannot log in."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from fastlinje.audit.command import command
from fastlinje.audit.outbox import emit
from fastlinje.audit.record import record
from fastlinje.core.actor import Actor
from fastlinje.core.clock import oslo_date
from fastlinje.core.identifiers import new_id
from fastlinje.core.refusal import NotFound, Refused
from fastlinje.people.events import PowerOfAttorneyChanged
from fastlinje.people.power_rules import check_holder, check_period, check_scopes

from ..models import PaperPower, Patient
from ..power_rules import check_paper


@command
def register_power_of_attorney(
    *,
    actor: Actor,
    now: datetime,
    patient_id: UUID,
    holder_national_id: str,
    holder_name: str,
    scopes: Collection[str],
    start_date: date | None = None,
    end_date: date | None = None,
    reason: str,
    received_by: str,
    with_consent: bool = False,
) -> UUID:
    """Offer somebody a patient's power of attorney, from a signed form. It comes into force when the holder logs in and says yes.

    reason        why the patient could not do it themselves, 1 to 500 characters; sealed
    received_by   who at the office took the form and saw the patient's identity
    with_consent  the form also says yes to full access: for somebody who has never chosen, or a holder could see nothing (F-110)
    Returns       the id of what was registered
    Refuses       not_found, national_id_invalid, name_missing, holder_too_young, scopes_missing, start_past, start_too_late,
                  dates_reversed, reason_missing, reason_too_long, receiver_missing, holder_is_self, power_exists,
                  not_possible (age or protected address; the sentence does not say which)
    Emits         PowerOfAttorneyChanged
    Source        F-109, rules.md 1.5: a paper form exists
    """
    patient = Patient.objects.filter(pk=patient_id, practice_id=actor.practice_id).defer("national_id").first()
    if patient is None:
        raise NotFound
    today = oslo_date(now)
    start = start_date or today
    check_holder(holder_national_id, holder_name, today, accept_synthetic=settings.ENVIRONMENT.accept_test_people)
    check_scopes(scopes)
    check_period(start, end_date, today)
    check_paper(reason, received_by)
    digests = settings.INDEX_RING.digests(holder_national_id)
    if bytes(patient.national_id_index) in digests:
        raise Refused("holder_is_self", _("Dette er pasientens eget fødselsnummer."), fields=("holder_national_id",))
    paper_id, power_id = new_id(), new_id()
    consented = _write(
        a_patient=patient_id,
        a_power=power_id,
        a_paper=paper_id,
        a_holder_index=digests[0],
        a_holder_name=" ".join(holder_name.split()),
        the_scopes=sorted(scopes),
        first_day=start,
        last_day=end_date,
        sealed_reason=_sealed(reason.strip(), paper_id),
        a_receiver=received_by.strip(),
        a_registrar=actor.name,
        consent_id=new_id() if with_consent else None,
        at=now,
    )
    about = {"person_id": patient.person_id, "entity": ("PowerOfAttorney", power_id), "why": "paper_form"}
    record(actor, "power.register", now=now, **about)
    if consented:
        record(actor, "consent.register", now=now, **about)
    emit(PowerOfAttorneyChanged(power_id, "given"))
    return paper_id


def _write(**arguments: object) -> bool:
    """True when the patient's consent was registered too."""
    named = ", ".join(f"{name} => %({name})s" for name in arguments)
    with connection.cursor() as cursor:
        cursor.execute(f"select gate.register_power({named})", arguments)
        (outcome,) = cursor.fetchone()
    if outcome == "power_exists":
        sentence = _("Pasienten har allerede gitt denne personen en fullmakt.")
        raise Refused("power_exists", sentence, fields=("holder_national_id",))
    if outcome == "not_possible":
        raise Refused(
            "not_possible",
            _("Fullmakten kan ikke registreres. Den som gir fullmakt må ha fylt 16 år, og kan ikke ha adressesperre."),
        )
    if outcome == "not_found":
        raise NotFound
    return outcome == "ok_with_consent"


def _sealed(reason: str, paper_id: UUID) -> bytes:
    return settings.CONTENT_RING.seal(reason.encode(), label=PaperPower._meta.get_field("reason").label, pk=paper_id)
