"""Effects: marks move with the pixels, text stays legible, what is lost is named, and the same draw gives the same."""

from __future__ import annotations

import sys
from typing import Any

import cv2
import msgspec
import numpy as np
import pytest

from scenewright.errors import UserError
from scenewright.families import family
from scenewright.plan import Plan
from scenewright.renderers import effects as module
from scenewright.renderers.base import Mark, Media, Rendering, Resolution
from scenewright.renderers.effects import KINDS, Effects, Kind, apply
from scenewright.renderers.png import encode_png
from scenewright.sample import Maker
from scenewright.scenes.base import Reject, rng_for
from scenewright.snapshots.metrics import pixels_of


def drawn(name: str, index: int = 0, level: int = 1) -> Rendering:
    sample = Maker.of(name, level, 3).make(index)
    kind = family(name)
    return kind.render(sample.scene, sample.style, sample.outcome) if kind.simulate else kind.render(
        sample.scene, sample.style)  # fmt: skip


def squares() -> Rendering:
    """Four squares of pure colours, far apart, with marks and a mask."""
    picture = np.full((300, 400, 4), 255, np.uint8)
    mask = np.zeros((300, 400), np.uint8)
    marks = []
    for i, (x, y, colour) in enumerate([(40, 30, (255, 0, 0)), (320, 40, (0, 160, 0)), (60, 220, (0, 0, 255)),
                                        (300, 230, (200, 0, 200))]):  # fmt: skip
        picture[y : y + 40, x : x + 40, :3] = colour
        mask[y : y + 40, x : x + 40] = i + 1
        marks.append(Mark(id=f"square{i}", part="square", box=(x, y, x + 40, y + 40)))
    _, coded = cv2.imencode(".png", mask)
    media = (
        Media(kind="image/png", data=encode_png(picture), width_px=400, height_px=300),
        Media(kind="image/png", data=coded.tobytes(), width_px=400, height_px=300, role="mask"),
    )
    return Rendering(media=media, marks=tuple(marks), resolution=Resolution(units_per_px={"value": 2.0}))


@pytest.mark.parametrize("kind", ["perspective", "scan"])
@pytest.mark.parametrize("seed", range(6))
def test_marks_and_masks_move_with_the_pixels(kind: Kind, seed: int) -> None:
    before = squares()
    after = apply(before, Effects(level=3, kinds=(kind,)), rng_for(seed, "bend"))
    picture = pixels_of(after.media[0])[..., :3].astype(int)
    assert picture.shape[1::-1] == (after.media[0].width_px, after.media[0].height_px)
    mask = cv2.imdecode(np.frombuffer(after.media[1].data, np.uint8), cv2.IMREAD_UNCHANGED)
    assert mask.shape == picture.shape[:2]
    moved = 0.0
    for i, mark in enumerate(after.marks):
        channel = (0, 1, 2, (0, 2))[i]
        strong = picture[..., channel].min(axis=-1) if i == 3 else picture[..., channel]
        others = [c for c in range(3) if c not in (channel if i == 3 else (channel,))]
        found = (strong > 90) & (picture[..., others].max(axis=-1) < 70)
        count, _, stats, centres = cv2.connectedComponentsWithStats(found.astype(np.uint8))
        best = max(range(1, count), key=lambda k: stats[k, cv2.CC_STAT_AREA])
        x, y = (sum(p[a] for p in mark.polygon) / 4 for a in (0, 1))
        assert np.hypot(centres[best][0] + 0.5 - x, centres[best][1] + 0.5 - y) < 1.5
        left, top, width, height = (int(v) for v in stats[best, :4])
        assert np.abs(np.array(mark.box) - (left, top, left + width, top + height)).max() < 3.0
        held = np.argwhere(mask == i + 1).mean(axis=0)[::-1] + 0.5
        assert np.hypot(held[0] - x, held[1] - y) < 1.5
        old = before.marks[i].box
        moved += np.hypot(x - (old[0] + old[2]) / 2, y - (old[1] + old[3]) / 2)
    assert moved > 1, "nothing moved"
    assert after.resolution.bent


@pytest.mark.parametrize("kind", KINDS)
def test_each_effect_changes_the_picture_and_is_repeatable(kind: Kind) -> None:
    before = drawn("bar_chart")
    first, again = (apply(before, Effects(level=3, kinds=(kind,)), rng_for(4, kind)) for _ in range(2))
    assert first.media[0].data == again.media[0].data != before.media[0].data
    assert first.media[0].kind == ("image/jpeg" if kind == "jpeg" else "image/png")
    other = apply(before, Effects(level=3, kinds=(kind,)), rng_for(5, kind))
    assert other.media[0].data != first.media[0].data
    assert [mark.id for mark in first.marks] == [mark.id for mark in before.marks]
    for mark in first.marks:
        left, top, right, bottom = mark.box
        assert 0 <= left <= right <= first.media[0].width_px
        assert 0 <= top <= bottom <= first.media[0].height_px


def test_blur_makes_readings_coarser() -> None:
    before = drawn("bar_chart", 2)
    after = apply(before, Effects(level=2, kinds=("blur",)), rng_for(1, "blur"))
    assert after.resolution.units_per_px["value"] > before.resolution.units_per_px["value"]
    assert not after.resolution.bent


def with_text(contrast: int) -> Rendering:
    picture = np.full((120, 300, 4), 200, np.uint8)
    bgr = np.ascontiguousarray(picture[..., :3])
    cv2.putText(bgr, "legible", (40, 60), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (200 - contrast,) * 3, 1, cv2.LINE_AA)
    picture[..., :3] = bgr
    mark = Mark(id="title", part="title", box=(40, 46, 100, 64), text="legible")
    return Rendering(
        media=(Media(kind="image/png", data=encode_png(picture), width_px=300, height_px=120),),
        marks=(mark,),
        resolution=Resolution(),
    )


