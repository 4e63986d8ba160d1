"""Owns who people are nationally: a person, how they log in, their consent, how they can be reached.

Words: *Person*, *Consent* and *ContactPoint* are FHIR's; *Login* is one identity at one provider; *Session* one log-in of it.
"""
