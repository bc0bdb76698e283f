"""Flowcharts: layout without crossings, covers that hide, programs that end, specs that are refused."""

from __future__ import annotations

import io
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from PIL import Image

from scenewright.qa_templates.flowchart import TEMPLATES, removable
from scenewright.renderers.flow_shapes import SLANT
from scenewright.renderers.flowchart import draw_style, paint, render
from scenewright.renderers.skia_loader import skia
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.flow import Branch, Expr, Flowchart, Loop, chart_of, evaluate, link, without
from scenewright.scenes.flowchart import LEVELS, FlowchartSpec, covered, draw_scene
from scenewright.scenes.procedure_words import domains
from scenewright.scenes.program_draft import draw_dialect, written
from scenewright.scenes.programs import PRINTED_MAX, VALUE_MAX

LEVEL_NUMBERS = range(len(LEVELS))


def drawn(level: int, count: int, first: int = 0) -> list[Flowchart]:
    scenes = []
    for seed in range(first, first + count):
        try:
            scenes.append(draw_scene(LEVELS[level], rng_for(seed, "test", level)))
        except Reject:
            continue
    return scenes


def seen(level: int, count: int) -> list[tuple]:
    out = []
    for seed, scene in enumerate(drawn(level, count)):
        style = draw_style(rng_for(seed, "style", level))
        try:
            recorder = skia.PictureRecorder()
            canvas, _ = paint(scene, style, recorder.beginRecording(2000, 2000))
            canvas.check_lettering()
        except Reject:
            continue
        out.append((scene, style, canvas, canvas.marks()))
    assert len(out) > 0.8 * count, "too many layouts are rejected"
    return out


def segments(polygon):
    return [(a, b) for a, b in pairwise(polygon) if a != b]


def touch(a, b, slack=0.75) -> bool:
    """Whether two axis-parallel segments touch."""
    (ax0, ay0), (ax1, ay1) = a
    (bx0, by0), (bx1, by1) = b
    return (
        min(ax0, ax1) <= max(bx0, bx1) + slack and min(bx0, bx1) <= max(ax0, ax1) + slack
        and min(ay0, ay1) <= max(by0, by1) + slack and min(by0, by1) <= max(ay0, ay1) + slack
    )  # fmt: skip


def without_shared_end(one, two):
    """Two arrows to the same shape, each up to where they meet for good."""
    one, two = list(one), list(two)
    assert one[-1] == two[-1]
    while len(one) > 1 and len(two) > 1 and one[-1] == two[-1]:
        a, b = one[-2], two[-2]
        if a == b:
            one.pop()
            two.pop()
            continue
        # The nearer of the two corners lies on the other's last stretch if both come the same way.
        (x, y) = one[-1]
        da, db = (a[0] - x, a[1] - y), (b[0] - x, b[1] - y)
        same_way = da[0] * db[0] + da[1] * db[1] > 0 and abs(da[0] * db[1] - da[1] * db[0]) < 1e-6
        if not same_way:
            break
        if abs(da[0]) + abs(da[1]) < abs(db[0]) + abs(db[1]):
            two[-1] = a
            one.pop()
        else:
            one[-1] = b
            two.pop()
    return one, two


@pytest.mark.parametrize("level", LEVEL_NUMBERS)
def test_arrows_never_cross_or_run_through_shapes_or_labels(level):
    for scene, _, _, marks in seen(level, 60):
        arrows = {m.id: m.polygon for m in marks if m.part == "arrow"}
        edges = {e.id: e for e in scene.edges}
        assert set(arrows) == set(edges)
        for id, points in arrows.items():
            assert all(abs(a[0] - b[0]) < 0.2 or abs(a[1] - b[1]) < 0.2 for a, b in pairwise(points)), "not orthogonal"
            for other, theirs in arrows.items():
                if other <= id:
                    continue
                one, two = points, theirs
                if edges[id].end == edges[other].end and points[-1] == theirs[-1]:
                    one, two = without_shared_end(points, theirs)
                    # They may touch in the very point where they meet.
                    meeting = one[-1]
                else:
                    meeting = None
                for a in segments(one):
                    for b in segments(two):
                        if touch(a, b):
                            assert meeting in (*a, *b), (scene.title, id, other, a, b)
        boxes = {m.id: m.box for m in marks if m.part == "shape"}
        for id, points in arrows.items():
            for node, (left, top, right, bottom) in boxes.items():
                if node in (edges[id].start, edges[id].end):
                    continue
                inner = ((left, top), (right, bottom))
                assert not any(touch(s, inner, -0.5) for s in segments(points)), (scene.title, id, node)
        for mark in marks:
            if mark.part == "label":
                left, top, right, bottom = mark.box
                for points in arrows.values():
                    for segment in segments(points):
                        assert not touch(segment, ((left, top), (right, bottom)), -0.3), (scene.title, mark.id)


