"""Where a copy is on its way."""

from django.db import models


class ExportStatus(models.TextChoices):
    """From asked for to gone. `dropped`: not needed any more, too old, or the consent was withdrawn."""

    REQUESTED = "requested"
    READY = "ready"
    FETCHED = "fetched"
    DROPPED = "dropped"


LIVE = (ExportStatus.REQUESTED, ExportStatus.READY)
