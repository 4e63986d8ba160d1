"""Logging in and out: the doors between the login providers (people.oidc) and our own sessions (people.commands)."""
