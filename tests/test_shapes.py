"""Shapes: geometry, shares, veils, maps, programs, captions, and a reader that sees pixels alone."""

from __future__ import annotations

import io
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np
import pytest
from PIL import Image
from shapely.geometry import Polygon

from scenewright.audit.readers import shapes as reader
from scenewright.qa_templates.base import View
from scenewright.qa_templates.shapes import OPS, TEMPLATES
from scenewright.qa_templates.shapes_base import attribute, passed, sound
from scenewright.qa_templates.shapes_facts import Facts
from scenewright.qa_templates.shapes_programs import ALL, degenerate, depth, phrase, run
from scenewright.renderers import shapes as pictures
from scenewright.renderers.base import Resolution
from scenewright.scenes.base import Reject, Scene, rng_for
from scenewright.scenes.shapes import COLOURS, LEVELS, SHAPES, Item, Shapes, ShapesSpec, draw_scene
from scenewright.scenes.shapes_draw import outlines_of
from scenewright.scenes.shapes_scene import APART, SIZE_FACTOR
from scenewright.scenes.shapes_veils import veil_over

BY_NAME: dict[str, Any] = {t.name: t for t in TEMPLATES}


def drawn(spec: ShapesSpec, name: str, count: int) -> list[Shapes]:
    out: list[Shapes] = []
    for i in range(6 * count):
        try:
            out.append(draw_scene(spec, rng_for(3, "shapes test", name, i)))
        except Reject:
            continue
        if len(out) == count:
            break
    return out


@cache
def scenes() -> tuple[Shapes, ...]:
    """Some of every level."""
    return tuple(scene for level, spec in enumerate(LEVELS) for scene in drawn(spec, str(level), 24))


def style(i: int, **changes: Any) -> pictures.ShapesStyle:
    return msgspec.structs.replace(pictures.draw_style(rng_for(3, "shapes test", "style", i)), **changes)


def body(item: Item) -> Polygon:
    points, inner = outlines_of(item)
    return Polygon(points, [] if inner is None else [inner])


def full(item: Item) -> Polygon:
    return Polygon(outlines_of(item)[0])


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)))


def item(id: str, shape: str, colour: str, x: float, y: float, **more: Any) -> Item:
    fields = {"size": "medium", "depth": 0.0, "radius": 0.08} | more
    return Item(id=id, shape=shape, colour=colour, x=x, y=y, **fields)  # type: ignore[arg-type]


def scene_of(*items: Item) -> Shapes:
    return Shapes(ground="paper", width=1.0, items=items)


# -- scenes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field",
    [{"items_min": 1}, {"items_max": 13}, {"shapes": 11}, {"colours": 1}, {"textured": 1.2}, {"visible_min": 0.3}],
)
def test_bad_specs_are_refused_with_their_field(field: dict[str, float]) -> None:
    with pytest.raises(msgspec.ValidationError, match=next(iter(field))):
        msgspec.convert({"items_min": 2, "items_max": 4} | field, ShapesSpec)


def test_items_that_do_not_meet_are_apart() -> None:
    for scene in scenes():
        met = {frozenset((p.first, p.second)) for p in scene.pairs}
        for i, a in enumerate(scene.items):
            assert full(a).within(Polygon([(0, 0), (scene.width, 0), (scene.width, 1), (0, 1)]))
            for b in scene.items[i + 1 :]:
                if frozenset((a.id, b.id)) not in met:
                    assert full(a).distance(full(b)) >= APART - 1e-3, (a, b)


def test_pairs_meet_as_they_say() -> None:
    kinds: Counter[str] = Counter()
    for scene in scenes():
        by_id = {item.id: item for item in scene.items}
        for pair in scene.pairs:
            a, b = by_id[pair.first], by_id[pair.second]
            kinds[pair.kind] += 1
            if pair.kind == "touches":
                assert full(a).distance(full(b)) < 0.002
                assert full(a).intersection(full(b)).area < 1e-3 * full(a).area
            elif pair.kind == "inside":
                assert full(b).contains(full(a).buffer(0.005))
                assert a.depth < b.depth
            else:
                hidden = body(a).intersection(body(b)).area / body(b).area
                assert a.depth < b.depth
                assert 0.07 < hidden < 0.3
                assert full(a).intersection(full(b)).area < 0.75 * full(a).area
                assert abs(1 - hidden - b.visible) < 0.04
    assert set(kinds) == {"touches", "inside", "covers"}


