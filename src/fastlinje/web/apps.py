"""Tells Django where the faces keep their templates and static files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The web faces: no models, only pages, components, templates and static files."""

    name = "fastlinje.web"
    label = "web"
