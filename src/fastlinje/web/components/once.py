"""What is the same on every page in a language, drawn once in each process."""

from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .drawing import register


class OnceNode(Node):
    """Keeps what was drawn. It is drawn without the page, the frame and the request, so that nothing about anybody can be kept."""

    def __init__(self, nodelist: NodeList):
        self.nodelist = nodelist
        self._drawn: dict[str, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        drawn = self._drawn.get(language)
        if drawn is None:
            drawn = self._drawn[language] = self.nodelist.render(context.new())
        return drawn


@register.tag
def once(parser: Parser, token: Token) -> Node:
    """`{% once %}…{% endonce %}` around what says nothing of its own: the head, the wordmark, the numbers to call."""
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist)
