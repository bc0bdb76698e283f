"""The command line: what it shows, how fast it starts, what it exits with."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

import scenewright
from scenewright.cli import run
from tests.builds import COMMAND, TINY, command, write_recipe

HEAVY = ("numpy", "pyarrow", "skia", "cv2", "matplotlib", "scipy", "msgspec", "yaml")


def test_help_is_quick() -> None:
    code = f"import sys, scenewright.cli; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        done = subprocess.run([*COMMAND, "--help"], capture_output=True, text=True, check=True)
        times.append(time.perf_counter() - begin)
    assert all(name in done.stdout for name in ("families", "sample", "build"))
    assert min(times) < 0.3 * 2, times  # the goal is 0.3 s; tests share the machine


def test_families(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["families"]) == 0
    shown = capsys.readouterr().out
    assert "clock" in shown
    assert "image/png" in shown
    assert run(["families", "clock"]) == 0
    shown = capsys.readouterr().out
    assert "read_time" in shown
    assert "minute_step" in shown


@pytest.mark.usefixtures("tiny")
def test_families_of_other_packages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["families", "tiny"]) == 0
    assert "What the number is." in capsys.readouterr().out


def test_sample_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sample", "clock", "--level", "2", "--index", "7"]) == 0
    shown = capsys.readouterr().out
    made = scenewright.sample("clock", 2, 7)
    assert shown.startswith("# clock-2-0000007\n")
    for q in made.questions:
        assert q.text in shown
        assert f"**{q.answer_text()}**" in shown


def test_sample_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "folder"
    assert run(["sample", "clock", "-l", "1", "-i", "3", "-s", "5", "-o", str(out)]) == 0
    paths = [Path(line) for line in capsys.readouterr().out.split()]
    assert [path.name for path in paths] == [f"clock-1-0000003.{kind}" for kind in ("png", "json", "md")]
    made = scenewright.sample("clock", 1, 3, 5)
    assert paths[0].read_bytes() == made.media[0].data
    assert Image.open(paths[0]).size == (made.media[0].width_px, made.media[0].height_px)
    stored = json.loads(paths[1].read_text("utf-8"))
    assert stored["questions"][0]["text"] == made.questions[0].text
    assert stored["scene"]["faces"]
    assert "![clock-1-0000003](clock-1-0000003.png)" in paths[2].read_text("utf-8")


@pytest.mark.usefixtures("tiny")
def test_build_says_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = write_recipe(tmp_path, TINY)
    assert run(["build", str(recipe), "-o", str(tmp_path / "out"), "--workers", "1"]) == 0
    shown = capsys.readouterr().out
    assert "tiny 2" in shown
    assert "74 samples" in shown
    assert "yes / no" in shown
    assert run(["build", str(recipe), "-o", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == shown


@pytest.mark.usefixtures("tiny")
def test_a_rank_that_is_not_last_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = str(write_recipe(tmp_path, TINY))
    options = ["build", recipe, "-o", str(tmp_path / "out"), "--world-size", "2", "--rank"]
    assert run([*options, "1"]) == 0
    assert "Rank 1 of 2 is done" in capsys.readouterr().out
    assert not (tmp_path / "out" / "README.md").exists()
    assert run([*options, "0"]) == 0
    assert "74 samples" in capsys.readouterr().out


def test_version() -> None:
    assert command("--version") == (0, f"scenewright {scenewright.__version__}\n", "")


def test_installed_command() -> None:
    script = Path(sys.executable).with_name("scenewright")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"scenewright {scenewright.__version__}\n"


def test_faults_of_the_program_stay_tracebacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["scenewright.families"], "names", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(["families"])


def test_public_names() -> None:
    import importlib

    for name in scenewright.__all__:
        assert getattr(scenewright, name) is not None
    for module in ("sample", "build"):
        importlib.import_module(f"scenewright.{module}")
        assert callable(getattr(scenewright, module))
    with pytest.raises(AttributeError, match="no attribute 'smaple'"):
        scenewright.smaple  # noqa: B018
