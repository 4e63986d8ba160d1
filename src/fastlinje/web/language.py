"""Which language a page speaks: what the person has chosen, else what this browser has chosen, else bokmål.

Only pages for anybody listen to the browser's own wishes (Accept-Language): whoever is logged in gets no other language
because they borrowed a machine.
"""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from fastlinje.core.actor import Actor, Capacity

COOKIE = "__Host-fl_language"
KEPT_SECONDS = 365 * 24 * 3600
_MOST_KEPT = 4096
_SAME = {"no": "nb"}  # browsers' old name for bokmål

Arguments, Words = ParamSpec("Arguments"), TypeVar("Words")


class SpeakTheirLanguage:
    """Speaks the language of the browser during a request; `requires` changes to that of whoever is logged in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(chosen_here(request) or _wished(request) or settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            return response


def speak_with(actor: Actor, request: HttpRequest) -> None:
    """Speak the language of whoever is logged in, for the rest of the request."""
    if actor.capacity is not Capacity.ANONYMOUS:
        translation.activate(known(actor.language) or chosen_here(request) or settings.LANGUAGE_CODE)


def chosen_here(request: HttpRequest) -> str:
    """The language chosen in this browser; empty when none is."""
    return known(request.COOKIES.get(COOKIE, ""))


def remember(response: HttpResponse, language: str) -> None:
    """Have this browser keep the choice."""
    response.set_cookie(COOKIE, language, max_age=KEPT_SECONDS, secure=True, httponly=True, samesite="Lax")


def known(code: str) -> str:
    """The code, if it is of a language that is switched on; else empty."""
    return code if code in dict(settings.LANGUAGES) else ""


def in_each_language(say: Callable[Arguments, Words]) -> Callable[Arguments, Words]:
    """Keep what a function says in each language: a list says the same days, kinds and states over and over.

    For functions of nothing but their arguments and the language; never of what is about a person.
    """

    @functools.lru_cache(_MOST_KEPT, typed=True)
    def kept(_language: str, *arguments: Arguments.args, **named: Arguments.kwargs) -> Words:
        return say(*arguments, **named)

    @functools.wraps(say)
    def said(*arguments: Arguments.args, **named: Arguments.kwargs) -> Words:
        return kept(translation.get_language(), *arguments, **named)

    return said


def _wished(request: HttpRequest) -> str:
    """The first of the browser's languages that we speak; «nn-NO» is «nn»."""
    for tag, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        primary = tag.split("-")[0]
        if code := known(_SAME.get(primary, primary)):
            return code
    return ""
