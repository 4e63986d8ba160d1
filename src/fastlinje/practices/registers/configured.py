"""The registers of GPs this installation asks, from its settings: none, one, or two that must agree."""

import functools
from pathlib import Path

from django.conf import settings

from .flr import Flr
from .gp_file import GpFile
from .gp_register import GpRegister


def gp_registers() -> tuple[GpRegister, ...]:
    """Fastlegeregisteret where FLR_URL is set, and the office's own list where GP_FILE is. Raises MisconfiguredRegister."""
    environment = settings.ENVIRONMENT
    return _registers_at(
        environment.flr_url,
        environment.flr_user,
        environment.flr_password,
        environment.gp_file,
        production=environment.production,
    )


@functools.lru_cache(maxsize=8)
def _registers_at(url: str, user: str, password: str, path: Path | None, *, production: bool) -> tuple[GpRegister, ...]:
    found: list[GpRegister] = []
    if url:
        found.append(Flr(url, user, password, development=not production))
    if path:
        found.append(GpFile(path))
    return tuple(found)
