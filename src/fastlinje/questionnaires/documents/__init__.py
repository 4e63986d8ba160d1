"""Form answers as a document: a tagged PDF (PDF/UA-1 and PDF/A-2a) that a person, a screen reader and a journal can read.

`typesetting.py` is the only door to the typesetter, for this app and for those above. What people wrote goes in as data, never as
markup, so nothing in it is run (AD-48).
"""
