"""SMS over a generic HTTP gateway."""
