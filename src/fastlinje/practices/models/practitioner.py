from django.db import models
from django.db.models import F, Q

from fastlinje.core.actor import RoleCode
from fastlinje.core.sealed import SealedTextField
from fastlinje.people.models import Login

from .organization import Organization


class Practitioner(models.Model):
    """Somebody who works at offices, doctor or not: the name patients may know.

    her_id  their address in the message exchange, which some registers know them by alone
    """

    id = models.UUIDField(primary_key=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    hpr_number = models.CharField(max_length=9, blank=True)
    her_id = models.CharField(max_length=20, blank=True)
    specialist = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["her_id"], condition=~Q(her_id=""), name="one_practitioner_of_each_her_id")]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class PractitionerIdentity(models.Model):
    """The national identity behind a practitioner, read only by the gate at login."""

    practitioner = models.OneToOneField(Practitioner, primary_key=True, on_delete=models.CASCADE, related_name="identity")
    national_id = SealedTextField(label="practices.practitioner_identity.national_id")
    national_id_index = models.BinaryField(max_length=32, unique=True)
    next_national_id_index = models.BinaryField(max_length=32, unique=True, null=True)
    login = models.OneToOneField(Login, null=True, on_delete=models.PROTECT)


class PractitionerRole(models.Model):
    """What a practitioner is at one office, and when. Checked by the gate on every request (AD-17, AD-20).

    start_date, end_date  whole days in Oslo, both included; open when empty
    substitutes_for       for a substitute: the GP whose list they take care of
    """

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="roles")
    practitioner = models.ForeignKey(Practitioner, on_delete=models.PROTECT, related_name="roles")
    code = models.CharField(max_length=12, choices=[(code.value, code.value) for code in RoleCode])
    substitutes_for = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="substitutes")
    active = models.BooleanField(default=True)
    start_date = models.DateField(null=True)
    end_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "practitioner", "code"], condition=Q(active=True), name="one_active_role_of_each_kind"
            ),
            models.CheckConstraint(
                condition=Q(start_date__isnull=True) | Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="a_role_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(code="substitute") | Q(substitutes_for__isnull=True), name="only_substitutes_substitute"
            ),
        ]
