"""A real server and a real Chromium for the components."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings

from . import pages

HERE = Path(__file__).parent


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """The test says what it needs to say."""


@pytest.fixture(scope="module")
def gallery_url() -> Iterator[str]:
    """The gallery and the script page over HTTP, under the product's own content policy. The settings are theirs alone."""
    templates = [{**settings.TEMPLATES[0], "DIRS": [HERE / "templates"]}]
    middleware = ["csp.middleware.CSPMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
    # Over plain HTTP on 127.0.0.1 the browser must take the cookie; the product's own name demands https or localhost.
    changes = {"CSRF_COOKIE_NAME": "csrf", "CSRF_COOKIE_SECURE": False, "ALLOWED_HOSTS": ["127.0.0.1"], "DEBUG": True}
    with override_settings(ROOT_URLCONF=pages.__name__, TEMPLATES=templates, MIDDLEWARE=middleware, **changes):
        server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
        server.set_app(StaticFilesHandler(WSGIHandler()))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


@pytest.fixture
def heard() -> pages.Heard:
    """What the scripts have sent to the server."""
    pages.HEARD.clear()
    return pages.HEARD
