"""Prices that come with the product: dated figures, each with its source and how sure we are of it.

Never edited in place: a new figure is a new row with a new `valid_from`, and the row before it gets a `valid_to`.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from fastlinje.core.identifiers import new_id

from ..models import Exemption, Tariff

HERE = Path(__file__).parent
FILES = ("e-consultation.json", "appointment.json")


def load_tariffs(*, using: str = "owner") -> int:
    """Add the prices that are not in the database yet, as the owner of the tables; what an operator has changed is left as it is.

    Returns  how many rows were new
    """
    with transaction.atomic(using=using):
        return sum(_load(json.loads((HERE / name).read_text("utf-8")), using) for name in FILES)


def _load(figures: dict[str, list], using: str) -> int:
    tariffs = [_keep(Tariff, row, using, by=("code", "period", "specialist", "valid_from")) for row in figures["tariffs"]]
    exemptions = [_keep(Exemption, row, using, by=("below_age", "valid_from")) for row in figures["exemptions"]]
    return sum(tariffs) + sum(exemptions)


def _keep(model: type, row: dict[str, Any], using: str, *, by: tuple[str, ...]) -> bool:
    values = {name: date.fromisoformat(value) if _is_date(name) and value else value for name, value in row.items()}
    known = {name: values.pop(name) for name in by}
    _row, is_new = model.objects.using(using).get_or_create(**known, defaults=values | {"id": new_id()})
    return is_new


def _is_date(name: str) -> bool:
    return name in ("valid_from", "valid_to", "checked_on")
