"""Text as people see it: one way to tidy it and one way to count it, the same on the server and in the page's counter."""

import re
import unicodedata

# What JavaScript's String.prototype.trim() removes. Python's strip() also takes U+001C..U+001F and U+0085 and leaves U+FEFF,
# so the page and the server would count differently.
_JS_WHITESPACE = (
    "\t\v\f \u00a0\ufeff\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\n\r\u2028\u2029"
)

# Control characters that no keyboard writes and that databases, XML and PDF cannot carry; tab and newline stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def normalise(text: str) -> str:
    """The text in one form: NFC, line ends as LF, no blank space before or after."""
    return re.sub(r"\r\n?", "\n", unicodedata.normalize("NFC", text)).strip(_JS_WHITESPACE)


def count_chars(text: str) -> int:
    """How many characters a person sees themselves having written, in Unicode code points after `normalise`.

    The page counts the same: `[...text.normalize('NFC').replace(/\\r\\n?/g, '\\n').trim()].length`.
    """
    return len(normalise(text))


def plain(text: str) -> str:
    """What to store of something a person wrote: normalised, each control character shown as U+FFFD, same length as counted."""
    return _CONTROLS.sub("\ufffd", normalise(text))


def one_line(text: str) -> str:
    """`plain` on a single line: every run of line ends and tabs becomes one space."""
    return re.sub(r"[\n\t\u2028\u2029]+", " ", plain(text))
