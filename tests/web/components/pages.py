"""Addresses for the component tests: the gallery, the error pages, and a server side for the scripts to talk to."""

import json
from dataclasses import dataclass, field

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path

from fastlinje.web.components.gallery import chrome_for, gallery


@dataclass
class Heard:
    """What the scripts have sent, in order; `answers` decides how the server replies next."""

    posts: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    answers: dict[str, tuple[int, dict]] = field(default_factory=dict)
    files: list[tuple[str, int]] = field(default_factory=list)

    def clear(self) -> None:
        self.posts.clear()
        self.answers.clear()
        self.files.clear()


HEARD = Heard()


class ScriptForm(forms.Form):
    """The questions of the script page."""

    message = forms.CharField(label="Melding", max_length=30, widget=forms.Textarea)
    before = forms.ChoiceField(label="Før?", choices=[("ja", "Ja"), ("nei", "Nei")], widget=forms.RadioSelect)
    when = forms.CharField(label="Når?")
    detail = forms.CharField(label="Mer?")


@dataclass(frozen=True)
class ScriptPage:
    """A page with every script on it."""

    title: str
    form: ScriptForm
    ja: tuple[dict[str, str], ...]
    told: tuple[dict[str, str], ...]


def scripts(request: HttpRequest) -> HttpResponse:
    """The page the scripts are tried on."""
    told = ({"question": "when", "operator": "exists", "value": "true"},)
    page = ScriptPage("Skript", ScriptForm(), ({"question": "before", "operator": "=", "value": "ja"},), told)
    return render(request, "scripts.html", {"page": page, "chrome": chrome_for("citizen")})


def hear(request: HttpRequest, name: str) -> HttpResponse:
    """Note what came and answer as the test has decided."""
    HEARD.posts.append((name, request.POST.dict() if request.method == "POST" else {}))
    HEARD.files.extend((file.name, file.size) for file in request.FILES.values())
    status, data = HEARD.answers.get(name, (200, {}))
    return JsonResponse(data, status=status)


def error(request: HttpRequest, code: int) -> HttpResponse:
    """An error page as Django draws it."""
    return render(request, f"{code}.html", status=200)


def heard(request: HttpRequest) -> HttpResponse:
    """What a plain submit sent."""
    HEARD.posts.append(("submit", request.POST.dict()))
    return HttpResponse(json.dumps(request.POST.dict()), content_type="text/plain")


urlpatterns = [
    path("", gallery),
    path("feil/<int:code>/", error),
    path("skript/", scripts),
    path("svar/<str:name>/", hear),
    path("send/", heard),
]
