"""The form engine: a FHIR R4 Questionnaire in, questions to show, answers read, a QuestionnaireResponse out.

Pure Python without models. A Questionnaire may come from another office or from a file a person chose, so it is untrusted:
`parse.py` accepts only what the engine can show and read, and names the linkId of everything it refuses.

Words: a *question* asks for an answer, a *display* only says something, a *group* gathers both under a heading. An item that is
not *enabled* (its enableWhen says no) is not asked, and what was answered to it is dropped.
"""
