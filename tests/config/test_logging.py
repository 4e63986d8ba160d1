"""Log lines: one for each event, and nothing about a person in any (AD-53, AD-72)."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.test import Client

from fastlinje.config.logging import CONTENT, REMOVED, brief_error, logging_settings, redact
from fastlinje.nonprod.cast import KARI

FNR = KARI.national_id


@pytest.fixture
def lines():
    """The lines production would write, as they are written."""
    stream = io.StringIO()
    config = logging_settings(level="INFO", production=True)
    config["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(config)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.config.dictConfig(logging_settings(level="INFO", production=False))


@pytest.mark.parametrize("key", sorted(CONTENT))
def test_known_keys_of_content_are_removed(key):
    assert redact(None, "", {"event": "x", key: "Kløe"}) == {"event": "x", key: REMOVED}


@pytest.mark.parametrize("written", [FNR, f"{FNR[:6]} {FNR[6:]}", f"{FNR[:6]}-{FNR[6:]}", f"person {FNR}!"])
def test_national_numbers_are_removed_wherever_they_stand(written):
    line = redact(None, "", {"event": written, "other": [written], "deep": {"er": written}})
    assert FNR[6:] not in json.dumps(line)


def test_other_numbers_stay():
    assert redact(None, "", {"event": "job 1234567890123", "ms": 12345678901}) == {"event": "job 1234567890123", "ms": 12345678901}


def test_one_event_is_one_line(lines):
    """AD-53"""
    structlog.get_logger("fastlinje.test").info("odd", about='a\r\n{"event": "forged"}\nb')
    logging.getLogger("some.library").warning("first\nsecond")
    assert [line["event"] for line in lines()] == ["odd", "first\\nsecond"]


def test_what_an_exception_says_stays_out_of_production(lines):
    try:
        raise ValueError("Kløe etter hivtest")
    except ValueError:
        structlog.get_logger("fastlinje.test").exception("broken")
        logging.getLogger("some.library").exception("library broken")
    for line in lines():
        assert line["error"] == "ValueError"
        assert line["where"][-1].endswith("test_what_an_exception_says_stays_out_of_production")
        assert "Kløe" not in json.dumps(line, ensure_ascii=False)


def test_in_development_it_is_shown():
    error = ValueError("what went wrong")
    assert brief_error(with_message=True)(None, "", {"exc_info": error})["said"] == "what went wrong"


def test_a_request_is_one_line_without_address_or_query(lines, db):
    Client(HTTP_HOST="localhost").get("/helse/live", {"fnr": FNR})
    Client(HTTP_HOST="localhost").get(f"/finnes-ikke/{FNR}/")
    assert lines() == []
    logging.getLogger().setLevel("DEBUG")
    Client(HTTP_HOST="localhost").get("/helse/live", {"fnr": FNR})
    (line,) = [line for line in lines() if line["event"] == "request"]
    assert set(line) == {"event", "level", "logger", "timestamp", "request", "method", "route", "status", "ms"}
    assert (line["method"], line["route"], line["status"]) == ("GET", "health_live", 200)


def test_a_failed_request_is_told_without_its_address(lines, db, monkeypatch):
    from fastlinje.web.site import health

    def broken():
        raise RuntimeError("Kløe")

    monkeypatch.setattr(health, "is_ready", broken)
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    assert client.get("/helse/klar").status_code == 500
    written = lines()
    assert [line["event"] for line in written] == ["request_failed", "request"]
    assert written[0]["error"] == "RuntimeError"
    assert written[0]["request"] == written[1]["request"]
    text = json.dumps(written, ensure_ascii=False)
    assert "/helse" not in text
    assert "Kløe" not in text
