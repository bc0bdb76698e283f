"""The datatrove steps, with datatrove where it is installed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import scenewright as sw
from scenewright.errors import UserError
from tests.builds import TINY, hashes

pytest.importorskip("datatrove", reason="needs: pip install datatrove")
pytestmark = pytest.mark.usefixtures("tiny")


def test_tasks_build_what_a_build_builds(tmp_path: Path) -> None:
    from datatrove.executor import LocalPipelineExecutor

    from scenewright.adapters.datatrove import WriteShards

    sw.build(TINY, tmp_path / "whole", workers=1)
    step = WriteShards(TINY, tmp_path / "out")
    stats = LocalPipelineExecutor([step], tasks=3, workers=1, logging_dir=str(tmp_path / "logs")).run()
    assert hashes(tmp_path / "out") == hashes(tmp_path / "whole")
    assert stats.stats[0]["samples"].total == 74
    assert stats.stats[0]["shards"].total == 5


def test_documents_are_the_splits_samples(tmp_path: Path) -> None:
    pytest.importorskip("orjson", reason="datatrove's JsonlWriter needs it")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.writers import JsonlWriter

    from scenewright.adapters.datatrove import MakeDocuments

    writer = JsonlWriter(str(tmp_path / "out"), compression=None)
    steps = [MakeDocuments(TINY), writer]
    LocalPipelineExecutor(steps, tasks=2, workers=1, logging_dir=str(tmp_path / "logs")).run()
    lines = [json.loads(line) for path in sorted((tmp_path / "out").iterdir()) for line in path.open()]
    samples = {sample.id: sample for sample in sw.Stream(TINY)}
    assert sorted(line["id"] for line in lines) == sorted(samples)
    for line in lines:
        sample = samples[line["id"]]
        assert line["metadata"]["answers"] == [q.answer_text() for q in sample.questions]
        for q in sample.questions:
            assert f"Question: {q.text}" in line["text"]
            assert f"Answer: {q.answer_text()}" in line["text"]


def test_media_go_along() -> None:
    from scenewright.adapters.datatrove import MakeDocuments

    made = list(MakeDocuments(TINY, "test", limit=3).run())
    assert len(made) == 3
    for found, sample in zip(made, sw.Stream(TINY, "test"), strict=False):
        assert found.id == sample.id
        assert [medium.media_bytes for medium in found.media] == [medium.data for medium in sample.media]
    with pytest.raises(UserError, match="no samples in split"):
        list(MakeDocuments({**TINY, "splits": {"train": 5}}, "test").run())
