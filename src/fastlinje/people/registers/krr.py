"""Kontakt- og reservasjonsregisteret over REST, authorised by Maskinporten.

Source       docs.digdir.no: Oppslagstjenesten REST, «Attributter i KRR»; identity A8
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from fastlinje.core import clock as clocks
from fastlinje.core.identifiers import valid_national_id

from . import exchange
from .contact_register import RegisteredContact
from .exchange import BATCH_TIMEOUTS, Peer, Reply
from .krr_answer import read_contacts
from .maskinporten import AccessTokens
from .pause import Pause
from .recent import Recent
from .unavailable import NotANationalId

SCOPE = "krr:global/kontaktinformasjon.read"
BATCH = 1000
_PATH = "/rest/v2/personer"
_MAX_BYTES = 4 * 1024 * 1024


class Krr:
    """The register's client. One per process, shared by its threads.

    url    the register without path, as in https://kontaktregisteret.no
    scope  a supplier with delegation in Altinn uses "krr:global/kontaktinfo.read"
    """

    def __init__(
        self,
        url: str,
        tokens: AccessTokens,
        *,
        scope: str = SCOPE,
        clock: Callable[[], datetime] = clocks.now,
        development: bool = False,
        timeouts: exchange.Timeouts = BATCH_TIMEOUTS,
    ):
        self._peer = Peer("krr", timeouts, _MAX_BYTES, development)
        self._url = self._peer.check_address(url.rstrip("/") + _PATH)
        self._tokens, self._scope = tokens, scope
        self._pause, self._recent = Pause("krr", clock), Recent(clock)

    def contact_of(self, national_id: str) -> RegisteredContact:
        """One person. Raises RegisterUnavailable, NotANationalId."""
        return self.contacts_of([national_id])[national_id]

    def contacts_of(self, national_ids: Iterable[str]) -> dict[str, RegisteredContact]:
        """Everybody asked for, in batches of a thousand. Raises RegisterUnavailable, NotANationalId."""
        wanted = list(dict.fromkeys(national_ids))
        # One bad number would have the register refuse the whole batch.
        if not all(valid_national_id(national_id) for national_id in wanted):
            raise NotANationalId
        found = self._recent.among(wanted)
        for batch in _batches([national_id for national_id in wanted if national_id not in found]):
            with self._pause.around_call():
                contacts = read_contacts(self._peer, self._ask(batch), batch)
            self._recent.keep(contacts)
            found |= contacts
        return found

    def forget(self, national_id: str) -> None:
        """Ask anew next time."""
        self._recent.drop(national_id)

    def _ask(self, batch: list[str]) -> dict:
        token = self._tokens.token_for(self._scope)
        reply = self._post(batch, token)
        if reply.status == 401:
            # Revoked before its time: once more with a new one.
            self._tokens.forget(self._scope, token)
            reply = self._post(batch, self._tokens.token_for(self._scope))
        exchange.check_status(self._peer, reply)
        return exchange.json_object(self._peer, reply.body)

    def _post(self, batch: list[str], token: str) -> Reply:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Accept": "application/json"}
        return exchange.post(self._peer, self._url, json.dumps({"personidentifikatorer": batch}).encode(), headers)


def _batches(national_ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(national_ids), BATCH):
        yield national_ids[start : start + BATCH]
