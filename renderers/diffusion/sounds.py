"""Sounds by text-to-audio models, placed by a procedural scene and checked by what is measured of them.

The scene supplies order, count and timing; the model only how each sound sounds. Onset, energy, length, tempo and f0
are measured on the stems of the finished mix; whether a bark is a bark is for a CLAP to say, or for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.signal import resample_poly

from scenewright.renderers.base import Claim, Rendering, unverified
from scenewright.renderers.diffusion.best_of import best_of
from scenewright.renderers.diffusion.errors import ModelError, brief
from scenewright.renderers.diffusion.options import Repaint
from scenewright.renderers.diffusion.pipelines import Loaded, device_of, explained, load, quiet
from scenewright.scenes.base import Reject, key_hash
from scenewright.scenes.soundscape import Event, Soundscape

MADE_S = 1.0
"""Seconds asked of a model at least: it makes nothing of shorter ones."""
SILENT = 1e-7
"""Peak below which a sound is none."""
START_DB = -30.0
"""A sound begins where its level first comes this near to its highest: what lies before is cut off."""
ONSET_S = 0.06
"""How far a measured onset may be from the one asked for."""
LENGTH = 0.35
"""How far a length may be, as a share of it."""
TEMPO = 0.04
PITCH = 0.03
"""Half a semitone."""
RIGHT = 0.5
"""Share of a CLAP's belief among the scene's sounds, from which on it takes the sound for what it should be."""


def textures(loaded: Loaded, prompt: str, seconds: float, seeds: Sequence[int]) -> tuple[list[np.ndarray], int]:
    """One sound a seed, mono float32, as long as asked or as the model can, its peak at half of full scale unless it
    is silent; and their rate. `ModelError` for NaN and too little memory.
    """
    seconds = min(seconds, _longest(loaded.pipe))
    made = [_texture(loaded, prompt, min(max(seconds, MADE_S), _longest(loaded.pipe)), seed) for seed in seeds]
    rate = _rate(loaded.pipe)
    return [_level(sound[: round(seconds * rate)]) for sound in made], rate


def _longest(pipe: Any) -> float:
    """Seconds that a model can make."""
    if hasattr(pipe, "vocoder"):
        return 10.24
    return float(pipe.transformer.config.sample_size * pipe.vae.hop_length / pipe.vae.config.sampling_rate)


def _level(sound: np.ndarray) -> np.ndarray:
    top = float(np.abs(sound).max(initial=0.0))
    return sound if top < SILENT else np.asarray(sound * np.float32(0.5 / top))


def _rate(pipe: Any) -> int:
    if hasattr(pipe, "vocoder"):
        return int(pipe.vocoder.config.sampling_rate)
    return int(pipe.vae.config.sampling_rate)


def _texture(loaded: Loaded, prompt: str, seconds: float, seed: int) -> np.ndarray:
    import torch

    options, name = loaded.options, loaded.facts.name
    given: dict[str, Any] = {
        "prompt": prompt, "negative_prompt": options.negative_prompt or "low quality",
        "num_inference_steps": options.steps, "guidance_scale": options.guidance, "output_type": "np",
        "generator": torch.Generator("cpu").manual_seed(seed),
    }  # fmt: skip
    given |= {"audio_length_in_s": seconds} if hasattr(loaded.pipe, "vocoder") else {"audio_end_in_s": seconds}
    with quiet(), torch.inference_mode(), explained(name, loaded.device, options.dtype):
        try:
            sound = np.asarray(loaded.pipe(**given).audios, np.float32)[0]
        except (ValueError, TypeError) as error:
            raise ModelError(f"{name}: refuses these options ({brief(error)}); change them, or the model") from None
    if not np.isfinite(sound).all():
        raise ModelError(f"{name}: gave sound of NaN in {options.dtype}; set dtype: float32, or choose another model")
    return sound.mean(0) if sound.ndim > 1 else sound


def resampled(sound: np.ndarray, rate_hz: int, to_hz: int) -> np.ndarray:
    """The sound at another rate."""
    if rate_hz == to_hz:
        return sound
    common = int(np.gcd(rate_hz, to_hz))
    return np.asarray(resample_poly(sound, to_hz // common, rate_hz // common), np.float32)


def trimmed(sound: np.ndarray, rate_hz: int) -> np.ndarray:
    """The sound from where it begins, without a faint start that would be heard late."""
    level = np.abs(sound)
    top = float(level.max(initial=0.0))
    if top < SILENT:
        return sound
    first = int(np.argmax(level > top * 10 ** (START_DB / 20)))
    out = sound[first:].copy()
    n = min(len(out), round(0.002 * rate_hz))
    out[:n] *= np.linspace(0, 1, n, dtype=np.float32)
    return out


def name_of(event: Event) -> str:
    """What the event's sound is called."""
    from scenewright.scenes.sound_classes import BY_ID

    kind = BY_ID.get(event.sound)
    return kind.said if kind else event.sound.removeprefix("clip:").replace("_", " ")


def voice_of(loaded: Loaded, seed: int) -> Callable[[Event, int], np.ndarray]:
    """A voice for `scenewright.renderers.soundscape.voiced`: each event's dry sound as the model makes it.

    One sound is made an event; what has several strokes has it repeated at its tempo, cut before the next.
    """
    made: dict[str, np.ndarray] = {}

    def voice(event: Event, rate_hz: int) -> np.ndarray:
        key = f"{event.sound} {event.take} {event.duration_s} {event.strokes} {event.rate_hz} {rate_hz}"
        if key not in made:
            noise = int.from_bytes(key_hash(seed, event.sound, event.take)[:6], "big")
            stroke_s = min(event.duration_s, 1 / event.rate_hz) if event.strokes > 1 else event.duration_s
            prompt = loaded.options.prompt.replace("{scene}", name_of(event)) or f"the sound of {name_of(event)}, close"
            (sound,), model_hz = textures(loaded, prompt, max(stroke_s, 0.1), [noise])
            made[key] = placed(trimmed(resampled(sound, model_hz, rate_hz), rate_hz), event, rate_hz, stroke_s)
        return made[key].copy()

    return voice