@pytest.mark.parametrize("level", LEVEL_NUMBERS)
def test_shapes_stand_apart_and_hold_their_text(level):
    for scene, _, canvas, marks in seen(level, 60):
        boxes = {m.id: m.box for m in marks if m.part == "shape"}
        ids = list(boxes)
        for number, a in enumerate(ids):
            left, top, right, bottom = boxes[a]
            assert left >= 8
            assert top >= 8
            assert right <= canvas.width - 8
            assert bottom <= canvas.height - 8
            for b in ids[number + 1 :]:
                l2, t2, r2, b2 = boxes[b]
                assert right + 8 <= l2 or r2 + 8 <= left or bottom + 8 <= t2 or b2 + 8 <= top, (scene.title, a, b)
        kinds = {n.id: n.kind for n in scene.nodes}
        for mark in marks:
            if mark.part != "text":
                continue
            left, top, right, bottom = boxes[mark.id]
            x0, y0, x1, y1 = mark.box
            if kinds[mark.id] == "decision":
                x, y, w, h = (left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2
                assert all(abs(px - x) / w + abs(py - y) / h <= 1.0 for px in (x0, x1) for py in (y0, y1))
            else:
                slack = SLANT / 2 if kinds[mark.id] in ("input", "output") else 2.0
                assert left + slack <= x0
                assert x1 <= right - slack
                assert top <= y0
                assert y1 <= bottom


def test_shapes_on_exits_have_their_labels_at_the_exit():
    for scene, _, _, marks in seen(2, 30):
        arrows = {m.id: m.polygon for m in marks if m.part == "arrow"}
        labelled = {e.id for e in scene.edges if e.label}
        for mark in marks:
            if mark.part == "label":
                labelled.discard(mark.id)
                (x, y), (left, top, right, bottom) = arrows[mark.id][0], mark.box
                assert max(left - x, x - right, 0.0) <= 12
                assert max(top - y, y - bottom, 0.0) <= 12
        assert not labelled


def test_covers_hide_every_pixel_of_the_text():
    checked = 0
    for scene in drawn(1, 40):
        style = draw_style(rng_for(checked, "cover"))
        node = next(n for n in scene.nodes if n.kind in ("process", "decision"))
        for kind in ("coffee", "note", "ink"):
            hidden = covered(scene, kind, (node.id,))
            other = msgspec.structs.replace(
                hidden,
                nodes=tuple(msgspec.structs.replace(n, text=n.text[::-1]) if n is node else n for n in hidden.nodes),
            )
            try:
                one, two = render(hidden, style), render(other, style)
            except Reject:
                continue
            if one.media[0].width_px != two.media[0].width_px or one.media[0].height_px != two.media[0].height_px:
                continue
            a, b = (np.asarray(Image.open(io.BytesIO(r.media[0].data))).astype(int) for r in (one, two))
            boxes = {m.box for r in (one, two) for m in r.marks if m.id == node.id and m.part == "text"}
            shapes = [next(m.box for m in r.marks if m.id == node.id and m.part == "shape") for r in (one, two)]
            if shapes[0] != shapes[1]:
                continue
            for left, top, right, bottom in boxes:
                window = np.s_[int(top) : int(bottom) + 1, int(left) : int(right) + 1]
                assert np.array_equal(a[window], b[window]), (scene.title, kind)
            checked += 1
    assert checked > 30


@pytest.mark.parametrize("level", LEVEL_NUMBERS)
def test_programs_end_take_every_exit_and_stay_small(level):
    for scene in drawn(level, 60):
        texts = [n.text for n in scene.nodes]
        assert len(set(texts)) == len(texts)
        if not scene.program:
            continue
        chart = chart_of(scene)
        outcomes: dict[str, set[bool | None]] = {n.id: set() for n in scene.nodes if n.kind == "decision"}
        outputs = set()
        for case in chart.cases():
            run = chart.run(case)
            assert run[-1].node.kind == "end"
            assert len(run) <= LEVELS[level].run_max + 2
            printed = [m.printed for m in run if m.printed is not None]
            assert 1 <= len(printed) <= PRINTED_MAX
            outputs.add(tuple(printed))
            for moment in run:
                assert all(abs(v) <= VALUE_MAX for v in moment.env.values())
                if moment.node.kind == "decision":
                    outcomes[moment.node.id].add(moment.outcome)
        assert len(outputs) > 1
        assert all(found == {True, False} for found in outcomes.values())


def test_division_meets_no_negative_operand():
    for level in (2, 3, 4):
        for scene in drawn(level, 80):
            if scene.program:
                chart = chart_of(scene)
                for case in chart.cases():
                    env: dict[str, int] = {}
                    for moment in chart.run(case):
                        for part in _parts(moment.node.value):
                            if part.op in ("//", "%"):
                                assert evaluate(part.left, env) >= 0
                                assert evaluate(part.right, env) > 0
                        env = moment.env


def _parts(value):
    if isinstance(value, Expr):
        yield value
        yield from _parts(value.left)
        yield from _parts(value.right)


@pytest.mark.parametrize("level", LEVEL_NUMBERS)
def test_arrows_follow_from_the_structure_and_every_shape_is_on_a_way(level):
    for scene in drawn(level, 60):
        ends = frozenset(n.id for n in scene.nodes if n.kind == "end")
        assert link(scene.body, ends, scene.answers) == scene.edges
        chart = chart_of(scene)
        assert chart.reach(scene.nodes[0].id) | {scene.nodes[0].id} == set(chart.nodes)
        for node in scene.nodes:
            assert len(chart.out[node.id]) == (0 if node.kind == "end" else 2 if node.kind == "decision" else 1)
            assert node.kind == "end" or chart.reach(node.id) & ends


def test_a_step_can_be_taken_out():
    for scene in drawn(3, 40):
        for id in removable(scene.body):
            body = without(scene.body, id)
            ends = frozenset(n.id for n in scene.nodes if n.kind == "end")
            edges = link(body, ends, scene.answers)
            assert all(id not in (e.start, e.end) for e in edges)
            assert len({e.id for e in edges}) == len(edges)


def test_brackets_stand_where_they_are_needed():
    dialect = msgspec.structs.replace(draw_dialect(rng_for(0, "dialect")), times="×")

    def op(sign, left, right):
        return Expr(op=sign, left=left, right=right)

    assert written(op("*", op("+", "x", 1), 2), dialect) == "(x + 1) × 2"
    assert written(op("+", op("*", 2, "x"), 1), dialect) == "2 × x + 1"
    assert written(op("-", "x", op("-", "y", 1)), dialect) == "x - (y - 1)"


@pytest.mark.parametrize(
    "wrong",
    [
        {"steps_min": 5, "steps_max": 2},
        {"decisions_min": 0, "decisions_max": 0, "loops_max": 0},
        {"decisions_min": 2, "decisions_max": 2, "parts_max": 1},
        {"steps_min": 0},
        {"inputs_max": 3},
        {"procedure_share": 1.5},
        {"run_max": 5},
        {"colour": "red"},
    ],
)
def test_a_spec_out_of_range_is_refused(wrong):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, FlowchartSpec)


