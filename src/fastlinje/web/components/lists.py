"""Lists: the inbox of a person, the worklist of an office, the services of a GP."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..language import in_each_language
from .drawing import ComponentError, attributes, format_html, format_html_join, needed, register, when
from .icons import icon as draw
from .shapes import Badge, Chip, Column, ListItem, Row
from .structure import tag


@register.simple_tag
def badge(*, badge: Badge) -> SafeString:
    """A Badge from a page, drawn as a tag."""
    return tag(text=badge.text, color=badge.color)


@register.simple_tag
def chips(*, chips: Sequence[Chip], label: str) -> SafeString:
    """Links that narrow a list, one of them chosen. Nothing when there is nothing to choose between."""
    links = format_html_join(
        "",
        '<li><a class="ds-chip" href="{}"{}>{}</a></li>',
        ((chip.href, attributes({"aria-current": "true" if chip.chosen else None}), chip.text) for chip in chips),
    )
    return when(chips, '<nav aria-label="{}"><ul class="fl-chips">{}</ul></nav>', needed("label", label), links)


@register.simple_tag
def item_list(*, items: Sequence[ListItem], label: str) -> SafeString:
    """Things a person follows: title, type, from, updated, status and due; the whole row can be touched."""
    rows = format_html_join("", "{}", ((_list_item(item),) for item in items))
    return format_html('<ul class="fl-items" aria-label="{}">{}</ul>', needed("label", label), rows)


def _list_item(item: ListItem) -> SafeString:
    return format_html(
        '<li{}>{}<div class="fl-item-body"><p class="fl-item-title"><a href="{}">{}{}</a></p><p class="fl-item-meta">{}{} · {}</p>'
        '<p class="fl-item-state">{}{}</p></div><p class="fl-item-when">{}</p></li>',
        attributes({"data-unread": item.unread}),
        draw(name=item.icon),
        item.href,
        _unread() if item.unread else "",
        item.title,
        format_html("{} ", tag(text=item.person, color="fjord")) if item.person else "",
        item.kind,
        item.sender,
        tag(text=item.status.text, color=item.status.color),
        when(item.due, ' <span class="fl-item-due">{}</span>', item.due),
        item.updated,
    )


@in_each_language
def _unread() -> SafeString:
    return format_html('<span class="fl-unread">{}</span> ', _("Ulest"))


@register.simple_tag
def table(*, caption: str, columns: Sequence[Column], rows: Sequence[Row], hide_caption: bool = False) -> SafeString:
    """A table that becomes a list of cards on a narrow screen, each value under the name of its column."""
    head = format_html_join(
        "", '<th scope="col" role="columnheader"{}>{}</th>', ((_numeric(column), column.text) for column in columns)
    )
    pattern = _row_pattern(columns)
    body = format_html_join("", "{}", ((_row(pattern, columns, row),) for row in rows))
    return format_html(
        '<table class="ds-table fl-table" role="table"><caption{}>{}</caption>'
        '<thead role="rowgroup"><tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table>',
        attributes({"class": "ds-sr-only" if hide_caption else None}),
        needed("caption", caption),
        head,
        body,
    )


def _numeric(column: Column) -> SafeString:
    return attributes({"data-numeric": column.numeric})


def _row_pattern(columns: Sequence[Column]) -> str:
    # One pattern per table, not one call per cell: a worklist has hundreds of cells. The roles are written out since
    # a row drawn as a card is no longer a table row to a screen reader.
    labels = [
        format_html(' data-label="{}"{}', column.text, _numeric(column)).replace("{", "{{").replace("}", "}}") for column in columns
    ]
    first, *rest = labels
    cells = "".join(f'<td role="cell"{label}>{{}}</td>' for label in rest)
    return f'<tr role="row"{{}}><th scope="row" role="rowheader"{first}>{{}}</th>{cells}</tr>'


def _row(pattern: str, columns: Sequence[Column], row: Row) -> SafeString:
    if len(row.cells) != len(columns):
        raise ComponentError(f"a row of {len(row.cells)} cells under {len(columns)} columns")
    first, *rest = row.cells
    name = format_html('<a href="{}">{}</a>', row.href, first) if row.href else first
    return format_html(pattern, attributes({"data-marked": row.marked}), name, *rest)


@register.simple_tag
def service_card(
    *,
    title: str,
    text: str,
    icon: str,
    href: str = "",
    facts: Sequence[str] = (),
    refused: str = "",
    instead: str = "",
    instead_href: str = "",
    absent: bool = False,
    level: int = 3,
) -> SafeString:
    """A service of the GP. On: the whole card leads to it. Off: the sentence saying why, and what to do instead.

    facts         short lines under the text: what it costs, when an answer comes
    refused       why it is off; then href is left out
    instead       what to do instead, a link when instead_href is given
    absent        never offered here, so it is not «closed»
    """
    if bool(href) == bool(refused):
        raise ComponentError("service_card needs either href (on) or refused (off)")
    name = when(href, '<a href="{}">{}</a>', href, title) or title
    lines = format_html_join("", "<li>{}</li>", ((fact,) for fact in facts))
    return format_html(
        '<div class="fl-service"{}>{}<div><h{} class="fl-service-title">{}</h{}><p>{}</p>{}{}</div>{}</div>',
        attributes({"data-off": bool(refused)}),
        draw(name=icon),
        level,
        name,
        level,
        text,
        when(lines and not refused, '<ul class="fl-service-facts">{}</ul>', lines),
        when(refused, '<p class="fl-service-off">{}{}</p>{}', _closed(absent), refused, _instead(instead, instead_href)),
        draw(name="chevron-right") if href else "",
    )


def _closed(absent: bool) -> SafeString:
    return SafeString("") if absent else format_html("{} ", tag(text=_("Stengt")))


def _instead(text: str, href: str) -> SafeString:
    return when(text and href, '<p><a class="ds-link" href="{}">{}</a></p>', href, text) or when(text, "<p>{}</p>", text)
