"""Journeys in real Chromium against the whole running system: web, worker, look-alike login provider, real SMTP and SMS peers.

The system is `fastlinje demo` itself, with data of its own, so that every journey also proves the demo.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from weakref import WeakSet

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from fastlinje.config.places import private_dir
from fastlinje.nonprod.cast import STAFF, Character
from fastlinje.nonprod.demo.addresses import Addresses
from tests.ports import free_addresses

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
SHOTS = Path(os.environ.get("FASTLINJE_SCREENSHOTS", "screenshots"))
LOGIN_LASTS_SECONDS = 20 * 60
_WITHOUT_SCRIPTS: WeakSet[BrowserContext] = WeakSet()
WIDTHS = {"phone": (360, 780), "desktop": (1280, 900), "zoomed": (320, 568)}
EACH_WAY_ONCE = pytest.mark.parametrize(
    ("size", "javascript"), [("phone", False), ("desktop", True)], ids=["phone-plain", "desktop-script"]
)
"""Both sizes, and with and without scripts, in two journeys: all four of each journey would take minutes."""


@dataclass(frozen=True)
class Running:
    """The system under test."""

    product: str
    outbox: str
    clock: Path
    logins: dict[Character, tuple[float, dict]] = field(default_factory=dict, compare=False)

    def caught(self, recipient: str) -> list[dict[str, str]]:
        """E-mail and SMS caught for one recipient, newest first."""
        with urllib.request.urlopen(f"{self.outbox}/messages.json", timeout=60) as answer:
            return [message for message in json.load(answer) if message["recipient"] == recipient]

    def move_clock(self, to: datetime | None) -> None:
        """Let it be another time in the whole system, or with None the present again (nonprod/clock.py)."""
        ahead = (to - datetime.now(UTC)).total_seconds() if to else 0
        self.clock.write_text(str(ahead))

    def wait_until(self, recipient: str, wanted: Callable[[dict[str, str]], bool], *, after: int) -> dict[str, str]:
        """The newest wanted message beyond the first so many; the worker needs a moment."""
        for _ in range(600):
            messages = self.caught(recipient)
            for message in messages[: len(messages) - after]:
                if wanted(message):
                    return message
            time.sleep(0.2)
        raise AssertionError(f"it never came; since then: {[message['text'] for message in messages[: len(messages) - after]]}")

    def wait_for(self, recipient: str, number: int) -> list[dict[str, str]]:
        """The messages once there are that many; the worker needs a moment."""
        for _ in range(600):
            found = self.caught(recipient)
            if len(found) >= number:
                return found
            time.sleep(0.2)
        raise AssertionError(f"{len(self.caught(recipient))} messages to {recipient}, expected {number}")


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`fastlinje demo` in a state folder of its own, stopped by Ctrl-C."""
    with free_addresses() as addresses:
        yield from _run(addresses, private_dir(tmp_path_factory.mktemp("demo") / "state"))


def _run(addresses: Addresses, state: Path) -> Iterator[Running]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "FASTLINJE_", "DJANGO_"))}
    log = (state / "demo.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "fastlinje", "demo", "--port", str(addresses.port), "--keep-nothing"],
        env={**ours, "FASTLINJE_STATE_DIR": str(state)}, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        _wait_until_ready(process, Path(log.name))
        yield Running(addresses.product, addresses.outbox, state / "demo" / "clock")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)
        log.close()


@pytest.fixture
def move_clock(running: Running) -> Iterator[Callable[[datetime], None]]:
    """Move the system's clock; afterwards it is the present again."""
    yield running.move_clock
    running.move_clock(None)


@pytest.fixture
def open_browser(chromium: Browser, running: Running) -> Iterator[Callable[..., Page]]:
    """Open a window of its own: `open_browser("phone", javascript=False)`. Scripts that fail fail the test.

    signed_in  somebody who logged in before the journey began; such a journey must not log out
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(
        size: str = "desktop",
        *,
        javascript: bool = True,
        dark: bool = False,
        signed_in: Character | None = None,
        touch: bool = False,
    ) -> Page:
        width, height = WIDTHS[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            locale="nb-NO",
            base_url=running.product,
            has_touch=touch,
            storage_state=_storage_state(chromium, running, signed_in),
        )
        contexts.append(context)
        if not javascript:
            _WITHOUT_SCRIPTS.add(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if "Content Security Policy" in message.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []


def _storage_state(chromium: Browser, running: Running, who: Character | None) -> dict | None:
    """The cookies of a login made for many journeys, and made again before half an hour without use ends it."""
    if who is None:
        return None
    made_at, state = running.logins.get(who, (0.0, {}))
    if not state or time.monotonic() - made_at > LOGIN_LASTS_SECONDS:
        context = chromium.new_context(locale="nb-NO", base_url=running.product)
        log_in(context.new_page(), who, staff=who in STAFF)
        state = context.storage_state()
        running.logins[who] = (time.monotonic(), state)
        context.close()
    return state


def log_in(page: Page, who: Character, *, staff: bool = False) -> None:
    """By the real login path: our page, the provider's page, back again."""
    page.goto("/kontor/logg-inn/" if staff else "/logg-inn/")
    page.get_by_role("button", name=who.name).click()
    page.wait_for_url(lambda url: url.startswith("http://localhost"))


def check(page: Page, name: str) -> None:
    """What must hold for every page: no axe violation, no sideways scrolling. Also takes a picture of it."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"]
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{name} scrolls {overflow} px sideways at {width}"
    violations = _axe(page)
    assert violations == [], f"{name}: {json.dumps(violations, indent=1, ensure_ascii=False)[:3000]}"


def _axe(page: Page) -> list[dict]:
    if page.context in _WITHOUT_SCRIPTS:
        return _axe_on_a_copy(page)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [{"id": v["id"], "nodes": [n["html"][:200] for n in v["nodes"]]} for v in found["violations"]]


def _axe_on_a_copy(page: Page) -> list[dict]:
    """Axe needs scripts: it reads the same page in a window that runs them, but none of the page's own."""
    context = page.context.browser.new_context(viewport=page.viewport_size, locale="nb-NO")
    try:
        context.route("**/*.js", lambda route: route.abort())
        copy = context.new_page()
        copy.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}/hjelp/")
        copy.set_content(page.content(), wait_until="domcontentloaded")
        return _axe(copy)
    finally:
        context.close()


def _wait_until_ready(process: subprocess.Popen, log: Path) -> None:
    for _ in range(900):
        if "Ready" in log.read_text():
            return
        if process.poll() is not None:
            break
        time.sleep(0.2)
    raise AssertionError(f"the demo did not come up:\n{log.read_text()[-3000:]}")