def test_text_that_would_be_lost_gets_a_milder_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Faint letters in strong noise: the same draw is tried again, weaker; where that is forbidden, it is refused."""
    strong, faint = with_text(190), with_text(30)
    effects = Effects(level=3, kinds=("noise", "blur", "low_light"))

    def noise(rendering: Rendering) -> float:
        found = pixels_of(apply(rendering, effects, rng_for(3, "text")).media[0])[80:, :, :3].astype(float)
        return float(found.std())

    assert noise(faint) < 0.7 * noise(strong)
    monkeypatch.setattr(module, "TRIES", 1)
    apply(strong, effects, rng_for(3, "text"))
    with pytest.raises(Reject, match="effects"):
        apply(faint, effects, rng_for(3, "text"))


def test_things_that_are_lost_are_named_and_not_asked_about() -> None:
    """A hairline that noise swallows: no question may rest on it."""
    picture = np.full((200, 200, 4), 128, np.uint8)
    picture[100:140, 100:140, :3] = (255, 40, 40)
    picture[50, 20:60, :3] = 142
    marks = (
        Mark(id="faint", part="line", box=(20, 49, 60, 52)),
        Mark(id="plain", part="box", box=(100, 100, 140, 140)),
    )
    rendering = Rendering(
        media=(Media(kind="image/png", data=encode_png(picture), width_px=200, height_px=200),),
        marks=marks,
        resolution=Resolution(printed=("faint", "plain")),
    )
    after = apply(rendering, Effects(level=3, kinds=("noise",)), rng_for(0, "lost"))
    assert after.resolution.unverified == ("faint",)
    assert after.resolution.printed == ("plain",)
    picture[50, 20:60, :3] = 20
    clear = msgspec.structs.replace(rendering.media[0], data=encode_png(picture))
    rendering = msgspec.structs.replace(rendering, media=(clear,))
    after = apply(rendering, Effects(level=3, kinds=("noise",)), rng_for(0, "lost"))
    assert after.resolution.unverified == ()
    assert after.resolution.printed == ("faint", "plain")


def test_questions_do_not_rest_on_what_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """With every second bar declared lost, no question has one as evidence."""
    maker = Maker.of("bar_chart", 1, 3)
    plain = {id for i in range(6) for q in maker.make(i).questions for id in q.evidence}
    true = module.apply

    def lossy(rendering: Rendering, effects: Effects, rng: Any) -> Rendering:
        found = true(rendering, effects, rng)
        lost = tuple({m.id for m in found.marks if m.part == "bar" and m.id.endswith(("1", "3", "5"))})
        return msgspec.structs.replace(found, resolution=msgspec.structs.replace(found.resolution, unverified=lost))

    monkeypatch.setattr(sys.modules["scenewright.sample"], "apply", lossy)
    maker.effects = Effects(level=1, kinds=("jpeg",))
    asked = {id for i in range(6) for q in maker.make(i).questions for id in q.evidence}
    assert any(id.startswith("bar") and id.endswith("1") for id in plain)
    assert asked
    assert not any(id.startswith("bar") and id.endswith(("1", "3", "5")) for id in asked)


@pytest.mark.parametrize("name", ["bar_chart", "clock", "flowchart", "road_map"])
def test_samples_with_effects(name: str) -> None:
    """The truth is what it is without; twins are changed alike."""
    maker, plain = Maker.of(name, 2, 5), Maker.of(name, 2, 5)
    maker.effects = Effects(level=2)
    for index in (0, 1):
        assert maker.make(index).media[0].data != plain.make(index).media[0].data
    first, second = maker.make_with_twin(6)
    assert first.media[0].kind == second.media[0].kind
    assert first.questions[0].text == second.questions[0].text
    assert first.questions[0].answerable
    assert not second.questions[0].answerable


def test_sounds_are_left_alone_and_recipes_refused() -> None:
    melody = drawn("melody")
    assert [m for m in apply(melody, Effects(), rng_for(0, "x")).media if m.kind != "image/png"] == [
        m for m in melody.media if m.kind != "image/png"
    ]
    base = {"name": "x", "splits": {"train": 10}}
    for entry, said in (
        ({"family": "clock", "effects": {"level": 4}}, r"families\[0\]\.effects\.level"),
        ({"family": "clock", "effects": {"kinds": ["rain"]}}, r"families\[0\]\.effects\.kinds"),
        ({"family": "clock", "effects": {"strength": 1}}, r"families\[0\]\.effects"),
    ):
        with pytest.raises(UserError, match=said):
            Plan.of(base | {"families": [entry]})


def test_no_place_is_named_in_a_photographed_picture() -> None:
    """Places given as shares of the picture's sides are elsewhere once it was bent: asked before, never after."""
    regions = tuple(t.name for t in family("shapes").templates if t.in_pixels)
    assert len(regions) == 5
    maker = Maker.of("shapes", 1, 3, templates=regions)
    assert any(q.template in regions for i in range(3) for q in maker.make(i).questions)
    maker.effects = Effects(level=1, kinds=("perspective",))
    with pytest.raises(UserError, match="no draw was accepted"):
        maker.make(0)
    assert {name.partition(": ")[0] for name in maker.rejected if name.endswith(": bent")} <= set(regions)
    assert any(name.endswith(": bent") for name in maker.rejected)
