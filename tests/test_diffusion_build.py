"""Repainting in builds, from Python and from the command line: what is stored, what is dropped, what is skipped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

pytest.importorskip("diffusers", reason="needs the extra 'models'")
pytest.importorskip("transformers", reason="needs the extra 'models'")

import scenewright as sw
from scenewright import families
from scenewright.build import build, read_manifest
from scenewright.cli import run
from scenewright.errors import UserError
from scenewright.families import family
from scenewright.plan import Plan
from scenewright.qa_templates.base import View
from scenewright.renderers.base import Claim, Resolution
from scenewright.renderers.diffusion import pipelines
from scenewright.renderers.diffusion.repaint import decoded
from scenewright.sample import Maker
from scenewright.scenes.base import Reject
from tests.diffusion import drawn_shapes, model, offline

__all__ = ["offline"]
pytestmark = [pytest.mark.usefixtures("offline", "tiny")]

TINY = {"family": "tiny", "levels": [0]}


def recipe(repaint: dict[str, Any], *others: dict[str, Any], count: int = 6) -> dict[str, Any]:
    entry = {"family": "clock", "levels": [0], "repaint": repaint}
    return {"name": "painted", "questions": 2, "splits": {"train": count}, "families": [entry, *others]}


def inpaint(**more: Any) -> dict[str, Any]:
    """By a model that paints calm backgrounds."""
    return {
        "model": str(model("sd15", calm=True)),
        "stage": "inpaint",
        "steps": 2,
        "side": 64,
        "n": 2,
        "device": "cpu",
    } | more


def test_a_build_repaints_and_records(tmp_path: Path) -> None:
    report = build(recipe(inpaint(), TINY, count=8), tmp_path / "out", workers=1)
    assert report is not None
    assert not report.skipped
    (fact,) = report.models
    assert (fact.name, fact.licence) == ("sd15-calm", "apache-2.0")
    manifest = read_manifest(tmp_path / "out")
    assert manifest is not None
    assert list(manifest.models) == report.models
    assert {"torch", "diffusers", "transformers"} <= set(manifest.libraries)
    made = list(sw.open(tmp_path / "out"))
    clocks = [s for s in made if s.family == "clock"]
    assert len(clocks) == 4
    assert all((s.model, s.tries) == (fact.text(), 2) and s.claims for s in clocks)
    assert all((s.model, s.tries, s.claims) == ("", 1, ()) for s in made if s.family == "tiny")
    assert report.total("model") == {fact.text(): 4}
    assert report.total("tries") == {fact.text(): 8}
    held = sum(c.holds for s in clocks for c in s.claims)
    counts = report.total("claim")
    assert sum(n for name, n in counts.items() if name.endswith("holds")) == held
    card = (tmp_path / "out" / "README.md").read_text()
    assert "## Models" in card
    assert f"sd15-calm, revision `{fact.revision}`, licence: apache-2.0" in card
    for sample in clocks:
        failed = {id for c in sample.claims if not c.holds for id in c.things}
        assert failed <= set(sample.resolution.unverified)
        assert not any(failed & set(q.evidence) for q in sample.questions if q.answerable)
    again = build(recipe(inpaint(), TINY, count=8), tmp_path / "again", workers=1)
    assert again == report
    for path in (tmp_path / "out" / "data").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / "data" / path.name).read_bytes()


def test_plans_differ_by_model_and_options_only(tmp_path: Path) -> None:
    import shutil

    plain = Plan.of(recipe(inpaint())).digest
    assert Plan.of(recipe(inpaint(steps=3))).digest != plain
    assert Plan.of(recipe(inpaint(model=str(model("sdxl"))))).digest != plain
    shutil.copytree(inpaint()["model"], tmp_path / "sd15-calm")
    assert Plan.of(recipe(inpaint(model=str(tmp_path / "sd15-calm")))).digest == plain, "a folder may move"
    (tmp_path / "r.yaml").write_text(json.dumps(recipe(inpaint(model="sd15-calm"))))
    assert Plan.of(tmp_path / "r.yaml").digest == plain, "paths count from the recipe's folder"


MISTAKES = [
    ({"model": "x", "stage": "inpant"}, "families[0].repaint.stage: "),
    ({"model": "x", "stpes": 3}, "unknown field 'stpes'; did you mean 'steps'?"),
    ({"stage": "inpaint"}, "field 'model' is missing"),
    ({"model": "x", "stage": "controlnet"}, "families[0].repaint.controlnet: stage 'controlnet' needs one"),
    ({"model": "x", "controlnet": "y"}, "families[0].repaint.controlnet: is for stage 'controlnet', not 'inpaint'"),
    ({"model": "x", "stage": "sound"}, "families[0].repaint.stage: 'sound' is for the family soundscape, not clock"),
    ({"model": "x", "steps": 1}, "families[0].repaint.steps: 1 times strength 0.99 is less than one step"),
    ({"model": "x", "steps": 0}, "families[0].repaint.steps: "),
    ({"model": "x", "device": "gpu"}, "families[0].repaint.device: "),
]


@pytest.mark.parametrize(("repaint", "message"), MISTAKES)
def test_mistakes_in_a_recipe(repaint: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError) as error:
        Plan.of(recipe(repaint))
    assert message in str(error.value)


def test_a_model_that_is_missing_skips_its_family(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(json.dumps(recipe({"model": "nobody/nothing"}, TINY)))
    assert run(["build", str(path), "-o", str(tmp_path / "out"), "--workers", "1"]) == 0
    err = capsys.readouterr().err
    (line,) = [line for line in err.splitlines() if line.startswith("skipped")]
    assert line.startswith("skipped clock (families[0]): nobody/nothing: is not in the hub's cache")
    assert {s.family for s in sw.open(tmp_path / "out")} == {"tiny"}
    assert len(sw.open(tmp_path / "out")) == 6
    assert "nobody/nothing" in (tmp_path / "out" / "README.md").read_text()


def test_nothing_left_to_make_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(json.dumps(recipe({"model": "nobody/nothing"})))
    assert run(["build", str(path), "-o", str(tmp_path / "out"), "--workers", "1"]) == 2
    err = capsys.readouterr().err
    assert "families: none can be made here; skipped clock" in err
    assert len(err.splitlines()) == 1


def test_a_model_that_fails_at_work_skips_its_family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipelines, "free_bytes", lambda device: 1000)
    pipelines.forget()
    report = build(recipe(inpaint(), TINY), tmp_path / "out", workers=1)
    assert report is not None
    (line,) = report.skipped
    assert line.startswith("clock: sd15-calm: too little memory on cpu: needs some ")
    assert {s.family for s in sw.open(tmp_path / "out")} == {"tiny"}
    with pytest.raises(Exception, match="too little memory"):
        build(recipe(inpaint()), tmp_path / "alone", workers=1)
    assert not list((tmp_path / "alone" / "data").glob("*"))


def test_a_family_whose_extra_is_missing_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = msgspec.structs.replace(family("clock"), requires=("no_such_module", "models"))
    found = families.family
    monkeypatch.setattr("scenewright.plan.family", lambda name: lacking if name == "clock" else found(name))
    plan = Plan.of(recipe(inpaint(), TINY))
    assert [cell.family for cell in plan.cells] == ["tiny"]
    assert plan.skipped == (
        "clock (families[0]): clock needs the extra 'models'; run: pip install 'scenewright[models]'",
    )


def test_without_the_extra_a_repaint_is_skipped_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None if name == "diffusers" else real(name, *a))
    (line,) = Plan.of(recipe(inpaint(), TINY)).skipped
    assert "needs diffusers; run: pip install 'scenewright[models]'" in line


def test_questions_whose_claims_fail_are_dropped() -> None:
    maker = Maker.of("clock", 0, 0)
    sample = maker.make(1)
    templates = {t.name: t for t in family("clock").templates}
    question = sample.questions[0]
    for ids, dropped in ((question.evidence[:1], True), (("another",), False), ((), False)):
        resolution = msgspec.structs.replace(sample.resolution, unverified=tuple(ids))
        view = View(sample.scene, resolution, family("clock").ops)
        if not dropped:
            templates[question.template].solved(view, question.slot)
            continue
        with pytest.raises(Reject, match="unverified"):
            templates[question.template].solved(view, question.slot)
    spoiled = next(q for n in range(6, 60, 10) for q in maker.make(n + 1).questions if not q.answerable)
    scene = next(s for n in range(6, 60, 10) if spoiled in (s := maker.make(n + 1)).questions).scene
    for ids in ((), ("another",)):
        view = View(scene, msgspec.structs.replace(sample.resolution, unverified=ids), family("clock").ops)
        if not ids:
            assert not spoiled.answerable
            assert templates[spoiled.template].solved(view, spoiled.slot)
            continue
        with pytest.raises(Reject, match="unverified"):
            templates[spoiled.template].solved(view, spoiled.slot)
    assert "unverified" not in json.loads(msgspec.json.encode(Resolution()))


def test_repaint_from_python(tmp_path: Path) -> None:
    given = inpaint()
    sample = sw.repaint("clock", level=0, index=3, **given)
    assert isinstance(sample, sw.Sample)
    plain = sw.sample("clock", level=0, index=3)
    assert sample.scene == plain.scene
    assert sample.media[0].data != plain.media[0].data
    assert decoded(sample.media[0]).shape == decoded(plain.media[0]).shape
    assert sw.repaint("clock", index=3, **given).media == sample.media
    assert sw.repaint("clock", index=3, noise=1, **given).media != sample.media
    noisy = sw.repaint("clock", level=0, index=3, **inpaint(model=str(model("sd15"))))
    assert not (set(noisy.resolution.unverified) & {id for q in noisy.questions for id in q.evidence})
    with pytest.raises(UserError, match="unknown field 'stag'; did you mean 'stage'"):
        sw.repaint("clock", model="x", stag="inpaint")
    with pytest.raises(UserError, match="is not in the hub's cache"):
        sw.repaint("clock", model="nobody/nothing")
    with pytest.raises(UserError, match="say where to write"):
        sw.repaint(tmp_path, **given)
    with pytest.raises(UserError, match="neither a family nor a data set"):
        sw.repaint(tmp_path, tmp_path / "out", **given)


def test_repaint_a_whole_data_set(tmp_path: Path) -> None:
    plain = {"name": "plain", "questions": 2, "splits": {"train": 4}, "families": [{"family": "clock", "levels": [0]}]}
    build(plain, tmp_path / "plain", workers=1)
    sw.repaint(tmp_path / "plain", tmp_path / "painted", **inpaint())
    before, after = sw.open(tmp_path / "plain"), sw.open(tmp_path / "painted")
    assert [s.id for s in before] == [s.id for s in after]
    assert all(a.media != b.media and b.model for a, b in zip(before, after, strict=True))
    assert all(a.scene == b.scene for a, b in zip(before, after, strict=True))


def test_repaint_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["-m", inpaint()["model"], "--steps", "2", "--side", "64", "-n", "2"]
    assert run(["repaint", "clock", *given, "-o", str(tmp_path / "out"), "--index", "3"]) == 0
    out = capsys.readouterr().out
    assert "claims hold in the best of 2, by sd15-calm@blake2b:" in out
    stored = json.loads((tmp_path / "out" / "clock-0-0000003.json").read_bytes())
    assert stored["tries"] == 2
    claims = msgspec.convert(stored["claims"], tuple[Claim, ...])
    assert f"{sum(c.holds for c in claims)} of {len(claims)} claims hold" in out
    for arguments, words in (
        (["clock", "-m", "nobody/nothing"], "is not in the hub's cache"),
        (["clok", *given], "did you mean 'clock'"),
        (["clock", *given, "--stage", "controlnet"], "controlnet: stage 'controlnet' needs one"),
        (["melody", *given], "so nothing"),
    ):
        assert run(["repaint", *arguments, "-o", str(tmp_path / "x")]) == 2
        err = capsys.readouterr().err
        assert words in err or "begins with no picture" in err
        assert len(err.splitlines()) == 1


def test_the_recipe_for_a_gpu_machine_is_well_formed() -> None:
    from scenewright.recipe import Recipe

    found = Recipe.load(Path(__file__).parents[1] / "recipes" / "sdxl_controlnet.yaml")
    (entry, *_) = found.families
    assert entry.repaint is not None
    assert (entry.repaint.stage, entry.repaint.controlnet != "") == ("controlnet", True)


def test_shapes_are_told_to_a_model_in_words() -> None:
    from scenewright.renderers.diffusion.words import prompt_of

    ((scene, _, _),) = drawn_shapes(0, 1)
    words = prompt_of(scene, "text", "", 1)
    assert all(f"{item.size} {item.colour}" in words and item.shape in words for item in scene.items)
    assert prompt_of(scene, "text", "A {scene}!", 1).startswith("A a ")
    assert prompt_of(scene, "inpaint", "", 1) == prompt_of(scene, "inpaint", "", 1)
    assert len({prompt_of(scene, "inpaint", "", seed) for seed in range(20)}) > 4
