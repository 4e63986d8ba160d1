"""What a person does to book, as a browser without JavaScript does it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from fastlinje.scheduling.models import Slot
from tests.scheduling_world import Book
from tests.web.citizen.pages import fields_of, text_of


def choose(client: Client, slot: Slot, **fields: str) -> HttpResponse:
    """Press a time in the list; the page that asks to confirm it."""
    href = reverse("free_times", args=[slot.service_id])
    return client.post(href, {"slot": str(slot.pk), **fields}, follow=True)


def confirm(client: Client, page: HttpResponse, slot: Slot, **changes: Any) -> HttpResponse:
    """The confirmation filled in and sent."""
    filled = {name: values[0] for name, values in fields_of(page).items()} | {"reason": "Vondt i ryggen"} | changes
    return client.post(reverse("appointment_confirmation", args=[slot.pk]), filled)


def book(client: Client, world: Book, slot: Slot, **changes: Any) -> UUID:
    """From the list to the receipt; the appointment's id."""
    response = confirm(client, choose(client, slot), slot, **changes)
    assert response.status_code == 302, text_of(response)[:3000]
    return UUID(response.url.split("/")[2])
