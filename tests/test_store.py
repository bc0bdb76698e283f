"""The store: what is written is read back, by us and by Hugging Face `datasets`, and the same bytes each time."""

from __future__ import annotations

import io
import json
import pickle
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
from PIL import Image

import scenewright as sw
from scenewright.dataset import decode, question
from scenewright.errors import UserError
from scenewright.plan import Plan
from scenewright.renderers.base import Media
from scenewright.sample import Sample
from scenewright.store import ROW_GROUP, SCHEMA, Rows, Writer
from scenewright.stream import Stream
from tests.builds import TINY

CLOCKS = {
    "name": "Clocks",
    "shard_size": 30,
    "splits": {"train": 40, "validation": 12, "test": 11},
    "families": [{"family": "clock", "levels": [0, 2, 4]}],
}


@pytest.fixture(scope="module")
def clocks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("clocks") / "out"
    sw.build(CLOCKS, out, workers=1)
    return out


def plain(sample: Sample) -> bytes:
    return msgspec.json.encode(sample, order="deterministic")


def test_samples_come_back_whole(clocks: Path) -> None:
    data = sw.open(clocks)
    assert data.splits == {"train": 40, "validation": 12, "test": 11}
    assert len(data) == 63
    for sample in data:
        assert plain(sample) == plain(sw.sample("clock", sample.level, sample.index, sample.seed))
        assert isinstance(sample.scene, type(sw.sample("clock").scene))
        for q in sample.questions:
            assert q.score(q.answer_text(), sample.scene) == 1.0


def test_random_access_equals_iteration(clocks: Path) -> None:
    data = sw.open(clocks)
    ids = [sample.id for sample in data]
    assert [data[i].id for i in (62, 0, 41, 40, -1)] == [ids[i] for i in (62, 0, 41, 40, 62)]
    assert [sample.id for sample in data[10:13]] == ids[10:13]
    assert [sample.id for sample in data["test"]] == ids[52:]
    with pytest.raises(IndexError):
        data[63]
    with pytest.raises(UserError, match="no split 'dev'; there are: train, validation, test"):
        data["dev"]


def test_rows_of_some_columns(clocks: Path) -> None:
    rows = list(sw.open(clocks)["test"].rows(["id", "questions"]))
    assert set(rows[0]) == {"id", "questions"}
    q = rows[0]["questions"][0]
    assert question(q).score(q["answer"]) == 1.0
    assert json.loads(q["steps"])[-1]["text"] == q["solution"].split("\n")[-1]


