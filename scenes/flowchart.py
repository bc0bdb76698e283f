"""Flowcharts of real programs and of everyday procedures, with standard shapes and no crossing arrows."""

from __future__ import annotations

from typing import Annotated

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, Spec, between, chance, pick
from scenewright.scenes.flow import Branch, Cover, Flowchart, Item, Loop, chart_of, link
from scenewright.scenes.procedures import Outline, draw_procedure
from scenewright.scenes.programs import Plan, draw_program

SCENE = Flowchart

Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


class FlowchartSpec(Spec, frozen=True, kw_only=True):
    """What a flowchart may contain. Ranges include both ends."""

    procedure_share: Share = 0.5
    """Share of everyday procedures; the others are programs."""
    steps_min: Annotated[int, msgspec.Meta(ge=1, le=8)] = 2
    """Steps of a procedure on its main way; a program has half as many updates of variables."""
    steps_max: Annotated[int, msgspec.Meta(ge=1, le=8)] = 4
    decisions_min: Annotated[int, msgspec.Meta(ge=0, le=3)] = 1
    decisions_max: Annotated[int, msgspec.Meta(ge=0, le=3)] = 1
    loops_min: Annotated[int, msgspec.Meta(ge=0, le=2)] = 0
    loops_max: Annotated[int, msgspec.Meta(ge=0, le=2)] = 0
    parts_max: Annotated[int, msgspec.Meta(ge=1, le=5)] = 2
    """Decisions and loops together."""
    inner_decisions: Annotated[int, msgspec.Meta(ge=0, le=2)] = 0
    """Decisions inside the loops of a program; for a procedure, whether parts nest."""
    nested_loops: Annotated[int, msgspec.Meta(ge=0, le=1)] = 0
    inputs_max: Annotated[int, msgspec.Meta(ge=1, le=2)] = 1
    division: bool = False
    """Whether programs divide and take remainders."""
    run_max: Annotated[int, msgspec.Meta(ge=10, le=200)] = 40
    """Shapes that a program carries out for any input, at most."""
    cover_share: Share = 0.25
    """Share of charts with a stain or note that lies on a shape or in a corner."""

    def __post_init__(self) -> None:
        for name in ("steps", "decisions", "loops"):
            if getattr(self, f"{name}_min") > getattr(self, f"{name}_max"):
                raise ValueError(f"{name}_min is larger than {name}_max")
        if self.decisions_max + self.loops_max == 0:
            raise ValueError("decisions_max and loops_max are both 0; a chart needs a decision or a loop")
        if self.decisions_min + self.loops_min > self.parts_max:
            raise ValueError("parts_max is less than decisions_min + loops_min")


LEVELS = (
    FlowchartSpec(steps_min=2, steps_max=4, parts_max=1, run_max=20),
    FlowchartSpec(steps_min=2, steps_max=5, decisions_min=0, decisions_max=2, loops_max=1, run_max=40),
    FlowchartSpec(
        steps_min=2, steps_max=5, decisions_min=0, decisions_max=2, loops_min=1, loops_max=1, parts_max=3,
        inner_decisions=1, division=True, run_max=50,
    ),
    FlowchartSpec(
        steps_min=3, steps_max=5, decisions_min=1, decisions_max=2, loops_min=1, loops_max=2, parts_max=3,
        inner_decisions=1, nested_loops=1, inputs_max=2, division=True, run_max=70, cover_share=0.3,
    ),
    FlowchartSpec(
        steps_min=5, steps_max=7, decisions_min=2, decisions_max=3, loops_min=1, loops_max=2, parts_max=4,
        inner_decisions=2, nested_loops=1, inputs_max=2, division=True, run_max=100, cover_share=0.3,
    ),
)  # fmt: skip

_ANSWERS = (("Yes", "No"), ("Yes", "No"), ("yes", "no"))


def draw_scene(spec: FlowchartSpec, rng: np.random.Generator) -> Flowchart:
    """A program or a procedure within the spec."""
    decisions, loops = _parts(spec, rng)
    if chance(rng, spec.procedure_share):
        scene = _procedure(spec, rng, decisions, loops)
    else:
        scene = _program(spec, rng, decisions, loops)
    return cover_up(scene, rng) if chance(rng, spec.cover_share) else scene


