"""What is special to sliding pieces: closed forms, labels that hold, bad input, and clips that can be read back."""

from __future__ import annotations

import io
import math
from typing import Any

import msgspec
import numpy as np
import pytest
from PIL import Image

from scenewright.audit.readers.collisions import centre_of, frames, runs_backwards
from scenewright.renderers.collisions import draw_style, render, schedule
from scenewright.sample import Maker
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.collisions import (
    LEVELS,
    MATERIALS,
    SIDES,
    Arrow,
    Collisions,
    CollisionsSpec,
    Piece,
    Rim,
    Shot,
    Table,
    draw_scene,
    name,
)
from scenewright.simulators.collisions import labels, relabel, simulate, verdict
from scenewright.simulators.table_exact import Glide
from scenewright.simulators.table_run import Remove, apply, run, setup_of


def puck(id: int, x: float, y: float, speed: float = 0.0, heading: float = 0.0, **changes: Any) -> Piece:
    colour = ("red", "blue", "green", "yellow")[id - 1]
    piece = Piece(
        id=f"piece-{id}",
        colour=colour,  # type: ignore[arg-type]
        shape="puck",
        material="steel",
        size="medium",
        width_m=0.18,
        height_m=0.18,
        mass_kg=2.0,
        x_m=x,
        y_m=y,
        arrow=Arrow(id=f"arrow-{id}", speed_m_s=speed, heading_deg=heading) if speed else None,
    )
    return msgspec.structs.replace(piece, **changes)


def table(*pieces: Piece, slowing: float = 0.6, open_sides: tuple[str, ...] = (), kind: Any = "start") -> Collisions:
    return Collisions(
        table=Table(id="table", width_m=2.2, height_m=1.3, surface="laminate", slowing_m_s2=slowing),
        rims=tuple(Rim(id=f"side-{s}", side=s, wall=s not in open_sides) for s in SIDES),
        pieces=pieces,
        shot=Shot(kind=kind),
    )


@pytest.mark.parametrize("speed", [0.5, 0.9, 1.3])
def test_free_piece_slows_uniformly_and_stops(speed: float) -> None:
    """Stopping way v^2/2a and time v/a, from the equations of uniform deceleration."""
    found = run(setup_of(table(puck(1, 0.3, 0.65, speed))))
    assert found.ends["piece-1"][0] - 0.3 == pytest.approx(speed**2 / 1.2, abs=0.004)
    assert found.duration_s == pytest.approx(speed / 0.6, abs=0.09)
    assert found.energy_j[0] == pytest.approx(speed**2)
    half = found.paths["piece-1"][round(speed / 1.2 * 24)]
    t = round(speed / 1.2 * 24) / 24
    assert half[0] - 0.3 == pytest.approx(speed * t - 0.3 * t * t, abs=0.004)


@pytest.mark.parametrize(("m1", "m2", "material"), [(2.0, 2.0, "steel"), (1.0, 3.0, "wood"), (4.0, 0.5, "rubber")])
def test_head_on_hit_follows_newton_and_keeps_momentum(m1: float, m2: float, material: str) -> None:
    """v1' = v (m1 - e m2)/(m1 + m2), v2' = v m1 (1 + e)/(m1 + m2), measured by how far both slide afterwards."""
    changes: dict[str, Any] = {"material": material}
    scene = table(
        puck(1, 0.5, 0.65, 1.0, mass_kg=m1, **changes), puck(2, 0.9, 0.65, mass_kg=m2, **changes), slowing=0.9
    )
    found = run(setup_of(scene), 4)
    v = math.sqrt(1.0 - 2 * 0.9 * 0.22)
    e = MATERIALS[material].elasticity ** 2  # type: ignore[index]
    one, two = v * (m1 - e * m2) / (m1 + m2), v * m1 * (1 + e) / (m1 + m2)
    assert m1 * one + m2 * two == pytest.approx(m1 * v)
    assert found.ends["piece-2"][0] == pytest.approx(0.9 + two * two / 1.8, rel=0.02)
    assert found.ends["piece-1"][0] == pytest.approx(0.72 + math.copysign(one * one / 1.8, one), abs=0.02)