def test_a_stream_makes_the_rows_of_the_build(clocks: Path) -> None:
    for split in ("train", "test"):
        stream = Stream(CLOCKS, split)
        assert [plain(a) for a in stream] == [plain(b) for b in sw.open(clocks)[split]]
    stream = sw.Stream(CLOCKS)
    ids = [sample.id for sample in stream]
    assert stream[17].id == ids[17]
    parts = [[s.id for s in sw.Stream(CLOCKS, rank=rank, world_size=3)] for rank in range(3)]
    assert [parts[i % 3][i // 3] for i in range(40)] == ids
    assert [len(sw.Stream(CLOCKS, rank=rank, world_size=3)) for rank in range(3)] == [14, 13, 13]
    assert pickle.loads(pickle.dumps(stream))[3].id == ids[3]
    q = stream[0].questions[0]
    assert stream.score(q.answer_text(), q, stream[0].scene) == 1.0
    with pytest.raises(UserError, match="no samples in split 'dev'"):
        Stream(CLOCKS, "dev")
    with pytest.raises(UserError, match="rank must be 0 to 2"):
        Stream(CLOCKS, rank=3, world_size=3)


def test_hugging_face_reads_it_as_it_stands(clocks: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    datasets = pytest.importorskip("datasets", reason="needs the extra `hub`")
    data = datasets.load_dataset(str(clocks), cache_dir=str(tmp_path))
    assert {split: len(part) for split, part in data.items()} == {"train": 40, "validation": 12, "test": 11}
    assert data["train"].features.arrow_schema.equals(SCHEMA)
    for split, part in data.items():
        for row, sample in zip(part, sw.open(clocks)[split], strict=True):
            (picture,) = row["images"]
            assert isinstance(picture, Image.Image)
            assert picture.size == (sample.media[0].width_px, sample.media[0].height_px)
            assert row["videos"] == row["audios"] == []
            assert [q["text"] for q in row["questions"]] == [q.text for q in sample.questions]
            assert row["id"] == sample.id


def test_features_are_those_of_the_library() -> None:
    datasets = pytest.importorskip("datasets", reason="needs the extra `hub`")
    ours = datasets.Features.from_arrow_schema(SCHEMA)
    assert ours["images"] == datasets.List(datasets.Image())
    assert ours["videos"] == datasets.List(datasets.Video())
    assert ours["audios"] == datasets.List(datasets.Audio())
    theirs = ours.arrow_schema.metadata[b"huggingface"]
    assert json.loads(theirs)["info"]["features"] == json.loads(SCHEMA.metadata[b"huggingface"])["info"]["features"]


def write(path: Path, samples: list[Sample]) -> bytes:
    writer = Writer(path)
    for sample in samples:
        writer.add(sample)
    writer.close()
    return path.read_bytes()


@pytest.mark.usefixtures("tiny")
def test_same_samples_same_bytes_in_groups(tmp_path: Path) -> None:
    maker = Plan.of(TINY).maker(Plan.of(TINY).cells[0])
    samples = [maker.make(index) for index in range(2 * ROW_GROUP + 7)]
    assert write(tmp_path / "a", samples) == write(tmp_path / "b", samples)
    file = pq.ParquetFile(tmp_path / "a")
    groups = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
    assert groups == [ROW_GROUP, ROW_GROUP, 7]
    column = {file.schema.column(i).path: file.metadata.row_group(0).column(i) for i in range(len(file.schema))}
    assert column["images.list.element.bytes"].compression == "UNCOMPRESSED"
    assert column["questions.list.element.steps"].compression == "ZSTD"


@pytest.mark.usefixtures("tiny")
def test_other_media_go_to_their_columns() -> None:
    sample = sw.sample("tiny", questions=2)
    picture = io.BytesIO()
    Image.new("RGB", (8, 6)).save(picture, "PNG")
    media = (
        Media(kind="image/png", data=picture.getvalue(), width_px=8, height_px=6),
        Media(kind="audio/flac", data=b"fLaC", duration_s=2.5, sample_rate_hz=16_000, channels=1),
        Media(kind="image/png", data=picture.getvalue(), width_px=8, height_px=6, role="mask"),
        Media(kind="video/mp4", data=b"mp4", duration_s=4.0, frame_rate_hz=24.0),
    )
    rows = Rows()
    rows.add(msgspec.structs.replace(sample, media=media))
    (row,) = rows.batch().to_pylist()
    assert [file["path"] for name in ("images", "audios", "videos") for file in row[name]] == [
        "tiny-0-0000000.png", "tiny-0-0000000-1.flac", "tiny-0-0000000-3.mp4",
    ]  # fmt: skip
    assert row["audios"][0]["bytes"] == b"fLaC"
    assert decode(row).media == media


def test_folders_without_a_whole_data_set(clocks: Path, tmp_path: Path) -> None:
    def error(folder: Path) -> str:
        with pytest.raises(UserError) as caught:
            len(sw.open(folder))
        return str(caught.value)

    assert "there is no such folder" in error(tmp_path / "no")
    assert "no Scenewright data set here" in error(tmp_path)
    data = tmp_path / "data"
    data.mkdir()
    whole = (clocks / "data" / "train-00000-of-00002.parquet").read_bytes()
    (data / "train-00000-of-00002.parquet").write_bytes(whole)
    assert "1 of 2 train shards are there; run the build again to finish it" in error(tmp_path)
    (data / "train-00001-of-00002.parquet").write_bytes(whole[: len(whole) // 2])
    assert "train-00001-of-00002.parquet: not a whole Parquet file" in error(tmp_path)


def test_row_values(clocks: Path) -> None:
    row: dict[str, Any] = next(sw.open(clocks).rows())
    assert list(row) == SCHEMA.names
    assert row["id"] == f"{row['family']}-{row['level']}-{row['index']:07d}"
    assert json.loads(row["measures"])["difficulty"] >= 0
    for q in row["questions"]:
        assert json.loads(q["answer_json"])["type"] == q["answer_type"]
        assert not q["choices"] or sum(choice["correct"] for choice in q["choices"]) == 1
