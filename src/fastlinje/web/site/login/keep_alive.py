"""«Fortsett» in the warning before a session ends: one more half hour, within the absolute limit."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from fastlinje.core.actor import Capacity
from fastlinje.web.kit import ANYONE, requires

from .realms import CITIZENS, STAFF, Realm, someone_at


@require_POST
@requires(ANYONE)
def keep_alive_citizen(request: HttpRequest) -> HttpResponse:
    """Seconds left for a citizen."""
    return _keep_alive(request, CITIZENS)


@require_POST
@requires(ANYONE)
def keep_alive_staff(request: HttpRequest) -> HttpResponse:
    """Seconds left for staff and operators."""
    return _keep_alive(request, STAFF)


def _keep_alive(request: HttpRequest, realm: Realm) -> HttpResponse:
    actor = someone_at(realm, request.COOKIES.get(realm.cookie), request.now, touch=True)
    if actor.capacity is Capacity.ANONYMOUS:
        return JsonResponse({"error": "session_ended", "login_href": reverse(realm.login)}, status=401)
    idle, absolute = actor.session_expires_at - request.now, actor.session_ends_at - request.now
    return JsonResponse({"idle_seconds": int(idle.total_seconds()), "absolute_seconds": int(absolute.total_seconds())})
