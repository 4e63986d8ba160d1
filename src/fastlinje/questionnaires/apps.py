from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "fastlinje.questionnaires"
    label = "questionnaires"