def test_scenes_survive_json():
    for level in LEVEL_NUMBERS:
        for scene in drawn(level, 10):
            assert msgspec.json.decode(msgspec.json.encode(scene), type=Flowchart) == scene


def test_the_vocabulary_can_be_quoted_and_listed():
    assert len(domains()) >= 12
    for domain in domains():
        words = [w.lstrip("/=") for group in (domain.opening, domain.steps, domain.closing, domain.checks, domain.ends)
                 for w in group]  # fmt: skip
        words += [w for pair in domain.rounds for w in pair]
        assert len(set(words)) == len(words)
        for text in words:
            assert not {",", "'", '"'} & set(text)
            assert " and " not in text
            assert " then " not in text
        assert all(w.endswith("?") for w in domain.checks)


def test_templates_cover_all_skills():
    assert {t.skill for t in TEMPLATES} >= {
        "retrieval", "comparison", "arithmetic", "counting", "yes_no", "multi_step", "structure",
    }  # fmt: skip
    assert {t.unanswerable for t in TEMPLATES} == {"", "false_premise", "hidden"}


def test_loops_and_branches_round_trip_as_tagged_json():
    loop = Loop(test="n1", body=("n2", Branch(test="n3", yes=("n4",), no=())), again=False, test_first=True)
    assert msgspec.json.decode(msgspec.json.encode(loop), type=Loop) == loop
