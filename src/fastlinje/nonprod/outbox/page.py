"""The page that shows what was caught."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape

from .store import Message

_STYLE = """
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
body { color: #1a2530; background: #f6f5f1 }
article { background: #fff; border: 1px solid #d5d2c8; border-radius: .5rem; padding: .75rem 1rem; margin: 1rem 0 }
h2 { font-size: 1.1rem; margin: 0 } p { margin: .25rem 0 } .about { color: #4a5763; font-size: .95rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; margin: .5rem 0 0 }
"""
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:)]")


def page(messages: Sequence[Message]) -> str:
    """The whole page, which asks for itself again every five seconds."""
    return "".join(_page(messages))


def _page(messages: Sequence[Message]) -> Iterator[str]:
    yield '<!doctype html><html lang="nb"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    yield f'<meta http-equiv="refresh" content="5"><title>Sendt fra demoen</title><style>{_STYLE}</style>'
    yield "<h1>E-post og SMS fra demoen</h1><p>Her vises alt demoen ville ha sendt. Ingenting forlater denne maskinen.</p>"
    if not messages:
        yield "<p>Ingenting er sendt ennå.</p>"
    for caught in messages:
        yield from _article(caught)


def _article(caught: Message) -> Iterator[str]:
    at = datetime.fromisoformat(caught.received_at).astimezone().strftime("%d.%m.%Y kl. %H.%M.%S")
    yield f"<article><h2>{escape(caught.subject or caught.kind)}</h2>"
    yield f'<p class="about">{escape(caught.kind)} til {escape(caught.recipient)} fra {escape(caught.sender)}, {at}</p>'
    yield f"<pre>{_linked(caught.text)}</pre></article>"


def _linked(text: str) -> str:
    linked, end = [], 0
    for match in _LINK.finditer(text):
        address = escape(match[0])
        linked += [escape(text[end : match.start()]), f'<a href="{address}">{address}</a>']
        end = match.end()
    return "".join([*linked, escape(text[end:])])