def test_glancing_hit_sends_the_pieces_apart_at_the_line_of_centres() -> None:
    """Without friction between them, the struck puck leaves along the line that joins the centres."""
    offset = 0.09
    found = run(setup_of(table(puck(1, 0.5, 0.6, 1.2), puck(2, 1.0, 0.6 + offset), slowing=0.9)), 4)
    x, y = found.ends["piece-2"]
    assert math.degrees(math.atan2(y - 0.6 - offset, x - 1.0)) == pytest.approx(30.0, abs=1.0)


def test_walls_bounce_and_edges_let_go() -> None:
    scene = table(puck(1, 1.6, 0.65, 1.4))
    closed, opened = simulate(scene), simulate(table(puck(1, 1.6, 0.65, 1.4), open_sides=("right",)))
    assert closed.fates[0].first_wall == "right"
    assert closed.fates[0].stays
    assert (opened.fates[0].over, opened.fates[0].stays) == ("right", False)
    assert opened.events[-1].kind == "leaves"
    assert len(opened.paths[0].x_m) < round(opened.duration_s * 24) + 1


def test_chain_is_found_and_undone_by_removing_a_link() -> None:
    scene = table(puck(1, 0.3, 0.65, 1.5), puck(2, 0.8, 0.65), puck(3, 1.2, 0.65), slowing=0.6)
    outcome = simulate(scene)
    assert [f.moved_by for f in outcome.fates] == ["", "piece-1", "piece-2"]
    assert outcome.order == ("meeting-piece-1-piece-2",)
    assert verdict(scene, Remove(piece="piece-1"))["moved", "piece-3"] is False
    assert verdict(scene, Remove(piece="piece-2"))["first_hit", "piece-1"] == "piece-3"


def test_near_misses_and_grazes_are_not_sure() -> None:
    def sure(offset: float) -> bool | None:
        return simulate(table(puck(1, 0.4, 0.5, 1.0), puck(2, 0.9, 0.5 + offset))).meetings[0].hit

    assert [sure(0.05), sure(0.179), sure(0.181), sure(0.26)] == [True, None, None, False]


def test_labels_hold_under_fresh_disturbances() -> None:
    """Sure facts are the same in 10 fresh runs each (half a pixel and what goes with it), and at finer steps."""
    checked = 0
    for i in range(20):
        scene = draw_scene(LEVELS[i % 5], rng_for(i, "labels hold"))
        own = labels(simulate(scene))
        for finer, jitter in ((2, 0), (4, 0), *((1, 1000 + k) for k in range(10))):
            theirs = relabel(scene, finer, jitter)
            for key, value in own.items():
                if theirs[key] is not None:
                    assert theirs[key] == value, (i, key)
                    checked += 1
    assert checked > 4000


def test_both_simulations_agree_on_a_free_slide_and_a_hit() -> None:
    """The exact run is within 4 mm of the stepped one at four times the step, boxes and walls included."""
    box = puck(3, 1.3, 0.75, shape="box", width_m=0.2, height_m=0.14, angle_deg=20.0, colour="green")
    for scene in (
        table(puck(1, 0.3, 0.65, 0.9)),
        table(puck(1, 0.4, 0.6, 1.2), puck(2, 0.9, 0.66), slowing=0.9),
        table(puck(1, 0.4, 0.7, 1.5), box, slowing=0.9),
        table(puck(1, 1.6, 0.65, 1.6, 40), slowing=0.9),
    ):
        setup = setup_of(scene)
        stepped, exact = run(setup, 4), Glide(setup)
        assert [(c.piece, c.other) for c in stepped.contacts] == [(c.piece, c.other) for c in exact.contacts]
        for id, end in stepped.ends.items():
            assert math.dist(end, exact.trails[id].ends()[-1]) < 0.004
            times = np.arange(len(stepped.paths[id])) / setup.frame_rate_hz
            assert np.abs(exact.trails[id].at(times) - np.array(stepped.paths[id])[:, :2]).max() < 0.006


