"""What an office writes to a person, or keeps in the journal, is Norwegian whatever language its pages speak."""

from django.utils.translation import get_language


def letter_language() -> str:
    """The written Norwegian of whoever writes: nynorsk for those whose pages speak it, else bokmål."""
    return "nn" if get_language() == "nn" else "nb"
