from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "fastlinje.dialogue"
    label = "dialogue"
