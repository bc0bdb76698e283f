"""Plain shapes on paper or on a table, of such scenes as a small diffusion model can paint."""

from __future__ import annotations

from typing import Annotated

import msgspec
import numpy as np

from scenewright.scenes.base import Spec
from scenewright.scenes.shapes import draw_scene as draw_shapes
from scenewright.scenes.shapes import measure as measure
from scenewright.scenes.shapes_scene import Shapes, ShapesSpec

SCENE = Shapes
Unit = Annotated[float, msgspec.Meta(ge=0, le=1)]


class DiffusedShapesSpec(Spec, frozen=True, kw_only=True):
    """How many shapes, how various, and how they may meet. All are plain and matte, and the picture is a square."""

    items_min: Annotated[int, msgspec.Meta(ge=2, le=8)] = 2
    items_max: Annotated[int, msgspec.Meta(ge=2, le=8)] = 4
    shapes: Annotated[int, msgspec.Meta(ge=2, le=10)] = 10
    colours: Annotated[int, msgspec.Meta(ge=2, le=9)] = 9
    on_table: Unit = 0.3
    """Share of scenes on a table."""
    meetings: Annotated[int, msgspec.Meta(ge=0, le=3)] = 0
    """At most so many pairs that cover, hold or touch each other."""
    veils: Unit = 0.15
    """Share of scenes with a film or mosaic that no twin needs; they are laid over the painted picture."""

    def __post_init__(self) -> None:
        if self.items_min > self.items_max:
            raise ValueError(f"items_min ({self.items_min}) must not be above items_max ({self.items_max})")

    def plain(self) -> ShapesSpec:
        """The scenes of shapes of which these are a part."""
        return ShapesSpec(
            items_min=self.items_min, items_max=self.items_max, shapes=self.shapes, colours=self.colours,
            on_table=self.on_table, meetings=self.meetings, veils=self.veils, visible_min=0.68, width_max=1.0,
        )  # fmt: skip


LEVELS = (
    DiffusedShapesSpec(items_min=2, items_max=3, shapes=6, colours=6, on_table=0.2),
    DiffusedShapesSpec(items_min=3, items_max=4, meetings=1),
    DiffusedShapesSpec(items_min=4, items_max=5, meetings=1),
    DiffusedShapesSpec(items_min=4, items_max=6, meetings=2),
    DiffusedShapesSpec(items_min=5, items_max=7, meetings=2),
)
"""From two things to seven that cover each other. The last is kept for extrapolation tests."""


def draw_scene(spec: DiffusedShapesSpec, rng: np.random.Generator) -> Shapes:
    """One scene; raises `Reject("layout" | "visible" | "alike")`."""
    return draw_shapes(spec.plain(), rng)
