"""Makes a world to fight over, in a process of its own: `python -m tests.soak.booking_world <folder> <people> <slots>`.

Writes world.json: the hashes of session keys, everybody's and the secretary's, and the ids of patients and slots.
"""

import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path


def make(folder: Path, people: int, slots: int) -> None:
    """Migrated tables, the cast, Berg's appointment book with free times, and patients and a secretary who are logged in."""
    from django.core.management import call_command

    from fastlinje.core.actor import Face
    from fastlinje.nonprod.appointment_book import make_appointment_service, make_schedule, turn_on_booking
    from fastlinje.nonprod.cast import SIRI, Character, make_cast
    from fastlinje.nonprod.factories import make_patient, make_person
    from fastlinje.people.commands.start_session import key_hash
    from fastlinje.practices.models import Organization
    from fastlinje.scheduling.states import ServiceKind
    from tests.cast import Logins

    call_command("migrate", database="owner", verbosity=0)
    cast = make_cast()
    logins = Logins(cast)
    turn_on_booking(cast.berg_role)
    service = make_appointment_service(cast.tangen, "Legetime", ServiceKind.CONSULTATION, 20)
    schedule = make_schedule(cast.tangen, "Lege Berg", cast.berg_role)
    Organization.objects.using("owner").update(offers_at_once=2)
    keys, patients = [], []
    for number in range(people):
        who = Character(f"Pasient {number}", date(1950, 1, 1) + timedelta(days=number), "")
        patient = make_patient(cast.tangen, make_person(*who.names, who.national_id, who.born), cast.berg_role)
        patients.append(str(patient.pk))
        keys.append(key_hash(logins.key(who, Face.CITIZEN)).hex())
    staff = key_hash(logins.key(SIRI, Face.STAFF)).hex()
    world = {"people": keys, "staff": staff, "patients": patients, "slots": _slots(service, schedule, slots)}
    (folder / "world.json").write_text(json.dumps(world))


def _slots(service, schedule, number: int) -> list[str]:
    from fastlinje.core.clock import now
    from fastlinje.core.identifiers import new_id
    from fastlinje.scheduling.models import Slot

    first = now() + timedelta(days=3)
    made = []
    for place in range(number):
        start = first + timedelta(minutes=20 * place)
        slot = Slot(
            id=new_id(), practice_id=schedule.practice_id, schedule=schedule, service=service, start_at=start,
            end_at=start + timedelta(minutes=20), bookable_from=now(), bookable_until=start,
        )  # fmt: skip
        slot.save(using="owner", force_insert=True)
        made.append(str(slot.pk))
    return made


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fastlinje.config.settings")
    django.setup()
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