def placed(sound: np.ndarray, event: Event, rate_hz: int, stroke_s: float) -> np.ndarray:
    """A sound as long as the event, or once for each of its strokes."""
    count = max(1, round(event.duration_s * rate_hz))
    out = np.zeros(count, np.float32)
    strokes = event.strokes if event.strokes > 1 else 1
    part = sound[: round(stroke_s * rate_hz)].copy()
    n = min(len(part), round(0.012 * rate_hz))
    part[len(part) - n :] *= np.linspace(1, 0, n, dtype=np.float32)
    if float(np.abs(part).max(initial=0.0)) < SILENT:
        raise Reject("silent_sound")
    for i in range(strokes):
        at = round(i / event.rate_hz * rate_hz) if strokes > 1 else 0
        room = max(0, min(len(part), count - at))
        out[at : at + room] += part[:room]
    return out


# -- a whole soundscape ------------------------------------------------------------------------------------------------


def resound(rendering: Rendering, scene: Any, style: Any, options: Repaint, seed: int) -> Rendering:
    """A soundscape voiced by a text-to-audio model, the best of `options.n`, with the claims about it."""
    from scenewright.renderers.soundscape import voiced

    if not isinstance(scene, Soundscape):
        return rendering
    loaded = load(options)
    options = loaded.options
    made = [voiced(scene, style, voice_of(loaded, seed + number)) for number in range(options.n)]

    def check(one: tuple[Rendering, list[np.ndarray]]) -> tuple[Claim, ...]:
        return tuple(sound_claims(scene, one[0].readings, one[1], options))

    best = best_of(made, check)
    if best.share < options.accept:
        raise Reject("claims")
    import msgspec

    found = best.medium[0]
    resolution = msgspec.structs.replace(found.resolution, unverified=unverified(best.claims))
    return Rendering(
        media=found.media, marks=found.marks, resolution=resolution, readings=found.readings, claims=best.claims,
        tries=best.tries, model=loaded.facts.text(),
    )  # fmt: skip


def sound_claims(scene: Soundscape, readings: Any, finished: Sequence[np.ndarray], options: Repaint) -> list[Claim]:
    """Of each event, what was measured: that it is heard, when, how long, how fast, how high, and as what."""
    events = {event.id: event for clip in scene.clips for event in clip.events}
    out: list[Claim] = []
    for clip, samples in zip(readings.clips, finished, strict=True):
        for heard in clip.heard:
            event = events[heard.event]
            if event.id in scene.hidden:
                continue
            out += heard_claims(event, heard)
            if options.ranker:
                part = samples[round(heard.onset_s * scene.rate_hz) : round(heard.offset_s * scene.rate_hz) + 1]
                out.append(_named(event, heard, part, list(events.values()), scene.rate_hz, options))
    return out


def heard_claims(event: Event, heard: Any) -> list[Claim]:
    """Claims about one event: asked for beside measured. They speak of what was heard and of the event."""
    things = (heard.id, event.id)

    def measured(kind: str, asked: float, found: float, tolerance: float, unit: str) -> Claim:
        off = abs(found - asked) / tolerance if tolerance else 9.0
        return Claim(
            kind=kind, things=things, expected=f"{asked:.3g} {unit}", found=f"{found:.3g} {unit}",
            score=round(max(0.0, 1 - off / 2), 3), checker="measured", holds=off <= 1,
        )  # fmt: skip

    audible = not heard.masked
    out = [
        Claim(kind="energy", things=things, expected="heard", found="heard" if audible else "drowned",
              score=1.0 if audible else 0.0, checker="measured", holds=audible),
        measured("onset", event.onset_s, heard.onset_s, ONSET_S, "s"),
    ]  # fmt: skip
    if event.strokes > 2:
        out.append(measured("tempo", event.rate_hz, heard.rate_hz, TEMPO * event.rate_hz, "strokes/s"))
    if event.strokes > 1:
        out.append(measured("count", event.strokes, heard.strokes, 0.5, "strokes"))
    if event.f0_hz:
        out.append(measured("f0", event.f0_hz, heard.f0_hz, PITCH * event.f0_hz, "Hz"))
    return out


def _named(event: Event, heard: Any, part: np.ndarray, events: list[Event], rate_hz: int, options: Repaint) -> Claim:
    """That a CLAP takes it for its own class rather than for another of the scene, or for noise."""
    from pathlib import Path

    from scenewright.renderers.diffusion.verify_models import clap_belief

    names = list(dict.fromkeys([name_of(event), *(name_of(e) for e in events), "noise", "silence"]))
    mono = part.mean(1) if part.ndim > 1 else part
    belief = clap_belief(options.ranker, names, mono, rate_hz, device_of(options.device))
    best = names[int(np.argmax(belief))]
    holds = best == names[0] and belief[0] >= RIGHT
    return Claim(
        kind="texture", things=(heard.id, event.id), expected=names[0], found=best, score=round(belief[0], 3),
        checker=Path(options.ranker).name, holds=holds,
    )  # fmt: skip
