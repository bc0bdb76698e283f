"""The registry: which families there are, and their rooms.

A built-in family is one name in `BUILTIN` and the files of that stem in the role folders. Another package adds one
through the entry-point group `scenewright.families`, whose value is a `Family` (see `Family.of_modules`).
"""

from __future__ import annotations

import difflib
import importlib
import importlib.util
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

import msgspec
import numpy as np

from scenewright.errors import UserError
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.steps import Op
from scenewright.renderers.base import Rendering, Style
from scenewright.scenes.base import Scene, Spec
from scenewright.simulators.base import Outcome

BUILTIN = (
    "bar_chart",
    "clock",
    "flowchart",
    "road_map",
)
GROUP = "scenewright.families"


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of asset: how its scenes are drawn, shown and asked about."""

    name: str
    summary: str
    media: tuple[str, ...]
    scene: type[Scene]
    spec: type[Spec]
    style: type[Style]
    levels: tuple[Spec, ...]
    """From easy to hard; the last is kept for extrapolation tests."""
    draw_scene: Callable[[Any, np.random.Generator], Scene]
    measure: Callable[[Any], dict[str, float]]
    """Measures of one scene; `difficulty` grows from level to level on average."""
    draw_style: Callable[[np.random.Generator], Style]
    render: Callable[..., Rendering]
    simulate: Callable[[Any], Outcome] | None
    templates: tuple[Template[Any], ...]
    ops: Mapping[str, Op]

    @classmethod
    def of_modules(
        cls, name: str, scenes: ModuleType, renderers: ModuleType, qa_templates: ModuleType, simulators: Any = None
    ) -> Family:
        """A family from its rooms: modules with the names that the built-in families use."""
        return cls(
            name=name,
            summary=(scenes.__doc__ or "").strip().splitlines()[0],
            media=tuple(getattr(renderers, "MEDIA", ("image/png",))),
            scene=scenes.SCENE,
            spec=type(scenes.LEVELS[0]),
            style=renderers.STYLE,
            levels=tuple(scenes.LEVELS),
            draw_scene=scenes.draw_scene,
            measure=scenes.measure,
            draw_style=renderers.draw_style,
            render=renderers.render,
            simulate=simulators.simulate if simulators else None,
            templates=tuple(qa_templates.TEMPLATES),
            ops=qa_templates.OPS,
        )


@cache
def names() -> tuple[str, ...]:
    """All families that can be made, built-in ones first."""
    return tuple(dict.fromkeys((*BUILTIN, *sorted(point.name for point in entry_points(group=GROUP)))))


@cache
def family(name: str) -> Family:
    """The family of that name. `UserError` with the nearest name if there is none."""
    if name in BUILTIN:
        rooms = {role: f"scenewright.{role}.{name}" for role in ("scenes", "renderers", "qa_templates")}
        simulator = f"scenewright.simulators.{name}"
        extra = importlib.import_module(simulator) if importlib.util.find_spec(simulator) else None
        return Family.of_modules(name, **{r: importlib.import_module(m) for r, m in rooms.items()}, simulators=extra)
    for point in entry_points(group=GROUP):
        if point.name == name:
            try:
                found = point.load()
            except Exception as error:
                raise UserError(f"family '{name}' of {point.value} fails to load: {error}") from error
            if not isinstance(found, Family):
                raise UserError(f"family '{name}': {point.value} is not a scenewright Family")
            return found
    raise UserError(f"unknown family '{name}'{nearest(name, names())}")


def nearest(word: str, known: tuple[str, ...]) -> str:
    """`; did you mean 'clock'?`, or the list of what there is."""
    close = difflib.get_close_matches(word, known, 1)
    return f"; did you mean '{close[0]}'?" if close else f"; there are: {', '.join(known)}"
