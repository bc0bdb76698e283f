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
from typing import Any, get_type_hints

import msgspec
import numpy as np

from scenewright.errors import UserError
from scenewright.qa_templates.base import Template
from scenewright.qa_templates.chart_tasks import Tabled
from scenewright.qa_templates.steps import Op
from scenewright.renderers.base import Media, ModelFacts, Readings, Rendering, Style
from scenewright.scenes.base import Scene, Spec
from scenewright.simulators.base import Outcome

BUILTIN = (
    "bar_chart",
    "box_plot",
    "clock",
    "collisions",
    "combo_chart",
    "diffused_shapes",
    "diffused_sound",
    "flowchart",
    "heat_map",
    "histogram",
    "line_chart",
    "melody",
    "pie_chart",
    "radar_chart",
    "road_map",
    "scatter_plot",
    "shapes",
    "soundscape",
    "speech",
    "tower",
    "treemap",
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
    outcome: type[Outcome] | None
    """What `simulate` returns, by its annotation."""
    readings: type[Readings] | None
    """What renderings of this family measure, if anything (`READINGS` of the renderer)."""
    templates: tuple[Template[Any], ...]
    ops: Mapping[str, Op]
    few_scenes: bool = False
    """Scenes are so few that two samples may share one (`FEW_SCENES` of the scenes module): each has a split for a
    home, and is made in no other."""
    context: Callable[[Any, Any], tuple[Media, ...]] | None = None
    """`context(scene, outcome)` of the questions module: the truth as text and as JSON, where a family can tell it."""
    table: Tabled[Any] | None = None
    """How charts become tables and scripts (`TABLE` of the questions module); None for what is no chart."""
    requires: tuple[str, str] | None = None
    """Module without which no sample can be made, and the extra that brings it (`REQUIRES` of the renderer)."""

    models: Callable[[], tuple[ModelFacts, ...]] | None = None
    """What made the media, where a model did (`models()` of the renderer): for the manifest."""

    def missing(self) -> str:
        """What to install before samples can be made; empty where all is there."""
        if self.requires is None or importlib.util.find_spec(self.requires[0]):
            return ""
        return f"needs the extra '{self.requires[1]}'; run: pip install 'scenewright[{self.requires[1]}]'"

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
            outcome=get_type_hints(simulators.simulate)["return"] if simulators else None,
            readings=getattr(renderers, "READINGS", None),
            templates=tuple(qa_templates.TEMPLATES),
            ops=qa_templates.OPS,
            few_scenes=getattr(scenes, "FEW_SCENES", False),
            context=getattr(qa_templates, "context", None),
            table=getattr(qa_templates, "TABLE", None),
            requires=getattr(renderers, "REQUIRES", None),
            models=getattr(renderers, "models", None),
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
