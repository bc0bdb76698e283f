"""What is special to pictures of towers: materials and paints can be told, marks sit on pixels, clips play true."""

from __future__ import annotations

import io
import itertools
import os
import subprocess
import sys
import time
from functools import cache
from hashlib import sha256
from typing import Any

import av
import cv2
import msgspec
import numpy as np
import pytest
from PIL import Image

from scenewright import tiles
from scenewright.audit.readers import tower as reader
from scenewright.renderers import block_finishes, tower_key, video
from scenewright.renderers import tower as pictures
from scenewright.renderers.base import Box, Rendering
from scenewright.renderers.blocks import Look, Solid, cast, draw, place, sprite
from scenewright.renderers.canvas import Canvas
from scenewright.renderers.tower_places import PLACES
from scenewright.renderers.tower_view import visible_share
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.tower import COLOURS, LEVELS, MATERIALS, Cover, Shot, Tower, draw_scene
from scenewright.simulators.tower import TowerOutcome, simulate

Made = tuple[Tower, TowerOutcome, pictures.TowerStyle]


@cache
def towers(seed: int = 1, count: int = 4) -> tuple[Made, ...]:
    """Accepted towers of every level with their outcomes and a style."""
    out: list[Made] = []
    for level, spec in enumerate(LEVELS):
        found = 0
        for i in itertools.count():
            try:
                scene = draw_scene(spec, rng_for(seed, "scene", level, i))
                outcome = simulate(scene)
            except Reject:
                continue
            out.append((scene, outcome, pictures.draw_style(rng_for(seed, "style", level, i))))
            found += 1
            if found == count:
                break
    return tuple(out)


def shown(scene: Tower, style: pictures.TowerStyle, **shot: Any) -> Rendering:
    """The same tower in another shot."""
    scene = msgspec.structs.replace(scene, shot=Shot(**shot))
    return pictures.render(scene, style, simulate(scene))


def fallen(count: int) -> list[Made]:
    return [made for made in towers() if not made[1].stands][:count]


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


def overlap(a: Box, b: Box) -> float:
    """Intersection over union."""
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(wide, 0.0) * max(high, 0.0)
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


# -- blocks ------------------------------------------------------------------------------------------------------------


def swatch(material: str, colour: str, finish: Any, seed: int = 0) -> np.ndarray:
    """RGB of the middle of a block."""
    canvas = Canvas(140, 100, "#e8ebee")
    corners = ((-50.0, -30.0), (50.0, -30.0), (50.0, 30.0), (-50.0, 30.0))
    look = Look(finish=finish, light_deg=-30.0, seed=seed)
    draw(canvas.skia, Solid(outline=corners, material=material, colour=COLOURS[colour]), look, 70, 50, 0)
    return canvas.pixels()[24:76, 24:116, :3].copy()


@pytest.mark.parametrize("finish", ["flat", "cartoon", "shaded", "rich"])
def test_paints_can_be_named_on_every_material(finish: str) -> None:
    """The mean colour of a block is nearest to its own paint."""

    def lab(rgb: np.ndarray) -> np.ndarray:
        return cv2.cvtColor(rgb.reshape(-1, 1, 3).astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3)

    paints = lab(np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in COLOURS.values()]))
    for material, (k, colour) in itertools.product(MATERIALS, enumerate(COLOURS)):
        mean = np.median(lab(swatch(material, colour, finish)), axis=0)
        far = np.linalg.norm((paints - mean) * (0.6, 1, 1), axis=1)
        assert int(far.argmin()) == k, (material, colour, list(COLOURS)[int(far.argmin())])


@pytest.mark.parametrize("finish", ["flat", "cartoon", "shaded", "rich"])
def test_materials_differ_in_every_finish(finish: str) -> None:
    for colour in COLOURS:
        seen = {m: swatch(m, colour, finish).astype(int) for m in MATERIALS}
        for a, b in itertools.combinations(MATERIALS, 2):
            assert (np.abs(seen[a] - seen[b]).max(axis=2) > 20).mean() > 0.06, (colour, a, b)


