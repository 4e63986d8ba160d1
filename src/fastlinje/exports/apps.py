from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "fastlinje.exports"
    label = "exports"
