"""One patient, as the office sees them."""
