"""One HTTP exchange with a register: bounded in time and size, no redirects, no cookies, no proxied credentials."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

import requests
import urllib3

from fastlinje.people.oidc.profile import Timeouts, is_loopback

from .unavailable import MisconfiguredRegister, Reason, RegisterUnavailable

_CHUNK = 64 * 1024
_LONGEST_WAIT = timedelta(minutes=5)
BATCH_TIMEOUTS = Timeouts(connect=2.0, read=5.0, total=8.0)


@dataclass(frozen=True, slots=True)
class Peer:
    """How one register is reached.

    name         as in RegisterUnavailable.register
    max_bytes    an answer larger than this is not read to its end
    development  True permits plain HTTP to a loopback address
    """

    name: str
    timeouts: Timeouts = BATCH_TIMEOUTS
    max_bytes: int = 256 * 1024
    development: bool = False

    def check_address(self, url: str) -> str:
        """The address itself if we may call it: https, or in development http to this machine."""
        parts = urlsplit(url)
        if not parts.hostname or parts.username or parts.password or parts.query or parts.fragment:
            raise MisconfiguredRegister(f"{self.name}: the address must be a plain https address")
        if parts.scheme != "https" and not (self.development and parts.scheme == "http" and is_loopback(parts.hostname)):
            raise MisconfiguredRegister(f"{self.name}: the address must be https")
        return url


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def get(peer: Peer, url: str) -> Reply:
    """Fetch a public document. Raises RegisterUnavailable."""
    return _exchange(peer, "GET", url, None, {"Accept": "application/json"})


def post(peer: Peer, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    """Send bytes; Content-Type and Accept are among the headers. Raises RegisterUnavailable."""
    return _exchange(peer, "POST", url, body, headers)


def json_object(peer: Peer, body: bytes) -> dict:
    """The JSON object in an answer. Raises RegisterUnavailable (malformed)."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict):
        raise RegisterUnavailable(peer.name, Reason.MALFORMED)
    return parsed


def check_status(peer: Peer, reply: Reply) -> None:
    """Raises RegisterUnavailable unless the answer is 200."""
    if reply.status == 200:
        return
    if reply.status in {429, 503}:
        raise RegisterUnavailable(peer.name, Reason.BUSY, str(reply.status), retry_after=_wait(reply.headers))
    if reply.status >= 500:
        raise RegisterUnavailable(peer.name, Reason.FAILED, str(reply.status))
    if reply.status >= 400:
        raise RegisterUnavailable(peer.name, Reason.REFUSED, str(reply.status))
    raise RegisterUnavailable(peer.name, Reason.MALFORMED, str(reply.status))


def _wait(headers: Mapping[str, str]) -> timedelta | None:
    seconds = headers.get("Retry-After", "").strip()
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 10):
        return None
    return min(timedelta(seconds=int(seconds)), _LONGEST_WAIT)


def _exchange(peer: Peer, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
    deadline = time.monotonic() + peer.timeouts.total
    try:
        # A session of its own each time: a shared one would keep the register's cookies.
        with (
            requests.Session() as session,
            session.request(
                method,
                url,
                data=body,
                headers={"Accept-Encoding": "identity", **headers},
                timeout=(peer.timeouts.connect, peer.timeouts.read),
                allow_redirects=False,
                stream=True,
                auth=_no_netrc,
            ) as response,
        ):
            return Reply(response.status_code, response.headers, _read(peer, response, deadline))
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        # Their texts may quote addresses and headers; the kind is enough.
        raise RegisterUnavailable(peer.name, Reason.UNREACHABLE) from ConnectionError(type(error).__name__)


def _read(peer: Peer, response: requests.Response, deadline: float) -> bytes:
    body = bytearray()
    while chunk := response.raw.read1(_CHUNK, decode_content=False):
        body += chunk
        if len(body) > peer.max_bytes:
            raise RegisterUnavailable(peer.name, Reason.TOO_LARGE)
        if time.monotonic() > deadline:
            raise RegisterUnavailable(peer.name, Reason.UNREACHABLE)
    return bytes(body)


def _no_netrc(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
