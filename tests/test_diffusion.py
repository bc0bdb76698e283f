"""Pipelines of every class on tiny models with random weights: stages, repeatability, label pixels, what goes wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

pytest.importorskip("diffusers", reason="needs the extra 'models'")
pytest.importorskip("transformers", reason="needs the extra 'models'")

import torch

from scenewright.renderers.base import Rendering, unverified
from scenewright.renderers.diffusion import models, pipelines, sounds
from scenewright.renderers.diffusion.conditions import condition
from scenewright.renderers.diffusion.errors import ModelError
from scenewright.renderers.diffusion.label_pixels import label_pixels, regions
from scenewright.renderers.diffusion.options import Repaint
from scenewright.renderers.diffusion.repaint import decoded, repaint
from scenewright.renderers.diffusion.stages import BLACK_MAX, paint, working_size
from scenewright.renderers.diffusion.verify_models import clap_belief, clip_scores, detected
from scenewright.sample import Maker
from scenewright.scenes.base import Reject
from tests.diffusion import drawn_shapes, model, offline

__all__ = ["offline"]
pytestmark = [pytest.mark.usefixtures("offline")]

SIZE = (48, 64)


def options(name: str, stage: str = "text", **more: Any) -> Repaint:
    extra = {"controlnet": "sd_controlnet" if name == "sd15" else "sdxl_controlnet"} if stage == "controlnet" else {}
    extra = {field: str(model(value)) for field, value in extra.items()}
    if stage == "reference":
        extra["adapter"] = str(model("ip_adapter"))
    given = {"model": str(model(name)), "stage": stage, "steps": 2, "side": 64, "device": "cpu"} | extra | more
    return msgspec.convert(given, Repaint)


def board() -> tuple[np.ndarray, np.ndarray]:
    """A red square on grey, and a mask of all but it."""
    pixels = np.full((*SIZE, 3), 200, np.uint8)
    pixels[10:30, 10:30] = (200, 0, 0)
    open_to = np.ones(SIZE, bool)
    open_to[8:32, 8:32] = False
    return pixels, open_to


def painted(loaded: pipelines.Loaded, seeds: list[int]) -> list[np.ndarray]:
    pixels, open_to = board()
    stage = loaded.options.stage
    return paint(
        loaded, pixels, "a red square", "text", seeds,
        open_to=open_to if stage == "inpaint" else None, control=pixels if stage == "controlnet" else None,
    )  # fmt: skip


STAGES = [
    ("sd15", "text"), ("sd15", "image"), ("sd15", "inpaint"), ("sd15", "controlnet"), ("sd15", "reference"),
    ("sdxl", "text"), ("sdxl", "image"), ("sdxl", "inpaint"), ("sdxl", "controlnet"),
    ("sd3", "text"), ("sd3", "image"), ("sd3", "inpaint"), ("flux", "text"), ("flux", "image"), ("flux", "inpaint"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "stage"), STAGES)
def test_every_class_of_pipeline_runs_and_repeats(name: str, stage: str) -> None:
    loaded = pipelines.load(options(name, stage))
    first = painted(loaded, [1, 2])
    assert [p.shape for p in first] == [(*SIZE, 3)] * 2
    assert all(p.dtype == np.uint8 for p in first)
    pipelines.forget()
    torch.manual_seed(99)  # whatever a program draws from torch's own state changes nothing
    again = painted(pipelines.load(options(name, stage)), [1, 2])
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
    assert (first[0] != first[1]).any()
    alone = painted(loaded, [2])[0]
    assert np.abs(alone.astype(int) - first[1]).max() <= 2, "a picture is its seed's in any batch"
    if stage == "inpaint":
        pixels, open_to = board()
        assert all((p[~open_to] == pixels[~open_to]).all() for p in first)
        assert all((p[open_to] != pixels[open_to]).any() for p in first)


@pytest.mark.parametrize(("name", "rate"), [("stable_audio", 8000), ("audioldm2", 16000)])
def test_text_to_audio_pipelines_run_and_repeat(name: str, rate: int) -> None:
    loaded = pipelines.load(options(name, "sound", guidance=2.0))
    first, found = sounds.textures(loaded, "the sound of rain", 0.5, [1, 2])
    again, _ = sounds.textures(loaded, "the sound of rain", 0.5, [2])
    assert found == rate
    assert [len(s) for s in first] == [rate // 2] * 2
    assert (first[1] == again[0]).all()
    assert (first[0] != first[1]).any()
    assert all(np.abs(s).max() == pytest.approx(0.5) for s in first)


def test_sounds_are_placed_by_the_scene() -> None:
    maker = Maker.of("soundscape", 0, 0)
    scene, style = maker._draw(1, 0)
    given = options("stable_audio", "sound", ranker=str(model("clap_folder")), guidance=2.0)
    plain, _ = maker._see(1, scene, style)
    made = repaint(plain, scene, style, given, 5)
    assert made.media[0].data != plain.media[0].data
    kinds = {c.kind for c in made.claims}
    assert {"onset", "energy", "texture"} <= kinds
    onsets = [c for c in made.claims if c.kind == "onset"]
    assert all(c.holds for c in onsets)
    assert all(not c.holds for c in made.claims if c.kind == "texture"), "an untrained CLAP takes nothing for itself"
    assert set(made.resolution.unverified) >= {t for c in made.claims if not c.holds for t in c.things}
    assert repaint(plain, scene, style, given, 5).media[0].data == made.media[0].data


def test_strokes_come_at_their_tempo() -> None:
    from scenewright.scenes.soundscape import Event

    event = Event(id="e", sound="knock", onset_s=0.0, duration_s=1.0, strokes=4, rate_hz=4.0)
    sound = np.ones(8000, np.float32)
    out = sounds.placed(sound, event, 8000, 0.1)
    starts = np.flatnonzero((out > 0) & (np.concatenate([[0.0], out[:-1]]) == 0))
    assert starts.tolist() == [0, 2000, 4000, 6000]
    with pytest.raises(Reject, match="silent"):
        sounds.placed(sound * 0, event, 8000, 0.1)


# -- label pixels ------------------------------------------------------------------------------------------------------


def renderings() -> list[tuple[str, Any, Any, Rendering]]:
    out: list[tuple[str, Any, Any, Rendering]] = []
    for name in ("tower", "bar_chart", "pie_chart"):
        maker = Maker.of(name, 1, 0)
        for index in range(10):
            scene, style = maker._draw(index, 0)
            try:
                found, _ = maker._see(index, scene, style)
            except Reject:
                continue
            if found.media[0].kind == "image/png":
                out.append((name, scene, style, found))
                break
    return out + [("shapes", *case) for case in drawn_shapes(1, 1)]


@pytest.mark.parametrize("case", renderings(), ids=lambda case: case[0])
def test_label_pixels_stay_byte_for_byte(case: tuple[str, Any, Any, Rendering]) -> None:
    _, scene, style, drawn = case
    before = decoded(drawn.media[0])
    made = repaint(drawn, scene, style, options("sd15", "inpaint", n=2), 3)
    after = decoded(made.media[0])
    keep = label_pixels(before, drawn.marks)
    assert after.shape == before.shape
    assert (after[keep] == before[keep]).all()
    assert (after[~keep] != before[~keep]).any(1).mean() > 0.5
    assert 0.05 < keep.mean() < 0.95
    for id, mask in regions(drawn.marks, before.shape[:2]).items():
        assert (after[mask] == before[mask]).all(), id
    assert made.marks == drawn.marks
    assert (made.tries, made.model) == (2, models.facts_of("sd15", model("sd15")).text())
    kept = [c for c in made.claims if c.kind == "kept"]
    assert kept
    assert all(c.holds and c.checker == "construction" for c in kept)
    assert {c.kind for c in made.claims} == {"kept", "background"}
    assert set(unverified(made.claims)) <= set(made.resolution.unverified)
    assert repaint(drawn, scene, style, options("sd15", "inpaint", n=2), 3).media[0].data == made.media[0].data


@pytest.mark.parametrize("control", ["edges", "depth", "segments"])
def test_controlnet_pictures_are_checked_against_the_scene(control: str) -> None:
    ((scene, style, drawn),) = drawn_shapes(0, 1)
    made = repaint(drawn, scene, style, options("sdxl", "controlnet", control=control), 3)
    assert {"exists", "colour", "shape", "count"} <= {c.kind for c in made.claims}
    assert set(made.resolution.unverified) == {item.id for item in scene.items}, "an untrained model paints nothing"
    with pytest.raises(Reject, match="claims"):
        repaint(drawn, scene, style, options("sdxl", "controlnet", control=control, accept=0.9), 3)


def test_what_is_hidden_stays_hidden_and_untold() -> None:
    from scenewright.renderers.diffusion.words import prompt_of

    veiled = next(c for c in drawn_shapes(4, 40) if c[0].veils and c[0].veils[0].item)
    scene, style, drawn = veiled
    (veil,) = scene.veils
    before = decoded(drawn.media[0])
    for stage in ("controlnet", "inpaint"):
        after = decoded(repaint(drawn, scene, style, options("sdxl", stage), 3).media[0])
        (box,) = (mark.box for mark in drawn.marks if mark.id == veil.id)
        left, top, right, bottom = map(int, box)
        assert (after[top:bottom, left:right] == before[top:bottom, left:right]).all()
    item = next(item for item in scene.items if item.id == veil.item)
    alone = msgspec.structs.replace(scene, items=(item,))
    hidden = item.colour if veil.kind == "film" else item.shape
    assert hidden not in prompt_of(alone, "text", "", 0)
    assert hidden in prompt_of(msgspec.structs.replace(alone, veils=()), "text", "", 0)


def test_conditions_show_the_scene() -> None:
    ((scene, _, drawn),) = drawn_shapes(0, 1)
    pixels = decoded(drawn.media[0])
    seen = regions(drawn.marks, pixels.shape[:2])
    edges, depth, parts = (condition(kind, pixels, drawn.marks, scene) for kind in ("edges", "depth", "segments"))
    assert edges.shape == depth.shape == parts.shape == pixels.shape
    assert 0.001 < (edges > 0).mean() < 0.2
    near, far = min(scene.items, key=lambda i: i.depth), max(scene.items, key=lambda i: i.depth)
    assert np.median(depth[seen[near.id]]) > np.median(depth[seen[far.id]])
    colours = {tuple(np.median(parts[seen[item.id]], 0).astype(int)) for item in scene.items}
    assert len(colours) == len(scene.items)


def test_sizes_are_multiples_that_models_take() -> None:
    assert working_size(866, 539, None) == (864, 544)
    assert working_size(866, 539, 512) == (512, 320)
    assert working_size(20, 500, 64) == (16, 64)


def test_models_that_check() -> None:
    pixels, open_to = board()
    wanted, parts = {"a": "a red square"}, {"a": ~open_to}
    (claim,) = detected(str(model("owlv2")), pixels, wanted, parts)
    assert (claim.kind, claim.checker, claim.things) == ("exists", "owlv2", ("a",))
    scores = clip_scores(str(model("clip")), "a red square", [pixels, pixels // 2])
    assert len(scores) == 2
    assert scores == clip_scores(str(model("clip")), "a red square", [pixels, pixels // 2])
    belief = clap_belief(str(model("clap_folder")), ["rain", "noise"], np.ones(8000, np.float32), 8000)
    assert sum(belief) == pytest.approx(1, abs=1e-4)
    with pytest.raises(ModelError, match=r"detector .*can't be used"):
        detected(str(model("clip")), pixels, wanted, parts)


# -- what goes wrong, in one line with the cure ------------------------------------------------------------------------


def refused(given: Repaint) -> str:
    pipelines.forget()
    with pytest.raises(ModelError) as error:
        painted(pipelines.load(given), [1])
    line = str(error.value)
    assert "\n" not in line
    return line


def test_a_model_that_is_not_cached_while_offline() -> None:
    line = refused(Repaint(model="nobody/nothing"))
    assert line.startswith("nobody/nothing: is not in the hub's cache, and the hub is offline")
    assert "hf download nobody/nothing" in line


def test_a_path_that_is_not_there() -> None:
    assert "there is no such folder" in refused(Repaint(model="./models/here/there"))
    assert "is a file" in refused(Repaint(model=__file__))


def test_a_folder_that_is_no_pipeline(tmp_path: Path) -> None:
    assert "is no diffusers pipeline (it has no model_index.json)" in refused(Repaint(model=str(tmp_path)))
    assert "it holds a UNet2DConditionModel alone" in refused(Repaint(model=str(model("sd15") / "unet")))
    assert "it holds a CLIPModel alone" in refused(Repaint(model=str(model("clip"))))


def test_a_damaged_pipeline(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(model("sd15"), tmp_path / "sd15")
    (tmp_path / "sd15" / "unet" / "config.json").unlink()
    assert "can't be loaded" in refused(Repaint(model=str(tmp_path / "sd15")))


def test_a_pipeline_of_the_wrong_kind() -> None:
    line = refused(options("stable_audio", "inpaint"))
    assert "is a StableAudioPipeline, which can't do stage 'inpaint'; it is for stage sound" in line
    assert "it is for stage inpaint or image or text" in refused(options("sd15", "sound"))


def test_a_controlnet_of_another_base() -> None:
    line = refused(options("sd15", "controlnet", controlnet=str(model("sdxl_controlnet"))))
    assert "sdxl_controlnet: does not match sd15 (cross_attention_dim is 64, the base's is 32)" in line
    assert "choose a ControlNet made for StableDiffusionPipeline" in line
    line = refused(options("sd3", "controlnet", controlnet=str(model("sd_controlnet"))))
    assert "the base has a transformer" in line
    assert "is no ControlNet" in refused(options("sd15", "controlnet", controlnet=str(model("sdxl") / "unet")))


def test_an_adapter_that_is_not_there() -> None:
    folder = model("ip_adapter")
    assert "is missing; name the file" in refused(options("sd15", "reference", adapter=f"{folder}//other.safetensors"))
    assert "there is no such picture" in refused(options("sd15", "reference", reference="nowhere.png"))


def test_too_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    need = models.weights_bytes(model("sd15"), 4)
    stored = sum(path.stat().st_size for path in model("sd15").rglob("*.safetensors"))
    assert 0.8 * stored < need < stored
    assert models.weights_bytes(model("sd15"), 2) * 2 == need
    monkeypatch.setattr(pipelines, "free_bytes", lambda device: need)
    line = refused(options("sd15"))
    assert "sd15: too little memory on cpu" in line
    assert "offload: model" in line


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("CUDA out of memory. Tried to allocate 20 GiB")])
def test_memory_that_runs_out(error: Exception) -> None:
    loaded = pipelines.load(options("sd15"))

    def run_out(*_: Any, **__: Any) -> None:
        raise error

    hook = loaded.pipe.unet.register_forward_pre_hook(run_out)
    try:
        with pytest.raises(ModelError, match="too little memory on cpu in auto; try dtype"):
            painted(loaded, [1])
    finally:
        hook.remove()


def test_nan_output() -> None:
    loaded = pipelines.load(options("sd15"))
    with torch.no_grad():
        loaded.pipe.vae.decoder.conv_out.bias.fill_(torch.nan)
    with pytest.raises(ModelError, match=r"sd15: gave pictures of NaN in auto; set dtype"):
        painted(loaded, [1])
    pipelines.forget()


def test_a_safety_checkers_black_picture() -> None:
    loaded = pipelines.load(Repaint(model=str(model("sd15", checker=True)), stage="text", steps=1, side=64))
    for _ in range(BLACK_MAX - 1):
        with pytest.raises(Reject, match="black_picture"):
            painted(loaded, [1, 2])
    with pytest.raises(ModelError, match=r"safety checker blacked out every picture of 3 scenes in a row; change"):
        painted(loaded, [1, 2])
    pipelines.forget()


def test_a_device_that_is_not_there() -> None:
    if torch.cuda.is_available():
        pytest.skip("there is one")
    assert "device cuda: this machine has none" in refused(options("sd15", device="cuda"))


# -- where models come from --------------------------------------------------------------------------------------------


def test_a_model_of_the_hubs_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    import huggingface_hub.constants

    commit = "0123456789abcdef0123456789abcdef01234567"
    repo = tmp_path / "models--me--tiny"
    shutil.copytree(model("sd15"), repo / "snapshots" / commit)
    (repo / "refs").mkdir()
    (repo / "refs" / "main").write_text(commit)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    found, facts = models.resolved(Repaint(model="me/tiny", stage="text"), tmp_path)
    (fact,) = facts.values()
    assert fact.text() == f"me/tiny@{commit}"
    assert fact.licence == "apache-2.0"
    assert len(painted(pipelines.load(msgspec.structs.replace(found, steps=1, side=64)), [1])) == 1


def test_a_folders_revision_is_its_content(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(model("sd_controlnet"), tmp_path / "a" / "net")
    shutil.copytree(model("sd_controlnet"), tmp_path / "b" / "net")
    first, same = (models.facts_of("x", tmp_path / name / "net") for name in "ab")
    assert first == same
    assert first.licence == "unknown"
    weights = next((tmp_path / "b").rglob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    models.facts_of.cache_clear()
    assert models.facts_of("x", tmp_path / "b" / "net").revision != first.revision
