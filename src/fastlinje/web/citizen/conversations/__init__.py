"""A person reads, writes back, withdraws, and opens files in their own conversations."""
