from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "fastlinje.practices"
    label = "practices"
