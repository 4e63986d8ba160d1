"""Answers that were drafted and are now sent."""

from datetime import datetime

from fastlinje.core.rows import update

from .models import QuestionnaireResponse


def complete(response: QuestionnaireResponse | None, now: datetime) -> None:
    """From now on staff see the answers; nothing to do where there are none."""
    if response is None:
        return
    response.status, response.authored_at = QuestionnaireResponse.COMPLETED, now
    response.resource = response.resource | {"status": response.status, "authored": now.isoformat(timespec="seconds")}
    update(response, "status", "resource", "authored_at")
