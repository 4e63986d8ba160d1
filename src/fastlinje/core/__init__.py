"""Pure building blocks every other part stands on: who acts, what is refused, money, identifiers, time, encryption. No models."""
