"""A person asks their GP a question, in steps: the gate, the form if the office wants one, and the message."""
