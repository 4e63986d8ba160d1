"""A conversation: who it concerns, where it stands, and what was said."""

from collections.abc import Sequence

from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .drawing import attributes, format_html, format_html_join, needed, one_of, register, when
from .files import attachment_list
from .icons import icon
from .shapes import Bubble, Fact, Station
from .structure import description_list

REACHED = ("done", "now", "later")


@register.simple_tag
def message_bubble(*, bubble: Bubble, level: int = 2) -> SafeString:
    """One message: who, when, what, and its files. Line breaks are kept; nothing in the text becomes a link or HTML."""
    return format_html(
        '<article class="fl-bubble"{}><header><h{} class="fl-bubble-author">{}{}</h{}><p>{}</p></header>{}{}{}</article>',
        attributes({"data-mine": bubble.mine, "data-retracted": bool(bubble.retracted), "id": bubble.anchor or None}),
        level,
        needed("author", bubble.author),
        when(bubble.role, ' <span class="fl-bubble-role">{}</span>', bubble.role),
        level,
        _sent(bubble),
        _said(bubble),
        attachment_list(attachments=bubble.attachments),
        when(bubble.seen, '<p class="fl-bubble-seen">{}{}</p>', icon(name="eye"), bubble.seen),
    )


def _sent(bubble: Bubble) -> SafeString:
    return format_html("{}{}", when(bubble.unread, '<span class="fl-unread">{}</span> ', _("Ulest")), bubble.sent)


def _said(bubble: Bubble) -> SafeString:
    if bubble.retracted:
        return format_html('<p class="fl-bubble-retracted">{}{}</p>', icon(name="undo"), bubble.retracted)
    return format_html('<div class="fl-bubble-text">{}</div>', mark_safe(linebreaks(bubble.text, autoescape=True)))  # noqa: S308 escaped by linebreaks itself


@register.simple_tag
def message_thread(*, bubbles: Sequence[Bubble], label: str = "", level: int = 2) -> SafeString:
    """All messages, oldest first."""
    items = format_html_join("", "<li>{}</li>", ((message_bubble(bubble=bubble, level=level),) for bubble in bubbles))
    return format_html('<ol class="fl-thread" aria-label="{}">{}</ol>', label or _("Meldinger"), items)


@register.simple_tag
def state_line(*, stations: Sequence[Station], label: str = "") -> SafeString:
    """How far the message has come: sent, received, opened, answered, as stops on a line."""
    items = format_html_join("", "{}", ((_station(station),) for station in stations))
    return format_html('<ol class="fl-line" aria-label="{}">{}</ol>', label or _("Status"), items)


def _station(station: Station) -> SafeString:
    state = one_of("reached", station.reached, REACHED)
    said = {"done": _("Ferdig:"), "now": _("Nå:"), "later": _("Gjenstår:")}[state]
    return format_html(
        '<li data-state="{}"{}><span class="ds-sr-only">{} </span><b>{}</b>{}</li>',
        state,
        attributes({"aria-current": "step" if state == "now" else None}),
        said,
        station.text,
        when(station.when, "<small>{}</small>", station.when),
    )


@register.simple_tag
def person_banner(*, name: str, relation: str = "", change_href: str = "") -> SafeString:
    """Whom it concerns, on every page of a task done for someone else."""
    return format_html(
        '<section class="fl-person" aria-label="{}">{}<p>{} <strong>{}</strong>{}</p>{}</section>',
        _("Hvem gjelder det?"),
        icon(name="person"),
        _("Du handler på vegne av"),
        needed("name", name),
        when(relation, " <span>({})</span>", relation),
        when(change_href, '<a class="ds-link" href="{}">{}</a>', change_href, _("Bytt person")),
    )


@register.simple_tag
def patient_card(*, name: str, facts: Sequence[Fact], level: int = 2) -> SafeString:
    """The patient as staff see them beside a conversation."""
    return format_html(
        '<section class="ds-card fl-card fl-patient"><h{} class="ds-heading" data-size="xs">{}{}</h{}>{}</section>',
        level,
        icon(name="person"),
        needed("name", name),
        level,
        description_list(facts=facts, dense=True),
    )


@register.simple_tag
def presence(*, url: str, text: str = "") -> SafeString:
    """Which colleagues have this conversation open; `text` is what holds at load, JavaScript asks the url every ten seconds."""
    return format_html('<p class="fl-presence" role="status" data-presence-url="{}">{}</p>', needed("url", url), text)