def test_exact_hits_keep_momentum_and_lose_the_energy_of_newtons_law() -> None:
    """1 m/s head on, so late that nothing slows: m1 v1 + m2 v2 is kept, and v2 - v1 = e v."""
    scene = table(puck(1, 0.9, 0.65, 1.0, mass_kg=1.5), puck(2, 1.081, 0.65, mass_kg=2.5), slowing=0.6)
    one, two = (Glide(setup_of(scene)).trails[f"piece-{k}"].stretches[1][3] for k in (1, 2))
    before = math.sqrt(1.0 - 2 * 0.6 * 0.001)
    assert 1.5 * one + 2.5 * two == pytest.approx(1.5 * before, rel=1e-4)
    assert two - one == pytest.approx(MATERIALS["steel"].elasticity ** 2 * before, rel=1e-4)


def test_runs_are_repeatable() -> None:
    setup = setup_of(draw_scene(LEVELS[4], rng_for(3, "repeat")))
    assert run(setup) == run(setup)
    assert run(apply(setup, Remove(piece="piece-1"))).paths.keys() == {p.id for p in setup.pieces[1:]}


@pytest.mark.parametrize("level", range(5))
def test_every_piece_has_a_name_of_its_own(level: int) -> None:
    for seed in range(60):
        scene = draw_scene(LEVELS[level], rng_for(seed, "names"))
        names = [name(scene, p) for p in scene.pieces]
        assert len(set(names)) == len(names)


def test_a_coloured_puck_is_read_back_from_pixels() -> None:
    read = 0
    for seed in range(12):
        scene = table(puck(1, 0.5 + 0.08 * seed, 0.4), puck(2, 1.8, 1.0, 0.5, 180, material="wood"))
        rng = rng_for(seed, "read back")
        style = draw_style(rng)
        rendering = render(scene, style, simulate(scene))
        mark = next(m for m in rendering.marks if m.id == "piece-1")
        left, top, right, bottom = mark.box
        around = (max(0, left - 12), max(0, top - 12), right + 12, bottom + 12)
        rgb = np.asarray(Image.open(io.BytesIO(rendering.media[0].data)))
        found = centre_of(rgb, around)
        if found is None or style.table.look.finish in ("rich", "shaded"):
            continue  # gradients fade the colour towards an edge
        read += 1
        assert math.dist(found, ((left + right) / 2, (top + bottom) / 2)) < 5
    assert read >= 2


def test_direction_of_time_is_read_from_the_clip_alone() -> None:
    right = wrong = 0
    for seed in range(10):
        scene = table(puck(1, 0.4, 0.65, 1.0 + 0.03 * seed), puck(2, 1.2, 0.9), kind="video")
        scene = msgspec.structs.replace(scene, shot=Shot(kind="video", backwards=bool(seed % 2)))
        rendering = render(scene, draw_style(rng_for(seed, "time")), simulate(scene))
        found = runs_backwards(rendering.media[0].data)
        right += found is scene.shot.backwards
        wrong += found is (not scene.shot.backwards)
    assert right >= 7
    assert wrong == 0


def test_clips_show_the_colours_of_stills() -> None:
    """A red puck on ice is red in the first frame too: channels are not swapped."""
    scene = table(puck(1, 0.4, 0.65, 1.2), puck(2, 1.4, 0.65), kind="video")
    rendering = render(scene, draw_style(rng_for(2, "colours")), simulate(scene))
    x0, y0, x1, y1 = (round(v) for v in rendering.tracks[0].boxes[0])
    red, _, blue = frames(rendering.media[0].data)[0][y0:y1, x0:x1].astype(float).mean((0, 1))
    assert red > blue + 30


