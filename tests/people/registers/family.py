"""A family as a document says it: a mother, a father, their child, and what tests change in it."""

from copy import deepcopy

from tests.people.registers.numbers import national_id

KARI, PER, OLA, ANNE, BERIT = (national_id(serial) for serial in range(1, 6))
COVERS = ["children", "guardianships", "powers_of_attorney", "decided_representations", "address_protection"]
OLA_AS_CHILD = {
    "national_id": OLA,
    "name": "Ola Nordmann",
    "birth_date": "2017-04-01",
    "address_protection": None,
    "responsibility": "felles",
    "adults": [
        {"national_id": KARI, "role": "mor", "shares_address": True},
        {"national_id": PER, "role": "far", "shares_address": False},
    ],
}
ANNES_POWER = {
    "national_id": ANNE,
    "name": "Anne Nordmann",
    "scopes": ["appointments", "dialogue"],
    "from_date": "2026-01-01",
    "to_date": "2026-12-31",
    "address_protection": None,
}
BERITS_GUARDIANSHIP = {**ANNES_POWER, "national_id": BERIT, "name": "Berit Hansen", "to_date": None, "kind": "voksen"}
KARI_AS_PERSON = {
    "national_id": KARI,
    "address_protection": None,
    "children": [OLA_AS_CHILD],
    "guardianships": [BERITS_GUARDIANSHIP],
    "powers_of_attorney": [ANNES_POWER],
    "decided_representations": [],
}
HEAD = {"source": "Folkeregisteret, uttrekk", "fetched_at": "2026-11-21T08:00:00+01:00", "covers": COVERS}


def changed(document: dict, path: str, value: object) -> dict:
    """A copy with one place changed: "children.0.birth_date". Without the place when the value is `...`."""
    copy = deepcopy(document)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = copy
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return copy
