"""What our autosave script is told."""

from django.http import HttpRequest, JsonResponse

from fastlinje.core.refusal import Refused

from . import words


def autosaved(request: HttpRequest) -> JsonResponse:
    """It is kept, and the session lives on."""
    left = max(int((request.actor.session_expires_at - request.now).total_seconds()), 0)
    return JsonResponse({"saved_at": words.clock_time(request.now), "idle_seconds": left})


def not_saved(refusal: Refused) -> JsonResponse:
    """It is not, and why."""
    return JsonResponse({"error": str(refusal.sentence), "code": refusal.code}, status=409)
