"""The pages anybody may read: privacy, accessibility, the texts of all notices, and the manifest for the home screen."""

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from PIL import Image

from fastlinje.notifications.templates import TEMPLATES
from fastlinje.web.site.notice_texts import OCCASIONS

PAGES = ["privacy_statement", "accessibility", "notice_texts"]


@pytest.fixture
def anybody(settings) -> Client:
    """A browser without cookies. No database: these pages must work when it is away."""
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    return Client(HTTP_HOST="localhost")


@pytest.mark.parametrize("name", PAGES)
def test_anybody_may_read_it_without_a_database(anybody, name):
    answer = anybody.get(reverse(name))
    assert answer.status_code == 200
    assert "UNDEFINED" not in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_the_footer_leads_to_all_of_them(anybody, name):
    footer = anybody.get(reverse(name)).content.decode().partition("<footer")[2]
    for other in PAGES:
        assert f'href="{reverse(other)}"' in footer


@pytest.mark.parametrize("name", [*PAGES, "web_manifest"])
def test_nothing_can_be_posted_there(anybody, name):
    assert anybody.post(reverse(name)).status_code == 405


def test_every_notice_that_can_be_sent_stands_on_the_page(anybody):
    page = anybody.get(reverse("notice_texts")).content.decode()
    assert set(OCCASIONS) == set(TEMPLATES)
    for template in TEMPLATES.values():
        beginning = str(template.sentence).partition("{")[0]
        assert beginning in page
    assert "Eksempel legekontor" in page
    assert "localhost" in page


def test_the_privacy_page_says_the_periods_the_code_uses(anybody):
    page = anybody.get(reverse("privacy_statement")).content.decode()
    for words in ("30 dager", "18 måneder", "15 minutter", "120 minutter", "__Host-fl_citizen", "__Host-fl_csrf"):
        assert words in page


def test_the_manifest_names_icons_that_exist_in_the_sizes_it_says(anybody):
    answer = anybody.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = json.loads(answer.content)
    assert (manifest["start_url"], manifest["scope"]) == ("/", "/")
    for icon in manifest["icons"]:
        file = Path(finders.find(icon["src"].removeprefix("/static/")))
        if icon["type"] == "image/png":
            with Image.open(file) as image:
                assert f"{image.width}x{image.height}" == icon["sizes"]


def test_the_manifest_holds_nothing_personal_and_is_the_only_page_that_may_be_cached(anybody):
    """AD-46"""
    assert anybody.get("/manifest.webmanifest")["Cache-Control"] == "public, max-age=3600"
    assert anybody.get(reverse("privacy_statement"))["Cache-Control"] == "no-store"


def test_every_page_names_the_manifest(anybody):
    page = anybody.get(reverse("privacy_statement")).content.decode()
    assert f'<link rel="manifest" href="{reverse("web_manifest")}">' in page
    assert "serviceWorker" not in page
