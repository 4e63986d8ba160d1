"""The demo's data: tables, roles and the cast, made once."""

from django.db import connections

from fastlinje.config.commands.migrate import migrate
from fastlinje.config.environment import Environment
from fastlinje.nonprod.appointment_book import make_appointment_book
from fastlinje.nonprod.cast import make_cast, make_family
from fastlinje.practices.models import Organization, ServiceCode
from fastlinje.questionnaires.loading import assign_form, load_standard_forms


def prepare_data(settings: Environment) -> bool:
    """Bring the tables up to date and let the cast move in if nobody lives there. True if it moved in now."""
    migrate(settings, quiet=True)
    try:
        empty = not Organization.objects.using("owner").exists()
        if empty:
            cast = make_cast()
            make_family(cast)
            (form_id,) = load_standard_forms().values()
            assign_form(practice_id=cast.tangen.pk, service_code=ServiceCode.E_CONSULTATION, questionnaire_id=form_id)
            make_appointment_book(cast)
        return empty
    finally:
        connections.close_all()
