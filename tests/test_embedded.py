"""The embedded models and their families: spectrograms, the checker, training, weights, claims that must fail."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
import pytest

from scenewright.families import family
from scenewright.renderers.base import Claim, Rendering
from scenewright.scenes.base import Reject, rng_for
from scenewright.scenes.diffused_shapes import DiffusedShapesSpec
from scenewright.scenes.diffused_sound import LEVELS as SOUND_LEVELS
from scenewright.scenes.diffused_sound import PITCHED, RATE_HZ, SOUNDS, USED, DiffusedSound, DiffusedSoundSpec
from scenewright.scenes.diffused_sound import draw_scene as draw_sounds
from scenewright.scenes.sound_classes import class_of

pytest.importorskip("diffusers", reason="needs the extra 'models'")

from scenewright.renderers.embedded import models, sound_checks, sound_claims, spectrogram
from scenewright.renderers.embedded.sound_data import bank_clip, draw_f0

MEGABYTES = 15


# -- spectrograms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hz", [150.0, 440.0, 1800.0, 5000.0])
def test_a_tone_comes_back_at_its_pitch(hz: float) -> None:
    tone = np.sin(2 * np.pi * hz * np.arange(spectrogram.COUNT) / RATE_HZ).astype(np.float32)
    picture = spectrogram.picture(tone[None])
    assert picture.shape == (1, spectrogram.SIDE, spectrogram.SIDE)
    assert picture.max() == pytest.approx(1)
    assert abs(int(picture[0, :, 32].argmax()) - spectrogram.row_of(hz)) <= 1
    back = spectrogram.sound(picture, rng_for(0, "phases"))[0]
    peak = np.abs(np.fft.rfft(back)).argmax() * RATE_HZ / spectrogram.COUNT
    width = float(np.diff(spectrogram.band_hz())[int(spectrogram.row_of(hz)) + 1])
    assert abs(peak - hz) <= width


def test_a_click_comes_back_in_its_place() -> None:
    for at in (2000, 9000, 15000):
        click = np.zeros(spectrogram.COUNT, np.float32)
        click[at : at + 40] = rng_for(at, "click").standard_normal(40)
        back = spectrogram.sound(spectrogram.picture(click[None]), rng_for(0, "phases"))[0]
        assert abs(int(np.abs(back).argmax()) - at) < 0.025 * RATE_HZ


# -- what judges the sounds --------------------------------------------------------------------------------------------


def clip(name: str, number: int) -> np.ndarray:
    rng = rng_for(number, "test of embedded", name)
    return bank_clip(name, draw_f0(name, rng), rng)


def seen_by(name: str, samples: np.ndarray) -> np.ndarray:
    onset = 0.0 if class_of(name).form == "long" else sound_checks.LEAD_S
    return sound_checks.window(samples, onset, name, 1.1)


def test_the_checker_knows_the_bank_and_refuses_all_else() -> None:
    checker = models.sound_checker()
    assert checker.classes == SOUNDS
    judged = [(n, checker.judge(seen_by(n, clip(n, k)), n)) for n in SOUNDS for k in range(4)]
    assert np.mean([v.holds for _, v in judged]) >= 0.95
    for i, name in enumerate(SOUNDS):
        other = SOUNDS[(i + 7) % len(SOUNDS)]
        assert not checker.judge(seen_by(other, clip(other, 1)), name).holds, (other, name)
    white = rng_for(0, "white").standard_normal(spectrogram.COUNT).astype(np.float32)
    for wrong in (white, 0 * white, white * np.nan, np.sin(np.arange(spectrogram.COUNT) * 0.3).astype(np.float32)):
        assert not any(checker.judge(wrong, name).holds for name in SOUNDS)


def test_the_checker_agrees_with_its_file(tmp_path: Path) -> None:
    labels = np.repeat(np.arange(3), 12)
    clips = np.stack([clip(SOUNDS[k], i) for i, k in enumerate(labels)])
    fitted = sound_checks.fit(SOUNDS[:3], clips, labels)
    sound_checks.save(fitted, tmp_path / "checker.npz")
    loaded = sound_checks.load(tmp_path / "checker.npz")
    assert loaded.classes == SOUNDS[:3]
    assert [loaded.judge(c, "dog").best for c in clips] == [fitted.judge(c, "dog").best for c in clips]


@pytest.mark.parametrize("hz", [220.0, 450.0, 900.0])
def test_pitch_is_found_and_noise_has_none(hz: float) -> None:
    t = np.arange(6000) / RATE_HZ
    tone = sum(np.sin(2 * np.pi * hz * k * t) / k for k in range(1, 6))
    assert sound_checks.f0_of(np.asarray(tone), 150, 1200) == pytest.approx(hz, rel=0.01)
    assert sound_checks.f0_of(rng_for(0, "n").standard_normal(6000), 150, 1200) == 0.0


def test_strokes_are_counted() -> None:
    for count in range(1, 6):
        beats = np.zeros(3 * RATE_HZ, np.float32)
        for i in range(count):
            beats[8000 + 8000 * i : 8000 + 8000 * i + 800] = rng_for(i, "beat").standard_normal(800)
        beats += 1e-3 * rng_for(9, "floor").standard_normal(len(beats)).astype(np.float32)
        found = sound_claims.strokes_in(sound_claims.envelope(beats), 0.5, 3.0, 0.1)
        assert len(found) == count
        assert np.abs(np.diff(found) - 0.5).max(initial=0) < 0.03


# -- weights and pipelines ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["shapes", "sounds"])
def test_weights_are_small_safe_and_described(name: str) -> None:
    folder = models.WEIGHTS / name
    weights = sorted(folder.rglob("*.safetensors"))
    assert len(weights) == 1
    assert not [*folder.rglob("*.bin"), *folder.rglob("*.pt"), *folder.rglob("*.ckpt")]
    assert weights[0].stat().st_size <= MEGABYTES * 2**20
    assert (folder / "model_index.json").is_file()
    facts = models.facts(name)
    assert facts.licence == "apache-2.0"
    assert facts.revision.startswith("blake2b:")
    card = (folder / "README.md").read_text()
    for part in ("What it is given", "Training", "Measured"):
        assert f"## {part}" in card


def test_the_same_seed_gives_the_same_picture_in_any_batch() -> None:
    from scenewright.renderers.embedded.pipeline import MapsToPicturePipeline

    pipe = models.pipeline("sounds")
    assert isinstance(pipe, MapsToPicturePipeline)
    maps = np.full((2, 1, 64, 64), -1, np.float32)
    a = pipe(maps, [5, 6], [3, 14], num_inference_steps=2).images
    b = pipe(maps, [5, 6], [3, 14], num_inference_steps=2).images
    alone = pipe(maps[:1], [6], [14], num_inference_steps=2).images
    assert np.array_equal(a, b)
    assert np.allclose(a[1], alone[0], atol=1e-3)
    assert not np.allclose(a[0], a[1], atol=0.1)
    assert np.abs(a).max() <= 1


# -- training ----------------------------------------------------------------------------------------------------------


def tiny_task() -> Any:
    from scenewright.renderers.embedded import tasks

    def batch(count: int, rng: np.random.Generator) -> dict[str, Any]:
        maps = rng.choice([-1.0, 1.0], (count, 2, 1, 1)).repeat(32, 2).repeat(32, 3).astype(np.float32)
        return {"picture": maps[:, :1] * 0.5, "maps": maps}

    return tasks.Task(
        "tiny", side=32, picture_channels=1, map_channels=2, classes=0, widths=(8, 16), says="sample", size=4, fresh=1,
        mirrored=True, batch=batch, accepted=lambda pipe: float(pipe(batch(1, rng_for(0))["maps"], [0]).images.std()),
    )  # fmt: skip


def test_training_repeats_learns_and_resumes(tmp_path: Path) -> None:
    import torch
    from safetensors.numpy import load_file

    from scenewright.renderers.embedded import train
    from scenewright.renderers.embedded.pipeline import MapsToPicturePipeline

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    for out in ("a", "b"):
        (tmp_path / out).mkdir()
        train.train(train.Training(tiny_task(), 3, "cpu", "float32"), tmp_path / out, minutes=0, steps=60)
    a, b = (load_file(tmp_path / out / "unet" / "diffusion_pytorch_model.safetensors") for out in "ab")
    assert all(np.array_equal(a[k], b[k]) for k in a)
    lines = [msgspec.json.decode(line) for line in (tmp_path / "a" / "log.jsonl").read_text().splitlines()]
    assert lines[-1]["loss"] < lines[0]["loss"]
    assert "claims" in lines[-1]
    more = train.Training(tiny_task(), 3, "cpu", "float32")
    more.resume(tmp_path / "a")
    assert more.step == 60
    train.train(more, tmp_path / "a", minutes=0, steps=64)
    pipe = MapsToPicturePipeline.from_pretrained(tmp_path / "a")
    made = pipe(np.ones((1, 2, 32, 32), np.float32), [1], num_inference_steps=4).images
    assert made.shape == (1, 1, 32, 32)
    assert np.isfinite(made).all()
    torch.set_num_threads(threads)


# -- families ----------------------------------------------------------------------------------------------------------


@cache
def sounds() -> tuple[DiffusedSound, Rendering, Any]:
    from scenewright.renderers import diffused_sound

    scene = draw_sounds(SOUND_LEVELS[1], rng_for(11, "test of embedded"))
    scene = msgspec.structs.replace(scene, view="audio")
    style = diffused_sound.draw_style(rng_for(0, "style"))
    return scene, diffused_sound.render(scene, style), style


def test_sounds_that_are_late_or_of_another_kind_are_found_out() -> None:
    import io

    import soundfile

    scene, rendering, _ = sounds()
    samples, _ = soundfile.read(io.BytesIO(rendering.media[0].data), dtype="float32")
    checker = models.sound_checker()
    for event in scene.events:
        heard = next(h for h in rendering.readings.clips[0].heard if h.event == event.id)  # type: ignore[union-attr]
        pitched = event.sound in PITCHED

        def check(x: np.ndarray, e: Any = event, h: Any = heard, p: bool = pitched) -> dict[str, Claim]:
            return {c.kind: c for c in sound_claims.check_event(x, e, h.onset_s, h.f0_hz, (e.id,), checker, p)}

        true = {c.kind: c for c in rendering.claims if event.id in c.things}
        assert {k: c.holds for k, c in check(samples).items()} == {k: c.holds for k, c in true.items()}
        late = check(np.concatenate([np.zeros(4800, np.float32), samples]))
        assert not late["onset"].holds
        assert not check(0 * samples)["energy"].holds
        other = USED[(USED.index(event.sound) + 5) % len(USED)]
        assert not check(samples, msgspec.structs.replace(event, sound=other), heard, False)["texture"].holds


def test_what_does_not_hold_is_not_asked_about() -> None:
    from scenewright.qa_templates.base import View

    scene, rendering, _ = sounds()
    kind = family("diffused_sound")
    target = scene.events[0]
    ids = (target.id, f"heard-{target.id}")
    resolution = msgspec.structs.replace(rendering.resolution, unverified=ids)
    view = View(scene, resolution, kind.ops, None, rendering.readings)
    for template in kind.templates:
        if template.unanswerable:
            continue
        try:
            _, _, _, evidence = template.choose(view, rng_for(1, template.name))
        except Reject:
            continue
        assert not set(evidence) & set(ids), template.name


def test_mirrored_and_recoloured_paintings_are_rejected() -> None:
    from scenewright.renderers import diffused_shapes
    from scenewright.renderers.diffusion.verify_shapes import verify_shapes

    spec = DiffusedShapesSpec(items_min=4, items_max=4, veils=0.0)
    held, wrong = [], []
    for number in range(3):
        scene = diffused_shapes_scene(spec, number)
        picture = diffused_shapes.painted(scene, [number])[0]
        held += [c.holds for c in verify_shapes(picture, scene, finish=False)]
        swapped = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
        bad = [np.ascontiguousarray(x) for x in (picture[:, ::-1], swapped, np.full_like(picture, 200))]
        wrong += [all(c.holds for c in verify_shapes(x, scene, finish=False)) for x in bad]
    assert np.mean(held) >= 0.6
    assert not any(wrong)


def diffused_shapes_scene(spec: DiffusedShapesSpec, number: int) -> Any:
    for attempt in range(20):
        try:
            return family("diffused_shapes").draw_scene(spec, rng_for(number, "embedded", attempt))
        except Reject:
            continue
    raise AssertionError("no scene")


@pytest.mark.parametrize("name", ["diffused_shapes", "diffused_sound"])
def test_without_the_extra_the_families_say_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda module: None)
    assert "pip install 'scenewright[models]'" in family(name).missing()


def test_specs_name_what_is_wrong() -> None:
    for spec, message in (
        ({"events_min": 5, "events_max": 3}, "events_min"),
        ({"backgrounds": ["rain"]}, "rain"),
        ({"events_max": 99}, "events_max"),
    ):
        with pytest.raises(msgspec.ValidationError, match=message):
            msgspec.convert(spec, DiffusedSoundSpec)
    with pytest.raises(msgspec.ValidationError, match="items_min"):
        msgspec.convert({"items_min": 6, "items_max": 3}, DiffusedShapesSpec)
