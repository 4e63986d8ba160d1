"""Owns the GP offices: who works there, who is on whose list, which services are on, what the office says about itself.

Words: *Organization*, *Practitioner*, *PractitionerRole*, *HealthcareService* are FHIR's. A *Patient* is a person at one
practice, and all that staff see of them.
"""
