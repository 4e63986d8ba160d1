"""Text from people made safe to print: what is invisible but changes how the rest reads is shown or taken away (AD-48)."""

import re
import unicodedata

# Marks that only hint at direction or are blank. Phones put them around numbers, so showing them would be noise; without them the
# text stands in the order it was written.
_DROPPED = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202c\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]")

# What reverses the text on purpose, and what no keyboard writes: shown by number.
_SHOWN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202d\u202e\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\U000f0000-\U0010ffff]"
)

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")


def visible(text: str) -> str:
    """The text in NFC with LF line ends, with nothing hidden in it: U+202E and NUL stand as «[U+202E]» and «[U+0000]»."""
    lines = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", "    ")
    return _SHOWN.sub(lambda found: by_number(found[0]), _DROPPED.sub("", lines))


def by_number(character: str) -> str:
    """«[U+202E]»."""
    return f"[U+{ord(character):04X}]"


def in_words(character: str) -> str:
    """How to write a character no font here can show: an emoji by its name, the joints of emoji as nothing, others by number."""
    if character in "\u200c\u200d\ufe0e\ufe0f" or "\U0001f3fb" <= character <= "\U0001f3ff":
        return ""
    if unicodedata.category(character) == "So":
        return f"[{unicodedata.name(character, by_number(character)).lower()}]"
    return by_number(character)
