from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "fastlinje.notifications"
    label = "notifications"
