"""Every question of 200 seeds a level agrees with an oracle that has never seen the templates."""

from __future__ import annotations

import importlib
import math
from typing import Any

import msgspec
import pytest

from tests.contract.corpus import builtin, corpus


def agrees(answer: dict[str, Any], expected: Any) -> bool:
    """Whether the stored answer is what the oracle expects, by the answer's type."""
    kind = answer["type"]
    if kind == "unanswerable":
        return expected is None
    if expected is None:
        return False
    if kind in ("boolean", "integer", "label"):
        return type(expected) is not float and expected == answer["value"]
    if kind == "text":
        return expected in (answer["value"], *answer.get("accepted", ()))
    if kind == "number":
        return math.isclose(
            expected, answer["value"], rel_tol=1e-9, abs_tol=0.5001 * 10.0 ** -answer.get("decimals", 0)
        )
    if kind == "label_set":
        return set(expected) == set(answer["values"])
    if kind == "sequence":
        return list(expected) == list(answer["values"])
    if kind == "clock_time":
        return tuple(expected) == (answer["hour"], answer["minute"], answer.get("second"))
    if kind == "duration":
        return expected == answer["seconds"]
    if kind == "route":
        return math.isclose(expected, answer["cost"])
    raise AssertionError(f"no comparison for {kind}")


@pytest.mark.parametrize("name", builtin())
def test_oracle_agrees(name: str) -> None:
    oracle = importlib.import_module(f"tests.oracles.{name}")
    asked = 0
    for _, sample in corpus(name):
        scene = msgspec.json.decode(msgspec.json.encode(sample.scene))
        for q in sample.questions:
            question = msgspec.json.decode(msgspec.json.encode(q))
            expected = oracle.expected(scene, q.template, question["slot"])
            assert agrees(question["answer"], expected), (sample.id, sample.seed, q.text, question["answer"], expected)
            asked += 1
    assert asked > 4000


@pytest.mark.parametrize("name", builtin())
def test_oracle_is_independent(name: str) -> None:
    module = importlib.import_module(f"tests.oracles.{name}")
    with open(str(module.__file__)) as file:
        assert "scenewright" not in file.read()
