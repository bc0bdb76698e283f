"""Snapshots: what changed is caught and named, what did not passes, and the plugin works as a user runs it."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import soundfile
from PIL import Image

import scenewright as sw
from scenewright.errors import UserError
from scenewright.renderers.base import Mark, Media
from scenewright.sample import Sample
from scenewright.snapshots import baseline
from scenewright.snapshots.assets import Asset, asset_of
from scenewright.snapshots.compare import compare, differences
from scenewright.snapshots.metrics import frames_of, phash, pixels_of, rms, samples_of, ssim
from scenewright.snapshots.take import take

# -- planted changes, one thing each -------------------------------------------------------------------------------


@cache
def made(name: str) -> Sample:
    """A chart with a bar that is tall enough to change, or any sample of another family."""
    samples = (sw.sample(name, level=0, index=index) for index in range(1, 100))
    return next(sample for sample in samples if name != "bar_chart" or any(map(tall, sample.marks)))


def tall(mark: Mark) -> bool:
    return mark.part == "bar" and mark.box[3] - mark.box[1] > 20 and mark.box[2] - mark.box[0] > 8


def repaint(sample: Sample, change: Callable[[np.ndarray], None]) -> Asset:
    pixels = pixels_of(sample.media[0])[..., :3].copy()
    before = pixels.copy()
    change(pixels)
    assert (pixels != before).any(), "nothing was planted"
    return Asset(media=asset_of(pixels).media, truth=asset_of(sample).truth)


def bar_box(sample: Sample) -> tuple[int, int, int, int]:
    left, top, right, bottom = next(mark.box for mark in sample.marks if tall(mark))
    return round(left), round(top), round(right), round(bottom)


def bar_taller() -> Asset:
    left, top, right, _ = bar_box(made("bar_chart"))

    def change(p: np.ndarray) -> None:
        p[top - 1, left + 2 : right - 2] = p[top + 6, left + 2 : right - 2]

    return repaint(made("bar_chart"), change)


def colour_off() -> Asset:
    left, top, right, bottom = bar_box(made("bar_chart"))

    def change(p: np.ndarray) -> None:
        area = p[top:bottom, left:right]
        area[...] = np.where(area > 128, area - 3, area + 3)

    return repaint(made("bar_chart"), change)


def label_moved() -> Asset:
    sample = made("bar_chart")
    left, top, right, bottom = (round(v) for v in next(m.box for m in sample.marks if m.part == "title"))

    def change(p: np.ndarray) -> None:
        p[top:bottom, left + 1 : right + 1] = p[top:bottom, left:right].copy()

    return repaint(sample, change)


def one_pixel() -> Asset:
    def change(p: np.ndarray) -> None:
        p[0, 0] ^= 1

    return repaint(made("clock"), change)


def mirrored() -> Asset:
    return repaint(made("clock"), lambda p: p.__setitem__(slice(None), p[:, ::-1].copy()))


def shifted_down() -> Asset:
    return repaint(made("flowchart"), lambda p: p.__setitem__(slice(1, None), p[:-1].copy()))


def brighter() -> Asset:
    return repaint(made("pie_chart"), lambda p: p.__setitem__(slice(None), np.minimum(p.astype(int) + 1, 255)))


def line_gone() -> Asset:
    return repaint(made("line_chart"), lambda p: p.__setitem__((slice(None), 300), p[:, 299].copy()))


def retold(name: str, change: Callable[[Any], None]) -> Asset:
    asset = asset_of(made(name))
    truth = json.loads(json.dumps(asset.truth))
    change(truth)
    assert truth != asset.truth, "nothing was planted"
    return Asset(media=asset.media, truth=truth)


def set_answer(truth: Any) -> None:
    answer = truth["questions"][0]["answer"]
    key = next(k for k in ("value", "values", "hour", "reason") if k in answer)
    answer[key] = "wrong"


def drop_question(truth: Any) -> None:
    truth["questions"].pop()


def move_mark(truth: Any) -> None:
    truth["marks"][3]["box"][0] += 0.01


def swap_steps(truth: Any) -> None:
    steps = next(q["steps"] for q in truth["questions"] if len(q["steps"]) > 1)
    steps[0], steps[1] = steps[1], steps[0]


def other_value(truth: Any) -> None:
    truth["scene"]["bars"][0]["value"] += 10 ** -truth["scene"]["decimals"]


def evidence(truth: Any) -> None:
    truth["questions"][0]["evidence"].append("bar99")


def resound(change: Callable[[np.ndarray], np.ndarray]) -> Asset:
    sample = made("melody")
    number = next(i for i, m in enumerate(sample.media) if m.kind.startswith("audio/"))
    samples, rate = samples_of(sample.media[number])
    out = io.BytesIO()
    soundfile.write(out, change(samples), rate, format="FLAC", subtype="PCM_16")
    media = list(sample.media)
    media[number] = msgspec.structs.replace(media[number], data=out.getvalue())
    return Asset(media=tuple(media), truth=asset_of(sample).truth)


def late(samples: np.ndarray) -> np.ndarray:
    return np.roll(samples, 40, axis=0)


def louder(samples: np.ndarray) -> np.ndarray:
    return samples * 10 ** (0.3 / 20)


def click(samples: np.ndarray) -> np.ndarray:
    out = samples.copy()
    out[len(out) // 2] += 0.01
    return out


@cache
def clips() -> tuple[Sample, Sample]:
    """Two samples that show a clip."""
    made = (sw.sample("collisions", level=1, index=index) for index in range(20))
    found = (sample for sample in made if any(m.kind == "video/mp4" for m in sample.media))
    return next(found), next(found)


def other_clip() -> Asset:
    sample, other = clips()
    clip = next(m for m in other.media if m.kind == "video/mp4")
    media = tuple(clip if m.kind == "video/mp4" else m for m in sample.media)
    return Asset(media=media, truth=asset_of(sample).truth)


PLANTED: list[tuple[str, Callable[[], Asset], tuple[str, ...]]] = [
    ("bar_chart", bar_taller, ("media",)),
    ("bar_chart", colour_off, ("media",)),
    ("bar_chart", label_moved, ("media",)),
    ("clock", one_pixel, ("media",)),
    ("clock", mirrored, ("media",)),
    ("flowchart", shifted_down, ("media",)),
    ("pie_chart", brighter, ("media",)),
    ("line_chart", line_gone, ("media",)),
    ("bar_chart", lambda: retold("bar_chart", set_answer), ("truth",)),
    ("clock", lambda: retold("clock", set_answer), ("truth",)),
    ("flowchart", lambda: retold("flowchart", drop_question), ("truth",)),
    ("road_map", lambda: retold("road_map", move_mark), ("truth",)),
    ("bar_chart", lambda: retold("bar_chart", swap_steps), ("truth",)),
    ("bar_chart", lambda: retold("bar_chart", other_value), ("truth",)),
    ("bar_chart", lambda: retold("bar_chart", evidence), ("truth",)),
    ("melody", lambda: resound(late), ("media",)),
    ("melody", lambda: resound(louder), ("media",)),
    ("melody", lambda: resound(click), ("media",)),
    ("melody", lambda: retold("melody", set_answer), ("truth",)),
    ("collisions", other_clip, ("media",)),
]


@pytest.mark.parametrize("number", range(len(PLANTED)))
def test_planted_changes_are_caught_and_named(number: int, tmp_path: Path) -> None:
    name, plant, drift = PLANTED[number]
    sample = clips()[0] if name == "collisions" else made(name)
    options: Any = {"metric": "exact", "tolerance": 0.0, "results": tmp_path / "results"}
    assert take(tmp_path / "one", sample, update=True, **options).status == "updated"
    assert take(tmp_path / "one", sample, update=False, **options).status == "same"
    found = take(tmp_path / "one", plant(), update=False, **options)
    assert (found.status, found.drift) == ("different", drift), found
    assert found.line
    assert list((tmp_path / "results").glob("expected*"))
    if drift == ("truth",):
        assert "is the same" in found.line
        assert (tmp_path / "results" / "truth.txt").read_text().strip()


def test_a_hundred_unchanged_reruns_pass(tmp_path: Path) -> None:
    """The same sample made anew, ten times ten: never a false alarm."""
    options: Any = {"metric": "exact", "tolerance": 0.0, "results": tmp_path / "results"}
    for name in ("bar_chart", "clock", "flowchart", "line_chart", "pie_chart"):
        for index in (0, 5):
            path = tmp_path / f"{name}-{index}"
            take(path, sw.sample(name, level=1, index=index), update=True, **options)
            for _ in range(10):
                found = take(path, sw.sample(name, level=1, index=index), update=False, **options)
                assert found.status == "same", found
    assert not (tmp_path / "results").exists()


# -- metrics ---------------------------------------------------------------------------------------------------------


def test_metrics_are_what_they_say() -> None:
    a = np.full((40, 60, 4), 100, np.uint8)
    b = a.copy()
    b[..., 0] += 9
    assert rms(a, b) == pytest.approx(np.sqrt(81 / 3))
    assert ssim(a, a) == pytest.approx(0, abs=1e-12)
    picture = pixels_of(made("bar_chart").media[0])
    assert 0 < ssim(picture, np.roll(picture, 4, axis=1)) < 1
    assert phash(picture, np.clip(picture.astype(int) + 2, 0, 255).astype(np.uint8)) <= 2
    assert phash(picture, pixels_of(made("clock").media[0])) > 10


def test_tolerance_is_of_the_metric(tmp_path: Path) -> None:
    pixels = np.zeros((8, 8, 3), np.uint8)
    nearly = pixels.copy()
    nearly[0, 0] = 3
    old, new = asset_of(pixels), asset_of(nearly)
    assert compare(old, new).status == "different"
    assert compare(old, new, tolerance=3).status == "same"
    assert compare(old, new, "pixels", 1).status == "same"
    assert compare(old, new, "pixels", 0).status == "different"
    with pytest.raises(UserError, match="'spectral' is no metric for pictures"):
        compare(old, new, "spectral")


def test_sounds_have_a_spectral_distance() -> None:
    t = np.arange(24_000) / 16_000
    tone, other = (np.sin(2 * np.pi * f * t)[:, None] * 0.3 for f in (440, 466))
    same = compare(asset_of((tone, 16_000)), asset_of((tone * 1.0001, 16_000)), "spectral", 0.1)
    assert same.status == "same"
    assert compare(asset_of((tone, 16_000)), asset_of((other, 16_000)), "spectral", 0.1).status == "different"
    rates = compare(asset_of((tone, 16_000)), asset_of((tone, 8_000)))
    assert rates.line == "the baseline has 16000 samples a second, this has 8000"


def test_sizes_kinds_and_counts_differ_in_one_line() -> None:
    small, large = (asset_of(np.zeros((h, 10, 3), np.uint8)) for h in (8, 9))
    assert compare(small, large).line == "the baseline is 10 x 8 px, this is 10 x 9 px"
    sound = asset_of((np.zeros((800, 1)), 8_000))
    assert compare(small, sound).line == "the baseline is image/png, this is audio/flac"
    both = Asset(media=(*small.media, *large.media))
    assert compare(small, both).line == "the baseline has 1 media, this has 2"


def test_differences_name_their_places() -> None:
    old = {"a": [1, {"b": True}], "gone": 1, "same": 2.0}
    new = {"a": [1, {"b": 1}, 3], "new": 1, "same": 2}
    assert differences(old, new) == ["a.1.b: true -> 1", "a: 2 items -> 3", "gone: is gone", "new: is new"]


def test_all_kinds_of_assets() -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2, 1))
    figure.subplots().plot([1, 2])
    picture = Image.new("RGB", (8, 8), "red")
    for value in (figure, picture, np.zeros((4, 4), np.uint8), made("clock").media[0], made("clock").media[0].data):
        assert asset_of(value).media[0].kind == "image/png"
    assert frames_of(next(m for m in clips()[0].media if m.kind == "video/mp4"))
    for bad in (5, "text", np.zeros((4, 4, 3))):
        with pytest.raises(UserError):
            asset_of(bad)
    with pytest.raises(UserError, match="none of them"):
        asset_of(b"plain text")
    with pytest.raises(UserError, match="no such file"):
        asset_of(Path("nowhere.png"))


# -- baselines -------------------------------------------------------------------------------------------------------


ELSEWHERE = '{"format": 1, "media": [{"kind": "image/png", "file": "../x.png"}], "truth": null}'


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lambda p: p.with_suffix(".json").write_text("{"), "can't be read"),
        (lambda p: p.with_suffix(".json").write_text('{"format": 7}'), "has format 7, this reads 1"),
        (lambda p: p.with_suffix(".json").write_bytes(b"\xff\xfe"), "can't be read"),
        (lambda p: p.with_suffix(".png").unlink(), "can't be read"),
        (lambda p: p.with_suffix(".png").write_bytes(b""), "is empty"),
        (lambda p: p.with_suffix(".json").write_text(ELSEWHERE), "no plain file name"),
    ],
)  # fmt: skip
def test_corrupt_baselines_are_one_line_with_the_cure(fault: Any, said: str, tmp_path: Path) -> None:
    path = tmp_path / "one"
    baseline.write(path, asset_of(made("clock")))
    fault(path)
    options: Any = {"metric": "exact", "tolerance": 0.0, "results": tmp_path / "results"}
    found = take(path, made("clock"), update=False, **options)
    assert found.status == "unreadable"
    assert said in found.line
    assert "--asset-update" in found.line
    assert "\n" not in found.line
    assert take(path, made("clock"), update=True, **options).status == "updated"
    assert take(path, made("clock"), update=False, **options).status == "same"


def test_a_picture_that_is_none_can_not_be_compared(tmp_path: Path) -> None:
    broken = Asset(media=(Media(kind="image/png", data=b"\x89PNG\r\n\x1a\nnonsense"),))
    assert "can't be compared" in compare(asset_of(made("clock").media[0]), broken).line


# -- the plugin ------------------------------------------------------------------------------------------------------

TESTS = """
import numpy as np
import pytest

