"""Powers concern the person who is logged in, whoever they act for at the moment."""

import functools
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ...kit import PlainPage, render


def own_matters(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask somebody who acts for another to come back as themselves first. Stands under `requires`."""

    @functools.wraps(view)
    def run(request: HttpRequest, **arguments: object) -> HttpResponse:
        if request.actor.acting_for:
            page = PlainPage(_("Fullmakter gjelder deg selv"))
            return render(request, "citizen/powers/own_matters.html", page, active="profile", status=403)
        return view(request, **arguments)

    return run
