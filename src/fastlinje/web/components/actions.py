"""What a person can do on a page: buttons, links that look like buttons, and dialogs that also work as pages."""

from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import NOTHING, attributes, format_html, needed, one_of, register, when
from .icons import maybe_icon

VARIANTS = ("primary", "secondary", "tertiary")


@register.simple_tag
def button(
    *,
    text: str,
    variant: str = "primary",
    type: str = "submit",  # noqa: A002 the HTML name
    name: str = "",
    value: str = "",
    form: str = "",
    icon: str = "",
    danger: bool = False,
    skip_validation: bool = False,
    refused: str = "",
    fullwidth: bool = False,
) -> SafeString:
    """A button. With `refused`, the sentence of the rule that says no: the button is off and the sentence stands under it."""
    attrs = {
        "type": one_of("type", type, ("submit", "button", "reset")),
        "name": name or None,
        "value": value or None,
        "form": form or None,
        "data-variant": one_of("variant", variant, VARIANTS),
        "data-color": "danger" if danger else None,
        "data-fullwidth": fullwidth,
        "formnovalidate": skip_validation,
        "disabled": bool(refused),
    }
    drawn = format_html('<button class="ds-button"{}>{}</button>', attributes(attrs), _inside(text, icon))
    return format_html('<div class="fl-refused">{}<p>{}</p></div>', drawn, refused) if refused else drawn


@register.simple_tag
def link_button(
    *,
    text: str,
    href: str,
    variant: str = "primary",
    icon: str = "",
    danger: bool = False,
    dialog: str = "",
    download: bool = False,
    fullwidth: bool = False,
) -> SafeString:
    """A link that looks like a button. `dialog` names a {% dialog %} on this page, opened instead when there is JavaScript."""
    attrs = {
        "href": needed("href", href),
        "data-variant": one_of("variant", variant, VARIANTS),
        "data-color": "danger" if danger else None,
        "data-opens-dialog": dialog or None,
        "data-fullwidth": fullwidth,
        "download": download,
    }
    return format_html('<a class="ds-button"{}>{}</a>', attributes(attrs), _inside(text, icon))


def _inside(text: str, icon: str) -> SafeString:
    # An arrow onwards points away from the words.
    order = "<span>{1}</span>{0}" if icon == "arrow-right" else "{0}<span>{1}</span>"
    return format_html(order, maybe_icon(icon), needed("text", text))


@register.simple_block_tag
def actions(content: str, *, align: str = "start") -> SafeString:
    """Buttons beside each other, the most likely first; under each other on a narrow screen."""
    return format_html(
        '<div class="fl-actions" data-align="{}">{}</div>', one_of("align", align, ("start", "end", "spread")), content
    )


@register.simple_block_tag
def dialog(content: str, *, id: str, title: str) -> SafeString:  # noqa: A002 the HTML name
    """A question over the page. Always paired with a page of its own that asks the same, for those without JavaScript."""
    return format_html(
        '<dialog class="ds-dialog fl-dialog" id="{}" aria-labelledby="{}-title">'
        '<button class="ds-button fl-dialog-close" type="button" data-variant="tertiary" data-icon data-closes-dialog'
        ' aria-label="{}">{}</button><h2 class="ds-heading" data-size="sm" id="{}-title">{}</h2>{}</dialog>',
        needed("id", id),
        id,
        _("Lukk"),
        maybe_icon("cross"),
        id,
        needed("title", title),
        content,
    )


@register.simple_tag
def pager(*, href: str, text: str = "") -> SafeString:
    """«Vis flere», when there are more; nothing at the end of the list."""
    if not href:
        return NOTHING
    return format_html(
        '<nav class="fl-pager" aria-label="{}">{}</nav>',
        _("Flere"),
        link_button(text=text or _("Vis flere"), href=href, variant="secondary"),
    )


@register.simple_tag
def copy_button(*, text: str, target: str) -> SafeString:
    """Copies the text of the element with id `target`. Shown only when there is JavaScript; offer a download beside it."""
    return format_html(
        '<button class="ds-button" type="button" data-variant="secondary" data-copies="{}" data-done="{}" hidden>'
        "{}<span>{}</span></button>",
        needed("target", target),
        _("Kopiert"),
        maybe_icon("copy"),
        needed("text", text),
    )


@register.simple_tag(takes_context=True)
def undo_bar(context: Context, *, text: str, action: str, seconds: int) -> SafeString:
    """What was just done, and a way to take it back for a few seconds. Without JavaScript it stays until the page is left;
    the command refuses when the time is over."""
    return format_html(
        '<form class="fl-undo" method="post" action="{}" data-undo-seconds="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><p role="status">{}</p>{}{}</form>',
        needed("action", action),
        seconds,
        context["csrf_token"],
        text,
        when(seconds, '<span data-undo-left aria-hidden="true"></span>'),
        button(text=_("Angre"), variant="secondary", icon="undo"),
    )
