"""Somebody who sends one question after the other over HTTP, and does not give up when the connection breaks."""

import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from fastlinje.core.actor import Face
from fastlinje.nonprod.cast import Character
from fastlinje.nonprod.factories import make_patient, make_person
from tests.cast import COOKIES, Logins
from tests.soak.server import PATIENCE_SECONDS, Server
from tests.web.citizen.pages import Fields

CSRF = "c" * 32
GATE, COMPOSE = "/e-konsultasjon/", "/e-konsultasjon/skriv/"


@dataclass(frozen=True)
class Answer:
    """What the web server said."""

    status: int
    location: str
    page: str

    def words(self) -> str:
        """The page's beginning without its tags."""
        return " ".join(re.sub(r"<[^>]*>", " ", self.page.partition("<main")[2]).split())[:500]


@dataclass(frozen=True)
class Sent:
    """One question that was answered with a receipt: its form's key, its words, and the receipt's address."""

    key: str
    text: str
    receipt: str


class Sender(threading.Thread):
    """Sends until told to stop; then `sent` holds what was receipted, and `failure` what went wrong.

    about_to_send  set right before each form leaves, for whoever wants to kill the server just then
    """

    def __init__(self, name: str, session_key: str, server: Server):
        super().__init__(name=name)
        self.sent: list[Sent] = []
        self.failure: BaseException | None = None
        self.interruptions = 0
        self.about_to_send = threading.Event()
        self.stopping = threading.Event()
        self._cookie = f"{COOKIES[Face.CITIZEN]}={session_key}; __Host-fl_csrf={CSRF}"
        self._server = server

    def run(self) -> None:
        try:
            while not self.stopping.is_set():
                self.sent.append(self._send_one(f"Spørsmål {len(self.sent)} fra {self.name}"))
        except BaseException as failure:
            self.failure = failure

    def _send_one(self, text: str) -> Sent:
        assert self._insist("POST", GATE, {}).location == COMPOSE
        parser = Fields()
        parser.feed(self._insist("GET", COMPOSE).page)
        key = parser.values["key"][0]
        form = parser.values | {
            "subject": "Svimmel om morgenen",
            "text": text,
            "price_accepted": "on",
            "send": "",
            "csrfmiddlewaretoken": CSRF,
        }
        self.about_to_send.set()
        receipts = self._double_click(form) if random.random() < 0.3 else {self._receipt(form)}
        if random.random() < 0.3:
            receipts.add(self._receipt(form))  # they reload the page
        (receipt,) = receipts
        assert self._insist("GET", receipt).status == 200
        return Sent(key, text, receipt)

    def _double_click(self, form: dict) -> set[str]:
        with ThreadPoolExecutor(2) as pool:
            return set(pool.map(self._receipt, (form, form)))

    def _receipt(self, form: dict) -> str:
        answer = self._insist("POST", COMPOSE, form)
        assert answer.status == 302, f"{answer.status} {answer.words()}"
        return answer.location

    def _insist(self, method: str, path: str, form: dict | None = None) -> Answer:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = self._ask(method, path, form)
            except (OSError, HTTPException):
                self.interruptions += 1
                assert time.monotonic() < deadline, f"nobody answers {method} {path}"
                time.sleep(0.05)
            else:
                assert answer.status < 400, f"{method} {path}: {answer.status} {answer.words()}"
                return answer

    def _ask(self, method: str, path: str, form: dict | None) -> Answer:
        host = f"localhost:{self._server.port}"
        headers = {"Cookie": self._cookie, "Host": host, "Origin": f"http://{host}"}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({"csrfmiddlewaretoken": CSRF} | form, doseq=True)
        connection = HTTPConnection("127.0.0.1", self._server.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            return Answer(response.status, response.getheader("Location", ""), response.read().decode())
        finally:
            connection.close()


def make_senders(logins: Logins, server: Server, number: int) -> list[Sender]:
    """That many patients of Berg, logged in and ready to write."""
    senders = []
    for n in range(number):
        who = Character(f"Pasient {n}", date(1950, 1, 1) + timedelta(days=n), "")
        person = make_person(*who.names, who.national_id, who.born)
        make_patient(logins.cast.tangen, person, logins.cast.berg_role)
        senders.append(Sender(who.name, logins.key(who), server))
    return senders
