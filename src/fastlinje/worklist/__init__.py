"""Owns Task (FHIR's word): one row per thing a person or an office follows. Inbox and worklist are this one table."""
