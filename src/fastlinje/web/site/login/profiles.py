"""The provider profiles of this installation, from its settings."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from fastlinje.people.oidc.profile import ProviderProfile, Timeouts, helseid, idporten
from fastlinje.people.oidc.signing_keys import read_signing_keys

TIMEOUTS = Timeouts()


def profile_for(provider: str) -> ProviderProfile:
    """What we demand of `idporten` or `helseid`. Keys are read once: a new key takes a restart."""
    environment = settings.ENVIRONMENT
    issuer, client_id = {
        "idporten": (environment.idporten_issuer, environment.idporten_client_id),
        "helseid": (environment.helseid_issuer, environment.helseid_client_id),
    }[provider]
    return _profile(provider, issuer, client_id, environment.keys_dir, environment.accept_test_people, settings.PRODUCTION)


@lru_cache(maxsize=16)
def _profile(provider: str, issuer: str, client_id: str, keys_dir: Path, test_people: bool, production: bool) -> ProviderProfile:
    make = {"idporten": idporten, "helseid": helseid}[provider]
    return make(
        issuer=issuer,
        client_id=client_id,
        signing_keys=read_signing_keys(keys_dir.glob(f"{provider}-*.jwk")),
        is_test_issuer=test_people,
        development=not production,
        timeouts=TIMEOUTS,
    )
