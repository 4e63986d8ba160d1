"""A refusal: a rule that says no and can tell a person why."""


class Refused(Exception):
    """Something a person may not do now, with a sentence they can read.

    code      stable machine word, e.g. "service_closed"; tests, audit rows and translations hang on it
    sentence  what to show: plain language, no content, says what to do instead
    fields    the form fields it concerns, so a page can put the sentence where it belongs
    recorded  whether the audit log has it: only a command's refusal
    """

    def __init__(self, code: str, sentence: str, *, fields: tuple[str, ...] = ()):
        super().__init__(code)
        self.code = code
        self.sentence = sentence
        self.fields = fields
        self.recorded = False

    def __str__(self) -> str:
        return self.code


class NotFound(Refused):
    """A thing that is not there for this actor. Foreign, missing and cross-practice things are refused alike (AD-13)."""

    def __init__(self) -> None:
        super().__init__("not_found", "")
