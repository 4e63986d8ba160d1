"""Free times to choose from, by day; and how long a chosen one is held."""

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import attributes, escaped, format_html, format_html_join, needed, register, when
from .icons import icon
from .shapes import DayOfTimes, FreeTime, TimesOfOne


@register.simple_tag
def day_of_times(*, day: DayOfTimes, level: int = 2) -> SafeString:
    """One day's free times as buttons that post `slot`. Stands inside a form."""
    return format_html(
        '<section class="fl-day"><h{} class="ds-heading" data-size="xs">{}</h{}>{}</section>',
        level,
        needed("heading", day.heading),
        level,
        format_html_join("", "{}", ((_times_of_one(group),) for group in day.groups)),
    )


def _times_of_one(group: TimesOfOne) -> SafeString:
    return format_html(
        '{}<ul class="fl-times"{}>{}</ul>',
        when(group.name, '<p class="fl-times-of">{}</p>', group.name),
        attributes({"aria-label": group.label}),
        _buttons(group.times),
    )


def _buttons(times: Sequence[FreeTime]) -> SafeString:
    return format_html_join(
        "",
        '<li><button class="ds-button" type="submit" data-variant="secondary" name="slot" value="{}">'
        '<span class="ds-sr-only">{} </span><span>{}</span><span class="ds-sr-only"> {}</span></button></li>',
        _in_words(times),
    )


def _in_words(times: Sequence[FreeTime]) -> Iterator[tuple[object, ...]]:
    """What each button says. Those of a group end alike, and that is escaped once."""
    choose, ends = SafeString(escaped(_("Velg"))), {time.spoken: SafeString(escaped(time.spoken)) for time in times}
    return ((time.value, choose, needed("text", time.text), ends[time.spoken]) for time in times)


@register.simple_tag
def hold_clock(*, text: str, seconds: int, over: str) -> SafeString:
    """Until when a chosen time is held. Our script says `over` when that moment has passed; without it the text stays true.

    seconds  left when the page was made, so that a wrong clock in the browser does no harm
    """
    return format_html(
        '<p class="fl-hold" role="status"{}>{}<span data-hold-text>{}</span></p>',
        attributes({"data-hold-seconds": seconds, "data-over": needed("over", over)}),
        icon(name="clock"),
        needed("text", text),
    )
