"""A calendar as a table: columns beside each other, and a row for every moment at which something begins or ends.

A table needs no script and no style of its own, reads well aloud and prints. What happens at the same time stands level.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import NOTHING, attributes, needed, one_of, register, when
from .shapes import Block, Lane

LOOKS = ("free", "closed", "held", "booked", "here", "over")
NO_TIME = -1


@dataclass(frozen=True)
class _Cell:
    """What fills some rows of a column: blocks that overlap share one."""

    first: int
    last: int
    blocks: tuple[Block, ...]


@register.simple_tag
def calendar(*, caption: str, lanes: Sequence[Lane], now: int = NO_TIME, previous: str = "", following: str = "") -> SafeString:
    """Lanes beside each other, with the time down the side.

    now                  minutes after midnight, to mark where the day has come; left out on other days
    previous, following  addresses of the pages before and after, for Page Up and Page Down
    """
    clusters = [_clusters(lane.blocks) for lane in lanes]
    moments = sorted({moment for cells in clusters for cell in cells for moment in (cell.first, cell.last)})
    columns = [dict(_cells(cells, moments)) for cells in clusters]
    rows = format_html_join("", "{}", ((_row(n, moments, columns, now),) for n in range(len(moments) - 1)))
    return format_html(
        '<div class="fl-calendar-frame" role="region" tabindex="0" aria-label="{}"><table class="fl-calendar" data-calendar{}>'
        '<caption class="ds-sr-only">{}</caption><thead><tr><th scope="col"><span class="ds-sr-only">{}</span></th>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>",
        needed("caption", caption),
        attributes({"data-previous": previous or None, "data-following": following or None}),
        caption,
        _("Klokken"),
        format_html_join("", '<th scope="col">{}{}{}</th>', (_heading(lane) for lane in lanes)),
        rows,
    )


def clock_of(minutes: int) -> str:
    """«08.15» for 495."""
    return f"{minutes // 60 % 24:02d}.{minutes % 60:02d}"


def _heading(lane: Lane) -> tuple[SafeString, ...]:
    name = when(lane.href, '<a href="{}">{}</a>', lane.href, lane.heading) or format_html("{}", lane.heading)
    return name, when(lane.note, "<small>{}</small>", lane.note), _more(lane)


def _more(lane: Lane) -> SafeString:
    pattern = '<a href="{}">{}<span class="ds-sr-only"> {}</span></a>'
    links = format_html_join(" ", pattern, ((link.href, link.text, lane.heading) for link in lane.more))
    return when(links, '<span class="fl-lane-more">{}</span>', links)


def _clusters(blocks: Sequence[Block]) -> list[_Cell]:
    found: list[_Cell] = []
    for block in sorted(blocks, key=lambda block: (block.starts, block.ends)):
        if found and block.starts < found[-1].last:
            last = found[-1]
            found[-1] = _Cell(last.first, max(last.last, block.ends), (*last.blocks, block))
        else:
            found.append(_Cell(block.starts, block.ends, (block,)))
    return found


def _cells(clusters: Sequence[_Cell], moments: Sequence[int]) -> Iterator[tuple[int, SafeString]]:
    """Every cell of a column with the number of the row it begins in; stretches with nothing are one cell."""
    place = {moment: n for n, moment in enumerate(moments)}
    row = 0
    for cell in clusters:
        first, last = place[cell.first], place[cell.last]
        if row < first:
            yield row, _drawn((), first - row)
        yield first, _drawn(cell.blocks, last - first)
        row = last
    if row < len(moments) - 1:
        yield row, _drawn((), len(moments) - 1 - row)


def _drawn(blocks: Sequence[Block], rows: int) -> SafeString:
    span = attributes({"rowspan": rows if rows > 1 else None})
    inside = format_html_join(
        "",
        '<div class="fl-block" data-look="{}">{}</div>',
        ((one_of("look", block.look, LOOKS), block.content) for block in blocks),
    )
    return format_html("<td{}>{}</td>", span, inside)


def _row(n: int, moments: Sequence[int], columns: Sequence[dict[int, SafeString]], now: int) -> SafeString:
    is_now = moments[n] <= now < moments[n + 1]
    cells = format_html_join("", "{}", ((column.get(n, NOTHING),) for column in columns))
    mark = attributes({"data-now": is_now})
    said = when(is_now, '<span class="ds-sr-only"> {}</span>', _("nå"))
    return format_html('<tr{}><th scope="row">{}{}</th>{}</tr>', mark, clock_of(moments[n]), said, cells)
