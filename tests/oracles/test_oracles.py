"""Every question of the contract's seeds agrees with an oracle that has never seen the templates."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import msgspec
import pytest

from scenewright.audit import oracles
from scenewright.audit.oracles import agrees, oracle
from tests.contract.corpus import builtin, corpus


@pytest.mark.parametrize("name", builtin())
def test_oracle_agrees(name: str) -> None:
    expected_of: Any = oracle(name)
    asked = 0
    for _, sample in corpus(name):
        scene = msgspec.json.decode(msgspec.json.encode(sample.scene))
        facts = msgspec.json.decode(msgspec.json.encode({"outcome": sample.outcome, "readings": sample.readings}))
        more = (facts,) if sample.outcome or sample.readings else ()
        for q in sample.questions:
            question = msgspec.json.decode(msgspec.json.encode(q))
            expected = expected_of(scene, q.template, question["slot"], *more)
            assert agrees(question["answer"], expected), (sample.id, sample.seed, q.text, question["answer"], expected)
            asked += 1
    assert asked > 4 * len(corpus(name))


@pytest.mark.parametrize("path", sorted(Path(str(oracles.__file__)).parent.glob("*.py")), ids=lambda path: path.stem)
def test_oracles_import_nothing_of_the_generator(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        ours = [name for name in names if name.startswith(("scenewright", "tests"))]
        # the package itself looks up what other packages bring
        allowed = ("scenewright.audit.oracles", *(("scenewright.audit.packages",) if path.stem == "__init__" else ()))
        assert all(name.startswith(allowed) for name in ours), ours
