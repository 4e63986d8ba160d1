from django.apps import AppConfig


class TariffsConfig(AppConfig):
    name = "fastlinje.tariffs"
    label = "tariffs"
