"""Help on every page: the office's phone and hours, the guidance number, what to do when it is urgent, the end of the session."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..language import in_each_language
from .chrome import Help, SessionClock
from .drawing import NOTHING, attributes, format_html, format_html_join, register, when
from .foreign import OFFICES, spoken_in
from .icons import icon


def phone_link(number: str, text: str) -> SafeString:
    """A number one can touch to call."""
    return format_html('<a class="ds-link fl-phone" href="tel:{}">{}</a>', number, text)


@register.simple_tag
def phone(*, number: str, text: str = "") -> SafeString:
    """A number one can touch to call; `text` is how it is read."""
    return phone_link(number, text or number)


@register.simple_tag
@in_each_language
def help_panel(*, help: Help | None) -> SafeString:  # noqa: A002 the plain word
    """Who to call. Stands in the footer of every page through the base templates."""
    if help is None:
        return NOTHING
    return format_html(
        '<section class="fl-help" aria-labelledby="fl-help-title">'
        '<h2 class="ds-heading" data-size="xs" id="fl-help-title">{}</h2><div>{}{}</div></section>',
        _("Trenger du hjelp?"),
        _office(help),
        when(
            help.guidance_phone,
            "<div><h3>{}</h3><p>{}</p><p>{}</p></div>",
            help.guidance_name or _("Veiledning"),
            phone_link(help.guidance_phone, help.guidance_phone_text or help.guidance_phone),
            help.guidance_hours,
        ),
    )


def _office(help: Help) -> SafeString:  # noqa: A002 the plain word
    hours = format_html_join("", "<li>{}</li>", ((line,) for line in help.hours))
    return when(
        help.phone,
        "<div><h3>{}</h3><p>{}</p>{}</div>",
        help.office_name or _("Legekontoret"),
        phone_link(help.phone, help.phone_text or help.phone),
        when(hours, '<ul class="fl-plain"{}>{}</ul>', spoken_in(language=OFFICES), hours),
    )


@register.simple_tag
def emergency_box(*, office_name: str = "", office_phone: str = "", office_phone_text: str = "", level: int = 2) -> SafeString:
    """What to do when it can't wait: 113, legevakt 116 117 and the office, as links that call."""
    lines = [("113", "113", _("Fare for liv"), _("Ring 113 med en gang."))]
    lines.append(("116117", "116 117", _("Haster, men ikke livsfare"), _("Legevakten svarer hele døgnet.")))
    if office_phone:
        lines.append(
            (
                office_phone,
                office_phone_text or office_phone,
                _("Må ha svar i dag"),
                _("Ring %s i åpningstiden.") % (office_name or _("legekontoret")),
            )
        )
    items = format_html_join(
        "", "<li><div><strong>{2}</strong><p>{3}</p></div>{0}</li>", ((_call(n, t), n, title, text) for n, t, title, text in lines)
    )
    return format_html(
        '<section class="fl-emergency" data-color="danger" aria-labelledby="fl-emergency-title">'
        '<h{0} class="ds-heading" data-size="xs" id="fl-emergency-title">{1}{2}</h{0}>'
        "<ul>{3}</ul></section>",
        level,
        icon(name="phone"),
        _("Haster det? Ring – ikke skriv"),
        items,
    )


def _call(number: str, text: str) -> SafeString:
    return format_html(
        '<a class="ds-button fl-call" href="tel:{}">{}<span><span class="ds-sr-only">{} </span>{}</span></a>',
        number,
        icon(name="phone"),
        _("Ring"),
        text,
    )


@register.simple_tag
def session_warning(*, session: SessionClock | None) -> SafeString:
    """Says five minutes before that the login ends, with a button that prolongs it. Hidden until then; without JavaScript
    the footer says when the session ends at the latest."""
    if session is None:
        return NOTHING
    return format_html(
        '<div class="fl-session" role="region" data-session data-idle-seconds="{}" data-absolute-seconds="{}"{}</div>',
        session.idle_seconds,
        session.absolute_seconds,
        _warning(session.keep_alive_href, session.login_href),
    )


@in_each_language
def _warning(keep_alive_href: str, login_href: str) -> SafeString:
    texts = {
        "aria-label": _("Innloggingen"),
        "data-keep-alive-url": keep_alive_href,
        "data-text-soon": _("Du blir logget ut om %s."),
        "data-text-final": _("Du blir logget ut om %s. Da må du logge inn på nytt. Det du har skrevet i et utkast, er lagret."),
        "data-text-ended": _("Du er logget ut."),
        "data-text-minutes": _("%d minutter"),
        "data-text-minute": _("1 minutt"),
        "data-text-failed": _("Vi fikk ikke forlenget innloggingen. Prøv igjen."),
    }
    return format_html(
        '{} hidden><p data-session-text role="alert"></p><button class="ds-button" type="button" data-session-continue>{}</button>'
        '<a class="ds-button" href="{}" data-session-login hidden>{}</a>',
        attributes(texts),
        _("Fortsett"),
        login_href,
        _("Logg inn igjen"),
    )
