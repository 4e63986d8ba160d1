"""What a channel may answer when it is handed a message."""

from datetime import timedelta


class NotDelivered(Exception):
    """A channel did not take a message.

    code       short and without content, e.g. "smtp_550"; operators see it
    permanent  trying again would not help
    wait       what the other side asked for
    """

    def __init__(self, code: str, *, permanent: bool = False, wait: timedelta | None = None):
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.wait = wait
