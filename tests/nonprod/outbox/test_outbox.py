"""The demo's post office: what is sent can be read on a page, and nothing in it is run."""

import json
import smtplib
import socket
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from fastlinje.nonprod.outbox.http import http_server
from fastlinje.nonprod.outbox.page import page
from fastlinje.nonprod.outbox.smtp import smtp_server
from fastlinje.nonprod.outbox.store import Outbox, message


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox.jsonl")


@pytest.fixture
def address(outbox: Outbox) -> Iterator[str]:
    with http_server(outbox, 0) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _get(url: str) -> str:
    with urlopen(url) as answer:
        return answer.read().decode()


def _post(url: str, body: bytes) -> None:
    urlopen(Request(url, data=body, headers={"Content-Type": "application/json"})).close()


def test_mail_sent_over_smtp_is_caught(outbox: Outbox):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Fastlinje <x@y.example>", "kari@example.org", "Nytt på Fastlinje æøå"
    mail.set_content("Hei.\n.punktum først\nhttp://localhost:8000/helse/\n")
    port = _free_port()
    server = smtp_server(outbox, port)
    server.start()
    try:
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.send_message(mail)
    finally:
        server.stop()
    (caught,) = outbox.newest_first()
    assert (caught.kind, caught.recipient, caught.subject) == ("e-post", "kari@example.org", "Nytt på Fastlinje æøå")
    assert caught.text == "Hei.\n.punktum først\nhttp://localhost:8000/helse/\n"


def test_sms_is_caught_and_shown_newest_first(outbox: Outbox, address: str):
    for text in ("første", "andre"):
        _post(f"{address}/sms", json.dumps({"to": "+4790000001", "from": "Fastlinje", "text": text}).encode())
    assert [each["text"] for each in json.loads(_get(f"{address}/messages.json"))] == ["andre", "første"]
    shown = _get(f"{address}/")
    assert "+4790000001" in shown
    assert shown.index("andre") < shown.index("første")


@pytest.mark.parametrize(
    ("path", "body", "status"), [("/sms", b"{}", 400), ("/sms", b"[1]", 400), ("/sms", b"x", 400), ("/", b"{}", 404)]
)
def test_anything_else_is_refused(outbox: Outbox, address: str, path: str, body: bytes, status: int):
    with pytest.raises(HTTPError) as refused:
        _post(address + path, body)
    with refused.value:
        assert refused.value.code == status
    assert not outbox.newest_first()


def test_what_was_caught_survives_a_restart(outbox: Outbox, tmp_path: Path):
    outbox.add(message("SMS", recipient="+47", sender="F", subject="", text="hei"))
    assert Outbox(tmp_path / "outbox.jsonl").newest_first() == outbox.newest_first()


def test_the_page_shows_markup_as_text_and_addresses_as_links():  # AD-48
    hostile = message(
        "e-post", recipient="<i>", sender='"><img onerror=x>', subject="<script>", text="<b> http://h.example/?a=1&b=2."
    )
    shown = page([hostile])
    assert "<script>" not in shown
    assert "<img" not in shown
    assert "&lt;b&gt; " in shown
    assert '<a href="http://h.example/?a=1&amp;b=2">http://h.example/?a=1&amp;b=2</a>.' in shown


def test_an_empty_outbox_says_so():
    assert "Ingenting er sendt ennå" in page([])
