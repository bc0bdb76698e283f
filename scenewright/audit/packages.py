"""What other packages bring for the audit of their families: oracles and readers, by entry points."""

from __future__ import annotations

import importlib
import importlib.util
from importlib.metadata import entry_points
from typing import Any

from scenewright.audit.rows import Unusable


def of_family(kind: str, family: str, name: str) -> Any:
    """The function `name` of `scenewright.audit.<kind>.<family>`, or what an installed package registers under the
    family's name in the entry-point group `scenewright.<kind>`, as `module:function`. `kind`: `oracles` or `readers`.

    None where there is neither. `Unusable` where what is registered fails to load, or is no function.
    """
    module = f"scenewright.audit.{kind}.{family}"
    if family.isidentifier() and importlib.util.find_spec(module):
        found = getattr(importlib.import_module(module), name, None)
        if found is not None:
            return found
    for point in entry_points(group=f"scenewright.{kind}", name=family):
        try:
            found = point.load()
        except Exception as error:
            raise Unusable(f"{kind} of '{family}': {point.value} fails to load: {error}") from error
        if not callable(found):
            raise Unusable(f"{kind} of '{family}': {point.value} is no function")
        return found
    return None
