"""Putting the forms that come with the product into the database, as the owner of the tables."""

from uuid import UUID

from fastlinje.core.identifiers import new_id

from .data import DESCRIBE_YOUR_SYMPTOMS, standard_questionnaire
from .engine.parse import parse_questionnaire
from .models import Assignment, Questionnaire


def load_standard_forms(*, using: str = "owner") -> dict[str, UUID]:
    """Make sure every standard form is there; safe to run again. A version once stored is frozen and left as it is.

    Returns  {name of the form: id of its row}
    """
    return {name: _keep(name, using) for name in (DESCRIBE_YOUR_SYMPTOMS,)}


def assign_form(*, practice_id: UUID, service_code: str, questionnaire_id: UUID, using: str = "owner") -> None:
    """Let a form stand before a service of an office, as the owner of the tables; for new offices and the demo."""
    Assignment.objects.using(using).update_or_create(
        practice_id=practice_id,
        service_code=service_code,
        defaults={"questionnaire_id": questionnaire_id},
        create_defaults={"questionnaire_id": questionnaire_id, "id": new_id()},
    )


def _keep(name: str, using: str) -> UUID:
    resource = standard_questionnaire(name)
    form = parse_questionnaire(resource)
    row, _new = Questionnaire.objects.using(using).get_or_create(
        url=form.url,
        version=form.version,
        language=form.language,
        defaults={"id": new_id(), "title": form.title, "resource": resource},
    )
    return row.pk
