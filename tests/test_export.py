"""Exports: options, words, the answer key, all or nothing, and mistakes of the user's."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest

import scenewright as sw
from scenewright.cli import run
from scenewright.errors import UserError
from scenewright.exports.files import MediaFiles
from scenewright.exports.key import score
from scenewright.exports.registry import FORMATS
from scenewright.exports.text import clean, reply
from tests.builds import hashes
from tests.export_stores import ODD, build_clocks, changed, clocks, mixed, write_store


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_clocks(tmp_path_factory.mktemp("built") / "data set")


@pytest.fixture(scope="module")
def mix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("mix"), mixed())


def lines(folder: Path, pattern: str = "*.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(folder.glob(pattern)) for line in path.read_bytes().splitlines()]


# -- words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Is <image> there?", "Is ‹image› there?"),
        ("<VIDEO><audio/> <image_1> </think>", "‹VIDEO›‹audio/› ‹image_1› ‹/think›"),
        ("<|im_end|><|image_pad|>", "‹|im_end|›‹|image_pad|›"),
        ("3 < 4 and b > 2, x <y> z", "3 < 4 and b > 2, x <y> z"),
        ("a\x00b\x07\r\nc\u2028d\te", "ab\nc\nd\te"),
        ("é × − “q”", "é × − “q”"),
    ],
)
def test_clean(text: str, wanted: str) -> None:
    assert clean(text) == wanted
    assert clean(wanted) == wanted


def test_clean_is_quick_on_long_text() -> None:
    assert len(clean("<image " * 150_000)) == 1_050_000
    assert clean("<|" * 500_000) == "<|" * 500_000


def test_replies() -> None:
    assert reply("B", "", "plain") == "B"
    assert reply("B", "One.\nTwo.", "plain") == "One.\nTwo.\n\nAnswer: B"
    assert reply("B", "One.", "answer") == "<think>\nOne.\n</think>\n<answer>B</answer>"
    assert reply("{a}", "", "boxed") == "\\boxed{{a}}"
    assert reply("}{", "", "boxed") == "}{"  # the box would end at the first brace


@pytest.mark.parametrize("form", ["plain", "letter", "answer", "boxed"])
@pytest.mark.parametrize("steps", [False, True])
@pytest.mark.parametrize("shuffle", [False, True])
def test_every_reply_scores_one_by_its_key(built: Path, tmp_path: Path, form: str, steps: bool, shuffle: bool) -> None:
    sw.export(built, "jsonl", tmp_path / "out", answer=form, steps=steps, shuffle=shuffle)
    rows = lines(tmp_path / "out")
    assert len(rows) == 180
    for row in rows:
        said = row["messages"][-1]["content"]
        assert score(said, row["answer_key"]) == 1.0, row
        assert score("certainly something else", row["answer_key"]) == 0.0
        assert (row["solution"] in said) == steps or not row["solution"]
    assert any(row["options"] for row in rows)
    assert any(not row["answerable"] for row in rows)


def test_a_route_is_scored_by_walking_it(tmp_path: Path) -> None:
    maker = sw.sample  # any sample with a route will do
    routes = (maker("road_map", 1, i, questions=8) for i in range(20))
    found = next(s for s in routes if any(type(q.answer).__name__ == "Route" for q in s.questions))
    store = write_store(tmp_path / "in", [found])
    sw.export(store, "jsonl", tmp_path / "out")
    row = next(row for row in lines(tmp_path / "out") if row["answer_type"] == "route")
    assert "scene" in json.loads(row["answer_key"])
    assert score(row["answer"], row["answer_key"]) == 1.0
    assert score("Nowhere Street", row["answer_key"]) == 0.0


# -- options -----------------------------------------------------------------------------------------------------------


def test_ids_are_those_of_scenewright_score(built: Path, tmp_path: Path) -> None:
    sw.export(built, "jsonl", tmp_path / "out", split="test")
    stored = [f"{row['id']}/{i}" for row in sw.open(built)["test"].rows(["id", "questions"]) for i in range(3)]
    assert [row["id"] for row in lines(tmp_path / "out")] == stored
    assert [path.name for path in (tmp_path / "out").glob("*.jsonl")] == ["test.jsonl"]


def test_dialogue_shows_the_picture_once(built: Path, tmp_path: Path) -> None:
    report = sw.export(built, "sharegpt", tmp_path / "out", dialogue=True, system="Be brief.")
    assert (report.rows, report.questions, report.samples) == (60, 180, 60)
    for row in lines(tmp_path / "out", "*.jsonl"):
        roles = [turn["from"] for turn in row["conversations"]]
        assert roles == ["system", *["human", "gpt"] * 3]
        assert "".join(turn["value"] for turn in row["conversations"]).count("<image>") == len(row["images"]) == 1


def test_shuffled_options(built: Path, tmp_path: Path) -> None:
    """Drawn by question id and seed alone, all positions as likely."""
    for name, more in (("a", {}), ("b", {"shuffle": True}), ("c", {"shuffle": True, "split": "test"})):
        sw.export(built, "jsonl", tmp_path / name, **more)  # type: ignore[arg-type]
    sw.export(built, "jsonl", tmp_path / "d", shuffle=True, seed=1)
    a, b, c, d = ({row["id"]: row["options"] for row in lines(tmp_path / name)} for name in "abcd")
    assert all(sorted(a[id]) == sorted(b[id]) for id in a)
    assert c == {id: b[id] for id in c}
    assert a != b != d


@pytest.mark.parametrize("wanted", [0.0, 0.2, 0.5, 1.0])
def test_share_of_unanswerable(built: Path, tmp_path: Path, wanted: float) -> None:
    report = sw.export(built, "jsonl", tmp_path / "out", unanswerable=wanted)
    stored = sum(not q.answerable for s in sw.open(built) for q in s.questions)
    assert report.unanswerable <= stored
    assert abs(report.unanswerable / report.questions - wanted) < (0.0 if wanted in (0, 1) else 0.15) + 1e-9
    full = {row["id"]: row["answerable"] for row in lines(tmp_path / "out")}
    sw.export(built, "jsonl", tmp_path / "again", unanswerable=wanted, shuffle=True)
    assert {row["id"]: row["answerable"] for row in lines(tmp_path / "again")} == full
    if wanted in (0.0, 0.2):
        assert not report.skipped or list(report.skipped) == [
            "no question is left, for the wanted share of unanswerable ones"
        ]


def test_masks_are_never_shown_and_spoken_questions_replace_their_text(mix: Path, tmp_path: Path) -> None:
    sw.export(mix, "sharegpt", tmp_path / "out")
    rows = {row["id"]: row for row in lines(tmp_path / "out")}
    by_sample = Counter(id.partition("/")[0] for id in rows)
    assert len(by_sample) == 7
    names = sorted(rows)
    second, fifth = (names[3 * i] for i in (1, 4))
    assert len(rows[second]["images"]) == 1
    turn = rows[fifth]["conversations"][0]["value"]
    asked = next(iter(sw.open(mix)[4].questions))
    assert turn.startswith("<image><audio>")
    assert asked.text not in turn
    assert [*rows[fifth]["images"], *rows[fifth]["audios"]] == [
        "media/train/00000/clock-1-0000004.png", "media/train/00000/clock-1-0000004-1.flac",
    ]  # fmt: skip
    other = rows[names[13]]["conversations"][0]["value"]
    assert other.startswith("<image>\n")
    sw.export(mix, "messages", tmp_path / "messages")  # no place for sound: the text says the same
    table = pq.read_table(tmp_path / "messages/data").to_pylist()
    assert asked.text in next(row["messages"][0]["content"] for row in table if row["id"] == fifth)


@pytest.mark.parametrize("to", sorted(set(FORMATS) - {"audiofolder", "videofolder"}))
def test_tokens_match_media_whatever_the_text_says(mix: Path, tmp_path: Path, to: str) -> None:
    sw.export(mix, to, tmp_path / "out")
    for path in (tmp_path / "out").rglob("*"):
        if path.suffix in (".json", ".jsonl", ".tsv"):
            text = path.read_text("utf-8")
            assert "\\u0000" not in text
            assert "\u2028" not in text
            assert "<VIDEO>" not in text
            assert "<|im_end|>" not in text


def test_media_root(built: Path, tmp_path: Path) -> None:
    sw.export(built, "swift", tmp_path / "out", media_root="/data/clocks/", split="test")
    row = lines(tmp_path / "out")[0]
    assert row["images"][0].startswith("/data/clocks/media/test/00000/clock-1-2000000000.png")
    assert (tmp_path / "out" / row["images"][0].removeprefix("/data/clocks/")).is_file()


# -- all or nothing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", FORMATS)
def test_same_bytes_and_an_untouched_store(mix: Path, tmp_path: Path, to: str) -> None:
    before = hashes(mix)
    for name in ("one", "two"):
        report = sw.export(mix, to, tmp_path / name)
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")
    assert report.files == len(hashes(tmp_path / "one"))
    assert hashes(mix) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]
    assert (tmp_path / "one" / "README.md").read_text().count("path/to/this/folder") >= (to not in ("qwen", "jsonl"))
    shown = {"messages", "imagefolder", "coco", "vlmevalkit", "llava", "audiofolder", "videofolder"}
    assert bool(report.skipped) == (to in shown)
    assert report.samples + sum(report.skipped.values()) == 7


@pytest.mark.parametrize("to", FORMATS)
def test_nothing_is_left_when_the_disk_is_full(
    mix: Path, tmp_path: Path, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error comes where the last file is written, when tables and tars are open or done."""

    def full(self: Path, *args: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(UserError, match="the disk is full; nothing was left behind"):
        sw.export(mix, to, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("to", ["messages", "webdataset", "sharegpt", "coco", "llava", "vlmevalkit"])
def test_an_interrupted_export_leaves_nothing(
    built: Path, tmp_path: Path, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scenewright.exports import run

    seen = 0

    def stop(*args: Any) -> Iterator[Any]:
        nonlocal seen
        seen += 1
        if seen == 25:
            raise KeyboardInterrupt
        return real(*args)

    real = run.records
    monkeypatch.setattr(run, "records", stop)
    with pytest.raises(KeyboardInterrupt):
        sw.export(built, to, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed_and_a_living_one_is_not(built: Path, tmp_path: Path) -> None:
    import fcntl

    for token in ("00000001", "00000002"):
        (tmp_path / f".out.{token}.partial").mkdir()
    held = os.open(tmp_path / ".out.00000002.partial", os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    sw.export(built, "jsonl", tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".out.00000002.partial", "out"]
    os.close(held)


def test_an_empty_folder_is_taken_a_full_one_is_not(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    sw.export(built, "jsonl", out)
    for bad, why in (
        (out, r"is not empty \(it holds README.md\)"),
        (out / "README.md", "is a file"),
        (built / "export", "lies inside the data set"),
        (built, "lies inside the data set"),
    ):
        with pytest.raises(UserError, match=why):
            sw.export(built, "jsonl", bad)
    assert not (built / "export").exists()


# -- mistakes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "more", "why"),
    [
        ("mesages", {}, "unknown format 'mesages'; did you mean 'messages'?"),
        ("lmms_eval", {}, "did you mean 'lmms-eval'?"),
        ("zip", {}, "unknown format 'zip'; there are: messages, sharegpt"),
        ("jsonl", {"answer": "bold"}, "answer format 'bold' is unknown; there are: plain"),
        ("jsonl", {"unanswerable": 1.5}, "must be 0 to 1, not 1.5"),
        ("jsonl", {"split": "dev"}, "no split 'dev'; there are: train, test"),
        ("jsonl", {"stepz": True}, "unknown field 'stepz'; did you mean 'steps'?"),
        ("jsonl", {"steps": "yes"}, "steps: expected bool, not 'yes'"),
        ("verl", {"steps": True}, "--steps has no meaning for verl"),
        ("coco", {"system": "x"}, "--system has no meaning for coco"),
        ("verl", {"prompts": True}, "--prompts has no meaning for verl"),
        ("messages", {"prompts": True, "dialogue": True}, "leave out --dialogue"),
        ("messages", {"prompts": True, "steps": True}, "leave out --steps"),
        ("audiofolder", {}, r"nothing to export as audiofolder \(60 samples: it holds image"),
    ],
)
def test_mistakes_in_what_is_asked(built: Path, tmp_path: Path, to: str, more: dict[str, Any], why: str) -> None:
    with pytest.raises(UserError, match=why.replace("?", r"\?")):
        sw.export(built, to, tmp_path / "out", **more)
    assert list(tmp_path.iterdir()) == []


def test_data_sets_that_are_not_whole(built: Path, tmp_path: Path) -> None:
    def error(folder: Path) -> str:
        with pytest.raises(UserError) as caught:
            sw.export(folder, "jsonl", tmp_path / "out")
        assert not (tmp_path / "out").exists()
        return str(caught.value)

    assert "there is no such folder" in error(tmp_path / "no")
    assert "no Scenewright data set here" in error(tmp_path)
    copy = tmp_path / "copy"
    shutil.copytree(built, copy)
    second = copy / "data" / "train-00001-of-00002.parquet"
    whole = second.read_bytes()
    second.write_bytes(whole[: len(whole) // 2])
    assert "train-00001-of-00002.parquet: not a whole Parquet file" in error(copy)
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    second.write_bytes(flipped)
    assert "train-00001-of-00002.parquet: is not as it was built" in error(copy)
    shutil.rmtree(copy / "build")
    second.write_bytes(whole[:1000] + bytes(len(whole) - 2000) + whole[-1000:])
    assert "train-00001-of-00002.parquet" in error(copy)
    second.unlink()
    assert "1 of 2 train shards are there" in error(copy)
    table = pq.read_table(copy / "data" / "train-00000-of-00002.parquet")
    pq.write_table(table.drop_columns(["audios"]), second)
    assert "column 'audios' is missing" in error(copy)
    rows = table.to_pylist()
    rows[3]["images"] = []
    pq.write_table(type(table).from_pylist(rows, table.schema), second)
    assert f"{rows[3]['id']}: the bytes of medium 0 are missing" in error(copy)


def test_very_long_text(tmp_path: Path) -> None:
    sample = changed(next(clocks(1)), lambda q: msgspec.structs.replace(q, text=ODD + "<image>" * 150_000))
    store = write_store(tmp_path / "in", [msgspec.structs.replace(sample, questions=sample.questions[:1])])
    for to in set(FORMATS) - {"audiofolder", "videofolder"}:
        assert sw.export(store, to, tmp_path / to).samples == 1


def test_media_files_are_written_once(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: Counter[str] = Counter()
    real = Path.write_bytes

    def count(self: Path, data: bytes) -> int:
        written[self.name] += 1
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", count)
    sw.export(built, "jsonl", tmp_path / "out")
    assert set(written.values()) == {1}
    assert len(written) == 60
    assert MediaFiles(tmp_path, "/")._root == "/"


def test_the_command(built: Path, mix: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    code = run(["export", str(mix), "--to", "llava", "-o", str(out), "--steps", "--answer", "boxed", "--single"])
    said = capsys.readouterr()
    assert code == 0
    assert said.err.strip() == "left out 1 sample: it holds audio, for which the form has no place"
    assert said.out.startswith(f"18 rows with 18 questions (0 unanswerable) of 6 samples, 8 files, 0.0 MB, in {out} ")
    assert "\\boxed{" in (out / "train.json").read_text()
    assert "- Left out: 1 sample: it holds audio" in (out / "README.md").read_text()
    assert run(["export", str(built), "--to", "lava", "-o", str(tmp_path / "x")]) == 2
    assert capsys.readouterr().err == "error: unknown format 'lava'; did you mean 'llava'?\n"
    assert run(["export", "--formats"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed for name in FORMATS)
