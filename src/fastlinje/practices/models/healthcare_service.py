from django.db import models
from django.utils.translation import gettext_lazy as _

from .organization import Organization
from .practitioner import PractitionerRole


class ServiceCode(models.TextChoices):
    """What a person can start. Labels are what they read on the button."""

    E_CONSULTATION = "e_consultation", _("Start e-konsultasjon")
    APPOINTMENT = "appointment", _("Bestill time")
    RENEWAL = "prescription_renewal", _("Forny resept")
    CONTACT_OFFICE = "contact_office", _("Kontakt legekontoret")


class HealthcareService(models.Model):
    """One service of one GP, on or off. Off says why, from when it may be back, and what to do instead; never silence (F-011)."""

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="services")
    role = models.ForeignKey(PractitionerRole, on_delete=models.PROTECT, related_name="services")
    code = models.CharField(max_length=24, choices=ServiceCode.choices)
    active = models.BooleanField(default=False)
    off_reason = models.CharField(max_length=200, blank=True)
    back_date = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "code"], name="one_service_of_each_kind_per_gp")]


class InfoText(models.Model):
    """What the office adds to the fixed texts, plain text. Limits are 200 characters for the panel and 300 elsewhere."""

    class Slot(models.TextChoices):
        PANEL = "panel", _("Fastlegepanelet")
        E_CONSULTATION = "e_consultation", _("E-konsultasjon")

    LIMITS = {Slot.PANEL: 200, Slot.E_CONSULTATION: 300}

    id = models.UUIDField(primary_key=True)
    practice = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="info_texts")
    slot = models.CharField(max_length=24, choices=Slot.choices)
    text = models.CharField(max_length=300)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "slot"], name="one_info_text_per_slot")]
