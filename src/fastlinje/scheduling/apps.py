from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "fastlinje.scheduling"
    label = "scheduling"
