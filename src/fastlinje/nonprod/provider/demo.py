"""The provider of this very installation: our own clients, and the cast to log in as."""

import json
from urllib.parse import urljoin

from joserfc.jwk import KeySet

from fastlinje.config import keys
from fastlinje.config.environment import Environment

from .registry import Client, Person


def own_clients(settings: Environment) -> tuple[Client, ...]:
    """Citizens' and staff's client as this installation would register them, with the public halves of its keys."""
    from django.urls import reverse  # needs Django

    def address(name: str, **arguments: str) -> str:
        return urljoin(settings.base_url, reverse(name, kwargs=arguments))

    return tuple(
        Client(
            provider=provider,
            client_id=client_id,
            redirect_uris=(address(f"callback_{provider}"),),
            keys=_public_keys(settings, provider),
            post_logout_redirect_uris=(address("logged_out_everywhere"),),
            frontchannel_logout_uri=address("frontchannel_logout", provider=provider),
            backchannel_logout_uri=address("backchannel_logout", provider=provider),
        )
        for provider, client_id in (("idporten", settings.idporten_client_id), ("helseid", settings.helseid_client_id))
    )


def cast() -> tuple[Person, ...]:
    """The standing cast, and one citizen without a Norwegian number (AD-34)."""
    from fastlinje.nonprod.cast import CITIZENS, STAFF  # needs Django

    people = [Person(who.name, who.national_id, who.about, "citizen") for who in CITIZENS]
    people.append(Person("Elena Fremmed", None, "har utenlandsk e-ID, men ikke norsk fødselsnummer", "citizen"))
    people += [Person(who.name, who.national_id, who.about, "staff") for who in STAFF]
    return tuple(people)


def _public_keys(settings: Environment, provider: str) -> KeySet:
    files = keys.client_keys(settings.keys_dir, provider)
    return KeySet.import_key_set({"keys": [_public(json.loads(file.path.read_text("utf-8"))) for file in files]})


def _public(key: dict) -> dict:
    return {name: value for name, value in key.items() if name in {"kty", "n", "e", "crv", "x", "y", "kid", "use"}}
