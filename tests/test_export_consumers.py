"""Each form read by the trainer or evaluator it is for, where that is installed: they are too large for `dev`.

`docs/formats.md` says with which versions these were run.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import scenewright as sw
from tests.export_stores import build_clocks, mixed, write_store


@pytest.fixture(scope="module", params=["clocks", "mix"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param) / "data"
    return build_clocks(folder) if request.param == "clocks" else write_store(folder, mixed())


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("DISABLE_VERSION_CHECK", "1")  # LLaMA-Factory's, of transformers


def test_trl(store: Path, tmp_path: Path) -> None:
    utils = pytest.importorskip("trl.data_utils", reason="needs TRL")
    from datasets import load_dataset

    for name, prompts in (("messages", False), ("prompt", True)):
        sw.export(store, "messages", tmp_path / name, prompts=prompts, system="Look.")
        data = load_dataset(str(tmp_path / name), split="train", cache_dir=str(tmp_path / "cache"))
        for row in data:
            assert utils.is_conversational(row)
            filled = utils.prepare_multimodal_messages(row[name], row["images"])
            parts = [part for message in filled for part in message["content"]]
            assert [part["image"] for part in parts if part["type"] == "image"] == row["images"]


def test_llama_factory(store: Path, tmp_path: Path) -> None:
    loader = pytest.importorskip("llamafactory.data.loader", reason="needs LLaMA-Factory")
    from llamafactory.data.mm_plugin import get_mm_plugin
    from llamafactory.data.parser import get_dataset_list
    from llamafactory.hparams import DataArguments

    out = tmp_path / "out"
    report = sw.export(store, "sharegpt", out, system="Look.")
    names = list(json.loads((out / "dataset_info.json").read_text()))
    plugin = get_mm_plugin("qwen2_omni", image_token="<i>", video_token="<v>", audio_token="<a>")
    model = SimpleNamespace(cache_dir=str(tmp_path / "cache"), hf_hub_token=None)
    training = SimpleNamespace(dataloader_num_workers=0, local_process_index=0, should_log=False)
    rows = 0
    for entry in get_dataset_list(names, str(out)):
        arguments = DataArguments(dataset_dir=str(out), media_dir=str(out), preprocessing_num_workers=1)
        for row in loader._load_single_dataset(entry, model, arguments, training):
            media = [row[f"_{kind}"] or [] for kind in ("images", "videos", "audios")]
            plugin._validate_messages(row["_prompt"] + row["_response"], *media)
            assert all(Path(path).is_file() for paths in media for path in paths)
            assert row["_system"] == "Look."
            rows += 1
    assert rows == report.rows


def test_ms_swift(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swift = pytest.importorskip("swift.dataset", reason="needs ms-swift")
    out = tmp_path / "out"
    report = sw.export(store, "swift", out)
    rows = 0
    for path in out.glob("*.jsonl"):
        data, _ = swift.load_dataset([str(path)], num_proc=1, use_hf=True, load_from_cache_file=False, strict=True)
        for row in data:
            images = row.get("images") or []
            assert row["messages"][0]["content"].count("<image>") == len(images)
            assert all((out / image["path"]).is_file() for image in images)
            rows += 1
    assert rows == report.rows
    sw.export(store, "swift", tmp_path / "prompts", prompts=True)
    monkeypatch.syspath_prepend(str(tmp_path / "prompts"))
    sys.modules.pop("reward", None)
    import reward  # noqa: F401 - registers itself
    from swift.rewards import orms

    lines = [json.loads(line) for path in (tmp_path / "prompts").glob("*.jsonl") for line in path.open("rb")]
    wrong = orms["scenewright"]()(["pink elephants"] * len(lines), solution=[line["solution"] for line in lines])
    assert wrong == [0.0] * len(lines)


def test_qwen_vl_utils(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    utils = pytest.importorskip("qwen_vl_utils", reason="needs qwen-vl-utils")
    out = tmp_path / "out"
    sw.export(store, "qwen", out)
    monkeypatch.chdir(out)
    for line in (out / "train.jsonl").open("rb"):
        messages = json.loads(line)["messages"]
        parts = [part["type"] for message in messages for part in message["content"]]
        if "video" in parts:
            assert len(utils.vision_process.extract_vision_info([messages])) == 1  # decoding needs another library
            continue
        images, _ = utils.process_vision_info(messages)
        assert len(images or []) == parts.count("image")


def test_verl(store: Path, tmp_path: Path) -> None:
    verl = pytest.importorskip("verl.utils.dataset.rl_dataset", reason="needs verl")
    from omegaconf import OmegaConf
    from verl.trainer.ppo.reward import get_custom_reward_fn

    out = tmp_path / "out"
    sw.export(store, "verl", out)
    config = OmegaConf.create({"filter_overlong_prompts": False, "cache_dir": str(tmp_path / "cache")})
    # A processor is asked for, and used by the trainer alone.
    data = verl.RLHFDataset([str(out / "train.parquet")], tokenizer=None, config=config, processor=SimpleNamespace())
    function = {"path": str(out / "compute_score.py"), "name": "compute_score"}
    reward = get_custom_reward_fn(
        OmegaConf.create({"custom_reward_function": function, "reward": {"custom_reward_function": function}})
    )
    for number in range(len(data)):
        row = data[number]
        truth = row["reward_model"]["ground_truth"]
        said = f"Answer: {truth}"
        assert reward(row["data_source"], said, truth, row["extra_info"]) == 1.0
    assert verl.collate_fn([data[0], data[1]])["data_source"].shape == (2,)


def test_lmms_eval(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    tasks = pytest.importorskip("lmms_eval.tasks", reason="needs lmms-eval")
    report = sw.export(store, "lmms-eval", tmp_path / "out")
    manager = tasks.TaskManager(include_path=str(tmp_path / "out"), include_defaults=False)
    docs = 0
    for name in manager.all_tasks:
        task = tasks.get_task_dict([name], manager)[name]
        for doc in task.test_docs():
            assert len(task.doc_to_visual(doc)) == len(doc["images"]) + len(doc["videos"]) + len(doc["audios"])
            assert task.process_results(doc, [f"Answer: {task.doc_to_target(doc)}"]) == {"score": 1.0}
            docs += 1
        task.build_all_requests(limit=2, rank=0, world_size=1)
    assert docs == report.rows


def test_vlmevalkit(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LMUData", str(tmp_path / "out"))
    kit: Any = pytest.importorskip("vlmeval.dataset", reason="needs VLMEvalKit")
    report = sw.export(store, "vlmevalkit", tmp_path / "out")
    rows = 0
    for path in (tmp_path / "out").glob("*.tsv"):
        data = kit.build_dataset(path.stem)
        assert type(data).__name__ == ("CustomMCQDataset" if path.stem.endswith("_choices") else "CustomVQADataset")
        for number in range(len(data)):
            parts = data.build_prompt(number)
            assert all(os.path.isfile(part["value"]) for part in parts if part["type"] == "image")
            rows += 1
    assert rows == report.rows
