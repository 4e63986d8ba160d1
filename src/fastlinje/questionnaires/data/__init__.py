"""Forms that come with the product, as FHIR R4 Questionnaire in JSON."""

import json
from pathlib import Path
from typing import Any

DESCRIBE_YOUR_SYMPTOMS = "beskriv-symptomene-dine"


def standard_questionnaire(name: str) -> dict[str, Any]:
    """A form of ours as a FHIR resource. `name` is one of the constants here."""
    if name not in (DESCRIBE_YOUR_SYMPTOMS,):
        raise KeyError(name)
    return json.loads((Path(__file__).parent / f"{name}.json").read_text("utf-8"))
