"""Log lines an operator can read and nobody can learn about a person from (AD-72).

One line for each request and each job, as JSON in production. Every line, also those of the libraries, passes the same redaction.
"""

import re
import sys
import time
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse

Line = MutableMapping[str, Any]

CONTENT = frozenset(
    {
        *("text", "subject", "title", "body", "message", "answers", "content", "payload", "sentence", "params", "sql", "query"),
        *(
            "name",
            "person",
            "patient",
            "person_id",
            "patient_id",
            "fnr",
            "national_id",
            "birth_date",
            "address",
            "email",
            "phone",
            "to",
        ),
        *("password", "secret", "token", "code", "key", "cookie", "authorization", "session_key", "state", "nonce"),
    }
)
"""Keys that no line may carry, whatever they are given."""
REMOVED = "[removed]"
_ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{6}[ .\-]?\d{5}(?!\d)")
_LONG_CHARS = 500
_FRAMES = 12
_QUIET_ROUTES = frozenset({"health_live", "health_ready", ""})
log = structlog.get_logger("fastlinje.web")


def logging_settings(*, level: str, production: bool) -> dict[str, Any]:
    """Django's LOGGING; also tells structlog to write through it."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_path,
        brief_error(with_message=not production),
        redact,
    ]
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if production else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": "INFO"},
            "django.request": {"level": "ERROR"},  # the line of the request says the rest
            "django.server": {"handlers": [], "propagate": True, "level": "ERROR"},
            "procrastinate": {"level": "ERROR"},  # jobs have lines of their own
        },
    }


def redact(logger: object, method: str, line: Line) -> Line:
    """Remove what may tell about a person: known keys, and anything that looks like a national number. One event, one line."""
    return {key: REMOVED if key in CONTENT else _clean(value) for key, value in line.items()}


def without_path(logger: object, method: str, line: Line) -> Line:
    """Django's line about a failed request names its address; ours names the route."""
    record = line.get("_record")
    if record is not None and record.name == "django.request":
        line["event"] = "request_failed"
    return line


def brief_error(*, with_message: bool) -> Callable[[object, str, Line], Line]:
    """An exception as its type and where it happened. Its message may hold what somebody wrote, so production leaves it out."""

    def shorten(logger: object, method: str, line: Line) -> Line:
        error = _error_of(line.pop("exc_info", None))
        if error is None:
            return line
        line["error"] = type(error).__name__
        line["where"] = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in _frames(error)]
        if with_message:
            line["said"] = str(error)
        return line

    return shorten


class RequestLog:
    """One line for each request: method, route, status, time. No address, no query, nobody's id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=uuid4().hex[:12]):
            response = self.get_response(request)
            route = request.resolver_match.view_name if request.resolver_match else ""
            say = log.debug if route in _QUIET_ROUTES and response.status_code < 500 else log.info
            took = round((time.perf_counter() - began) * 1000)
            say("request", method=request.method, route=route, status=response.status_code, ms=took)
        return response


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        cut = value if len(value) <= _LONG_CHARS else value[:_LONG_CHARS] + "…"
        return _ELEVEN_DIGITS.sub("[11 digits]", cut).replace("\r", "\\r").replace("\n", "\\n")
    if isinstance(value, dict):
        return redact(None, "", value)
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value


def _error_of(given: Any) -> BaseException | None:
    if given is True:
        return sys.exc_info()[1]
    if isinstance(given, tuple):
        return given[1]
    return given if isinstance(given, BaseException) else None


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    return traceback.extract_tb(error.__traceback__, limit=-_FRAMES)
