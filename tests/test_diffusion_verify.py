"""The built-in verifier: true pictures pass; noise, blanks, mirrored and recoloured ones do not."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import cv2
import msgspec
import numpy as np
import pytest

from scenewright.renderers.base import Claim, Rendering, unverified
from scenewright.renderers.diffusion.best_of import best_of, share
from scenewright.renderers.diffusion.colour_names import classes
from scenewright.renderers.diffusion.repaint import decoded
from scenewright.renderers.diffusion.verify_marks import background_claims, kept_claims, likeness_claims
from scenewright.renderers.diffusion.verify_models import overlap, read_claims
from scenewright.renderers.diffusion.verify_shapes import verify_shapes
from scenewright.renderers.shapes import picture, render
from scenewright.scenes.shapes import COLOURS, Shapes
from tests.diffusion import drawn_shapes, noise

SCENES = 12


@cache
def cases() -> list[tuple[Shapes, Any, Rendering, np.ndarray]]:
    return [(s, st, r, decoded(r.media[0])) for level in range(5) for s, st, r in drawn_shapes(level, SCENES)]


def test_true_pictures_pass() -> None:
    held: Counter[str] = Counter()
    made: Counter[str] = Counter()
    whole = 0
    for scene, _, _, pixels in cases():
        claims = [c for c in verify_shapes(pixels, scene) if c.kind != "material"]
        whole += all(c.holds for c in claims)
        for claim in claims:
            made[claim.kind] += 1
            held[claim.kind] += claim.holds
    assert set(made) == {"exists", "colour", "shape", "texture", "count", "size_order", "relation"}
    for kind, n in made.items():
        assert held[kind] >= 0.96 * n, (kind, held[kind], n)
    assert sum(held.values()) >= 0.99 * sum(made.values())
    assert whole >= 0.75 * len(cases())


def test_true_pictures_pass_at_128_pixels() -> None:
    scenes = [(s, st) for level in (0, 1) for s, st, _ in drawn_shapes(level, SCENES, seed=1) if not s.veils]
    claims = [c for s, st in scenes for c in verify_shapes(picture(s, st, 128), s, finish=False)]
    assert share(claims) >= 0.97


@pytest.mark.parametrize("kind", ["noise", "blank", "mirrored", "upside down"])
def test_wrong_pictures_are_rejected(kind: str) -> None:
    shares = []
    for number, (scene, _, _, pixels) in enumerate(cases()):
        wrong = {
            "noise": lambda p: noise(p.shape, number),  # noqa: B023 - called at once
            "blank": lambda p: np.broadcast_to(np.median(p.reshape(-1, 3), 0).astype(np.uint8), p.shape).copy(),
            "mirrored": lambda p: np.ascontiguousarray(p[:, ::-1]),
            "upside down": lambda p: np.ascontiguousarray(p[::-1]),
        }[kind](pixels)
        claims = verify_shapes(wrong, scene)
        assert not all(c.holds for c in claims)
        exist = [c for c in claims if c.kind in ("exists", "colour")]
        assert kind not in ("noise", "blank") or not any(c.holds for c in exist)
        shares.append(share(claims))
    assert np.mean(shares) < 0.25


def test_two_swapped_colours_are_found() -> None:
    tried = 0
    for scene, style, _, _ in cases():
        first = scene.items[0]
        other = next((i for i in scene.items[1:] if i.colour != first.colour), None)
        if other is None or scene.veils or scene.pairs:
            continue
        colours = {first.id: other.colour, other.id: first.colour}
        items = tuple(msgspec.structs.replace(i, colour=colours.get(i.id, i.colour)) for i in scene.items)
        pixels = decoded(render(msgspec.structs.replace(scene, items=items), style).media[0])
        failed = {id for c in verify_shapes(pixels, scene) if c.kind == "colour" and not c.holds for id in c.things}
        assert {first.id, other.id} <= failed
        assert len(failed) <= 3
        tried += 1
    assert tried >= 10


def test_one_thing_too_many_or_too_few_is_counted() -> None:
    tried = 0
    for scene, style, _, pixels in cases():
        if len(scene.items) < 3 or scene.pairs or scene.veils:
            continue
        fewer = msgspec.structs.replace(scene, items=scene.items[1:])
        more = [c for c in verify_shapes(pixels, fewer, finish=False) if c.kind == "count"]
        less = [c for c in verify_shapes(decoded(render(fewer, style).media[0]), scene) if c.kind == "count"]
        assert not less[0].holds
        tried += not more[0].holds
    assert tried >= 8


def test_a_moved_thing_is_found() -> None:
    scene, style, _, _ = next(c for c in cases() if len(c[0].items) == 2 and not c[0].veils)
    a, b = scene.items
    moved = tuple(msgspec.structs.replace(i, x=o.x, y=o.y) for i, o in ((a, b), (b, a)))
    pixels = decoded(render(msgspec.structs.replace(scene, items=moved), style).media[0])
    assert set(unverified(verify_shapes(pixels, scene))) == {a.id, b.id}


def test_colours_by_name() -> None:
    from scenewright.renderers.shapes_paint import CHALK, MUTED, VIVID

    for palette in (VIVID, MUTED, CHALK):
        for name, colour in palette.items():
            pixel = np.array([[[int(colour[i : i + 2], 16) for i in (1, 3, 5)]]], np.uint8)
            assert COLOURS[int(classes(pixel)[0, 0])] == name


# -- marks alone -------------------------------------------------------------------------------------------------------


def board() -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """A red square on pale ground, the mask of what is kept, and of the square."""
    drawn = np.full((120, 160, 3), (235, 232, 225), np.uint8)
    drawn[40:80, 50:90] = (200, 30, 30)
    mask = np.zeros((120, 160), bool)
    mask[40:80, 50:90] = True
    keep = cv2.dilate(mask.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    return drawn, keep, {"square": mask}


def test_a_calm_background_passes_and_a_double_does_not() -> None:
    drawn, keep, parts = board()
    calm = np.where(keep[..., None], drawn, np.uint8(150))
    assert all(c.holds for c in background_claims(drawn, calm, keep, parts))
    assert all(c.holds for c in kept_claims(drawn, calm, keep, parts))
    double = calm.copy()
    double[90:115, 110:150] = (203, 33, 28)
    failed = [c for c in background_claims(drawn, double, keep, parts) if not c.holds]
    assert [c.expected for c in failed] == ["nothing alike", "nothing that stands out"]
    other = calm.copy()
    other[90:115, 110:150] = (30, 60, 190)
    failed = [c for c in background_claims(drawn, other, keep, parts) if not c.holds]
    assert [c.expected for c in failed] == ["nothing that stands out"]
    fading = np.where(keep[..., None], drawn, np.linspace(120, 200, 120)[:, None, None].astype(np.uint8))
    assert all(c.holds for c in background_claims(drawn, fading, keep, parts))
    busy = np.where(keep[..., None], drawn, noise(drawn.shape))
    assert "busy" in [c.found for c in background_claims(drawn, busy, keep, parts)]
    touched = calm.copy()
    touched[60, 60] += 1
    assert not kept_claims(drawn, touched, keep, parts)[0].holds


def test_likeness_sees_colour_and_form() -> None:
    drawn, _, parts = board()
    shaded = np.clip(drawn.astype(int) + 8, 0, 255).astype(np.uint8)
    assert all(c.holds for c in likeness_claims(drawn, shaded, parts))
    green = np.where(parts["square"][..., None], np.array([30, 160, 60], np.uint8), drawn)
    assert {c.kind: c.holds for c in likeness_claims(drawn, green, parts)} == {"colour": False, "shape": True}
    assert not any(c.holds for c in likeness_claims(drawn, noise(drawn.shape), parts) if c.kind == "shape")


def test_lettering_is_read() -> None:
    pixels = np.zeros((40, 100, 3), np.uint8)
    words = {"title": ("Total 3,340", (5.0, 5.0, 80.0, 20.0))}
    assert [c.holds for c in read_claims(pixels, words, lambda _: "total 3,340 ", "reader")] == [True]
    assert [c.holds for c in read_claims(pixels, words, lambda _: "Total 9,180", "reader")] == [False]


def test_overlap() -> None:
    assert overlap((0, 0, 2, 2), (1, 0, 3, 2)) == pytest.approx(1 / 3)
    assert overlap((0, 0, 1, 1), (2, 2, 3, 3)) == 0


# -- the best of several -----------------------------------------------------------------------------------------------


def one(holds: bool, score: float = 0.5) -> Claim:
    return Claim(kind="exists", things=("a",), expected="", found="", score=score, checker="test", holds=holds)


def test_the_most_claims_win_then_the_ranker_then_the_scores_then_the_first() -> None:
    claims = {"none": (one(False), one(False)), "half": (one(True), one(False)), "also": (one(True, 0.9), one(False))}
    best = best_of(["none", "half", "also"], claims.__getitem__)
    assert (best.medium, best.tries, best.share) == ("also", 3, 0.5)
    best = best_of(
        ["none", "half", "also"], claims.__getitem__, lambda media: [2.0 if m == "half" else 1 for m in media]
    )
    assert best.medium == "half"
    assert best_of(["half", "half"], claims.__getitem__, tries=4)[2:] == (4, 0)
    assert best_of(["x"], lambda _: ()).share == 1.0
