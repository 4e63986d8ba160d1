from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "fastlinje.people"
    label = "people"
