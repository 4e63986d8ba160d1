"""Walking through a citizen's pages as a browser without JavaScript does."""

from html.parser import HTMLParser
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse


class Fields(HTMLParser):
    """The fields a browser would send from the page's main form: hidden ones, text and what is ticked."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.inside = False
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if tag == "main":
            self.inside = True
        if not self.inside or "name" not in given:
            return
        if tag == "textarea":
            self.area = given["name"]
            self.values[self.area] = [""]
        elif tag == "input" and given.get("type") not in ("file", "submit"):
            ticked = given.get("type") not in ("radio", "checkbox") or "checked" in given
            if ticked:
                self.values.setdefault(given["name"], []).append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.values[self.area][0] = self.values[self.area][0].removeprefix("\n")
            self.area = None
        if tag == "main":
            self.inside = False


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def fields_of(response: HttpResponse) -> dict[str, Any]:
    """What the page's form would post if nothing were touched."""
    parser = Fields()
    parser.feed(text_of(response))
    parser.values.pop("csrfmiddlewaretoken", None)
    return parser.values


def pass_gate(client: Client) -> HttpResponse:
    return client.post(reverse("e_consultation"), follow=True)


def message(response: HttpResponse, recipient: UUID | None = None, **changes: Any) -> dict[str, Any]:
    """The compose page filled in as somebody would, ready to send."""
    filled = fields_of(response) | {"subject": "Utslett på armen", "text": "Hei. Det klør.", "price_accepted": "on"}
    if recipient:
        filled["recipient"] = str(recipient)
    return filled | changes


def send(client: Client, recipient: UUID, **changes: Any) -> UUID:
    """Gate, compose, send; the conversation's id."""
    page = pass_gate(client)
    response = client.post(reverse("e_consultation_compose"), message(page, recipient, **changes))
    assert response.status_code == 302, text_of(response)[:3000]
    return UUID(response.url.split("/")[2])