def test_light_stays_while_a_disc_turns() -> None:
    """The lit side of a disc is towards the light at every angle."""
    look = Look(finish="rich", light_deg=-60.0, seed=1)
    disc = sprite(Solid(outline=(), round_px=40.0, material="rubber", colour="#2f6fc4"), look)
    for angle in (0, 90, 180, 270):
        canvas = Canvas(100, 100, "#ffffff")
        cast(canvas.skia, disc, 50, 50, angle)
        place(canvas.skia, disc, 50, 50, angle)
        grey = canvas.pixels()[..., :3].mean(axis=2)
        assert grey[30:60, 18:40].mean() > grey[40:70, 60:82].mean() + 15


# -- stills ------------------------------------------------------------------------------------------------------------


def test_every_place_and_finish_draws_blocks_where_they_are_marked() -> None:
    """A reader of pixels finds the blocks of a paint that only one block has."""
    good = total = 0
    for k, (scene, outcome, style) in enumerate(towers()):
        scene = msgspec.structs.replace(scene, shot=Shot(), cover=None)
        style = msgspec.structs.replace(style, place=list(PLACES)[k % len(PLACES)])
        rendering = pictures.render(scene, style, outcome)
        found = reader.find_blocks(reader.picture(rendering.media[0].data))
        boxes = {m.id: m.box for m in rendering.marks if m.part == "block"}
        colours = [b.colour for b in scene.blocks]
        for block in scene.blocks:
            if colours.count(block.colour) == 1:
                total += 1
                box = reader.where(found, block.colour)
                good += box is not None and overlap(box, boxes[block.id]) > 0.75
    assert total >= 40
    assert good / total > 0.93, (good, total)


def test_the_start_tells_nothing_of_the_outcome() -> None:
    """The still of the start is drawn without it."""
    for scene, outcome, style in towers():
        canvas, _ = pictures.paint(scene, style)
        first = canvas.png()
        scene = msgspec.structs.replace(scene, shot=Shot())
        assert pictures.render(scene, style, outcome).media[0].data == first


def test_masks_agree_with_marks() -> None:
    for scene, _, style in towers()[::3]:
        for kind in ("start", "before_after", "strip", "video"):
            open_scene = msgspec.structs.replace(scene, cover=None)
            try:
                rendering = shown(open_scene, style, kind=kind, mask=True, seconds=2.0)
            except Reject:
                continue
            mask = rendering.media[-1]
            assert mask.role == "mask"
            numbers = pixels(mask.data)
            assert numbers.shape == (rendering.media[0].height_px, rendering.media[0].width_px)
            assert set(np.unique(numbers)) == set(range(len(scene.blocks) + 1))
            if kind == "strip":
                continue
            boxes = {m.id: m.box for m in rendering.marks if m.part == "block" and m.medium == 0}
            for i, box in reader.blocks_in_mask(mask.data).items():
                want = boxes[scene.blocks[i - 1].id]
                assert max(abs(a - b) for a, b in zip(box, want, strict=True)) <= 1.5, (kind, box, want)


def test_a_card_hides_what_it_covers() -> None:
    scene, outcome, style = towers()[8]
    block = scene.blocks[-1]
    scene = msgspec.structs.replace(scene, shot=Shot(), cover=None)
    plain = pixels(pictures.render(scene, style, outcome).media[0].data)
    left, right = block.x_m - block.width_m, block.x_m + block.width_m
    low, high = block.y_m - block.height_m, block.y_m + block.height_m
    cover = Cover(id="cover", left_m=left, bottom_m=max(low, 0.0), right_m=right, top_m=high)
    covered = msgspec.structs.replace(scene, cover=cover, hidden=(block.id,))
    rendering = pictures.render(covered, style, outcome)
    assert rendering.resolution.visible[block.id] == 0.0
    left_px, top_px, right_px, bottom_px = (round(v) for v in next(m.box for m in rendering.marks if m.id == block.id))
    inside = pixels(rendering.media[0].data)[top_px + 3 : bottom_px - 3, left_px + 3 : right_px - 3]
    assert np.ptp(inside.astype(int), axis=2).max() < 45, "pale all over: the card alone"
    assert np.ptp(plain[top_px:bottom_px, left_px:right_px].astype(int), axis=2).max() > 60