def picture(level=0):
    out = np.zeros((20, 30, 3), np.uint8)
    out[5:10, 5:10] = level
    return out

def test_one(asset_snapshot):
    asset_snapshot(picture(LEVEL))

def test_two(asset_snapshot):
    asset_snapshot(picture(1), "first")
    asset_snapshot(picture(2), "second")

@pytest.mark.parametrize("n", [1, 2])
@pytest.mark.scenewright_snapshot(metric="rms", tolerance=1)
def test_returned(n):
    return picture(n)
"""


def write_tests(pytester: pytest.Pytester, level: int = 7) -> None:
    pytester.makepyfile(test_assets=TESTS.replace("LEVEL", str(level)))


@pytest.mark.parametrize("workers", [0, 2])
def test_plugin_from_missing_to_same_to_different(pytester: pytest.Pytester, workers: int) -> None:
    spread = ("-n", str(workers)) if workers else ("-p", "no:xdist")
    write_tests(pytester)
    missing = pytester.runpytest_subprocess(*spread)
    missing.assert_outcomes(failed=4)
    missing.stdout.fnmatch_lines(["*there is no baseline *--asset-update*"])
    pytester.runpytest_subprocess("--asset-update", *spread).assert_outcomes(passed=4)
    same = pytester.runpytest_subprocess(*spread)
    same.assert_outcomes(passed=4)
    same.stdout.fnmatch_lines(["*asset snapshots: 5 same*"])
    write_tests(pytester, level=9)
    worse = pytester.runpytest_subprocess(*spread, "--asset-summary=html,json")
    worse.assert_outcomes(failed=1, passed=3)
    worse.stdout.fnmatch_lines(["*test_one: the picture differs: exact is 2, tolerance 0*"])
    results = pytester.path / "asset-results"
    assert {p.name for p in (results / "test_assets" / "test_one").iterdir()} == {
        "expected.png", "actual.png", "difference.png",
    }  # fmt: skip
    told = json.loads((results / "summary.json").read_text())["snapshots"]
    assert [s["status"] for s in told] == ["different", *["same"] * 4]
    page = (results / "summary.html").read_text()
    assert page.count("data:image/png;base64,") == 3
    assert "http" not in page
    assert (pytester.path / "baseline" / "test_assets" / "test_returned-1.json").exists()
    pytester.runpytest_subprocess(*spread, "--asset-tolerance=2").assert_outcomes(passed=4)


def test_plugin_ini_and_two_tests_with_one_name(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nasset_baseline_dir = held\nasset_tolerance = 3\n")
    pytester.makepyfile(
        test_a="import numpy as np\n"
        "def test_x(asset_snapshot):\n    asset_snapshot(np.zeros((3, 3), np.uint8), 'same')\n"
        "    asset_snapshot(np.zeros((3, 3), np.uint8), 'same')\n"
    )
    found = pytester.runpytest_subprocess("--asset-update")
    found.assert_outcomes(failed=1)
    found.stdout.fnmatch_lines(["*give one of them another name*"])
    assert (pytester.path / "held" / "test_a" / "test_x-same.json").exists()


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--asset-summary=pdf", "html, json or html,json, not 'pdf'"),
        ("--asset-tolerance=much", "a number of 0 or more, not 'much'"),
        ("--asset-tolerance=-1", "a number of 0 or more, not '-1'"),
        ("--asset-metric=psnr", "not 'psnr'"),
    ],
)
def test_plugin_refuses_wrong_options(pytester: pytest.Pytester, option: str, said: str) -> None:
    pytester.makepyfile("def test_x(): pass")
    found = pytester.runpytest_subprocess(option)
    assert found.ret == pytest.ExitCode.USAGE_ERROR
    found.stderr.fnmatch_lines([f"*{said}*"])


def test_plugin_wants_something_to_compare(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import pytest\n"
        "@pytest.mark.scenewright_snapshot\ndef test_none(): pass\n"
        "@pytest.mark.scenewright_snapshot(tol=1)\ndef test_word(): return b''\n"
        "def test_thing(asset_snapshot): asset_snapshot(5)\n"
    )
    found = pytester.runpytest_subprocess()
    found.assert_outcomes(failed=3)
    found.stdout.fnmatch_lines_random(
        ["*returns what is to be compared*", "*takes name, metric and tolerance, by name*", "*can't hold a int*"]
    )
