"""What an audit looks for: each check is a module here, named in `CHECKS`."""

from __future__ import annotations

import importlib
from typing import cast

from scenewright.audit.checks.base import Check
from scenewright.errors import UserError

CHECKS = ("structure", "oracles", "readers", "blind", "variety", "legibility", "robustness")
"""Module and name of each check, in the order of the report."""


def check(name: str) -> type[Check]:
    """The check of that name. `UserError` lists all."""
    if name not in CHECKS:
        raise UserError(f"check '{name}' is unknown; there are: {', '.join(CHECKS)}")
    return cast(type[Check], importlib.import_module(f"scenewright.audit.checks.{name}").CHECK)