def test_share_that_a_card_leaves_visible() -> None:
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    assert visible_share(square, (5, -5, 20, 20)) == pytest.approx(0.5)
    assert visible_share(square, (-5, -5, 20, 20)) == pytest.approx(0.0)
    assert visible_share(square, (20, 0, 30, 10)) == 1.0
    assert visible_share(((0, 0), (10, 0), (0, 10)), (0, 0, 5, 10)) == pytest.approx(0.25)


def test_before_and_after() -> None:
    """What stands stays as it is, pixel for pixel; what falls is seen to have fallen."""
    for scene, outcome, style in towers():
        try:
            rendering = shown(scene, style, kind="before_after")
        except Reject:
            continue
        before, after = (reader.picture(m.data) for m in rendering.media)
        share = reader.changed_share(before, after)
        assert (share < 0.004) if outcome.stands else (share > 0.008), (outcome.stands, share)


def test_a_false_ending_is_not_the_true_one() -> None:
    compared = 0
    for scene, _, style in towers():
        try:
            true = shown(scene, style, kind="before_after")
            false = shown(scene, style, kind="before_after", swapped_ending=True)
        except Reject as reject:
            assert reject.reason in ("same_ending", "layout", "decoy")  # noqa: PT017
            continue
        ends = [{m.id: m.box for m in r.marks if m.part == "block" and m.medium == 1} for r in (true, false)]
        metre = [r.resolution.units_per_px["m"] for r in (true, false)]
        moved = [
            np.hypot(*(np.array(ends[0][b.id][i::2]).mean() * metre[0] - np.array(ends[1][b.id][i::2]).mean() * metre[1]
                       for i in (0, 1)))
            for b in scene.blocks
        ]  # fmt: skip
        assert max(moved) > 0.05
        compared += 1
    assert compared >= 8


