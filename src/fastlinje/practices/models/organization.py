from django.db import models


class Organization(models.Model):
    """A GP office (practice). Everything linked to patients carries its id.

    opening_hours      plain text lines as the office writes them
    invoice_fee_ore    what an invoice costs on top, 0 when the office takes nothing
    message_max_chars  how long a message may be, in characters as people count them
    staff_session_hours  the absolute limit of a staff log-in
    appointments_at_once  how many coming appointments and requests somebody may have that they made themselves
    appointments_may_overlap  whether somebody may have two appointments at the same time
    offers_at_once, offer_minutes  to how many on the waiting list a time is offered at once, and how long it is kept for them
    """

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40)
    organization_number = models.CharField(max_length=9, unique=True)
    her_id = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20)
    address = models.CharField(max_length=200, blank=True)
    postal_code = models.CharField(max_length=4, blank=True)
    city = models.CharField(max_length=60, blank=True)
    opening_hours = models.CharField(max_length=300, blank=True)
    web_page = models.URLField(blank=True)
    invoice_fee_ore = models.PositiveIntegerField(default=0)
    message_max_chars = models.PositiveSmallIntegerField(default=1000)
    staff_session_hours = models.PositiveSmallIntegerField(default=10)
    appointments_at_once = models.PositiveSmallIntegerField(default=3)
    appointments_may_overlap = models.BooleanField(default=False)
    offers_at_once = models.PositiveSmallIntegerField(default=1)
    offer_minutes = models.PositiveSmallIntegerField(default=30)
    created_at = models.DateTimeField()
