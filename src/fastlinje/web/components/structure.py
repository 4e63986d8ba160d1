"""The bones of a page: its title, the way back, headings, cards, steps and lists of facts."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import STATUS_COLORS, ComponentError, attributes, format_html, format_html_join, needed, one_of, register, when
from .foreign import spoken_in
from .icons import icon, maybe_icon
from .shapes import Fact, Link

HEADING_SIZES = {1: "xl", 2: "md", 3: "xs", 4: "2xs"}


@register.simple_tag
def page_header(*, title: str, lead: str = "", kicker: str = "", language: str = "") -> SafeString:
    """The page's one h1, with a sentence under it and a quiet line over it (a step, a category).

    language  the title's, when it may be another than the page's
    """
    return format_html(
        '<header class="fl-page-header">{}<h1 class="fl-title" id="page-title" tabindex="-1"{}>{}</h1>{}</header>',
        when(kicker, '<p class="fl-kicker">{}</p>', kicker),
        spoken_in(language=language),
        needed("title", title),
        when(lead, '<p class="fl-lead">{}</p>', lead),
    )


@register.simple_tag
def heading(*, text: str, level: int = 2, size: str = "", id: str = "") -> SafeString:  # noqa: A002 the HTML name
    """A heading below the title; size follows level unless given."""
    size = one_of("size", size or HEADING_SIZES[level], ("2xs", "xs", "sm", "md", "lg", "xl"))
    return format_html(
        '<h{} class="ds-heading" data-size="{}"{}>{}</h{}>',
        level,
        size,
        attributes({"id": id or None}),
        needed("text", text),
        level,
    )


@register.simple_tag
def back_link(*, href: str, text: str = "") -> SafeString:
    """The way back, first on the page."""
    return format_html(
        '<a class="fl-back ds-link" href="{}">{}<span>{}</span></a>',
        needed("href", href),
        icon(name="arrow-left"),
        text or _("Tilbake"),
    )


@register.simple_tag
def breadcrumbs(*, links: Sequence[Link], current: str) -> SafeString:
    """Where the page lies; the last is the page itself and no link."""
    items = format_html_join("", '<li><a class="ds-link" href="{}">{}</a></li>', ((link.href, link.text) for link in links))
    return format_html(
        '<nav class="fl-breadcrumbs" aria-label="{}"><ol>{}<li><span aria-current="page">{}</span></li></ol></nav>',
        _("Du er her"),
        items,
        current,
    )


@register.simple_block_tag
def card(content: str, *, heading: str = "", level: int = 2, tinted: bool = False, color: str = "", icon: str = "") -> SafeString:
    """A surface that holds one thing."""
    if color:
        one_of("color", color, STATUS_COLORS)
    return format_html(
        '<section class="ds-card fl-card"{}>{}{}</section>',
        attributes({"data-variant": "tinted" if tinted else None, "data-color": color or None}),
        when(
            heading,
            '<h{} class="ds-heading fl-card-heading" data-size="{}">{}{}</h{}>',
            level,
            "xs",
            maybe_icon(icon),
            heading,
            level,
        ),
        content,
    )


@register.simple_block_tag
def panel(content: str, *, heading: str, kicker: str = "", text: str = "", level: int = 2) -> SafeString:
    """The one thing a page is about, under a band in the product's green: «Fastlegen din», the name, the office, then content."""
    return format_html(
        '<section class="fl-panel"><header>{}<h{} class="fl-panel-heading">{}</h{}>{}</header>'
        '<div class="fl-panel-body">{}</div></section>',
        when(kicker, "<p>{}</p>", kicker),
        level,
        needed("heading", heading),
        level,
        when(text, "<p>{}</p>", text),
        content,
    )


@register.simple_block_tag
def details(content: str, *, summary: str, open: bool = False) -> SafeString:  # noqa: A002 the HTML name
    """More to read for whoever wants it; nothing that all must know."""
    return format_html(
        '<details class="ds-details fl-details"{}><summary>{}</summary><div>{}</div></details>',
        attributes({"open": open}),
        needed("summary", summary),
        content,
    )


@register.simple_block_tag
def stack(content: str, *, gap: str = "md", element: str = "div") -> SafeString:
    """Things under each other with even air between."""
    one_of("gap", gap, ("sm", "md", "lg"))
    one_of("element", element, ("div", "section", "ul"))
    return format_html('<{} class="fl-stack" data-gap="{}">{}</{}>', element, gap, content, element)


@register.simple_block_tag
def columns(content: str, *, side: str = "end") -> SafeString:
    """Two columns on a wide screen, one on a narrow: the main thing and, at one side, what belongs to it."""
    return format_html('<div class="fl-columns" data-side="{}">{}</div>', one_of("side", side, ("start", "end", "even")), content)


@register.simple_tag
def steps(*, current: int, total: int, text: str) -> SafeString:
    """Where the person is: «Steg 2 av 3» and the name of the step, drawn as stops on a line."""
    if not 1 <= current <= total:
        raise ComponentError(f"step {current} of {total} does not exist")
    stops = format_html_join(
        "",
        '<li data-state="{}"></li>',
        (("done" if n < current else "now" if n == current else "later",) for n in range(1, total + 1)),
    )
    return format_html(
        '<div class="fl-steps"><p>{} <span>{}</span></p><ol aria-hidden="true">{}</ol></div>',
        _("Steg %(current)d av %(total)d:") % {"current": current, "total": total},
        needed("text", text),
        stops,
    )


@register.simple_tag
def tag(*, text: str, color: str = "neutral", icon: str = "") -> SafeString:
    """A status in words; the colour only supports it."""
    return format_html(
        '<span class="ds-tag fl-tag" data-color="{}">{}{}</span>',
        one_of("color", color, STATUS_COLORS),
        maybe_icon(icon),
        needed("text", text),
    )


@register.simple_tag
def description_list(*, facts: Sequence[Fact], dense: bool = False, sums: bool = False) -> SafeString:
    """Terms and what they are. `sums` sets the values to the right, as in a price list."""
    rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", ((fact.term, _fact_value(fact)) for fact in facts))
    return format_html('<dl class="fl-facts"{}>{}</dl>', attributes({"data-dense": dense, "data-sums": sums}), rows)


def _fact_value(fact: Fact) -> SafeString:
    return when(fact.href, '<a class="ds-link" href="{}">{}</a>', fact.href, fact.value) or format_html("{}", fact.value)
