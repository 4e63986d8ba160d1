"""Health for load balancers: alive without anything, ready only with database and room."""

import pytest
from django.db import OperationalError
from django.test import Client

from fastlinje.web.site import health


@pytest.fixture
def client() -> Client:
    return Client(HTTP_HOST="localhost")


def test_alive_without_a_database(client):
    response = client.get("/helse/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready(client, db):
    response = client.get("/helse/klar")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_not_ready_without_room(client, db, monkeypatch):
    """FD-10"""
    monkeypatch.setattr(health, "ROOM_BYTES", 10**18)
    response = client.get("/helse/klar")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})


def test_not_ready_without_a_database_and_says_no_more(client, db, monkeypatch):
    class Away:
        def cursor(self):
            raise OperationalError("host db-7.internal")

    monkeypatch.setattr(health, "connection", Away())
    response = client.get("/helse/klar")
    assert response.status_code == 503
    assert b"db-7" not in response.content
