"""Where work begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from fastlinje.core.actor import Capacity

from ..kit import STAFF_OR_ADMIN, requires


@require_safe
@requires(STAFF_OR_ADMIN)
def office_home(request: HttpRequest) -> HttpResponse:
    """Clinical staff begin at the worklist, administrators at the people who work here."""
    return redirect("worklist" if request.actor.capacity is Capacity.STAFF else "members")
