"""Owns what people and offices write to each other: conversations, messages, files, drafts.

Words: *Communication* and *Attachment* are FHIR's. A *Conversation* is ours: an ordered set of communications about one
person, with one state and one deadline. *Held*: an answer that staff can still undo.
"""
