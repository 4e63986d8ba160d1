"""Representation from a service of the installation's own, which may sit in front of Folkeregisteret. Shape: docs/registers.md."""

import json
from collections.abc import Callable
from datetime import datetime

from fastlinje.core import clock as clocks
from fastlinje.core.identifiers import valid_national_id
from fastlinje.people.oidc.profile import Timeouts

from . import exchange
from .documents import parse
from .exchange import BATCH_TIMEOUTS, Peer, Reply
from .maskinporten import AccessTokens
from .pause import Pause
from .problems import BadDocument, Flaw
from .representation_document import nobody, read_head, read_person
from .representation_register import RepresentationStatus
from .unavailable import NotANationalId, Reason, RegisterUnavailable


class RepresentationHttp:
    """One per process, shared by its threads.

    url     the whole address; the number asked about is sent in the body, never in the address
    scope   of the access token the service wants
    """

    def __init__(
        self,
        url: str,
        tokens: AccessTokens,
        scope: str,
        *,
        clock: Callable[[], datetime] = clocks.now,
        development: bool = False,
        timeouts: Timeouts = BATCH_TIMEOUTS,
    ):
        self._peer = Peer("representation", timeouts, development=development)
        self._url = self._peer.check_address(url)
        self._tokens, self._scope, self._clock = tokens, scope, clock
        self._pause = Pause("representation", clock)

    def representations_of(self, national_id: str) -> RepresentationStatus:
        """Whom this person may act for. Raises RegisterUnavailable, NotANationalId."""
        if not valid_national_id(national_id):
            raise NotANationalId
        with self._pause.around_call():
            reply = self._ask(national_id)
            exchange.check_status(self._peer, reply)
            try:
                return self._read(reply.body, national_id)
            except BadDocument as error:
                raise RegisterUnavailable(self._peer.name, Reason.MALFORMED, str(error)) from None

    def _ask(self, national_id: str) -> Reply:
        token = self._tokens.token_for(self._scope)
        reply = self._post(national_id, token)
        if reply.status == 401:
            self._tokens.forget(self._scope, token)
            reply = self._post(national_id, self._tokens.token_for(self._scope))
        return reply

    def _post(self, national_id: str, token: str) -> Reply:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Accept": "application/json"}
        return exchange.post(self._peer, self._url, json.dumps({"national_id": national_id}).encode(), headers)

    def _read(self, body: bytes, national_id: str) -> RepresentationStatus:
        fields = parse(body).fields("source", "fetched_at", "covers", "person")
        head = read_head(fields, self._clock())
        if fields["person"].value is None:
            return nobody(national_id, head)
        status = read_person(fields["person"], head)
        if status.national_id != national_id:
            raise fields["person"].bad(Flaw.ANOTHER_PERSON)
        return status
