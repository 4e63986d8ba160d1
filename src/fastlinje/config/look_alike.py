"""Asking the login providers at start-up whether one of them is the look-alike, wherever it has been put (FD-22)."""

from collections.abc import Iterator

import requests

from fastlinje.config.environment import Environment
from fastlinje.config.trouble import BadSettings
from fastlinje.people.oidc.metadata import LOOK_ALIKE

_SECONDS = 3


def refuse_look_alikes(settings: Environment) -> None:
    """Raise BadSettings with a line for each. One that does not answer is let pass: every login asks again before it trusts it."""
    if sentences := [*look_alikes(settings)] if settings.production else []:
        raise BadSettings("\n".join(sentences))


def look_alikes(settings: Environment) -> Iterator[str]:
    """A sentence for each provider that says it lets anyone in as anyone."""
    for name, issuer in (("IDPORTEN_ISSUER", settings.idporten_issuer), ("HELSEID_ISSUER", settings.helseid_issuer)):
        if says_so(issuer):
            yield f"{name} is the look-alike provider, where anyone can be anyone; production needs the real one."


def says_so(issuer: str) -> bool:
    """True when the provider's own discovery document says it is the look-alike."""
    try:
        reply = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=_SECONDS, allow_redirects=False)
        document = reply.json()
    except (requests.RequestException, ValueError):
        return False
    return isinstance(document, dict) and bool(document.get(LOOK_ALIKE))
