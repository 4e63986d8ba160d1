from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "fastlinje.audit"
    label = "audit"
