"""Melodies: notes, scales, chords and beats on synthesised instruments, in one recording or two."""

from __future__ import annotations

import msgspec
import numpy as np

from scenewright.scenes.base import Reject, chance, pick, uniform
from scenewright.scenes.melody_forms import compose
from scenewright.scenes.score import Burst, Clip, Melodies, MelodySpec, Note

SCENE = Melodies


def draw_scene(spec: MelodySpec, rng: np.random.Generator) -> Melodies:
    """One recording or two. Rejects what lasts longer than the spec allows (`too_long`)."""
    scene = compose(spec, pick(rng, spec.forms), rng)
    scene = msgspec.structs.replace(
        scene, sample_rate_hz=pick(rng, spec.sample_rates_hz), channels=2 if chance(rng, spec.stereo) else 1
    )
    if any(clip.duration_s > spec.duration_max_s for clip in scene.clips):
        raise Reject("too_long")
    if chance(rng, spec.covered):
        scene = idle_burst(scene, rng)
    return msgspec.structs.replace(scene, view="both") if chance(rng, spec.spectrogram) else scene


def cover(scene: Melodies, clip: Clip, note: Note) -> Melodies:
    """The scene with noise over everything that starts with this note, and up to what follows."""
    start = clip.at_s(note.start)
    later = [n.start for n in clip.notes if n.start > note.start]
    end = clip.at_s(min(later)) if later else clip.at_s(note.start + note.beats)
    hidden = tuple(n.id for n in clip.notes if n.start == note.start)
    burst = Burst(id="burst", clip=clip.id, start_s=round(start - 0.03, 3), end_s=round(end - 0.03, 3))
    return msgspec.structs.replace(scene, burst=burst, hidden=hidden)


def idle_burst(scene: Melodies, rng: np.random.Generator) -> Melodies:
    """Noise over the last note or one near the end, or in the silence before or after: noise alone must not mean that
    what is asked for can't be heard.
    """
    clip = pick(rng, scene.clips)
    share = {"tune": 0.5, "pair": 0.25}.get(scene.form, 0.0)
    if len(clip.notes) >= 5 and chance(rng, share):
        return cover(scene, clip, clip.notes[-1] if chance(rng, 0.5) else clip.notes[-2])
    if chance(rng, 0.5):
        start, end = uniform(rng, 0.0, 0.03), clip.lead_s - 0.04
    else:
        end = clip.duration_s - uniform(rng, 0.02, 0.05)
        start = end - uniform(rng, 0.2, 0.3)
    return msgspec.structs.replace(
        scene, burst=Burst(id="burst", clip=clip.id, start_s=round(start, 3), end_s=round(end, 3))
    )


def measure(scene: Melodies) -> dict[str, float]:
    """`difficulty` counts what has to be kept in mind: notes, their parts, lengths, and a second recording."""
    notes = [n for c in scene.clips for n in c.notes]
    kinds = len({n.beats for n in notes}) - 1
    parts = sum(len(c.parts) for c in scene.clips) - 1
    return {
        "difficulty": len(notes) + 1.5 * kinds + 2.0 * parts + (scene.burst is not None),
        "notes": float(len(notes)),
        "parts": float(parts + 1),
        "duration_s": sum(c.duration_s for c in scene.clips),
    }


_RATES = (16_000, 16_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
LEVELS = (
    MelodySpec(forms=("tune", "tune", "tune", "scale"), notes_min=3, notes_max=5, bpm_min=60, bpm_max=100, rhythm=0.5),
    MelodySpec(
        forms=("tune", "tune", "scale", "arpeggio", "chords", "beat", "beat"),
        notes_min=5, notes_max=8, bpm_min=66, bpm_max=120, sample_rates_hz=_RATES, stereo=0.2, spectrogram=0.15,
    ),
    MelodySpec(
        forms=("tune", "chords", "beat", "beat", "relay", "phrases", "pair", "pair"),
        notes_min=6, notes_max=10, bpm_min=70, bpm_max=132, sample_rates_hz=_RATES, stereo=0.3, spectrogram=0.15,
    ),
    MelodySpec(
        forms=("tune", "relay", "phrases", "phrases", "duet", "pair", "pair", "pair"),
        notes_min=8, notes_max=13, bpm_min=76, bpm_max=140, sample_rates_hz=_RATES, stereo=0.4, spectrogram=0.15,
    ),
    MelodySpec(
        forms=("tune", "relay", "phrases", "phrases", "duet", "pair", "pair"),
        notes_min=13, notes_max=18, bpm_min=92, bpm_max=150, duration_max_s=26, sample_rates_hz=_RATES, stereo=0.5,
        spectrogram=0.15,
    ),
)  # fmt: skip
