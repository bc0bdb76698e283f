"""Soundscapes whose sounds come from the embedded model, a second at a time; and what was checked on each.

The model makes clips of a class, and of a pitch where the class has one. Strokes are one clip, repeated at the scene's
times; what goes on is joined from clips. Level, time, background and gaps are the scene's, as in `soundscape`. Each
event is checked by itself: is its class heard, does it begin at once, has it its strokes, its pitch? Where not, its
clips are made anew, up to `TRIES` times, and the best are kept. Then the same is checked in the finished mix, against
what the readings say.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec
import numpy as np

from scenewright.renderers.base import Claim, ModelFacts, Rendering, unverified
from scenewright.renderers.embedded import models as embedded
from scenewright.renderers.embedded.sound_checks import LEAD_S
from scenewright.renderers.embedded.sound_claims import check_event
from scenewright.renderers.embedded.sound_data import draw_f0, pitch_map
from scenewright.renderers.embedded.spectrogram import sound
from scenewright.renderers.sound_bank.tools import Array, edges
from scenewright.renderers.soundscape import MEDIA, READINGS, SoundscapeStyle, draw_style, voiced
from scenewright.scenes.base import key_hash, rng_for
from scenewright.scenes.diffused_sound import PITCHED, RATE_HZ, SOUNDS, DiffusedSound
from scenewright.scenes.sound_classes import class_of
from scenewright.scenes.soundscape import Event

REQUIRES = ("diffusers", "models")
STYLE = SoundscapeStyle
TRIES = 4
"""Takes of a sound, at most."""
JOIN_S = 0.1
"""Over which two clips of what goes on are blended."""
GRAINY = ("rain", "wind", "engine", "cricket")
"""What goes on without a pitch: joined from two takes in turn. All else goes on with one, so that its pitch stays."""
ALONE_S = 0.3
"""Silence before an event that is checked by itself."""
TRIM_DB = -24.0
"""A stroke begins where its clip first comes this near to its peak."""


def models() -> tuple[ModelFacts, ...]:
    """What makes the sounds."""
    return (embedded.facts("sounds"),)


class _Wish(msgspec.Struct, frozen=True):
    """What one clip is made from; the noise hangs on all of it."""

    sound: str
    f0_hz: float
    take: int
    attempt: int

    @property
    def seed(self) -> int:
        """Seed of the clip's noise."""
        key = key_hash(self.take, "diffused sound", self.sound, round(self.f0_hz * 100), self.attempt)
        return int.from_bytes(key[:6], "big")


@lru_cache(64)
def _clips(wishes: tuple[_Wish, ...]) -> tuple[Array, ...]:
    """The clips of one batch."""
    maps = np.stack([pitch_map(w.f0_hz) for w in wishes])
    labels = [SOUNDS.index(w.sound) for w in wishes]
    made = embedded.pipeline("sounds")(maps, [w.seed for w in wishes], labels, num_inference_steps=embedded.STEPS)
    pairs = zip(wishes, made.images[:, 0], strict=True)
    return tuple(sound(picture[None], rng_for(w.seed, "phases"))[0] for w, picture in pairs)


def _wishes(event: Event, attempt: int) -> list[_Wish]:
    count = 2 if event.sound in GRAINY and event.duration_s > 1.0 else 1
    # Where the scene has no pitch, as none could be told for sure, the model is given one all the same.
    f0_hz = event.f0_hz or round(draw_f0(event.sound, rng_for(event.take, "pitch", event.sound)), 2)
    return [_Wish(event.sound, f0_hz, 2 * event.take + i, attempt) for i in range(count)]


def assembled(event: Event, clips: Sequence[Array]) -> Array:
    """The dry sound of an event from its clips, beginning with its first sample."""
    if class_of(event.sound).form == "long":
        return _joined(clips, round(event.duration_s * RATE_HZ))
    stroke = _trimmed(clips[0])
    count = round((class_of(event.sound).stroke_s + 0.05) * RATE_HZ)
    if event.strokes > 1:
        count = min(count, round((1 / event.rate_hz - 0.02) * RATE_HZ))
    stroke = edges(stroke[: min(count, len(stroke))], RATE_HZ, 0.002, 0.03)
    starts = [round(i / event.rate_hz * RATE_HZ) if event.rate_hz else 0 for i in range(event.strokes)]
    out = np.zeros(starts[-1] + len(stroke), np.float32)
    for i, start in enumerate(starts):
        out[start : start + len(stroke)] += stroke * np.float32(1 - 0.05 * (i % 2))
    return out


