"""A look-alike of ID-porten and HelseID, so that the demo logs in by the real path: one process, two issuers.

It keeps the real ones' rules (pushed requests, PKCE, private_key_jwt, DPoP with nonce for HelseID, single sign-on, three ways out),
and breaks one: anyone may be anyone. Its pages say so. Everything it knows dies with the process.

    python -m fastlinje.nonprod.provider --port 8001
    python -m fastlinje.nonprod.provider --port 8001 --clients clients.json --people people.json

The first serves this installation's own clients and the standing cast, the second anybody's:

clients.json   {"clients": [{"provider": "idporten"|"helseid", "client_id", "redirect_uris": [], "jwks": {"keys": []},
               "post_logout_redirect_uris": [], "frontchannel_logout_uri"?, "backchannel_logout_uri"?}]}
people.json    {"people": [{"name", "pid" (null for one without a Norwegian number), "description", "kind": "citizen"|"staff",
               "hpr_number"?}]}
"""
