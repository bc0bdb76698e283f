"""Towers that a recipe may not ask for: each is refused with the field and what is allowed."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from scenewright.errors import UserError
from scenewright.recipe import convert
from scenewright.scenes import tower as scenes
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.tower import TowerSpec
from scenewright.simulators import tower as simulator


def block(number: int, **changes: Any) -> dict[str, Any]:
    made = {"id": f"block-{number}", "colour": "red", "size": "medium", "shape": "box", "material": "wood"}
    place = {"width_m": 0.5, "height_m": 0.4, "mass_kg": 12.0, "x_m": 0.0, "y_m": round(0.4 * number - 0.2, 4)}
    return made | place | changes


def spec(**changes: Any) -> TowerSpec:
    plain = json.loads(msgspec.json.encode(scenes.LEVELS[0]))
    made = convert(plain | changes, TowerSpec, "families[0].spec")
    assert isinstance(made, TowerSpec)
    return made


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"own_blocks": [block(1), block(2, y_m=0.5)]}, "own_blocks[1] (block-2): it overlaps own_blocks[0] (block-1)"),
        ({"own_blocks": [block(1), block(2, y_m=0.7)]}, "own_blocks[1] (block-2): it floats"),
        ({"own_blocks": [block(1), block(2, x_m=0.6)]}, "own_blocks[1] (block-2): it floats"),
        ({"own_blocks": [block(1, y_m=0.1)]}, "it reaches 0.100 m below the ground; y_m must be >= 0.2000"),
        ({"own_blocks": [block(1), block(1, y_m=0.6)]}, "own_blocks[1] (block-1): id is given twice"),
        ({"own_blocks": [block(1, id="ground")]}, "own_blocks[0].id: expected str matching regex"),
        ({"own_blocks": [block(1, shape="disc")]}, "width_m and height_m of a disc must be equal"),
        ({"own_blocks": [block(1, mass_kg=0)]}, "spec.own_blocks[0].mass_kg: expected float > 0.0, not 0"),
        ({"own_blocks": [block(1, mass_kg=-2.5)]}, "spec.own_blocks[0].mass_kg: expected float > 0.0, not -2.5"),
        ({"own_blocks": [block(1, mass_kg=float("inf"))]}, "own_blocks[0].mass_kg: expected float <= 100000.0"),
        ({"own_blocks": [block(1, x_m=float("nan"))]}, "own_blocks[0].x_m: expected float >= -50.0, not nan"),
        ({"own_blocks": [block(i) for i in range(10_000)]}, "own_blocks: expected a list of length <= 12, not 10,000"),
        ({"blocks_max": 10_000}, "spec.blocks_max: expected int <= 12, not 10000"),
        ({"blocks_min": 1}, "spec.blocks_min: expected int >= 2, not 1"),
        ({"blocks_min": 5, "blocks_max": 4}, "blocks_min (5) must not be above blocks_max (4)"),
        ({"gravity_m_s2": 0}, "spec.gravity_m_s2: expected float >= 0.5, not 0"),
        ({"gravity_m_s2": -9.81}, "spec.gravity_m_s2: expected float >= 0.5, not -9.81"),
        ({"frame_rate_hz": 0}, "spec.frame_rate_hz: expected int >= 1, not 0"),
        ({"seconds": 1e9}, "spec.seconds: expected float <= 20.0"),
        ({"shapes": ["disc"]}, "shapes must name box or plank"),
        ({"shots": []}, "spec.shots: expected a list of length >= 1"),
        ({"materials": ["stone"]}, "spec.materials[0]: invalid enum value 'stone'"),
        ({"bridge": 1}, "unknown field 'bridge'; did you mean 'bridges'?"),
    ],
)
def test_refused_with_field_and_range(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError) as refused:
        spec(**changes)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "not a mapping" not in str(refused.value)


def test_own_blocks_are_built() -> None:
    """A tower of one's own is the scene; one too near to tipping is refused when it is simulated."""
    for x, stands in ((0.1, True), (0.4, False)):
        scene = scenes.draw_scene(spec(own_blocks=[block(1), block(2, x_m=x)]), rng_for(0, "own"))
        assert [b.x_m for b in scene.blocks] == [0.0, x]
        assert simulator.simulate(scene).stands is stands
    edge = scenes.draw_scene(spec(own_blocks=[block(1), block(2, x_m=0.25)]), rng_for(0, "own"))
    with pytest.raises(Reject, match="margin"):
        simulator.simulate(edge)


@pytest.mark.parametrize("rate", [1, 7, 60])
@pytest.mark.parametrize("gravity", [0.5, 30.0])
def test_ends_of_the_ranges_work(rate: int, gravity: float) -> None:
    made = spec(frame_rate_hz=rate, gravity_m_s2=gravity, seconds=20.0)
    seen = set()
    for k in range(6):
        try:
            outcome = simulator.simulate(scenes.draw_scene(made, rng_for(k, "ends")))
        except Reject:
            continue
        seen.add(outcome.stands)
        assert len(outcome.paths[0].x_m) <= 20 * rate + 1
    assert seen == {True, False}