def _joined(clips: Sequence[Array], count: int) -> Array:
    """Clips in turn, each blended into the next at equal power, cut to a length."""
    n = round(JOIN_S * RATE_HZ)
    turn = np.linspace(0, np.pi / 2, n, dtype=np.float32)
    out = np.array(clips[0])
    i = 1
    while len(out) < count:
        clip = clips[i % len(clips)]
        blend = out[-n:] * np.cos(turn) + clip[:n] * np.sin(turn)
        out = np.concatenate([out[:-n], blend, clip[n:]])
        i += 1
    return edges(out[:count], RATE_HZ, 0.01, 0.02)


def _trimmed(clip: Array) -> Array:
    """Without the silence before the stroke, of which the model may leave a little more or less."""
    power = clip[: round(4 * LEAD_S * RATE_HZ)] ** 2
    loud = np.flatnonzero(power > float((clip**2).max()) * 10 ** (TRIM_DB / 10))
    first = int(loud[0]) if len(loud) else round(LEAD_S * RATE_HZ)
    return clip[max(0, first - 16) :]


def chosen(events: Sequence[Event], tries: int = TRIES) -> tuple[dict[str, Array], int]:
    """The best take of each event, of `tries` at most, by the claims that hold when heard alone, and how many were
    made of the one that took longest. It hangs on the event only, so twins share it.
    """
    best: dict[str, tuple[tuple[float, float], Array]] = {}
    open_ = list(events)
    checker = embedded.sound_checker()
    attempt = 0
    while open_ and attempt < tries:
        wishes = [(e, w) for e in open_ for w in _wishes(e, attempt)]
        clips = dict(zip([w for _, w in wishes], _clips(tuple(w for _, w in wishes)), strict=True))
        for e in open_:
            dry = assembled(e, [clips[w] for w in _wishes(e, attempt)])
            alone = np.concatenate([np.zeros(round(ALONE_S * RATE_HZ), np.float32), dry, np.zeros(RATE_HZ, np.float32)])
            claims = check_event(alone, e, ALONE_S, e.f0_hz, (e.id,), checker, e.sound in PITCHED)
            worth = (float(np.mean([c.holds for c in claims])), float(np.mean([c.score for c in claims])))
            if e.id not in best or worth > best[e.id][0]:
                best[e.id] = worth, dry
        open_ = [e for e in open_ if best[e.id][0][0] < 1]
        attempt += 1
    return {id: dry for id, (_, dry) in best.items()}, attempt


def render(scene: DiffusedSound, style: SoundscapeStyle) -> Rendering:
    """One FLAC, perhaps with its spectrogram; readings measured in the mix; every claim checked on the mix."""
    return rendered(scene, style, TRIES)


def rendered(scene: DiffusedSound, style: SoundscapeStyle, most: int) -> Rendering:
    """As `render`, with so many takes of a sound at most."""
    takes, tries = chosen(scene.events, most)
    rendering, finished = voiced(scene, style, lambda event, rate_hz: takes[event.id])
    assert isinstance(rendering.readings, READINGS)
    heard = {h.event: h for h in rendering.readings.clips[0].heard}
    checker = embedded.sound_checker()
    claims: list[Claim] = []
    for event in scene.events:
        if event.id in scene.hidden:
            continue  # what a gap covers can't be checked, and nothing is asked that rests on it
        own, pitched = heard[event.id], event.sound in PITCHED
        claims += check_event(finished[0], event, own.onset_s, own.f0_hz, (event.id, own.id), checker, pitched)
    resolution = msgspec.structs.replace(rendering.resolution, unverified=unverified(tuple(claims)))
    model = embedded.facts("sounds").text()
    return msgspec.structs.replace(rendering, resolution=resolution, claims=tuple(claims), tries=tries, model=model)


__all__ = ["MEDIA", "READINGS", "REQUIRES", "STYLE", "chosen", "draw_style", "models", "render", "rendered"]
