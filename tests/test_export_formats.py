"""Each form read back: by the library it is for where that is light, else against what its documentation asks for."""

from __future__ import annotations

import base64
import importlib.util
import io
import json
import re
import sys
import tarfile
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml
from PIL import Image

import scenewright as sw
from scenewright.dataset import decode
from scenewright.exports.coco import place
from scenewright.exports.key import score
from scenewright.exports.vlmevalkit import guarded
from scenewright.renderers.base import Mark
from tests.export_stores import build_clocks, clocks, mixed, picture, sound, write_store

TOKEN = {"images": "<image>", "videos": "<video>", "audios": "<audio>"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_clocks(tmp_path_factory.mktemp("built") / "data")


@pytest.fixture(scope="module")
def mix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("mix"), mixed())


@pytest.fixture
def datasets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    module = pytest.importorskip("datasets", reason="needs the extra `hub`")
    monkeypatch.setattr(module.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    return module  # type: ignore[no-any-return]


def load(path: Path) -> ModuleType:
    """A Python file of an export, as a trainer loads it."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


# -- messages (TRL) ----------------------------------------------------------------------------------------------------


def test_messages(mix: Path, tmp_path: Path, datasets: ModuleType) -> None:
    """TRL's conversational vision format: contents are text, `images` a list of pictures, no token in the text."""
    report = sw.export(mix, "messages", tmp_path / "out", system="Look.")
    data = datasets.load_dataset(str(tmp_path / "out"), split="train")
    assert data.features["images"] == datasets.List(datasets.Image())
    assert len(data) == report.rows == 15
    for row in data:
        assert [message["role"] for message in row["messages"]] == ["system", "user", "assistant"]
        assert all(isinstance(picture, Image.Image) for picture in row["images"])
        assert not re.search(r"<(image|video|audio)>", json.dumps(row["messages"]), re.I)
    assert Counter(len(row["images"]) for row in data) == {2: 3, 1: 9, 0: 3}


def test_prompts_and_their_reward(built: Path, tmp_path: Path, datasets: ModuleType) -> None:
    sw.export(built, "messages", tmp_path / "out", prompts=True, answer="boxed")
    data = datasets.load_dataset(str(tmp_path / "out"))
    assert {split: len(part) for split, part in data.items()} == {"train": 120, "test": 60}
    row = data["train"][0]
    assert list(row) == ["id", "prompt", "images", "answer", "answer_key", "skill"]
    assert [message["role"] for message in row["prompt"]] == ["user"]
    assert "\\boxed{}" in row["prompt"][0]["content"]
    reward = load(tmp_path / "out" / "reward.py").reward
    right = [[{"role": "assistant", "content": f"\\boxed{{{a}}}"}] for a in data["test"]["answer"]]
    assert reward(right, answer_key=data["test"]["answer_key"], skill=data["test"]["skill"]) == [1.0] * 60
    assert reward(["nothing at all"], data["test"]["answer_key"][:1]) == [0.0]


# -- token forms -------------------------------------------------------------------------------------------------------


def test_sharegpt(mix: Path, tmp_path: Path, datasets: ModuleType) -> None:
    """LLaMA-Factory: `dataset_info.json` names file and columns; turns alternate; a token for each medium."""
    report = sw.export(mix, "sharegpt", tmp_path / "out")
    out = tmp_path / "out"
    info = json.loads((out / "dataset_info.json").read_text())
    assert sorted(entry["file_name"] for entry in info.values()) == [
        "train-audio-image.jsonl", "train-audio.jsonl", "train-image.jsonl", "train-text.jsonl", "train-video.jsonl",
    ]  # fmt: skip
    total = 0
    for entry in info.values():
        assert entry["formatting"] == "sharegpt"
        data = datasets.load_dataset("json", data_files=str(out / entry["file_name"]), split="train")
        columns = dict(entry["columns"])
        assert columns.pop("messages") == "conversations"
        assert set(data.column_names) == {"id", "conversations", *columns}
        total += len(data)
        for row in data:
            assert [turn["from"] for turn in row["conversations"]] == ["human", "gpt"]
            for column, token in TOKEN.items():
                paths = row.get(column, [])
                assert sum(turn["value"].count(token) for turn in row["conversations"]) == len(paths)
                assert all((out / path).is_file() for path in paths)
    assert total == report.rows == 21


def test_swift(mix: Path, tmp_path: Path) -> None:
    """ms-swift: `messages` of role and content, tokens in the text, media as lists of paths."""
    out = tmp_path / "out"
    sw.export(mix, "swift", out, prompts=True)
    for path in out.glob("*.jsonl"):
        rows = rows_of(path)
        assert len({tuple(row) for row in rows}) == 1
        for row in rows:
            assert [message["role"] for message in row["messages"]] == ["user"]
            assert score("no such thing, I am afraid", row["solution"]) in (0.0, 1.0)
            for column, token in TOKEN.items():
                assert row["messages"][0]["content"].count(token) == len(row.get(column, []))
    assert 'orms["scenewright"]' in (out / "reward.py").read_text()


def test_llava(mix: Path, tmp_path: Path) -> None:
    """LLaVA: one JSON list; qwen-vl-finetune refuses a row whose placeholders do not use up its media."""
    out = tmp_path / "out"
    report = sw.export(mix, "llava", out, system="Look closely.")
    items = json.loads((out / "train.json").read_text("utf-8"))
    assert len(items) == report.rows == 6
    for item in items:
        first = item["conversations"][0]
        for kind in ("image", "video"):
            paths = item.get(kind, [])
            paths = [paths] if isinstance(paths, str) else paths
            assert sum(turn["value"].count(f"<{kind}>") for turn in item["conversations"]) == len(paths)
            assert all((out / path).is_file() for path in paths)
        assert [turn["from"] for turn in item["conversations"]] == ["human", "gpt"] * (len(item["conversations"]) // 2)
        assert re.match(r"(<image>|<video>)*\n?Look closely\.\n", first["value"])
    assert isinstance(items[0]["image"], list)
    assert isinstance(items[1]["image"], str)


def test_qwen(mix: Path, tmp_path: Path) -> None:
    """Content parts: each has its type and the one key of that type."""
    out = tmp_path / "out"
    sw.export(mix, "qwen", out, system="Look.")
    kinds: Counter[str] = Counter()
    for row in rows_of(out / "train.jsonl"):
        assert [message["role"] for message in row["messages"]] == ["system", "user", "assistant"]
        for part in (part for message in row["messages"] for part in message["content"]):
            assert list(part) == ["type", part["type"]]
            assert part["type"] == "text" or (out / part[part["type"]]).is_file()
            kinds[part["type"]] += 1
    assert kinds["image"] == 3 * 2 + 3 + 3 + 3
    assert (kinds["video"], kinds["audio"]) == (3, 3 * 2 + 1)


def test_verl(mix: Path, tmp_path: Path, datasets: ModuleType) -> None:
    """Its reader splits a message at its tokens and asserts that each medium is used once."""
    out = tmp_path / "out"
    sw.export(mix, "verl", out, answer="answer")
    data = datasets.load_dataset("parquet", data_files=str(out / "train.parquet"), split="train")
    assert data.column_names == [
        "data_source", "prompt", "images", "videos", "audios", "ability", "reward_model", "extra_info",
    ]  # fmt: skip
    compute = load(out / "compute_score.py").compute_score
    for number, row in enumerate(data):
        (message,) = row["prompt"]
        parts = re.split("(<image>|<video>|<audio>)", message["content"])
        for column, token in TOKEN.items():
            assert parts.count(token) == len(row[column])
        assert all(isinstance(picture, Image.Image) for picture in row["images"])
        assert all((out / clip["video"]).is_file() for clip in row["videos"])
        assert all((out / clip["audio"]).is_file() for clip in row["audios"])
        assert row["reward_model"]["style"] == "rule"
        assert row["extra_info"]["index"] == number
        truth, about = row["reward_model"]["ground_truth"], row["extra_info"]
        assert compute(row["data_source"], f"<think>Hm.</think><answer>{truth}</answer>", truth, about) == 1.0
        assert compute(row["data_source"], "<answer>none of it</answer>", truth, about) == 0.0
    # The picture of several questions is stored once in a row group.
    stored = pq.ParquetFile(out / "train.parquet").metadata.row_group(0)
    images = next(stored.column(i) for i in range(stored.num_columns) if "images" in stored.column(i).path_in_schema)
    assert images.total_uncompressed_size < 3 * sum(len(picture(shade).data) for shade in (10, 20, 30, 40, 50))


# -- shards and folders ------------------------------------------------------------------------------------------------


def test_webdataset(mix: Path, built: Path, tmp_path: Path, datasets: ModuleType) -> None:
    wds = pytest.importorskip("webdataset")
    out = tmp_path / "out"
    sw.export(mix, "webdataset", out)
    found = {}
    for path in sorted(out.glob("*.tar")):
        with tarfile.open(path) as tar:
            members = tar.getmembers()
        assert [member.name for member in members] == sorted(member.name for member in members)
        assert {(m.mtime, m.uid, m.gid, m.uname, m.gname, m.mode) for m in members} == {(0, 0, 0, "", "", 0o644)}
        for sample in wds.WebDataset(str(path), shardshuffle=False).decode("pil"):
            about = sample["json"]
            tokens = "".join(message["content"] for message in about["messages"])
            assert sum(tokens.count(token) for token in TOKEN.values()) == len(about["media"])
            found[about["id"]] = [sample[name] for name in about["media"]]
            assert len(about["answers"]) * 2 == len(about["messages"])
    assert sorted(found) == [f"clock-1-{i:07d}" for i in range(7)]
    assert [np.asarray(image)[0, 0, 0] for image in found["clock-1-0000000"]] == [10, 20]
    assert found["clock-1-0000003"] == [sound().data, sound(hz=880.0).data]
    sw.export(built, "webdataset", tmp_path / "clocks")
    data = datasets.load_dataset("webdataset", data_files=str(tmp_path / "clocks" / "train-*.tar"), split="train")
    assert len(data) == 40
    assert isinstance(data[0]["png"], Image.Image)
    assert [len(row["answers"]) for row in data["json"]] == [3] * 40


def test_tar_shards_end_at_their_limits(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scenewright.exports import tars

    monkeypatch.setattr(tars, "SHARD_ROWS", 15)
    sw.export(built, "webdataset", tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").glob("*.tar"))
    assert names == [f"{split}-image-{i:06d}.tar" for split, n in (("test", 2), ("train", 3)) for i in range(n)]
    assert "train-image-{000000..000002}.tar" in (tmp_path / "out" / "README.md").read_text()
    monkeypatch.setattr(tars, "SHARD_BYTES", 1)
    sw.export(built, "webdataset", tmp_path / "each", split="test")
    assert len(list((tmp_path / "each").glob("*.tar"))) == 20


@pytest.fixture
def _no_encoder(monkeypatch: pytest.MonkeyPatch, datasets: ModuleType) -> None:
    """`datasets` imports torch and torchcodec where it takes in the path of a sound, and uses neither.

    It must have been imported before: it looks for the specification of torch, and this stand-in has none.
    """
    assert datasets
    if importlib.util.find_spec("torchcodec"):
        return
    nothing = type("Nothing", (), {})
    torch = ModuleType("torch")
    for name in ("Tensor", "Generator"):
        setattr(torch, name, nothing)
    torch.nn = ModuleType("torch.nn")  # type: ignore[attr-defined]
    torch.nn.Module = nothing
    encoders = ModuleType("torchcodec.encoders")
    encoders.AudioEncoder = None  # type: ignore[attr-defined]
    modules = {"torch": torch, "torchcodec": ModuleType("torchcodec"), "torchcodec.encoders": encoders}
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)


@pytest.mark.usefixtures("_no_encoder")
def test_folders(mix: Path, built: Path, tmp_path: Path, datasets: ModuleType) -> None:
    sw.export(built, "imagefolder", tmp_path / "pictures", steps=True)
    data = datasets.load_dataset("imagefolder", data_dir=str(tmp_path / "pictures"))
    assert {split: len(part) for split, part in data.items()} == {"train": 120, "test": 60}
    stored = [(sample, q) for sample in sw.open(built)["train"] for q in sample.questions]
    for row, (sample, q) in zip(data["train"], stored, strict=True):
        assert (row["id"].split("/")[0], row["question"]) == (sample.id, q.text)
        assert row["image"].size == (sample.media[0].width_px, sample.media[0].height_px)
        assert score(row["reply"], row["answer_key"]) == 1.0
    sw.export(mix, "imagefolder", tmp_path / "several")
    data = datasets.load_dataset("imagefolder", data_dir=str(tmp_path / "several"), split="train")
    assert [len(row["images"]) for row in data] == [2, 2, 2, *[1] * 9]
    for to, kind, count in (("audiofolder", "Audio", [2, 2, 2]), ("videofolder", "Video", [1, 1, 1])):
        sw.export(mix, to, tmp_path / to)
        data = datasets.load_dataset(to, data_dir=str(tmp_path / to), split="train")
        column = kind.lower() + ("s" if max(count) > 1 else "")
        undecoded = getattr(datasets, kind)(decode=False)
        data = data.cast_column(column, datasets.List(undecoded) if max(count) > 1 else undecoded)
        found = [row[column] if isinstance(row[column], list) else [row[column]] for row in data]
        assert [len(files) for files in found] == count
        assert all(Path(file["path"]).is_file() for files in found for file in files)


def test_jsonl(mix: Path, tmp_path: Path, datasets: ModuleType) -> None:
    out = tmp_path / "out"
    sw.export(mix, "jsonl", out)
    data = datasets.load_dataset(str(out), split="train")
    assert len(data) == 21
    assert {"question", "options", "answer", "solution", "answer_key", "messages", "media"} <= set(data.column_names)
    sw.export(mix, "jsonl", tmp_path / "whole", dialogue=True)
    assert [len(row["questions"]) for row in rows_of(tmp_path / "whole" / "train.jsonl")] == [3] * 7


# -- coco --------------------------------------------------------------------------------------------------------------


def test_coco(built: Path, mix: Path, tmp_path: Path) -> None:
    coco = pytest.importorskip("pycocotools.coco")
    out = tmp_path / "out"
    sw.export(built, "coco", out)
    categories = {}
    for split in ("train", "test"):
        data = coco.COCO(str(out / "annotations" / f"instances_{split}.json"))
        categories[split] = data.loadCats(data.getCatIds())
        for sample, image in zip(sw.open(built)[split], data.loadImgs(data.getImgIds()), strict=True):
            assert image["sample"] == sample.id
            with Image.open(out / split / image["file_name"]) as shown:
                assert shown.size == (image["width"], image["height"])
            found = data.loadAnns(data.getAnnIds(imgIds=image["id"]))
            seen = [mark for mark in sample.marks if place(mark, image["width"], image["height"])]
            assert [a["thing"] for a in found] == [mark.id for mark in seen]
            for annotation, mark in zip(found, seen, strict=True):
                assert data.cats[annotation["category_id"]]["name"] == f"clock.{mark.part}"
                x, y, width, height = annotation["bbox"]
                inside = 0 <= x < x + width <= image["width"] + 0.01 and 0 <= y < y + height <= image["height"] + 0.01
                assert inside
                mask = data.annToMask(annotation)
                assert mask.shape == (image["height"], image["width"])
                assert abs(int(mask.sum()) - annotation["area"]) <= 2 * (width + height) + 4
    assert categories["train"] == categories["test"]
    assert [path.name for path in (out / "annotations").iterdir() if path.name.startswith(".")] == []
    sw.export(mix, "coco", tmp_path / "mix")
    data = coco.COCO(str(tmp_path / "mix" / "annotations" / "instances_train.json"))
    assert [image["file_name"][-9:] for image in data.loadImgs(data.getImgIds())] == [
        "00000.png", "000-1.png", "00001.png", "00004.png", "00006.png",
    ]  # fmt: skip
    assert [annotation["bbox"] for annotation in data.anns.values()] == [[4.0, 5.0, 40.0, 43.0]] * 5
    assert [annotation["thing"] for annotation in data.anns.values()] == ["thing0", "thing1", *["thing0"] * 3]


def test_place() -> None:
    triangle = Mark(id="a", part="p", box=(10, 10, 30, 20), polygon=((10, 10), (30, 10), (10, 20)))
    assert place(triangle, 100, 100) == {
        "bbox": [10, 10, 20, 10], "segmentation": [[10, 10, 30, 10, 10, 20]], "area": 100.0,
    }  # fmt: skip
    assert place(Mark(id="a", part="p", box=(-5, 90, 5, 120)), 100, 100) == {
        "bbox": [0, 90, 5, 10], "segmentation": [[0, 90, 5, 90, 5, 100, 0, 100]], "area": 50.0,
    }  # fmt: skip
    assert place(Mark(id="a", part="heard", start_s=1.0, end_s=2.0), 100, 100) is None
    assert place(Mark(id="a", part="p", box=(100, 0, 120, 10)), 100, 100) is None


# -- evaluators --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["None", "NA", "12", "1,200", "-3.50", "nan", "", "True", "1e5", " 7 ", "inf", "n/a"])
def test_guarded_cells(text: str) -> None:
    pandas = pytest.importorskip("pandas")
    read = pandas.read_csv(io.StringIO(f"A\tB\n{guarded(text)}\tx\n"), sep="\t")
    assert read["A"][0] == guarded(text)
    assert guarded(text).strip() == text.strip()


def test_vlmevalkit(mix: Path, built: Path, tmp_path: Path) -> None:
    """As the kit reads it: pandas, tab-separated; `image` is base64, a list of them, or the index of another row."""
    pandas = pytest.importorskip("pandas")
    for store, several in ((built, False), (mix, True)):
        out = tmp_path / store.name
        report = sw.export(store, "vlmevalkit", out)
        total = 0
        for path in out.glob("*.tsv"):
            table = pandas.read_csv(path, sep="\t")
            assert table["index"].tolist() == list(range(1, len(table) + 1))
            images = {str(row.index): str(row.image) for row in table[["index", "image"]].itertuples(index=False)}
            images = dict(zip(table["index"].astype(str), table["image"].astype(str), strict=True))
            choice = path.stem.endswith("_choices")
            assert ("A" in table and "B" in table) == choice
            total += len(table)
            for _, row in table.iterrows():
                image = images[str(row["index"])]
                image = images[image] if len(image) <= 64 else image
                coded = json.loads(image.replace("'", '"')) if image.startswith("[") else [image]
                assert several or len(coded) == 1
                for data in coded:
                    with Image.open(io.BytesIO(base64.b64decode(data))) as shown:
                        assert shown.size[0] > 0
                if choice:
                    options = {letter: row[letter] for letter in "ABCDEFGH" if not pandas.isna(row[letter])}
                    assert row["answer"] in options
                    assert all(isinstance(option, str) for option in options.values())
        assert total == report.rows
    odd = pandas.read_csv(next((tmp_path / mix.name).glob("*_choices.tsv")), sep="\t").iloc[-1]
    assert [odd[letter] for letter in "ABCD"] == ["None\u00a0", "‹image›", "12\u00a0", 'say "hi"\tthere']


def test_lmms_eval(mix: Path, tmp_path: Path, datasets: ModuleType) -> None:
    """A task's YAML with functions of `utils.py` beside it, and a folder that `datasets` loads."""
    out = tmp_path / "out"
    sw.export(mix, "lmms-eval", out)
    utils = load(out / "utils.py")

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("!function", lambda loader, node: getattr(utils, node.value.removeprefix("utils.")))
    task = yaml.load((out / "scenewright_train.yaml").read_text(), Loader)
    assert task["task"] == "scenewright_train"
    data = datasets.load_dataset(task["dataset_path"])[task["test_split"]]
    assert len(data) == 21
    for doc in data:
        shown = task["doc_to_visual"](doc)
        assert len(shown) == len(doc["images"]) + len(doc["videos"]) + len(doc["audios"])
        for file in shown:
            if isinstance(file, dict):
                assert file["array"].shape == (8000,)
                assert file["sampling_rate"] == 16_000
            else:
                assert isinstance(file, Image.Image) or Path(file).is_file()
        assert task["doc_to_text"](doc, {"pre_prompt": "a", "post_prompt": "b"}) == f"a{doc['prompt']}b"
        assert task["process_results"](doc, [f"Answer: {doc[task['doc_to_target']]}"]) == {"score": 1.0}


def test_marks_of_a_medium_that_is_no_picture_are_left_out(tmp_path: Path) -> None:
    sample = next(clocks(1))
    files = (picture(0, "mask"), picture(90))
    marks = tuple(Mark(id=f"m{i}", part="p", box=(1, 1, 9, 9), medium=i) for i in range(2))
    store = write_store(tmp_path / "in", [msgspec.structs.replace(sample, media=files, marks=marks)])
    assert decode(next(sw.open(store).rows())).marks == marks
    sw.export(store, "coco", tmp_path / "out")
    found = json.loads((tmp_path / "out" / "annotations" / "instances_train.json").read_text())
    assert [annotation["thing"] for annotation in found["annotations"]] == ["m1"]
