"""The adapter behind the questions that all charts share: how numbers are named, and what is chosen to ask about."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from scenewright.audit.oracles import agrees
from scenewright.audit.oracles import values as oracle
from scenewright.qa_templates.base import View
from scenewright.qa_templates.heat_map_base import HeatValues
from scenewright.qa_templates.named_values import Cell, Values, at_name, thinned, value_templates
from scenewright.qa_templates.steps import OPS
from scenewright.renderers.base import Resolution
from scenewright.sample import Maker
from scenewright.scenes.bar_chart import Lettering
from scenewright.scenes.base import Reject, Scene, Thing, rng_for


class Number(Thing, frozen=True, kw_only=True):
    row: str
    column: str
    value: float


class Toy(Scene, frozen=True, kw_only=True):
    title: Lettering = Lettering(id="title", text="Rain")
    measure: str = "rainfall"
    unit: str = "mm"
    unit_name: str = "millimetres"
    decimals: int = 0
    row_label: str = "year"
    row_plural: str = "years"
    column_label: str = "month"
    column_plural: str = "months"
    cells: tuple[Number, ...] = ()


class ToyValues(Values[Toy]):
    def every(self, scene: Toy) -> Sequence[Cell]:
        return [Cell(c.id, c.row, c.column, c.value) for c in scene.cells]

    def ordered(self, scene: Toy, along: str) -> bool:
        return True

    def error(self, scene: Toy, resolution: Resolution, cell: Cell) -> float:
        return 0.0


def toy(rows: int = 5, columns: int = 3, seed: int = 1) -> Toy:
    months = ("May", "June", "July", "August")
    numbers = rng_for(seed, "toy").random((rows, columns))
    return Toy(
        cells=tuple(
            Number(id=f"n{i}.{j}", row=str(2010 + i), column=months[j], value=float(round(20 + 180 * numbers[i, j])))
            for i in range(rows)
            for j in range(columns)
        )
    )


def test_names_in_sentences() -> None:
    values, scene = ToyValues(), toy()
    assert values.phrase_of(scene, "2010", "May") == "May in 2010", "the longer time comes last"
    assert values.spot(scene, "2010", "May") == "for May in 2010"
    assert at_name("day of the week", "Monday") == "on Monday"
    assert at_name("party size", "3") == "for party size 3"
    runs = {(run.name, run.along): run for run in values.runs(scene)}
    assert values.within(scene, runs["May", "row"]) == " in May"
    assert values.within(scene, runs["2010", "column"]) == " in 2010"
    other = msgspec.structs.replace(scene, row_label="site", column_label="variety")
    assert values.phrase_of(other, "Morris", "Trebi") == "Morris (Trebi)"


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("share", [0.015, 0.2])
def test_many_at_once_are_as_far_apart_as_two_by_two(seed: int, share: float) -> None:
    heat_map = Maker.of("heat_map", 2, seed, questions=1).make(0).scene
    cases: list[tuple[Values[Any], Any]] = [(ToyValues(), toy(8, 4, seed)), (HeatValues(), heat_map)]
    told = set()
    for values, scene in cases:
        for run in values.runs(scene):
            clear = [all(values.far(scene, a.value, b.value, share, a) for b in run.cells if b is not a)
                     for a in run.cells]  # fmt: skip
            assert values.stand_out(scene, run.cells, share) == clear
            told |= set(clear)
        cells = values.cells(scene)
        places, least = values.spread(scene, cells)
        for (a, x), (b, y) in itertools.combinations(zip(cells, places, strict=True), 2):
            assert (abs(x - y) > least) == values.far(scene, a.value, b.value, of=a)
    assert told == {True, False}


def test_runs_leave_out_what_is_missing_or_covered() -> None:
    values, scene = ToyValues(), toy()
    hidden = msgspec.structs.replace(scene, hidden=("n1.2",))
    names = {(run.name, run.along) for run in values.runs(hidden)}
    assert ("July", "row") not in names
    assert ("2011", "column") not in names
    assert len(names) == len(values.runs(scene)) - 2
    assert all(cell.id != "n1.2" for cell in values.cells(hidden))
    assert values.find(hidden, "2011", "July") is not None


def test_runs_of_scenes_asked_in_turn_are_not_mixed_up() -> None:
    values, one, two = ToyValues(), toy(seed=1), toy(seed=2)
    first = values.runs(one)[0].values
    assert values.runs(two)[0].values != first
    assert values.runs(one)[0].values == first


def test_unknown_names_to_leave_out_are_refused() -> None:
    with pytest.raises(ValueError, match="value_off"):
        value_templates(ToyValues(), without=("value_off",))
    left = value_templates(ToyValues(), without=("value_of",))
    assert "value_of" not in {template.name for template in left}


def test_at_least_32_ordinary_templates_of_all_skills() -> None:
    ordinary = [t for t in value_templates(ToyValues()) if not t.unanswerable]
    assert len(ordinary) >= 32
    assert {t.skill for t in ordinary} >= {"retrieval", "comparison", "arithmetic", "counting", "yes_no", "multi_step"}
    assert sum(len(t.phrasings) >= 10 for t in ordinary) >= 6


def test_every_slot_agrees_with_the_oracle() -> None:
    """All slots of all templates, not just those that are drawn."""
    asked: dict[str, int] = {}
    for seed in range(4):
        values, scene = ToyValues(), toy(seed=seed, columns=3 + seed % 2)
        view = View(scene, Resolution(printed=tuple(c.id for c in scene.cells)), OPS)
        plain: Any = msgspec.json.decode(msgspec.json.encode(scene))
        table = oracle.plain(plain, "cells", "row", "column")
        for template in value_templates(values):
            for slot in template.slots(scene):
                try:
                    answer = template.solved(view, slot)[1]
                except Reject:
                    continue
                given = msgspec.json.decode(msgspec.json.encode((answer, slot)))
                assert agrees(given[0], oracle.expected(table, template.name, given[1])), (template.name, slot)
                asked[template.name] = asked.get(template.name, 0) + 1
    assert len(asked) >= 36
    assert sum(asked.values()) > 3000


def test_thinned_takes_evenly() -> None:
    assert thinned(range(10), 20) == list(range(10))
    assert thinned(range(100), 4) == [0, 25, 50, 75]
