"""Scoring a file of predictions: right, wrong, hedging and faulty ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

import scenewright as sw
from scenewright.cli import run
from scenewright.errors import UserError
from scenewright.qa_templates.base import Question
from scenewright.relaxed import gold, relaxed_correctness
from scenewright.scoring import ScoreReport, score_predictions, wilson
from scenewright.step_scores import score_steps

RECIPE = {
    "name": "To score",
    "questions": 4,
    "shard_size": 30,
    "splits": {"train": 40, "test": 20},
    "families": [{"family": "clock", "levels": [0, 1]}, {"family": "road_map", "levels": [1]}],
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("score") / "data"
    sw.build(RECIPE, out, workers=1)
    return out


def asked(data: Path) -> list[tuple[str, int, Question]]:
    return [(s.id, i, q) for s in sw.open(data) for i, q in enumerate(s.questions)]


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), "utf-8")
    return path


def full(data: Path) -> list[dict[str, Any]]:
    return [{"id": id, "question": i, "reply": f"Answer: {q.answer_text()}"} for id, i, q in asked(data)]


def test_right_replies_score_one_and_none_zero(data: Path, tmp_path: Path) -> None:
    rows = full(data)
    report = score_predictions(data, write(tmp_path / "p.jsonl", rows), strict=True)
    assert report.overall.score == 1.0
    assert report.overall.questions == len(rows)
    for by in ("family", "level", "skill", "hops", "template", "answerable", "answer_type"):
        assert sum(cell.questions for cell in report.cells if cell.by == by) == len(rows), by
    half = score_predictions(data, write(tmp_path / "h.jsonl", rows[::2]))
    assert half.overall.score == pytest.approx(len(rows[::2]) / len(rows))
    assert half.skipped == {"no reply": len(rows) - len(rows[::2])}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda q: "",
        lambda q: "\x00\x07" * 20,
        lambda q: "x" * 10**6,
        lambda q: f"{q.answer_text()} or possibly something else or 7 or 12:34 or Elm Street",
        lambda q: "\n".join(f"{letter}. {c.text}" for letter, c in zip("ABCD", q.choices, strict=False)) or "A B C D",
        lambda q: "(A) or (B)" if q.choices else "yes and no, 1 or 2",
        lambda q: " and ".join(c.text for c in q.choices) or "not sure, yes or no",
    ],
    ids=["empty", "control", "long", "hedge", "option_list", "two_letters", "all_options"],
)
def test_replies_that_commit_to_nothing_score_nothing(data: Path, spoil: Any) -> None:
    scores = [(q.score(spoil(q)), q.text, spoil(q)[:200]) for _, _, q in asked(data) if q.answerable]
    assert [s for s in scores if s[0]] == []


def test_faulty_lines_are_named_and_left_out(data: Path, tmp_path: Path) -> None:
    rows: list[Any] = full(data)
    faulty = [*rows, '{"id": "clock-0', {"id": "clock-9-1", "reply": "x"}, rows[0], {"reply": "no id"}, "[1]", "\xff"]
    path = write(tmp_path / "p.jsonl", faulty)
    report = score_predictions(data, path)
    assert report.overall.score == 1.0
    assert report.skipped == {"broken line": 4, "duplicate": 1, "unknown id": 1}
    n = len(rows)
    assert any(f.startswith(f"{path}:{n + 1}: broken line") for f in report.faults)
    assert any(f.startswith(f"{path}:{n + 2}: unknown id: clock-9-1/0") for f in report.faults)
    assert any(f.startswith(f"{path}:{n + 3}: duplicate") and "line 1 too" in f for f in report.faults)
    with pytest.raises(UserError, match="strict"):
        score_predictions(data, path, strict=True)


def test_a_split_alone(data: Path, tmp_path: Path) -> None:
    report = score_predictions(data, write(tmp_path / "p.jsonl", full(data)), split="test")
    assert report.overall.score == 1.0
    assert report.overall.questions == sum(len(s.questions) for s in sw.open(data)["test"])
    assert set(report.skipped) == {"other split"}


def test_what_cannot_be_scored_is_refused(data: Path, tmp_path: Path) -> None:
    for rows, words in (([], "holds no prediction"), (["{"], "broken line"), ([{"id": "a", "reply": "b"}], "none of")):
        with pytest.raises(UserError, match=words):
            score_predictions(data, write(tmp_path / "p.jsonl", rows))
    with pytest.raises(UserError, match="no such file"):
        score_predictions(data, tmp_path / "none.jsonl")


def test_another_versions_data_is_refused(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "p.jsonl", full(data))
    monkeypatch.setattr(sw, "__version__", "99.0")
    with pytest.raises(UserError, match=r"this is 99\.0"):
        score_predictions(data, path)


def test_the_trace_is_scored_apart(data: Path) -> None:
    traced = [q for _, _, q in asked(data) if len(q.steps) > 2]
    assert len(traced) > 30
    for q in traced:
        told = "\n".join(step.text for step in q.steps)
        assert set(score_steps(told, q)) == {1.0}, (told, q.steps)
    silent = [s for q in traced for s in score_steps("I have no idea at all.", q)]
    half = [s for q in traced for s in score_steps("\n".join(step.text for step in q.steps[: len(q.steps) // 2]), q)]
    assert sum(silent) < 0.1 * len(silent)
    assert 0.2 < sum(half) / len(half) < 0.7


def test_the_command_writes_report_page_and_chart(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "p.jsonl", [*full(data)[::3], "{"])
    assert run(["score", str(data), str(path), "-o", str(tmp_path / "out")]) == 0
    shown = capsys.readouterr()
    assert "By template" in shown.out
    assert "broken line" in shown.err
    report = msgspec.json.decode((tmp_path / "out" / "scores.json").read_bytes(), type=ScoreReport)
    assert report.overall.questions == len(asked(data))
    assert (tmp_path / "out" / "scores.png").read_bytes().startswith(b"\x89PNG")
    assert "## By skill" in (tmp_path / "out" / "scores.md").read_text()


def test_wilsons_interval() -> None:
    low, high = wilson(81, 263)  # Newcombe 1998, table I: 0.2553 to 0.3662
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(
    ("said", "gold", "right"),
    [
        ("100", "105", True),
        ("99.7", "105", False),
        ("1900", "1950", True),
        ("12%", "12", False),
        ("12%", "0.12", True),
        ("0.0", "0", False),
        ("0", "0", True),
        ("1,200", "1200", False),
        ("1_200", "1200", True),
        ("-10", "-10.4", True),
        ("-10", "10", False),
        ("japan", "Japan", True),
        ("Japan ", "Japan", False),
        ("nan", "nan", False),
        ("inf", "5", False),
        ("5 km", "5", False),
    ],
)
def test_relaxed_chartqa_keeps_its_quirks(said: str, gold: str, right: bool) -> None:
    assert relaxed_correctness(said, gold) is right


def test_relaxed_chartqa_scores_a_file(tmp_path: Path) -> None:
    recipe = RECIPE | {"families": [{"family": "bar_chart", "levels": [1]}]}
    sw.build(recipe, tmp_path / "bars", workers=1)
    rows = [{"id": id, "question": i, "reply": gold(q)} for id, i, q in asked(tmp_path / "bars")]
    path = write(tmp_path / "p.jsonl", rows)
    report = score_predictions(tmp_path / "bars", path, metric="relaxed_chartqa")
    assert report.metric == "relaxed_chartqa"
    assert report.overall.score > 0.9  # tables, of several lines, are no answers of ChartQA's
    with pytest.raises(UserError, match=r"no metric 'relaxed'; did you mean"):
        score_predictions(tmp_path / "bars", path, metric="relaxed")
