"""A stranger to an appointment gets the same answer as for one that does not exist, on every address and verb."""

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from fastlinje.core.actor import Face
from fastlinje.nonprod.cast import BERG
from fastlinje.scheduling.models import Appointment, AppointmentStatus
from fastlinje.scheduling.states import SlotStatus
from tests.scheduling_world import OWNER, slot_row
from tests.web.citizen.pages import text_of

from .walk import book as book_it

ON_AN_APPOINTMENT = [
    "appointment",
    "appointment_receipt",
    "appointment_calendar",
    "appointment_cancellation",
    "appointment_move",
    "appointment_offers",
    "earlier_time",
    "waiting_list",
    "request_withdrawal",
]


@pytest.fixture
def karis(browser, book) -> UUID:
    return book_it(browser, book, book.first)


def answer(client: Client, method: str, href: str, appointment_id: object) -> tuple[int, str, str]:
    response = getattr(client, method)(href, {"earliest": "", "slot": str(UUID(int=7)), "offer": str(UUID(int=7))})
    body = re.sub(r'value="[A-Za-z0-9]{64}"', "token", text_of(response)).replace(str(appointment_id), "id")
    return response.status_code, response.get("Location", "").replace(str(appointment_id), "id"), body


@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize("name", ON_AN_APPOINTMENT)
def test_foreign_is_as_missing(pers, karis, book, name, method):
    """AD-07, AD-08, AD-13"""
    missing = uuid4()
    mine, none = (answer(pers, method, reverse(name, args=[pk]), pk) for pk in (karis, missing))
    assert mine == none
    assert mine[0] in (302, 404, 405, 409)
    assert Appointment.objects.using(OWNER).get().status == "booked"
    assert AppointmentStatus.objects.using(OWNER).count() == 1
    assert slot_row(book.first).status == SlotStatus.BUSY


def test_moving_a_strangers(pers, karis, book):
    """AD-07"""
    foreign, missing = (
        pers.post(reverse("appointment_move_confirmation", args=[pk, book.second.pk]), {"key": "k"}) for pk in (karis, uuid4())
    )
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert Appointment.objects.using(OWNER).get().slot_id == book.first.pk


@pytest.mark.parametrize("name", ["appointment", "appointment_calendar"])
def test_staff_and_nobody(logins, nobodys, karis, name):
    """AD-21"""
    for client in (logins.client(BERG, Face.STAFF), nobodys):
        response = client.get(reverse(name, args=[karis]))
        assert response.status_code == 302
        assert response.url.startswith(reverse("login_citizen"))
