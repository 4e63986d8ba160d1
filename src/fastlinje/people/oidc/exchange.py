"""One HTTP exchange with a login provider: bounded in time and size, no redirects, no cookies kept, no proxied credentials."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

import requests
import urllib3

from .profile import ProviderProfile
from .refusals import refused

MAX_BYTES = 256 * 1024
_CHUNK = 16 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. `body` is the parsed JSON object, or None when it was no JSON object."""

    status: int
    headers: Mapping[str, str]
    body: dict | None


def get(profile: ProviderProfile, url: str) -> Reply:
    """Fetch a public document of the provider. Refuses provider_unreachable, provider_malformed."""
    return _exchange(profile, "GET", url, None, {})


def post(profile: ProviderProfile, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
    """Send a form to the provider's back channel. Refuses provider_unreachable, provider_malformed."""
    return _exchange(profile, "POST", url, form, headers)


def _exchange(profile: ProviderProfile, method: str, url: str, form: Mapping[str, str] | None, headers: Mapping[str, str]) -> Reply:
    if not profile.allows_address(url):
        raise refused("provider_malformed")
    deadline = time.monotonic() + profile.timeouts.total
    try:
        # A session of its own each time: a shared one would carry the provider's cookies from one person to the next.
        with (
            requests.Session() as session,
            session.request(
                method,
                url,
                data=form,
                headers={"Accept": "application/json", "Accept-Encoding": "identity", **headers},
                timeout=(profile.timeouts.connect, profile.timeouts.read),
                allow_redirects=False,
                stream=True,
                auth=_no_netrc,
            ) as response,
        ):
            return Reply(response.status_code, response.headers, _json_object(_read(response, deadline)))
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise refused("provider_unreachable") from ConnectionError(type(error).__name__)


def _read(response: requests.Response, deadline: float) -> bytes:
    body = b""
    while chunk := response.raw.read1(_CHUNK, decode_content=False):
        body += chunk
        if len(body) > MAX_BYTES:
            raise refused("provider_malformed")
        if time.monotonic() > deadline:
            raise refused("provider_unreachable")
    return body


def _json_object(body: bytes) -> dict | None:
    try:
        parsed = json.loads(body)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _no_netrc(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
