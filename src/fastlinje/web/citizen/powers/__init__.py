"""Powers of attorney: those a person has given, holds, or is offered."""
