"""Copies of everything that is stored about a person: asking for one, following it, and fetching it once."""
