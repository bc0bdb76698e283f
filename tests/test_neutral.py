"""That questions can't be told from what is known of the world, nor from what can never be right."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from scenewright.families import family
from scenewright.qa_templates.answers import Duration, Number
from scenewright.qa_templates.base import Template, Wrong, ladder
from scenewright.qa_templates.clock_reading import hands_apart
from scenewright.qa_templates.clock_spans import Elapsed
from scenewright.qa_templates.neutral import known_order, nearest, step
from scenewright.qa_templates.shapes_exist import asked_for
from scenewright.sample import Maker
from scenewright.scenes.base import Reject, rng_for


def template(name: str, of: str) -> Template:  # type: ignore[type-arg]
    return next(t for t in family(name).templates if t.name == of)


def test_what_is_nearest_to_a_limit_on_either_side() -> None:
    values = [9.0, 1.0, 5.2, 4.0, 5.0, 7.0, 5.6]
    assert nearest(values, lambda v: v - 5, 2) == [1.0, 5.2, 4.0, 5.6]


@pytest.mark.parametrize(
    ("a", "b", "order"),
    [("1975", "1982", 1), ("1982", "1975", -1), ("the 1990s", "the 1980s", -1), ("Japan", "France", 0),
     ("party size 3", "party size 4", 1), ("1975", "Japan", 0), ("1975", "1975", 0)],
)  # fmt: skip
def test_order_that_names_tell(a: str, b: str, order: int) -> None:
    assert known_order(a, b) == order


def test_steps_in_a_row_are_told_apart_up_to_three() -> None:
    row = ["a", "b", "c", "d", "e", "f"]
    assert [step(row, "b", name) for name in row] == [-1, 0, 1, 2, 3, 3]


def options(right: float, sets: Sequence[Sequence[Wrong]]) -> list[frozenset[float]]:
    values = [[getattr(o, "seconds", None) or getattr(o, "value", 0.0) for o, _ in kept] for kept in sets]
    return sorted((frozenset([right, *kept]) if kept else frozenset() for kept in values), key=sorted)


def test_rungs_near_a_limit_are_as_often_right_as_offered() -> None:
    """Else what lies near the limit would be among the options, and never right."""
    found = {v: options(v, ladder(Number(value=v), 10.0, "step", low=10.0, high=90.0)) for v in range(10, 100, 10)}
    for own in found.values():
        assert len(own) == 4
        assert all(kept in found[int(other)] for kept in own for other in kept)
    assert sum(map(bool, found[10])) == 1


def test_spans_near_the_ends_are_as_often_right_as_offered() -> None:
    elapsed = template("clock", "elapsed")
    assert isinstance(elapsed, Elapsed)
    scene = Maker.of("clock", 2).make(0).scene
    found = {s: options(s, elapsed.mistakes(scene, (), Duration(seconds=s))) for s in range(900, 43_200, 900)}
    assert any(found[900])
    for own in found.values():
        assert all(kept in found[int(other)] for kept in own for other in kept)


def test_no_option_is_a_time_that_no_clock_shows() -> None:
    assert not hands_apart(2, 10)
    assert not hands_apart(10, 55)
    assert hands_apart(2, 15)
    words = template("clock", "time_in_words")
    checked = 0
    for index in range(120):
        scene = Maker.of("clock", 0).make(index).scene
        for slot in words.slots(scene):
            for kept in words.mistakes(scene, slot, words.said(2, 15)):  # type: ignore[attr-defined]
                assert not {"ten past two", "five to eleven"} & {o.value for o, _ in kept}  # type: ignore[union-attr]
                checked += bool(kept)
    assert checked > 10


def test_turning_on_and_back_are_asked_apart() -> None:
    def slot(outer: str, inner: str) -> tuple[object, ...]:
        anchor = ("filter", (("colour", "red"),), ("all",))
        middle = ("filter", (("shape", "star"),), ("relate", inner, anchor))
        return ("filter", (("size", "small"),), ("relate", outer, middle))

    groups = {asked_for(slot(*sides)) for sides in (("left", "left"), ("left", "right"), ("left", "above"))}  # type: ignore[arg-type]
    assert len(groups) == 3
    assert asked_for(slot("left", "left")) == asked_for(slot("above", "above"))  # type: ignore[arg-type]


PLACED = {"box_plot": ("mean_past_median", "has_outliers", "boxes_overlap", "wholly_above", "in_box"),
          "histogram": ("most_past_edge",)}  # fmt: skip


@pytest.mark.parametrize("name", PLACED)
def test_what_names_would_tell_is_asked_by_place(name: str) -> None:
    asked = 0
    for index in range(40):
        scene = Maker.of(name, 2, 0, None, 1).make(index).scene
        things = scene.boxes if name == "box_plot" else scene.series  # type: ignore[attr-defined]
        for kind in PLACED[name]:
            own = template(name, kind)
            for slot in own.slots(scene)[:8]:
                text = " ".join(own.words(scene, slot).values())
                said = text if name == "box_plot" else own.words(scene, slot)["of"]
                assert not any(len(thing.name) > 2 and thing.name in said for thing in things)
                asked += 1
    assert asked > 8


@pytest.mark.parametrize(("name", "kind", "level"), [("histogram", "holds_more", 1), ("line_chart", "is_higher", 1)])
def test_both_answers_are_there_for_either_order(name: str, kind: str, level: int) -> None:
    """Where all that is further on is higher, nothing is asked: to the order of the names, the answer is no secret."""
    own, seen = template(name, kind), 0
    maker = Maker.of(name, level)
    for index in range(30):
        try:
            scene = maker.family.draw_scene(maker.spec, rng_for(1, name, index))
        except Reject:
            continue
        groups = {own.group(scene, slot) for slot in own.slots(scene)}
        for slot in own.slots(scene):
            a, b = (slot[0], slot[2])
            if slot[1] == slot[3] and a != b:
                swapped = (b, slot[3], a, slot[1], slot[4])
                assert own.group(scene, slot) != own.group(scene, swapped)
                assert own.group(scene, swapped) in groups
                seen += 1
    assert seen > 50


def test_two_sides_of_zero_have_no_share() -> None:
    maker = Maker.of("bar_chart", 2, 503)
    scene, style = maker._draw(109, 0)
    view = maker._view(scene, *maker._see(109, scene, style))
    own = template("bar_chart", "side_share")
    refused = 0
    for slot in own.slots(scene):
        try:
            own.solved(view, slot)
        except Reject:
            refused += 1
    assert refused
