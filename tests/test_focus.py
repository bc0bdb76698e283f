"""Adaptive builds: more of what goes wrong, by the stated rule, and nothing else changed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest

import scenewright as sw
from scenewright.cli import run
from scenewright.errors import UserError
from scenewright.focus import REACH, focus, read_scores
from scenewright.plan import Plan
from scenewright.recipe import Recipe
from scenewright.scoring import Cell, ScoreReport
from tests.builds import write_recipe

RECIPE = {
    "name": "To focus",
    "questions": 3,
    "splits": {"train": 400},
    "families": [{"family": "clock", "levels": [0, 1]}, {"family": "flowchart", "levels": [0], "weight": 0.5}],
}


def row(by: str, value: str, questions: int, score: float) -> Cell:
    return Cell(by=by, value=value, questions=questions, answered=questions, score=score, low=0.0, high=1.0, steps=None)


REPORT = ScoreReport(
    data="d",
    version=sw.__version__,
    predictions="p",
    cells=(
        row("", "all", 3000, 0.7),
        row("family", "clock", 3000, 0.7),
        row("level", "clock 0", 1500, 0.9),
        row("level", "clock 1", 1500, 0.5),
        row("template", "clock read_time", 500, 0.1),
        row("template", "clock count_kind", 2, 0.0),
    ),
    skipped={},
    faults=(),
)


def test_the_rule() -> None:
    made = focus(Recipe.of(RECIPE), REPORT)
    assert [(e.family, e.levels) for e in made.families] == [("clock", (0,)), ("clock", (1,)), ("flowchart", (0,))]
    easy, hard, other = made.families
    assert easy.weight + hard.weight == pytest.approx(1)
    assert hard.weight / easy.weight == pytest.approx((0.5 * 1500 + 20 * 0.3) / (0.1 * 1500 + 20 * 0.3), rel=0.01)
    assert easy.weights["read_time"] == pytest.approx((0.9 * 500 + 6) / 520 / 0.3, rel=1e-3)
    assert max(easy.weights.values()) <= REACH
    assert easy.weights["count_kind"] == pytest.approx((2 + 6) / 22 / 0.3, rel=1e-3)
    assert other == Recipe.of(RECIPE).families[1]


def test_hard_questions_come_more_often_and_the_build_repeats(tmp_path: Path) -> None:
    def asked(source: object) -> Counter[str]:
        found: Counter[str] = Counter()
        for sample in sw.Stream(source):  # type: ignore[arg-type]
            if sample.family == "clock":
                found[f"level {sample.level}"] += 1
                found.update(q.template for q in sample.questions)
        return found

    path = write_recipe(tmp_path, RECIPE)
    plan = Plan.of(path, lambda recipe: focus(recipe, REPORT))
    before, after = asked(path), asked(plan)
    assert after["level 1"] > 3 * after["level 0"]
    assert after["read_time"] > 1.5 * before["read_time"]
    assert plan.digest == Plan.of(path, lambda recipe: focus(recipe, REPORT)).digest != Plan.of(path).digest


def test_equal_weights_change_nothing() -> None:
    weighed = RECIPE | {"families": [entry | {"weights": {}} for entry in RECIPE["families"]]}  # type: ignore[operator, attr-defined]
    assert [s.questions for s in sw.Stream(weighed)] == [s.questions for s in sw.Stream(RECIPE)]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scores = tmp_path / "scores.json"
    scores.write_bytes(REPORT.json())
    assert read_scores(scores) == REPORT
    recipe = write_recipe(tmp_path, RECIPE | {"splits": {"train": 40}})
    out = tmp_path / "out"
    assert run(["build", str(recipe), "-o", str(out), "--workers", "1", "--focus", str(scores)]) == 0
    levels = Counter(s.level for s in sw.open(out) if s.family == "clock")
    assert levels[1] > 2 * levels[0]
    for text, words in (("{", "not a score report"), (None, "no such file")):
        if text is None:
            scores.unlink()
        else:
            scores.write_text(text)
        assert run(["build", str(recipe), "-o", str(tmp_path / "no"), "--focus", str(scores)]) == 2
        assert words in capsys.readouterr().err
        assert not (tmp_path / "no").exists()


def test_reports_and_weights_of_others_are_refused() -> None:
    cells = tuple(c for c in REPORT.cells if c.by != "family")
    with pytest.raises(UserError, match="other families"):
        focus(Recipe.of(RECIPE), msgspec.structs.replace(REPORT, cells=cells))
    for weights, words in (({"read_tim": 2}, "did you mean 'read_time'"), ({"read_time": 0}, ">= 0.01")):
        with pytest.raises(UserError, match=words):
            Plan.of(RECIPE | {"families": [{"family": "clock", "weights": weights}]})
