"""Our own line icons, drawn in the colour of the text beside them and silent to screen readers."""

import functools
import re
from pathlib import Path

from django.templatetags.static import static
from django.utils.safestring import SafeString

from .drawing import NOTHING, ComponentError, format_html, register

SPRITE = "fastlinje/img/icons.svg"
# Read from the drawing itself, so that a name in a template and a drawing can never drift apart.
NAMES = frozenset(re.findall(r'<symbol id="([a-z-]+)"', (Path(__file__).parents[1] / "static" / SPRITE).read_text("utf-8")))


@register.simple_tag
@functools.cache
def icon(*, name: str) -> SafeString:
    """A small drawing beside a word. It never stands alone: the word carries the meaning."""
    if name not in NAMES:
        raise ComponentError(f"icon {name!r} is not drawn; we have {', '.join(sorted(NAMES))}")
    return format_html(
        '<svg class="fl-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', static(SPRITE), name
    )


def maybe_icon(name: str) -> SafeString:
    """The icon, or nothing when no name is given."""
    return icon(name=name) if name else NOTHING
