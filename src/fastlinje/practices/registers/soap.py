"""SOAP 1.2 with addressing: one request in an envelope, its answer or fault out of one."""

from dataclasses import dataclass, field
from uuid import uuid4
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from .xml_document import BadXml, parse

ENVELOPE = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING = "http://www.w3.org/2005/08/addressing"
COMMON = "http://register.nhn.no/Common"


@dataclass(frozen=True, slots=True)
class Fault:
    """What a service answers when it doesn't answer. The text may repeat what was asked: for comparing, never for showing."""

    text: str = field(repr=False)


def envelope(*, action: str, to: str, body: str) -> bytes:
    """A request. `body` is XML already."""
    return (
        f'<s:Envelope xmlns:s="{ENVELOPE}" xmlns:a="{ADDRESSING}"><s:Header>'
        f'<a:Action s:mustUnderstand="1">{escape(action)}</a:Action>'
        f"<a:MessageID>urn:uuid:{uuid4()}</a:MessageID>"
        f"<a:ReplyTo><a:Address>{ADDRESSING}/anonymous</a:Address></a:ReplyTo>"
        f'<a:To s:mustUnderstand="1">{escape(to)}</a:To>'
        f"</s:Header><s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def content_type(action: str) -> str:
    """SOAP 1.2 carries the action here instead of in a header of its own."""
    return f'application/soap+xml; charset=utf-8; action="{action}"'


def opened(content: bytes) -> Element | Fault:
    """What is inside the body of an answer. Raises BadXml when it is no SOAP answer."""
    root = parse(content)
    body = root.find(f"{{{ENVELOPE}}}Body")
    if root.tag != f"{{{ENVELOPE}}}Envelope" or body is None or len(body) != 1:
        raise BadXml("not a SOAP envelope with one body")
    if body[0].tag == f"{{{ENVELOPE}}}Fault":
        return Fault(_fault_text(body[0]))
    return body[0]


def _fault_text(fault: Element) -> str:
    message = fault.find(f"{{{ENVELOPE}}}Detail/{{{COMMON}}}GenericFault/{{{COMMON}}}Message")
    reason = fault.find(f"{{{ENVELOPE}}}Reason/{{{ENVELOPE}}}Text")
    return " ".join(found.text or "" for found in (message, reason) if found is not None)
