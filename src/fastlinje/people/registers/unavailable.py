"""What a register's client says when there is no usable answer."""

from datetime import timedelta
from enum import StrEnum


class Reason(StrEnum):
    """Why, for the operator. A person only reads that something could not be checked right now."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    BUSY = "busy"
    FAILED = "failed"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    RESTING = "resting"
    OLDER = "older"


class RegisterUnavailable(Exception):
    """No usable answer from a register. Safe to log as it is: holds no number, address, token or content.

    register     its short name: "krr", "maskinporten", "flr", "representation", "gp_file"
    detail       a standard error code, or the place in a document; "" when there is nothing to add
    retry_after  how long the register asked us to wait, when it did
    """

    def __init__(self, register: str, reason: Reason, detail: str = "", *, retry_after: timedelta | None = None):
        super().__init__(f"{register}: {reason.value}" + (f" ({detail})" if detail else ""))
        self.register = register
        self.reason = reason
        self.detail = detail
        self.retry_after = retry_after


class NotANationalId(ValueError):
    """Asked about something that is no national identity number. Doesn't repeat it."""

    def __init__(self) -> None:
        super().__init__("not a national identity number")


class MisconfiguredRegister(ValueError):
    """Settings a register can't be asked with. Raised at start-up, names the setting, never a secret."""