def _parts(spec: FlowchartSpec, rng: np.random.Generator) -> tuple[int, int]:
    """How many decisions and loops; at least one of either."""
    pairs = [
        (d, n)
        for d in range(spec.decisions_min, spec.decisions_max + 1)
        for n in range(spec.loops_min, spec.loops_max + 1)
        if 1 <= d + n <= spec.parts_max
    ]
    if not pairs:
        raise Reject("spec")
    return pick(rng, pairs)


def _program(spec: FlowchartSpec, rng: np.random.Generator, decisions: int, loops: int) -> Flowchart:
    plan = Plan(
        updates=between(rng, spec.steps_min, spec.steps_max) // 2,
        decisions=decisions,
        loops=loops,
        inner_decisions=min(spec.inner_decisions, loops),
        nested_loops=spec.nested_loops if chance(rng, 0.5) else 0,
        inputs=between(rng, 1, spec.inputs_max),
        division=spec.division,
        run_max=spec.run_max,
    )
    made = draw_program(rng, plan)
    answers = pick(rng, (*_ANSWERS, ("True", "False")))
    ends = frozenset(n.id for n in made.nodes if n.kind == "end")
    return Flowchart(
        title=made.title,
        program=True,
        nodes=made.nodes,
        edges=link(made.body, ends, answers),
        body=made.body,
        answers=answers,
        inputs=made.inputs,
        key=made.key,
    )


def _procedure(spec: FlowchartSpec, rng: np.random.Generator, decisions: int, loops: int) -> Flowchart:
    exits = between(rng, 0, min(decisions, 2))
    outline = Outline(
        steps=between(rng, spec.steps_min, spec.steps_max),
        decisions=decisions - exits,
        exits=exits,
        rounds=loops,
        nested=spec.inner_decisions > 0,
    )
    made = draw_procedure(rng, outline)
    answers = pick(rng, _ANSWERS)
    ends = frozenset(n.id for n in made.nodes if n.kind == "end")
    return Flowchart(
        title=made.title,
        program=False,
        nodes=made.nodes,
        edges=link(made.body, ends, answers),
        body=made.body,
        answers=answers,
    )


COVERS = ("coffee", "note", "ink")


def cover_up(scene: Flowchart, rng: np.random.Generator) -> Flowchart:
    """The scene with one cover: over the text of a shape that some ways through the chart pass by, or in a corner where
    it hides nothing.
    """
    kind = pick(rng, COVERS)
    chart = chart_of(scene)
    ends = [n.id for n in scene.nodes if n.kind == "end"]
    # A shape that every way passes would leave few questions about a program.
    free = [
        n.id
        for n in scene.nodes
        if n.kind not in ("start", "end") and any(e in chart.reach(scene.nodes[0].id, n.id) for e in ends)
    ]
    over = (pick(rng, free),) if free and chance(rng, 0.5) else ()
    return covered(scene, kind, over)


def covered(scene: Flowchart, kind: str, over: tuple[str, ...]) -> Flowchart:
    """The scene with its one cover over these things, and nowhere else."""
    cover = Cover(id="cover", kind=kind, over=over)  # type: ignore[arg-type]
    return msgspec.structs.replace(scene, covers=(cover,), hidden=over)


def _loops(body: tuple[Item, ...]) -> int:
    count = 0
    for item in body:
        if isinstance(item, Loop):
            count += 1 + _loops(item.body)
        elif isinstance(item, Branch):
            count += _loops(item.yes) + _loops(item.no)
    return count


def measure(scene: Flowchart) -> dict[str, float]:
    """Counts of shapes, decisions and loops; for programs the mean length of a run; `difficulty` weighs them."""
    decisions = sum(n.kind == "decision" for n in scene.nodes)
    loops = _loops(scene.body)
    run = 0.0
    if scene.program:
        chart = chart_of(scene)
        cases = chart.cases()
        first, last = cases[0], cases[-1]
        run = (len(chart.run(first)) + len(chart.run(last))) / 2
    return {
        "nodes": float(len(scene.nodes)),
        "decisions": float(decisions),
        "loops": float(loops),
        "run": run,
        "difficulty": round(len(scene.nodes) + 2 * decisions + 4 * loops + run / 4, 2),
    }
