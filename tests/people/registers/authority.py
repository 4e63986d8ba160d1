"""A token authority that checks grants the way Maskinporten does: signature, audience, lifetime, known claims, never twice."""

import json
import secrets
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tests.people.registers.peer import Answer, Asked, Server

CLIENT_ID = "5b3c1a52-test"
GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
KNOWN_CLAIMS = {"aud", "iss", "iat", "exp", "jti", "scope", "resource", "consumer_org", "pid"}


class Authority:
    """Its own view of time is `clock`; `tokens` are those handed out, newest last."""

    def __init__(self, public_keys: dict, clock, *, scopes: set[str], slash: str = "/"):
        self._keys, self._clock, self._scopes, self._slash = KeySet.import_key_set(public_keys), clock, scopes, slash
        self.seconds, self.tokens, self.grants, self._seen = 120, [], [], set()
        self.server = Server(self.behave)

    @property
    def issuer(self) -> str:
        return self.server.url + self._slash

    def behave(self, asked: Asked) -> Answer:
        if asked.path == "/.well-known/oauth-authorization-server":
            return _json({"issuer": self.issuer, "token_endpoint": f"{self.server.url}/token"})
        if asked.path == "/token" and asked.method == "POST":
            return self._token(asked)
        return Answer(404)

    def _token(self, asked: Asked) -> Answer:
        form = parse_qs(asked.body.decode(), strict_parsing=True)
        if form.get("grant_type") != [GRANT_TYPE] or asked.headers.get("Content-Type") != "application/x-www-form-urlencoded":
            return _error("unsupported_grant_type")
        try:
            grant = jwt.decode(form["assertion"][0], self._keys, algorithms=["RS256"])
        except JoseError:
            return _error("invalid_grant")
        problem = self._problem(grant.header, grant.claims)
        if problem:
            return _error(problem)
        self.grants.append(grant)
        token = secrets.token_urlsafe(30)
        self.tokens.append(token)
        scope = grant.claims["scope"]
        return _json({"access_token": token, "token_type": "Bearer", "expires_in": self.seconds, "scope": scope})

    def _problem(self, header: dict, claims: dict) -> str | None:
        now = self._clock().timestamp()
        fresh = abs(claims["iat"] - now) < 10 and now < claims["exp"] <= claims["iat"] + 120
        if claims["aud"] != self.issuer or claims["iss"] != CLIENT_ID or not fresh or not header.get("kid"):
            return "invalid_grant"
        if not claims.keys() <= KNOWN_CLAIMS or claims["jti"] in self._seen:
            return "invalid_grant"
        self._seen.add(claims["jti"])
        return None if claims["scope"] in self._scopes else "invalid_scope"


def _json(body: dict, status: int = 200) -> Answer:
    return Answer(status, json.dumps(body).encode(), {"Content-Type": "application/json"})


def _error(code: str) -> Answer:
    return _json({"error": code, "error_description": "Invalid assertion (trace 0a1b, 10987654321)"}, 400)
