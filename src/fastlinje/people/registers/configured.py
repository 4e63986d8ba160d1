"""The registers about people that this installation asks, from its settings."""

import functools
from pathlib import Path

from django.conf import settings

from fastlinje.people.oidc.signing_keys import read_signing_keys

from .contact_register import ContactRegister, LocalOnly
from .krr import SCOPE, Krr
from .maskinporten import Maskinporten, MaskinportenClient
from .representation_http import RepresentationHttp
from .unavailable import MisconfiguredRegister

DELEGATED_SCOPE = "krr:global/kontaktinfo.read"


def contact_register() -> ContactRegister:
    """KRR where KRR_URL is set, else LocalOnly; one per process. Raises MisconfiguredRegister, UnusableKey."""
    environment = settings.ENVIRONMENT
    return register_at(
        environment.krr_url,
        environment.maskinporten_issuer,
        environment.maskinporten_client_id,
        environment.maskinporten_consumer_org,
        environment.keys_dir,
        production=environment.production,
    )


@functools.lru_cache(maxsize=8)
def register_at(
    krr_url: str, issuer: str, client_id: str, consumer_org: str, keys_dir: Path, *, production: bool
) -> ContactRegister:
    """The register behind an address, "" for none. Raises MisconfiguredRegister, UnusableKey."""
    if not krr_url:
        return LocalOnly()
    tokens = _tokens(issuer, client_id, consumer_org, keys_dir, production=production)
    scope = DELEGATED_SCOPE if consumer_org else SCOPE
    return Krr(krr_url, tokens, scope=scope, development=not production)


def representation_service() -> RepresentationHttp | None:
    """The service of REPRESENTATION_URL; None without one; one per process. Raises MisconfiguredRegister, UnusableKey."""
    environment = settings.ENVIRONMENT
    if not environment.representation_url:
        return None
    return representation_at(
        environment.representation_url,
        environment.representation_scope,
        environment.maskinporten_issuer,
        environment.maskinporten_client_id,
        environment.maskinporten_consumer_org,
        environment.keys_dir,
        production=environment.production,
    )


@functools.lru_cache(maxsize=8)
def representation_at(
    url: str, scope: str, issuer: str, client_id: str, consumer_org: str, keys_dir: Path, *, production: bool
) -> RepresentationHttp:
    """The service behind an address. Raises MisconfiguredRegister, UnusableKey."""
    if not scope:
        raise MisconfiguredRegister("representation: REPRESENTATION_SCOPE is needed with REPRESENTATION_URL")
    tokens = _tokens(issuer, client_id, consumer_org, keys_dir, production=production)
    return RepresentationHttp(url, tokens, scope, development=not production)


def _tokens(issuer: str, client_id: str, consumer_org: str, keys_dir: Path, *, production: bool) -> Maskinporten:
    client = MaskinportenClient(
        issuer=issuer,
        client_id=client_id,
        signing_keys=read_signing_keys(keys_dir.glob("maskinporten-*.jwk")),
        consumer_org=consumer_org or None,
        development=not production,
    )
    return Maskinporten(client)
