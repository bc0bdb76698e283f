"""Steps of a datatrove pipeline, by rank on one machine or through its Slurm and Ray executors. Needs datatrove.

LocalPipelineExecutor([WriteShards("recipe.yaml", "out")], tasks=16, workers=4).run()       # builds a data set
LocalPipelineExecutor([MakeDocuments("recipe.yaml"), JsonlWriter("out")], tasks=16).run()   # text and media to others
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    from datatrove.data import Document, Media, MediaType
    from datatrove.pipeline.base import PipelineStep
except ImportError as error:
    raise ImportError("scenewright.adapters.datatrove needs: pip install datatrove") from error

from scenewright.build import build
from scenewright.plan import Plan
from scenewright.sample import Sample
from scenewright.store import ENDINGS
from scenewright.stream import Stream

_TYPES = {"image": MediaType.IMAGE, "video": MediaType.VIDEO, "audio": MediaType.AUDIO}


class WriteShards(PipelineStep):  # type: ignore[misc, unused-ignore]  # untyped where it is not installed
    """Builds a recipe: each task writes its share of the shards into one folder or URL, the last also card and report.

    Documents that come in are passed on; none are added. Bytes are those of `scenewright build`.
    """

    name = "Scenewright shards"
    type = "💽 - WRITER"

    def __init__(self, recipe: Any, out: str | Path) -> None:
        super().__init__()
        self.plan, self.out = Plan.of(recipe), str(out)

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        if data:
            yield from data
        with self.track_time("shard"):
            build(self.plan, self.out, workers=1, rank=rank, world_size=world_size)
        mine = self.plan.shards()[rank::world_size]
        self.stat_update("shards", value=len(mine))
        self.stat_update("samples", value=sum(map(self.plan.size, mine)))


class MakeDocuments(PipelineStep):  # type: ignore[misc, unused-ignore]
    """Makes the samples of one split as documents, each task its share: questions and worked answers as text.

    What is shown is in `media` as bytes, for families with media; what is told apart (family, level, answers) in
    `metadata`. Samples of role `mask` are truth and are left out.
    """

    name = "Scenewright samples"
    type = "📖 - READER"

    def __init__(self, recipe: Any, split: str = "train", limit: int = -1) -> None:
        super().__init__()
        self.plan, self.split, self.limit = Plan.of(recipe), split, limit

    def run(self, data: Any = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        if data:
            yield from data
        stream = Stream(self.plan, self.split, rank, world_size)
        for number in range(len(stream) if self.limit < 0 else min(self.limit, len(stream))):
            with self.track_time():
                made = document(stream[number])
            self.stat_update("documents")
            self.update_doc_stats(made)
            yield made


def document(sample: Sample) -> Document:
    """A sample as a document."""
    parts = []
    for q in sample.questions:
        options = [f"{letter}. {choice.text}" for letter, choice in zip("ABCDEFGH", q.choices, strict=False)]
        steps = [step.text for step in q.steps]
        parts.append("\n".join([f"Question: {q.text}", *options, *steps, f"Answer: {q.answer_text()}"]))
    media = []
    for number, medium in enumerate(sample.media):
        if medium.role == "mask":
            continue
        suffix = f"-{number}" if number else ""
        media.append(
            Media(
                id=f"{sample.id}{suffix}",
                type=_TYPES[medium.kind.partition("/")[0]],
                url="",
                path=f"{sample.id}{suffix}.{ENDINGS[medium.kind]}",
                media_bytes=medium.data,
                metadata={"kind": medium.kind, "role": medium.role},
            )
        )
    facts = {
        "family": sample.family,
        "level": sample.level,
        "index": sample.index,
        "seed": sample.seed,
        "version": sample.version,
        "questions": [q.text for q in sample.questions],
        "answers": [q.answer_text() for q in sample.questions],
        "templates": [q.template for q in sample.questions],
    }
    return Document(text="\n\n".join(parts), id=sample.id, media=media, metadata=facts)
