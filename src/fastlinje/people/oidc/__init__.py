"""Our own OpenID Connect relying party: how a person proves who they are to us.

One set of functions, two profiles: ID-porten for citizens, HelseID for health personnel. No models, no settings and no HTTP
server here; everything is passed in. Words: *provider* is who logs people in, *profile* is what we demand of it, *transaction*
is one attempt to log in, *identity* is its result.

    begin(profile, ...)   → an address to send the browser to, and the transaction to remember
    finish(profile, ...)  → the identity, or a refusal

Every check of spec/identity A3 and the extra demands of FAPI 2.0 (pushed request, DPoP, PS256) for HelseID live in these modules.
"""
