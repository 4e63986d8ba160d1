"""Owns forms: FHIR R4 Questionnaires with frozen versions, which service they stand before, and what people answered."""
