"""Where to go after login: only to a page of our own that this realm has (AD-45)."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve

from fastlinje.core.actor import Face

from .realms import Realm

_MOST_CHARS = 1500


@dataclass(frozen=True)
class NextPage:
    """A page of ours, and the face it belongs to."""

    href: str
    face: Face


def next_page(wanted: str, realm: Realm) -> NextPage | None:
    """The page asked for, or None when it is not one of this realm's: then people begin where they always do."""
    if not wanted.startswith("/") or wanted.startswith("//") or len(wanted) > _MOST_CHARS or _is_disguised(wanted):
        return None
    parts = urlsplit(wanted)
    try:
        view = resolve(unquote(parts.path)).func
    except (Resolver404, ValueError):
        return None
    face = getattr(getattr(view, "requires", None), "face", None)
    href = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return NextPage(href, face) if face in realm.faces else None


def _is_disguised(wanted: str) -> bool:
    """Backslashes and control characters, also behind one or two layers of percent-encoding: browsers read them their own way."""
    layers = (wanted, unquote(wanted), unquote(unquote(wanted)))
    return any(char == "\\" or ord(char) < 32 or ord(char) == 127 for layer in layers for char in layer) or " " in wanted
