"""The demo's appointment book is one that people can book in, and that the office's own commands would have made."""

from fastlinje.core.clock import now
from fastlinje.nonprod.appointment_book import make_appointment_book
from fastlinje.scheduling.commands.book_appointment import book_appointment
from fastlinje.scheduling.models import Appointment, Publication, Slot
from tests.scheduling_world import OWNER


def test_people_find_times_and_can_book_them(cast, kari):
    make_appointment_book(cast)
    free = Slot.objects.using(OWNER).filter(
        status="free", service__name="Legetime", bookable_from__lte=now(), bookable_until__gt=now()
    )
    assert free.count() > 100
    book_appointment(actor=kari, now=now(), slot_id=free.order_by("start_at").first().pk)
    assert Appointment.objects.using(OWNER).filter(status="booked", slot__status="busy").count() == 3
    publication = Publication.objects.using(OWNER).get()
    assert publication.made == publication.total == Slot.objects.using(OWNER).count()
