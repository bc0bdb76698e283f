"""What is special to clocks: hands where they should be in the pixels, and sheets that hide what they must."""

from __future__ import annotations

import io
import math

import msgspec
import numpy as np
import pytest
from PIL import Image

from scenewright.renderers.clock import draw_style, render
from scenewright.renderers.dials import dial_point
from scenewright.sample import Maker
from scenewright.scenes.base import rng_for
from scenewright.scenes.clock import LEVELS, Clocks, ClockSpec, Face, Part, gap_deg


def analogue(hour: int, minute: int, numerals: str = "ticks", **changes: object) -> Clocks:
    face = Face(
        id="clock_1",
        name="",
        kind="analogue",
        numerals=numerals,  # type: ignore[arg-type]
        hour=Part(id="clock_1.hour", value=hour),
        minute=Part(id="clock_1.minute", value=minute),
        second=None,
    )
    return Clocks(arrangement="single", faces=(msgspec.structs.replace(face, **changes),))


def ring(pixels: np.ndarray, centre: tuple[float, float], radius: float) -> np.ndarray:
    """Colours around a circle, one sample for each tenth of a degree clockwise from the top."""
    a = np.radians(np.arange(3600) / 10)
    x = np.clip(np.round(centre[0] + radius * np.sin(a)).astype(int), 0, pixels.shape[1] - 1)
    y = np.clip(np.round(centre[1] - radius * np.cos(a)).astype(int), 0, pixels.shape[0] - 1)
    return pixels[y, x].astype(float)


def hands_on_ring(colours: np.ndarray, ink: str) -> list[float]:
    """Middles, in degrees, of the runs that are nearer to the ink than to the dial."""
    rgb = np.array([int(ink[i : i + 2], 16) for i in (1, 3, 5)], float)
    dark = np.abs(colours - rgb).sum(1) < np.abs(colours - np.median(colours, 0)).sum(1)
    start = int(np.argmin(dark))
    rolled = np.roll(dark, -start)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rolled.astype(int), [0]])))
    return [((a + b - 1) / 2 + start) / 10 % 360 for a, b in edges.reshape(-1, 2) if b - a >= 5]


@pytest.mark.parametrize("seed", range(40))
def test_hands_are_read_back_from_pixels(seed: int) -> None:
    rng = rng_for(seed, "hands")
    hour, minute = 1 + int(rng.random() * 12), int(rng.random() * 60)
    scene = analogue(hour, minute)
    face = scene.faces[0]
    if gap_deg(face.hour_angle, face.minute_angle) < 15:
        pytest.skip("the hands lie over each other on the inner ring")
    style = draw_style(rng)
    rendering = render(scene, style)
    pixels = np.asarray(Image.open(io.BytesIO(rendering.media[0].data)))
    mark = next(m for m in rendering.marks if m.id == "clock_1" and m.part == "face")
    centre = ((mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2)
    radius = (mark.box[2] - mark.box[0]) / 2.2
    outer = hands_on_ring(ring(pixels, centre, radius * 0.66), style.dial.ink)
    assert len(outer) == 1
    assert gap_deg(outer[0], minute * 6) < 1.0
    inner = hands_on_ring(ring(pixels, centre, radius * 0.4), style.dial.ink)
    assert len(inner) == 2
    assert min(gap_deg(a, (hour % 12 + minute / 60) * 30) for a in inner) < 1.5


def test_mirrored_dials_swap_left_and_right() -> None:
    face = analogue(3, 0, "arabic", mirrored=True).faces[0]
    assert dial_point(face, (0, 0), 100, 90, 1)[0] == pytest.approx(-100)
    turned = analogue(3, 0, "arabic", rotation_deg=90.0).faces[0]
    assert dial_point(turned, (0, 0), 100, 0, 1) == pytest.approx((100, 0), abs=1e-9)


def test_hidden_hour_hand_lies_below_the_sheet() -> None:
    maker = Maker.of("clock", 1, 0)
    seen = 0
    for index in range(8, 400, 10):
        good, spoiled = maker.make_with_twin(index)
        face = spoiled.scene.faces[0]  # type: ignore[attr-defined]
        if not face.analogue:
            continue
        seen += 1
        pixels = [np.asarray(Image.open(io.BytesIO(s.media[0].data))).astype(int) for s in (good, spoiled)]
        hand = next(m for m in spoiled.marks if m.id == face.hour.id)
        (x0, y0), (x1, y1) = hand.polygon
        for share in (0.35, 0.6, 0.9):
            x, y = round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share)
            red, green, blue = pixels[1][y, x]
            assert min(red, green) > 190, "paper, not hand"
            assert red > blue, "paper, not hand"
        minute = next(m for m in spoiled.marks if m.id == face.minute.id)
        (x0, y0), (x1, y1) = minute.polygon
        x, y = round(x0 + (x1 - x0) * 0.85), round(y0 + (y1 - y0) * 0.85)
        assert np.abs(pixels[0][y, x] - pixels[1][y, x]).max() <= 2, "the minute hand is left in sight"
    assert seen > 5


def test_hour_hand_moves_with_the_minutes() -> None:
    face = analogue(9, 30).faces[0]
    assert face.hour_angle == 285.0
    assert face.minute_angle == 180.0
    assert math.isclose(analogue(12, 0).faces[0].hour_angle, 0.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"clocks_max": 7},
        {"clocks_min": 4, "clocks_max": 3},
        {"clocks_min": 0},
        {"kinds": []},
        {"kinds": ["sundial"]},
        {"minute_step": 0},
        {"share": {"second": 2}},
    ],
)
def test_impossible_specs_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(msgspec.to_builtins(LEVELS[1]) | changes, ClockSpec)
