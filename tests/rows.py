"""Rows as a data set holds them, made from samples without a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pyarrow.parquet as pq

from scenewright.audit.checks import check
from scenewright.audit.checks.base import Section
from scenewright.audit.rows import Row
from scenewright.audit.run import look_at
from scenewright.renderers.base import Rendering, Style
from scenewright.sample import Sample
from scenewright.scenes.base import Scene
from scenewright.store import Writer


def plain_rows(samples: Sequence[Sample]) -> list[dict[str, Any]]:
    """Their columns, as they are read back from Parquet."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "train-00000-of-00001.parquet"
        writer = Writer(path)
        for sample in samples:
            writer.add(sample)
        writer.close()
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def row_of(sample: Sample) -> Row:
    return Row(plain_rows([sample])[0], "train")


def row_of_rendering(family: str, scene: Scene, style: Style, rendering: Rendering) -> Row:
    """What readers of pictures need of a row, of a scene that is no sample's."""
    media = [{"column": "images", "kind": "image/png"}]
    columns = {"scene": scene, "style": style, "marks": rendering.marks, "resolution": rendering.resolution}
    plain = {name: msgspec.json.encode(value).decode() for name, value in columns.items()}
    return Row({"family": family, "media": media, "images": [{"bytes": rendering.media[0].data, "path": ""}], **plain})


def looked_at(rows: Sequence[dict[str, Any]], *checks: str, split: str = "train") -> dict[str, Section]:
    """Sections of these checks over rows in memory; a row may name its split under `split`."""
    out = {}
    for name in checks:
        one = check(name)()
        for number, values in enumerate(rows):
            plain = {key: value for key, value in values.items() if key != "split"}
            look_at(one, Row(plain, values.get("split", split), number), None)
        for finding in one.finish(1):
            one.keep(finding)
        out[name] = one.section()
    return out
