from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "fastlinje.worklist"
    label = "worklist"
