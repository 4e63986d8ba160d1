"""What whoever runs the service sees: queues, what was given up, seals. No content, no names (AD-19)."""
