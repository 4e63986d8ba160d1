"""Puts the parts together: settings, URLs, the event table, the command line."""
