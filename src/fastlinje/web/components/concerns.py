"""Whom a form concerns, in every form."""

from django.template import Context, Node
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.safestring import SafeString

from .drawing import format_html, register

_DJANGOS = CsrfTokenNode()


class FormTokenNode(Node):
    """`{% csrf_token %}`."""

    def render(self, context: Context) -> SafeString:
        return form_token(context)


def form_token(context: Context) -> SafeString:
    """Django's safety token, and for a citizen whom the form concerns: what is sent is stored for the person the page showed,
    whatever has been switched to in another window meanwhile (AD-29)."""
    token = _DJANGOS.render(context)
    chrome = context.get("chrome")
    if not (chrome and chrome.concerns):
        return token
    return token + format_html('<input type="hidden" name="concerns" value="{}">', chrome.concerns)


@register.tag
def csrf_token(parser: Parser, token: Token) -> Node:
    """Stands in for Django's tag of the same name, so that no form can forget."""
    return FormTokenNode()
