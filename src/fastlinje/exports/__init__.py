"""Owns copies of everything stored about a person, made for them to take away (GDPR art. 15 and 20).

Words: a *DataExport* is one copy, from the moment it is asked for until it is fetched once, or is a day old.
"""
