"""The provider's public documents: its addresses and its key."""

from fastlinje.people.oidc.metadata import LOOK_ALIKE

from .issuers import Issuer
from .web import Request, Response, json_answer


def metadata(issuer: Issuer, request: Request) -> Response:
    """GET /.well-known/openid-configuration"""
    address = issuer.address
    document = {
        "issuer": address,
        LOOK_ALIKE: True,
        "authorization_endpoint": f"{address}/authorize",
        "pushed_authorization_request_endpoint": f"{address}/par",
        "require_pushed_authorization_requests": issuer.bound_tokens,
        "token_endpoint": f"{address}/token",
        "jwks_uri": f"{address}/jwks",
        "end_session_endpoint": f"{address}/logout",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": [issuer.alg],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": [level.acr for level in issuer.levels],
        "ui_locales_supported": ["nb", "nn", "en", "se"],
        "authorization_response_iss_parameter_supported": True,
        "frontchannel_logout_supported": True,
        "frontchannel_logout_session_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
    }
    if issuer.bound_tokens:
        document["dpop_signing_alg_values_supported"] = ["ES256"]
    return json_answer(document)


def jwks(issuer: Issuer, request: Request) -> Response:
    """GET /jwks"""
    return json_answer({"keys": [{**issuer.key.as_dict(private=False), "alg": issuer.alg}]})
