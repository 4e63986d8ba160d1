from .questionnaire import Assignment, Questionnaire
from .response import QuestionnaireResponse

__all__ = ["Assignment", "Questionnaire", "QuestionnaireResponse"]