def test_strip_panels_are_numbered_in_time() -> None:
    for scene, outcome, style in towers()[::4]:
        try:
            rendering = shown(scene, style, kind="strip")
        except Reject:
            continue
        panels = [m for m in rendering.marks if m.part == "panel"]
        assert [p.id for p in panels] == [f"panel-{i + 1}" for i in range(style.panels)]
        times = [float(p.text.removesuffix(" s")) for p in panels]
        assert times[0] == 0.0 and times == sorted(set(times))  # noqa: PT018
        assert times[-1] == pytest.approx(max(1.0, (len(outcome.paths[0].x_m) - 1) / outcome.frame_rate_hz), abs=0.03)
        for i, panel in enumerate(panels):
            for mark in rendering.marks:
                if mark.part == f"panel {i + 1}":
                    assert overlap(mark.box, panel.box) > 0
                    middle = ((mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2)
                    assert panel.box[0] <= middle[0] <= panel.box[2]
                    assert panel.box[1] <= middle[1] <= panel.box[3]


# -- the key -----------------------------------------------------------------------------------------------------------


def meets(a: Box, b: Box, gap: float) -> bool:
    """Whether two boxes come nearer than `gap`."""
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap


@pytest.mark.parametrize("kind", ["start", "before_after", "strip", "video"])
def test_a_key_of_all_materials_lies_apart_from_everything(kind: Any) -> None:
    """Once in each picture, never nearer than 5 px to a block at any moment, the flag or the card; of no paint."""
    drawn = 0
    for scene, _, style in (*towers(), *towers(5, 6)):
        style = msgspec.structs.replace(style, video=(320, 240))
        try:
            rendering = shown(scene, style, kind=kind, seconds=2.0)
        except Reject:
            continue
        drawn += 1
        for medium in range(1 + (kind == "before_after")):
            marks = [m for m in rendering.marks if m.medium == medium]
            key = next(m.box for m in marks if (m.id, m.part) == ("key", "legend"))
            entries = [m for m in marks if m.part == "legend_entry"]
            assert {m.text for m in entries} == set(MATERIALS)
            assert len(entries) == 4
            assert all(overlap(m.box, key) > 0 for m in entries)
            things = [m.box for m in marks if m.part in ("block", "flag", "card") or m.part.startswith("panel")]
            things += [box for track in rendering.tracks for box in track.boxes if any(box)]
            assert not any(meets(key, box, 5.0) for box in things)
            if kind != "video":
                left, top, right, bottom = (round(v) for v in key)
                rgb = reader.picture(rendering.media[medium].data)[top:bottom, left:right]
                assert kind == "strip" or style.key.ground != "card" or not reader.find_blocks(rgb)
    assert drawn >= 30


@pytest.mark.parametrize("finish", ["flat", "cartoon", "shaded", "rich"])
def test_swatches_are_no_paint(finish: str) -> None:
    """A reader of paints finds none in a grey block, and pairs of swatches differ."""
    canvas = Canvas(220, 60, "#fbfbf9")
    for k, material in enumerate(MATERIALS):
        canvas.skia.drawImage(tower_key._swatch(material, finish, -35.0, (30, 18)), 10 + 50 * k, 20)
    rgb = canvas.pixels()[..., :3]
    assert not reader.find_blocks(rgb)
    seen = [rgb[21:39, 11 + 50 * k : 41 + 50 * k].astype(int) for k in range(4)]
    for a, b in itertools.combinations(seen, 2):
        assert (np.abs(a - b).max(axis=2) > 24).mean() > 0.2


def test_steel_always_has_rivets() -> None:
    """Of 3 px or more where they fit, within the block and apart from each other."""
    for block in (
        Solid(outline=((-x, -y), (x, -y), (x, y), (-x, y)), material="steel", colour="#2f6fc4")
        for x, y in ((40.0, 4.0), (30.0, 6.0), (9.0, 9.0), (50.0, 50.0), (6.0, 40.0), (90.0, 16.0))
    ):
        size, places = block_finishes._rivet_places(block)
        assert len(places) >= (1 if min(block.extent[2:]) == max(block.extent[2:]) < 10 else 2)
        assert size >= min(3.0, block.thickness * 0.3)
        for x, y in places:
            assert abs(x) + size <= block.extent[2]
            assert abs(y) + size <= block.extent[3]
        for (ax, ay), (bx, by) in itertools.combinations(places, 2):
            assert np.hypot(ax - bx, ay - by) >= 2 * size


# -- clips -------------------------------------------------------------------------------------------------------------


def test_clips_play_the_trajectory() -> None:
    """A standing tower stands; of a falling one, the reader sees motion begin about when the first block moves."""
    for scene, outcome, style in towers()[::2]:
        try:
            rendering = shown(scene, style, kind="video", seconds=3.0, frame_rate_hz=24)
        except Reject:
            continue
        frames = reader.clip_frames(rendering.media[0].data)
        assert len(frames) == 72 == len(rendering.tracks[0].boxes)
        begins = reader.first_motion(frames)
        if outcome.stands:
            assert reader.first_motion(frames, 0.01) is None, "it settles by less than a pixel at most"
            continue
        assert begins is not None
        moved = min(e.time_s for e in outcome.events if e.kind == "moves")
        assert begins / 24 < moved + 0.5


def test_backwards_is_the_same_clip_reversed() -> None:
    for scene, _, style in fallen(3):
        forth = shown(scene, style, kind="video", seconds=2.0)
        back = shown(scene, style, kind="video", seconds=2.0, backwards=True)
        for a, b in zip(forth.tracks, back.tracks, strict=True):
            assert a.boxes == b.boxes[::-1]
        ours, theirs = (reader.clip_frames(r.media[0].data) for r in (forth, back))
        assert reader.changed_share(ours[0], theirs[-1], 40) < 0.01
        spans = [{m.id: (m.start_s, m.end_s) for m in r.marks if m.id.startswith("event-")} for r in (forth, back)]
        for id, (start, end) in spans[0].items():
            assert spans[1][id] == pytest.approx((2.0 - (end or 0.0), 2.0 - (start or 0.0)), abs=0.002)


def test_tracks_follow_the_pixels() -> None:
    """In each frame, a paint that one block alone has is where its track says."""
    good = total = 0
    for scene, _, style in fallen(6):
        style = msgspec.structs.replace(style, place="plain", video=(480, 360))
        try:
            rendering = shown(msgspec.structs.replace(scene, cover=None), style, kind="video", seconds=2.0)
        except Reject:
            continue
        frames = reader.clip_frames(rendering.media[0].data)
        colours = [b.colour for b in scene.blocks]
        for block, track in zip(scene.blocks, rendering.tracks, strict=True):
            if colours.count(block.colour) > 1 or block.colour in ("orange", "brown"):
                continue
            for i in range(0, 48, 6):
                box = reader.where(reader.find_blocks(frames[i]), block.colour)
                total += 1
                good += box is not None and overlap(box, track.boxes[i]) > 0.6
    assert total > 60
    assert good / total > 0.9, (good, total)


def test_same_bytes_in_fresh_processes() -> None:
    code = (
        "from tests.test_tower_pictures import *\n"
        "for scene, _, style in towers(2, 1)[1:4:2]:\n"
        "    for kind in ('start', 'strip', 'video'):\n"
        "        r = shown(scene, style, kind=kind, seconds=1.5, mask=True)\n"
        "        print([sha256(m.data).hexdigest() for m in r.media], sha256(repr(r.marks).encode()).hexdigest())\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != b""
    assert sha256(runs[0]).hexdigest()


def test_clips_are_made_ten_times_faster_than_they_play() -> None:
    """At 320 x 240 and 24 Hz, drawing and encoding together, in seconds of one core, at the best of some."""
    best = np.inf
    for scene, outcome, style in fallen(4):
        style = msgspec.structs.replace(style, video=(320, 240))
        scene = msgspec.structs.replace(scene, shot=Shot(kind="video", seconds=4.0))
        for _ in range(2):
            start = time.process_time()
            try:
                pictures.render(scene, style, outcome)
            except Reject:
                continue
            best = min(best, time.process_time() - start)
    assert best < 0.4


def test_missing_codec_says_so_and_stills_still_build(monkeypatch: pytest.MonkeyPatch) -> None:
    real = av.container.OutputContainer.add_stream

    class Container:
        """A container of a build without libx264."""

        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def __enter__(self) -> Container:
            return self

        def __exit__(self, *_: object) -> None:
            self.inner.close()

        def __getattr__(self, name: str) -> Any:
            return getattr(self.inner, name)

        def add_stream(self, name: str, **options: Any) -> Any:
            return real(self.inner, "no_such_codec", **options)

    opened = av.open
    monkeypatch.setattr(av, "open", lambda *a, **k: Container(opened(*a, **k)))
    scene, _, style = towers()[0]
    with pytest.raises(video.MissingCodec, match=r"no libx264.*pip install av") as raised:
        shown(scene, style, kind="video")
    assert "\n" not in str(raised.value)
    assert shown(scene, style, kind="start").media[0].kind == "image/png"


def test_contact_sheets_show_clips_and_pairs_of_pictures() -> None:
    """Four moments of a clip in two columns; two pictures side by side."""
    scene, _, style = fallen(1)[0]
    for kind, column, rows in (("video", "videos", 2), ("before_after", "images", 1)):
        media = shown(scene, style, kind=kind, seconds=2.0).media
        row: dict[str, Any] = {"images": [], "videos": [], "audios": []}
        row[column] = [{"bytes": m.data} for m in media]
        tile = tiles.picture_of(row)
        wide, high = media[0].width_px or 0, media[0].height_px or 0
        assert (tile.width(), tile.height()) == (2 * wide + 8, rows * high + 8 * (rows - 1))
        shot = tile.toarray()
        assert reader.changed_share(shot[:high, :wide, :3], shot[-high:, -wide:, :3]) > 0.005


def test_odd_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="even"):
        video.encode_mp4([], 321, 240, 24)
