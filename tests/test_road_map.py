"""What is special to town maps: legal specs, layouts that can be told, walking, angles, covers that cover."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import msgspec
import numpy as np
import pytest

from scenewright.qa_templates.road_map import OPS, TEMPLATES
from scenewright.qa_templates.town_ops import SECTORS, heading
from scenewright.renderers.road_map import RoadMapStyle, draw_style, render
from scenewright.renderers.town_icons import GROUP_OF, OUTLINES, icon
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.road_graph import RoadGraph, turn_kind, wrap_deg
from scenewright.scenes.road_map import LEVELS, RoadMap, RoadMapSpec, cover, draw_scene
from scenewright.scenes.town_names import LANDMARK_KINDS, LANDMARK_STEMS, STREETS


def towns(count: int, levels: range = range(5)) -> Iterator[RoadMap]:
    for level in levels:
        for index in range(count):
            try:
                yield draw_scene(LEVELS[level], rng_for(1, "town", level, index))
            except Reject:
                continue


def seen(scene: RoadMap, index: int = 0) -> tuple[RoadMapStyle, np.ndarray]:
    """The scene in the first style from `index` on in which it can be laid out, as RGB pixels."""
    for number in range(index, index + 20):
        style = draw_style(rng_for(2, "style", number))
        try:
            data = render(scene, style).media[0].data
        except Reject:
            continue
        return style, cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    raise AssertionError("no style fits")


# -- specs and names -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"columns": [5, 4]},
        {"columns": [2, 3]},
        {"rows": [3, 9]},
        {"landmarks": [0, 4]},
        {"layouts": []},
        {"layouts": ["spiral"]},
        {"printed": ["blocks"], "layouts": ["irregular"]},
        {"rotated": 1.5},
        {"one_way_streets": -1},
        {"one_ways": 2},
    ],
)
def test_bad_spec_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(fields, RoadMapSpec)


def test_crowded_town_is_rejected() -> None:
    spec = RoadMapSpec(columns=(3, 3), rows=(3, 3), landmarks=(16, 16))
    with pytest.raises(Reject, match="crowded"):
        draw_scene(spec, rng_for(0, "crowded"))


def test_names_can_be_listed_and_told_apart() -> None:
    first = [name.split()[0] for name in STREETS]
    assert len(STREETS) >= 150
    assert len(set(first)) == len(first)
    assert not set(first) & set(LANDMARK_STEMS)
    for name in STREETS:
        assert not {"and", "then"} & set(name.lower().split())
        assert not set(",;'") & set(name)


def test_every_kind_has_an_icon() -> None:
    assert set(OUTLINES) == set(LANDMARK_KINDS) == set(GROUP_OF)
    for kind in LANDMARK_KINDS:
        bounds = icon(kind).computeTightBounds()
        assert max(abs(bounds.fLeft), abs(bounds.fTop), abs(bounds.fRight), abs(bounds.fBottom)) <= 12


# -- towns ---------------------------------------------------------------------------------------------------------


def test_streets_are_courses_and_junctions_are_seen() -> None:
    for scene in towns(60):
        graph = scene.graph
        for street, segments in enumerate(graph.by_street):
            assert len(graph.course(street)) in (len(segments), len(segments) + 1)
        for blocks, streets in zip(graph.blocks, graph.streets_at, strict=True):
            assert len(blocks) != 2 or len(streets) == 2, "a junction that is no more than a bend"
        for street_segments in graph.by_street:
            assert len({scene.segments[s].one_way for s in street_segments}) == 1


def test_cars_get_everywhere_and_lengths_are_drawn() -> None:
    for scene in towns(40):
        graph = scene.graph
        for start in range(len(scene.junctions)):
            assert None not in graph.ways(start).cost
        for segment, (a, b, *_) in zip(scene.segments, graph.segments, strict=True):
            assert abs(np.hypot(*np.subtract(graph.points[a], graph.points[b])) - segment.length_m) <= 5.01


def test_one_landmark_at_a_place() -> None:
    for scene in towns(40):
        at = [mark.junction or mark.segment for mark in scene.landmarks]
        assert len(set(at)) == len(at)
        assert len({mark.name for mark in scene.landmarks}) == len(at)


# -- walking -------------------------------------------------------------------------------------------------------


def square() -> RoadGraph:
    """Three by two junctions: High and Low along, Ash, Birch and Cedar across; Low is one-way to the right.

    0-1-2
    3-4-5
    """
    points = [(0, 0), (100, 0), (200, 0), (0, 100), (100, 100), (200, 100)]
    segments = [
        (0, 1, 0, 100, False, False), (1, 2, 0, 100, False, True),
        (3, 4, 1, 100, True, False), (4, 5, 1, 100, True, False),
        (0, 3, 2, 100, False, False), (1, 4, 3, 100, False, False), (2, 5, 4, 100, False, False),
    ]  # fmt: skip
    return RoadGraph(points, segments, ["High", "Low", "Ash", "Birch", "Cedar"])


def test_walk_keeps_the_rules() -> None:
    graph = square()
    assert graph.walk(0, 5, [0, 3, 1]) == 300
    assert graph.walk(0, 5, [2, 1]) == 300
    assert graph.walk(0, 2, [0]) is None, "closed"
    assert graph.walk(5, 0, [1, 2]) is None, "one-way"
    assert graph.walk(0, 5, [0, 1]) is None, "the streets do not meet"
    assert graph.walk(0, 4, [2, 1, 3]) == 400, "the last street is driven too: there and back"
    assert graph.walk(0, 5, []) is None
    assert graph.ways(0).cost[5] == 300
    assert graph.ways(0).number[5] == 2


def test_route_is_scored_by_walking() -> None:
    scene = next(towns(1, range(2, 3)))
    graph = scene.graph
    for goal in range(1, len(scene.junctions)):
        _, way = graph.way(0, goal)
        cost = graph.ways(0).cost[goal]
        assert cost is not None
        names = [graph.names[s] for s in graph.street_list(way)]
        assert scene.walk("j0", f"j{goal}", [name.upper() for name in names], cost) == 1.0
        assert scene.walk("j0", f"j{goal}", names, cost + 10) == 0.0
        assert scene.walk("j0", f"j{goal}", [*names, "Nowhere Lane"], cost) == 0.0


# -- angles --------------------------------------------------------------------------------------------------------


def test_turns_have_dead_zones() -> None:
    assert [turn_kind(a) for a in (0, -20, 90, -90, 270, 45, -40, 175)] == [
        "straight", "straight", "right", "left", "left", "", "", "",
    ]  # fmt: skip
    assert wrap_deg(190) == -170
    graph = square()
    assert graph.turn(0, 1, 4) == "right"
    assert graph.turn(3, 4, 1) == "left"
    assert graph.turn(3, 4, 5) == "straight"


def test_heading_counts_from_north() -> None:
    scene = next(towns(1, range(1)))
    east = heading(scene, "j0", "j1")
    turned = msgspec.structs.replace(scene, compass=msgspec.structs.replace(scene.compass, north_deg=90))
    assert SECTORS[int(east // 45)] == "east"
    assert heading(turned, "j0", "j1") == 0.0


# -- pictures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("index", range(12))
def test_cover_leaves_no_trace_of_what_it_covers(index: int) -> None:
    """Two maps that differ in a covered name alone are the same picture."""
    plain = [s for s in towns(12, range(index % 4, index % 4 + 1)) if s.stains == ()]
    scene = plain[index // 4]
    cornered = [mark for mark in scene.landmarks if mark.junction]
    mark = cornered[index % len(cornered)]
    street = scene.streets[index % len(scene.streets)]
    thing = mark.id if index % 2 else street.id
    hidden = cover(scene, thing, ("note", "coffee", "torn")[index % 3])
    style, picture = seen(hidden, 7 * index)
    # The same letters in another order, so that the layout stays what it is.
    if index % 2:
        other = msgspec.structs.replace(mark, name=_mixed(mark.name), kind=mark.kind)
        same = msgspec.structs.replace(
            hidden, landmarks=tuple(other if m.id == mark.id else m for m in hidden.landmarks)
        )
    else:
        renamed = msgspec.structs.replace(street, name=_mixed(street.name))
        same = msgspec.structs.replace(
            hidden, streets=tuple(renamed if s.id == street.id else s for s in hidden.streets)
        )
    data = render(same, style).media[0].data
    again = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape == again.shape
    assert np.array_equal(picture, again)


def _mixed(name: str) -> str:
    """The same letters with two neighbours swapped: as wide, but another name."""
    for i in range(1, len(name) - 1):
        if name[i] != name[i + 1] and " " not in name[i : i + 2]:
            return name[:i] + name[i + 1] + name[i] + name[i + 2 :]
    return name[::-1]


def test_marks_hold_the_streets() -> None:
    """The middle of every open segment has the colour of a road, not of the land: read from the pixels."""
    for scene in towns(2):
        style = msgspec.structs.replace(draw_style(rng_for(3, "s", len(scene.segments))), roads="line", theme="slate")
        try:
            rendering = render(scene, style)
        except Reject:
            continue
        picture = cv2.imdecode(np.frombuffer(rendering.media[0].data, np.uint8), cv2.IMREAD_COLOR).astype(int)
        land = picture[15, 15]
        boxes = {mark.id: mark for mark in rendering.marks if mark.part == "road"}
        assert len(boxes) == len(scene.segments)
        for segment in scene.segments:
            corners = np.array(boxes[segment.id].polygon)
            x, y = (corners[0] * 0.6 + corners[1] * 0.4 + corners[3] * 0.6 + corners[2] * 0.4) / 2
            assert segment.closed or scene.stains or np.abs(picture[int(y), int(x)] - land).max() > 30


def test_layouts_are_seldom_rejected() -> None:
    for level, most in enumerate((0.05, 0.15, 0.15, 0.2, 0.3)):
        refused = 0
        for index in range(40):
            try:
                scene = draw_scene(LEVELS[level], rng_for(4, "town", level, index))
                render(scene, draw_style(rng_for(4, "style", level, index)))
            except Reject:
                refused += 1
        assert refused / 40 <= most


def test_templates_are_complete() -> None:
    assert len(TEMPLATES) >= 18
    assert len({template.name for template in TEMPLATES}) == len(TEMPLATES)
    assert {t.unanswerable for t in TEMPLATES} == {"", "false_premise", "hidden"}
    assert all(len(t.phrasings) >= 5 for t in TEMPLATES)
    assert "shortest_way" in OPS
