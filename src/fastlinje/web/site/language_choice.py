"""Choosing a language, at the bottom of every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from fastlinje.core.actor import Actor, Capacity, Face
from fastlinje.core.refusal import NotFound
from fastlinje.people.commands.choose_language import choose_language

from ..kit import ANYONE, COOKIES, requires
from ..language import chosen_here, known, remember
from .login.realms import actor_at


@require_POST
@requires(ANYONE)
def language_choice(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, and come back to the page one was on.

    A citizen's choice is kept with the person, so that notices and PDFs follow it; everybody else's with the browser.
    """
    language = known(request.POST.get("language", ""))
    if not language:
        raise NotFound
    if request.POST.get("face") != "office":  # staff and citizen are two identities, also in one browser
        citizen = actor_at(Face.CITIZEN, request.COOKIES.get(COOKIES[Face.CITIZEN]), request.now)
        if citizen.capacity is Capacity.CITIZEN:
            choose_language(actor=citizen, now=request.now, language=language)
    response = redirect(_back_to(request.POST.get("next", "")))
    remember(response, language)
    return response


def agree_on_language(request: HttpRequest, response: HttpResponse, citizen: Actor) -> None:
    """At login: this browser learns what the person has chosen, or the person keeps what they chose before they logged in."""
    here = chosen_here(request)
    if citizen.language:
        remember(response, citizen.language)
    elif here:
        choose_language(actor=citizen, now=request.now, language=here)


def _back_to(href: str) -> str:
    is_ours = href.startswith("/") and url_has_allowed_host_and_scheme(href, allowed_hosts=None)
    return href if is_ours else "/"
