"""Owns notices: e-mail and SMS that say «log in» and nothing about health, kept until they are delivered or parked."""