def test_visible_shares_are_what_the_picture_shows() -> None:
    for scene in scenes()[::4]:
        seen = pictures.mask_of(scene, 900)
        for i, item in enumerate(scene.items, 1):
            alone = pictures.mask_of(msgspec.structs.replace(scene, items=(item,)), 900)
            share = np.count_nonzero(seen == i) / np.count_nonzero(alone)
            assert share == pytest.approx(item.visible, abs=0.03)
            assert item.visible >= 0.72


def test_sizes_leave_a_clear_gap_whatever_the_distance() -> None:
    for scene in scenes():
        largest: dict[str, float] = {}
        least: dict[str, float] = {}
        for it in scene.items:
            largest[it.size] = max(largest.get(it.size, 0), it.radius)
            least[it.size] = min(least.get(it.size, 9), it.radius)
        present = [size for size in SIZE_FACTOR if size in largest]
        for a, b in pairwise(present):
            assert least[b] > 1.25 * largest[a]
        assert len({(k.shape, k.colour, k.size, k.texture, k.material) for k in scene.items}) == len(scene.items)


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_masks_and_marks_agree() -> None:
    for i, scene in enumerate(scenes()[::9]):
        rendering = pictures.render(scene, style(i, mask=True))
        mask = pixels(rendering.media[1].data)
        boxes = {(m.id, m.part): m.box for m in rendering.marks}
        for k, thing in enumerate(scene.items, 1):
            rows, columns = np.nonzero(mask == k)
            want = boxes.get((thing.id, "visible"), boxes[thing.id, "item"])
            got = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
            assert max(abs(a - b) for a, b in zip(got, want, strict=True)) <= 1.5


def test_layout_maps_say_what_is_where() -> None:
    for scene in scenes()[:24]:
        colour, shape, edge = pictures.layout_maps(scene, 64)
        assert colour.shape == shape.shape == edge.shape == (64, 64)
        assert set(np.unique(edge)) == {0, 255}
        for thing in scene.items:
            if thing.shape not in ("ring", "crescent"):
                at = int(thing.y * 64), int(thing.x * 64)
                assert COLOURS[colour[at] - 1] == thing.colour
                assert SHAPES[shape[at] - 1] == thing.shape
        assert pictures.picture(scene, style(1), 64).shape == (64, 64, 3)


HIDDEN = {"film": ("colour",), "mosaic": ("shape", "texture", "material")}
OTHERS = {"colour": "red", "shape": "circle", "texture": "striped", "material": "shiny"}


@pytest.mark.parametrize("kind", ["film", "mosaic"])
def test_veils_leave_no_trace_of_what_they_hide(kind: str) -> None:
    """The very same pixels, whatever the hidden trait is; other ones where it lies bare."""
    tried = 0
    for i, scene in enumerate(scenes()[::3]):
        if scene.veils:
            continue
        thing = scene.items[0]
        veil = veil_over(scene, thing, kind)
        if veil is None:
            continue
        tried += 1
        look = style(i)
        for field in HIDDEN[kind]:
            value = OTHERS[field] if getattr(thing, field) != OTHERS[field] else {"colour": "blue"}.get(field, "x")
            if value == "x":
                continue
            other = msgspec.structs.replace(thing, **{field: value})
            shown, changed = (
                pictures.render(msgspec.structs.replace(scene, items=(one, *scene.items[1:]), veils=veils), look).media[
                    0
                ]
                for one, veils in ((thing, (veil,)), (other, (veil,)))
            )
            assert shown.data == changed.data, field
            bare = pictures.render(msgspec.structs.replace(scene, items=(other, *scene.items[1:])), look).media[0]
            assert bare.data != pictures.render(scene, look).media[0].data
    assert tried > 10


@pytest.mark.parametrize(("look", "least"), [("flat", 0.96), ("cut", 0.96), ("poster", 0.96), ("soft", 0.9)])
def test_reader_sees_what_was_drawn(look: str, least: float) -> None:
    """Shape and colour of single plain things from pixels, all ten shapes and nine colours."""
    spec = ShapesSpec(items_min=3, items_max=4, width_max=1.0)
    right, total = Counter[str](), 0
    for i, scene in enumerate(drawn(spec, "reader", 30)):
        seen = reader.things(pictures.picture(scene, style(i, look=look), 480))
        total += len(scene.items)
        right["count"] += len(seen) == len(scene.items)
        for thing in scene.items:
            for found in seen:
                left, top, far, low = found.box
                if left - 2 <= thing.x * 480 <= far + 2 and top - 2 <= thing.y * 480 <= low + 2:
                    right["shape"] += found.shape == thing.shape
                    right["colour"] += found.colour == thing.colour
                    break
    assert right["shape"] / total >= least
    assert right["colour"] / total >= least
    assert right["count"] >= 28


