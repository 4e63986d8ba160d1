"""Registers the product at the look-alike providers, as an operator does at the real ones, and tells them who lives in the demo."""

import json
from pathlib import Path
from typing import Any

from django.urls import reverse

from fastlinje.config import keys
from fastlinje.config.environment import Environment
from fastlinje.nonprod.cast import CITIZENS, STAFF
from fastlinje.people.oidc.signing_keys import public_jwks, read_signing_keys


def register(settings: Environment, clients_file: Path, people_file: Path) -> None:
    """Write the two files the look-alike reads when it starts."""
    clients = [
        _client(settings, "idporten", settings.idporten_client_id),
        _client(settings, "helseid", settings.helseid_client_id),
    ]
    people = [
        {"name": person.name, "pid": person.national_id, "description": person.about, "kind": kind}
        for kind, group in [("citizen", CITIZENS), ("staff", STAFF)]
        for person in group
    ]
    clients_file.write_text(json.dumps({"clients": clients}), "utf-8")
    people_file.write_text(json.dumps({"people": people}, ensure_ascii=False), "utf-8")


def _client(settings: Environment, provider: str, client_id: str) -> dict[str, Any]:
    def address(name: str, *arguments: str) -> str:
        return settings.base_url + reverse(name, args=arguments)

    paths = [file.path for file in keys.client_keys(settings.keys_dir, provider)]
    return {
        "provider": provider,
        "client_id": client_id,
        "redirect_uris": [address(f"callback_{provider}")],
        "post_logout_redirect_uris": [address("logged_out_everywhere")],
        "frontchannel_logout_uri": address("frontchannel_logout", provider),
        "backchannel_logout_uri": address("backchannel_logout", provider),
        "jwks": public_jwks(read_signing_keys(paths)),
    }
