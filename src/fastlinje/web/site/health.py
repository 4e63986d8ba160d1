"""For load balancers and alarms: is the process alive, and can it serve? Tells nothing else."""

import shutil

import structlog
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from fastlinje.web.kit import ANYONE, requires

ROOM_BYTES = 100_000_000
log = structlog.get_logger("fastlinje.web")


@require_safe
@requires(ANYONE)
def health_live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@requires(ANYONE)
def health_ready(request: HttpRequest) -> HttpResponse:
    """The database answers and there is room on disk: 200, else 503 (FD-10)."""
    ready = is_ready()
    return JsonResponse({"status": "ok" if ready else "unavailable"}, status=200 if ready else 503)


def is_ready() -> bool:
    """True when a page with data could be served now."""
    return _database_answers() and _has_room()


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error as trouble:
        log.error("database_away", trouble=type(trouble).__name__)
        return False
    return True


def _has_room() -> bool:
    folder = settings.ENVIRONMENT.state_dir
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    if free < ROOM_BYTES:
        log.error("disk_full", free_bytes=free)
    return free >= ROOM_BYTES