# -- programs ----------------------------------------------------------------------------------------------------------

SQUARE = ("filter", (("shape", "square"),), ALL)
LEFT_CIRCLE = ("filter", (("shape", "circle"),), ("relate", "left", SQUARE))


def test_a_relation_that_can_be_left_out_makes_no_question() -> None:
    one_circle = scene_of(item("item-1", "circle", "red", 0.2, 0.5), item("item-2", "square", "blue", 0.6, 0.5),
                          item("item-3", "star", "green", 0.2, 0.2))  # fmt: skip
    ask = attribute("colour")
    assert ask(Facts(one_circle), LEFT_CIRCLE) == "red"
    assert degenerate(Facts(one_circle), LEFT_CIRCLE, ask)
    two = msgspec.structs.replace(one_circle, items=(*one_circle.items, item("item-4", "circle", "pink", 0.85, 0.5)))
    assert sound(Facts(two), LEFT_CIRCLE, ask)
    same = msgspec.structs.replace(two, items=(*two.items[:3], item("item-4", "circle", "red", 0.85, 0.5)))
    assert sound(Facts(same), LEFT_CIRCLE, ask), "without the relation there is no telling which"
    assert phrase(LEFT_CIRCLE) == "circle to the left of the square"


def test_unclear_relations_are_not_asked_about() -> None:
    near = scene_of(item("item-1", "circle", "red", 0.58, 0.2), item("item-2", "square", "blue", 0.6, 0.6),
                    item("item-3", "circle", "pink", 0.2, 0.5))  # fmt: skip
    with pytest.raises(Reject, match="unclear"):
        run(Facts(near), LEFT_CIRCLE)


def test_programs_have_their_hops_and_no_clause_to_spare() -> None:
    hops = {"chain_colour": 1, "chain_colour_two": 2, "chain_shape_three": 3, "count_beside_two": 2}
    asked: Counter[str] = Counter()
    for scene in scenes():
        facts = Facts(scene)
        for name, wanted in hops.items():
            for slot in BY_NAME[name].slots(scene):
                asked[name] += 1
                assert depth(slot) == wanted
                outcome = run if name.startswith("count") else attribute(BY_NAME[name].field)
                assert not degenerate(facts, slot, outcome)
    assert min(asked[name] for name in hops) > 40


def made(name: str, scene: Scene, i: int) -> Any:
    return BY_NAME[name].make(View(scene, Resolution(), OPS), rng_for(1, "shapes test", name, i))


def test_hard_negatives_have_the_same_words() -> None:
    asked = 0
    for i, scene in enumerate(scenes()):
        try:
            q = made("swapped_order", scene, i)
        except Reject:
            continue
        asked += 1
        a, b = (sorted(choice.text.lower().strip(".").split()) for choice in q.choices)
        assert a == b
    assert asked > 60


def test_dense_captions_cross_two_either_ors() -> None:
    asked = 0
    for i, scene in enumerate(scenes()[24:]):
        try:
            q = made("right_caption", scene, i)
        except Reject:
            continue
        asked += 1
        sentences = [tuple(choice.text.split(". ")) for choice in q.choices]
        assert len(sentences) == 4
        counts = Counter(sentence.strip(".") for caption in sentences for sentence in caption)
        assert sorted(counts.values()) == [2, 2, 2, 2, 4, 4]
    assert asked > 60


def test_what_lies_on_a_disc_hides_part_of_it() -> None:
    """So no one is asked how many are partly hidden where something lies on another thing that is no ring."""
    for scene in scenes():
        facts = Facts(scene)
        if any(facts.items[k].shape != "ring" for _, k in facts.paired("inside")):
            with pytest.raises(Reject, match="ambiguous"):
                BY_NAME["count_meeting"].solved(View(scene, Resolution(), OPS), "covers")
            return
    pytest.fail("no such scene")


def test_chains_come_by_no_item_twice() -> None:
    for scene in scenes():
        facts = Facts(scene)
        for name, hops in (("chain_shape_two", 2), ("chain_colour_three", 3)):
            for slot in BY_NAME[name].slots(scene):
                assert len(passed(facts, slot)) == hops + 1
