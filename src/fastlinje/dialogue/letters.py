"""What an office writes to a person, or keeps in the journal, is Norwegian whatever language its pages speak."""

from fastlinje.core.actor import Actor


def letter_language(actor: Actor) -> str:
    """The written Norwegian of whoever writes: nynorsk for those who have chosen it, else bokmål."""
    return "nn" if actor.language == "nn" else "nb"
