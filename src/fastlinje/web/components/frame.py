"""The frame drawn: the bar on top of a page and the footer under it. What is in it comes from `Chrome`."""

import functools
from collections.abc import Sequence

from django.template import Context
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..language import in_each_language
from .chrome import Chrome, Language, LanguageChoice, NavItem
from .concerns import form_token
from .drawing import attributes, format_html, format_html_join, register, when
from .help import help_panel, phone_link
from .icons import icon
from .shapes import Link

WORDMARK = "fastlinje/img/wordmark.svg"


@register.simple_tag(takes_context=True)
def header(context: Context) -> SafeString:
    """The bar of a person's pages, and of those for anybody."""
    chrome: Chrome = context["chrome"]
    return format_html(
        '<header class="fl-header"><div class="fl-header-inner">{}{}{}</div></header>',
        _home(chrome.home_href, _("Fastlinje, til forsiden")),
        _account(context, chrome),
        _menu(chrome.nav, chrome.active),
    )


@register.simple_tag(takes_context=True)
def office_bar(context: Context) -> SafeString:
    """The bar of an office's pages: also where one is, and the way to another office."""
    chrome: Chrome = context["chrome"]
    elsewhere = when(chrome.place_href, ' <a href="{}">{}</a>', chrome.place_href, _("Bytt kontor"))
    return format_html(
        '<header class="fl-bar"><div class="fl-bar-inner">{}{}{}{}</div></header>',
        _home(chrome.home_href, _("Fastlinje, til arbeidslisten")),
        when(chrome.place_name, '<p class="fl-place">{}{}</p>', chrome.place_name, elsewhere),
        _menu(chrome.nav, chrome.active),
        _account(context, chrome),
    )


@register.simple_tag
@functools.cache
def wordmark() -> SafeString:
    """Our name as it is drawn; the words around it say it to those who do not see it."""
    return format_html(
        '<svg class="fl-wordmark" viewBox="0 0 318 108" aria-hidden="true" focusable="false"><use href="{}#wordmark"></use></svg>',
        static(WORDMARK),
    )


@in_each_language
def _menu(items: Sequence[NavItem], active: str) -> SafeString:
    """The menu of a face, with the entry one is at."""
    entries = format_html_join(
        "", '<li><a href="{}"{}>{}{}</a></li>', ((i.href, _here(i, active), i.text, _note(i)) for i in items)
    )
    return when(items, '<nav class="fl-nav" aria-label="{}"><ul>{}</ul></nav>', _("Hovedmeny"), entries)


def _here(item: NavItem, active: str) -> SafeString:
    return attributes({"aria-current": "page" if item.key == active else None})


def _note(item: NavItem) -> SafeString:
    return when(item.note, ' <span class="fl-nav-note">{}</span>', item.note)


def _home(href: str, label: str) -> SafeString:
    return format_html('<a class="fl-home" href="{}" aria-label="{}">{}</a>', href, label, wordmark())


def _account(context: Context, chrome: Chrome) -> SafeString:
    """Who is logged in and the way out, or the way in."""
    name = when(chrome.person_name, '<p class="fl-account-name">{}</p>', chrome.person_name)
    if chrome.logout_href:
        button = '<form method="post" action="{}">{}<button class="fl-bar-button" type="submit">{}</button></form>'
        way = format_html(button, chrome.logout_href, form_token(context), _sign("logout", _("Logg ut")))
    else:
        link = '<a class="fl-bar-button" href="{}">{}</a>'
        way = when(chrome.login_href, link, chrome.login_href, _sign("person", _("Logg inn")))
    return format_html('<div class="fl-account">{}{}</div>', name, way)


def _sign(drawing: str, text: str) -> SafeString:
    return format_html("{}<span>{}</span>", icon(name=drawing), text)


@register.simple_tag(takes_context=True)
def footer(context: Context) -> SafeString:
    """Who to call, when the session ends, what there is to read about the service, and the languages."""
    chrome: Chrome = context["chrome"]
    return format_html(
        '<footer class="fl-footer"><div class="fl-footer-inner">{}<div class="fl-footer-small">{}{}{}{}</div></div></footer>',
        help_panel(help=chrome.help),
        _urgent(),
        _logged_in_until(chrome.session.ends_at) if chrome.session else "",
        _about(chrome.about_links),
        _languages(context, chrome, chrome.languages) if chrome.languages else "",
    )


@in_each_language
def _urgent() -> SafeString:
    return format_html(
        "<p><strong>{}</strong> {} {}</p>", _("Ring 113 ved fare for liv."), _("Legevakt:"), phone_link("116117", "116 117")
    )


@in_each_language
def _about(links: Sequence[Link]) -> SafeString:
    items = format_html_join("", '<li><a class="ds-link" href="{}">{}</a></li>', ((link.href, link.text) for link in links))
    return when(links, '<ul class="fl-plain fl-footer-links">{}</ul>', items)


def _logged_in_until(time: str) -> SafeString:
    return format_html("<p>{}</p>", _("Du blir logget ut senest kl. %(time)s.") % {"time": time})


def _languages(context: Context, chrome: Chrome, languages: LanguageChoice) -> SafeString:
    return format_html(
        '<form class="fl-languages" method="post" action="{}" aria-label="{}">{}<input type="hidden" name="next" value="{}">'
        '<input type="hidden" name="face" value="{}">{}</form>',
        languages.action,
        _("Språk"),
        form_token(context),
        languages.back_to,
        chrome.face,
        _names_of(languages.choices),
    )


@in_each_language
def _names_of(choices: Sequence[Language]) -> SafeString:
    button = '<button class="fl-language" type="submit" name="language" value="{0}" lang="{0}"{1}>{2}</button>'
    return format_html_join(
        "", button, ((c.code, attributes({"aria-current": "true" if c.is_current else None}), c.name) for c in choices)
    )
