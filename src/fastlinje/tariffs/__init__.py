"""Owns what things cost: dated prices with source and status, changed by an operator, never constants in code."""