def test_tracks_follow_the_paths_and_events_the_clock() -> None:
    scene = table(puck(1, 0.4, 0.65, 1.2), puck(2, 1.0, 0.65), kind="video")
    outcome = simulate(scene)
    rendering = render(scene, draw_style(rng_for(5, "tracks")), outcome)
    order = schedule(scene, outcome)
    boxes = next(t for t in rendering.tracks if t.id == "piece-1").boxes
    assert len(boxes) == len(order) == round((rendering.media[0].duration_s or 0) * 24)
    xs = [(b[0] + b[2]) / 2 for b in boxes]
    assert xs == sorted(xs) or max(xs) - xs[-1] < 3
    hit = next(m for m in rendering.marks if m.part == "hits")
    a, b = (next(t for t in rendering.tracks if t.id == id).boxes for id in ("piece-1", "piece-2"))
    middle = round(((hit.start_s or 0) + (hit.end_s or 0)) / 2 * 24)
    assert abs(a[middle][2] - b[middle][0]) < 8, "they touch in the middle of the marked span"


def test_a_sheet_hides_piece_and_arrow_in_the_pixels() -> None:
    maker = Maker.of("collisions", 2, 0)
    for index in (8, 18, 28):
        _, spoiled = maker.make_with_twin(index)
        sheet = next(m for m in spoiled.marks if m.id == "sheet")
        assert spoiled.scene.hidden
        for mark in spoiled.marks:
            if mark.id in spoiled.scene.hidden:
                assert sheet.box[0] <= mark.box[0] + 2
                assert mark.box[2] - 2 <= sheet.box[2]
                assert sheet.box[1] <= mark.box[1] + 2
                assert mark.box[3] - 2 <= sheet.box[3]


OWN = [msgspec.to_builtins(p) for p in (puck(1, 0.5, 0.5, 1.0), puck(2, 1.2, 0.7))]


def own(**changes: Any) -> dict[str, Any]:
    return {"own_pieces": [OWN[0] | changes, OWN[1]]}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"pieces_max": 10}, "pieces_max"),
        ({"pieces_min": 5, "pieces_max": 4}, "pieces_min"),
        ({"pieces_min": 2, "moving_min": 3, "moving_max": 4}, "moving_min"),
        ({"frame_rate_hz": 0}, "frame_rate_hz"),
        ({"frame_rate_hz": 61}, "frame_rate_hz"),
        ({"open_sides_max": 5}, "open_sides_max"),
        ({"shots": []}, "shots"),
        ({"shots": ["hologram"]}, "shots"),
        ({"sheets": 1.5}, "sheets"),
        (own(mass_kg=0), "mass_kg"),
        (own(mass_kg=-1), "mass_kg"),
        (own(width_m=3.0, height_m=3.0), "width_m"),
        (own(x_m=1.1, y_m=0.7), "overlap"),
        (own(x_m=2.2), "x_m"),
        (own(y_m=-1.0), "y_m"),
        (own(height_m=0.3), "height_m"),
        (own(id="piece-2"), "used once"),
        (own(colour="blue"), "look alike"),
        (own(colour="beige"), "colour"),
        ({"own_pieces": OWN[:1]}, "2 to 9"),
        ({"own_pieces": OWN * 5000}, "own_pieces"),
    ],
)
def test_impossible_specs_are_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=says):
        msgspec.convert(msgspec.to_builtins(LEVELS[1]) | changes, CollisionsSpec)


def test_own_pieces_make_a_sample() -> None:
    spec = msgspec.convert(msgspec.to_builtins(LEVELS[1]) | {"own_pieces": OWN, "shots": ["start"]}, CollisionsSpec)
    sample = Maker.of("collisions", 1, 0, spec, questions=3).make(0)
    assert len(sample.scene.pieces) == 2  # type: ignore[attr-defined]


def test_what_never_settles_is_rejected() -> None:
    with pytest.raises(Reject, match="unsettled"):
        run(setup_of(table(puck(1, 0.4, 0.6, 1.5, 30), slowing=0.01)))
