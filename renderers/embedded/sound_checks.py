"""Whether a second of sound is what it should be: told from the finished samples by a small linear classifier.

It has learnt from clips of the sound bank itself (never from the model it judges), inverted from their spectrograms
and laid over faint noise: class means and one covariance, shrunk, of features that any beginner would compute. A sound
that is far from every class is none of them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from scenewright.renderers.embedded.spectrogram import COUNT, FLOOR_DB, HOP, RATE_HZ, SIDE, band_hz, picture
from scenewright.scenes.sound_classes import BY_ID

LEAD_S = 0.032
TAIL_S = 0.05
"""Of a stroke's nominal length: what comes later is left out, as the next stroke may begin."""
QUIET_DB = 42.0
"""Levels further below the loudest are all the same: a background may lie there."""
SHRINK = 0.15
LIMIT = 3.5
"""A sound may be further from its class's mean than nearly all of the bank's are, by this factor (squared)."""


ARRAYS = ("centre", "scale", "means", "whiten", "limits")


class Verdict(NamedTuple):
    """What a sound was taken for."""

    best: str
    """The likeliest class; empty where it is like none."""
    score: float
    """Probability of the class that was asked for, if it must be one of them."""
    holds: bool


class Checker(NamedTuple):
    """The classifier."""

    classes: tuple[str, ...]
    centre: np.ndarray
    scale: np.ndarray
    means: np.ndarray
    whiten: np.ndarray
    limits: np.ndarray
    """By class, the largest squared distance from its mean that its own sounds have."""

    def judge(self, clip: np.ndarray, sound: str) -> Verdict:
        """Whether a clip of `COUNT` samples is a sound of that class."""
        if not np.isfinite(clip).all() or float(np.abs(clip).max(initial=0.0)) < 1e-5:
            return Verdict("", 0.0, False)
        away = self.distances(features(clip[None]))[0]
        likely = np.exp(-0.5 * (away - away.min()) * self.whiten.shape[1])
        k, best = self.classes.index(sound), int(away.argmin())
        near = bool(away[best] <= self.limits[best])
        score = float(likely[k] / likely.sum()) if away[k] <= self.limits[k] else 0.0
        return Verdict(self.classes[best] if near else "", round(score, 4), near and best == k and score > 0.9)

    def distances(self, found: np.ndarray) -> np.ndarray:
        """Squared Mahalanobis distances of features to the class means, divided by the number of features."""
        z = ((found - self.centre) / self.scale) @ self.whiten
        return np.asarray(((z[:, None] - self.means[None]) ** 2).sum(axis=2) / self.whiten.shape[1])


def window(samples: np.ndarray, onset_s: float, sound: str, end_s: float) -> np.ndarray:
    """The `COUNT` samples that tell what begins at a time, with silence after its end; mono at `RATE_HZ`."""
    kind = BY_ID[sound]
    lead = 0.0 if kind.form == "long" else LEAD_S
    first = round((onset_s - lead) * RATE_HZ)
    last = end_s if kind.form == "long" else min(end_s, onset_s + kind.stroke_s) + TAIL_S
    out = np.zeros(COUNT, np.float32)
    part = samples[max(0, first) : min(first + COUNT, round(last * RATE_HZ))]
    at = max(0, -first)
    out[at : at + len(part)] = part
    n = min(len(part), round(0.01 * RATE_HZ))
    out[at + len(part) - n : at + len(part)] *= np.linspace(1, 0, n, dtype=np.float32)
    return out


def features(clips: np.ndarray) -> np.ndarray:
    """Numbers that describe clips `(n, COUNT)`: band levels and their spread, tone or noise, how the level moves."""
    level = (picture(clips) - 1) * (FLOOR_DB / 2)
    level = np.maximum(level, -QUIET_DB)
    power = 10 ** (level / 10) - 10 ** (-QUIET_DB / 10) + 1e-6
    energy = power.sum(axis=1)
    top = energy.max(axis=1, keepdims=True)
    active = energy > top * 10**-2.5
    weight = active / np.maximum(active.sum(axis=1, keepdims=True), 1)
    mean = (level * weight[:, None]).sum(axis=2)
    spread = np.sqrt((((level - mean[:, :, None]) ** 2) * weight[:, None]).sum(axis=2))
    rows = np.arange(SIDE)[None, :, None]
    centre = (power * rows).sum(axis=1) / energy
    wide = np.sqrt((power * (rows - centre[:, None]) ** 2).sum(axis=1) / energy)
    peak = power.max(axis=1) / energy
    log = 10 * np.log10(energy / top)
    shape = np.maximum(log, -25.0)
    rise = np.diff(shape, axis=1)
    turns = np.abs(np.fft.rfft(shape - shape.mean(axis=1, keepdims=True), axis=1))[:, 1:]
    bands = ((0, 2), (2, 4), (4, 7), (7, 12), (12, 20), (20, 32))
    moves = np.stack([np.log(turns[:, a:b].mean(axis=1) + 1) for a, b in bands], axis=1)
    local = np.abs(np.diff(level, axis=2)).mean(axis=1)
    ripple = np.abs(np.diff(level, n=2, axis=1)).mean(axis=1)

    def of(x: np.ndarray) -> list[np.ndarray]:
        m = (x * weight).sum(axis=1)
        return [m, np.sqrt((((x - m[:, None]) ** 2) * weight).sum(axis=1))]

    few = [*of(centre), *of(wide), *of(np.log(peak)), *of(ripple), active.sum(axis=1) / SIDE,
           (local * weight[:, 1:]).sum(axis=1), np.abs(rise).mean(axis=1), rise.max(axis=1),
           (shape > -10).mean(axis=1), (shape > -20).mean(axis=1), level.mean(axis=(1, 2))]  # fmt: skip
    grouped = mean.reshape(len(mean), SIDE // 2, 2).mean(axis=2)
    loose = spread.reshape(len(mean), SIDE // 8, 8).mean(axis=2)
    return np.concatenate([grouped, loose, np.stack(few, axis=1), moves], axis=1)


def fit(classes: tuple[str, ...], clips: np.ndarray, labels: np.ndarray) -> Checker:
    """The classifier that these clips teach; a third of them only sets how far from a mean is too far."""
    found = features(clips)
    learn = np.arange(len(found)) % 3 != 0
    centre, scale = found[learn].mean(axis=0), found[learn].std(axis=0) + 1e-3
    z = (found - centre) / scale
    means = np.stack([z[learn & (labels == k)].mean(axis=0) for k in range(len(classes))])
    inside = z[learn] - means[labels[learn]]
    cov = inside.T @ inside / len(inside)
    cov = (1 - SHRINK) * cov + SHRINK * np.trace(cov) / len(cov) * np.eye(len(cov))
    values, vectors = np.linalg.eigh(cov)
    whiten = vectors / np.sqrt(values)
    checker = Checker(classes, centre, scale, means @ whiten, whiten, np.zeros(len(classes)))
    away = checker.distances(found)
    own = [away[labels == k, k] for k in range(len(classes))]
    return checker._replace(limits=np.array([LIMIT * np.quantile(d, 0.99) for d in own]))


def save(checker: Checker, path: Path) -> None:
    """To an `.npz` without pickles."""
    numbers: dict[str, Any] = {k: np.asarray(getattr(checker, k), np.float32) for k in ARRAYS}
    np.savez_compressed(path, classes=np.array(checker.classes), **numbers)


@lru_cache(4)
def load(path: Path) -> Checker:
    """From a file that `save` wrote."""
    with np.load(path, allow_pickle=False) as kept:
        arrays = {k: kept[k].astype(float) for k in ARRAYS}
        return Checker(classes=tuple(str(c) for c in kept["classes"]), **arrays)


def f0_of(samples: np.ndarray, low_hz: float, high_hz: float) -> float:
    """Fundamental in Hz between two bounds by the highest peak of the autocorrelation, or 0 where none is clear.

    Normalised, Hann-windowed (Boersma 1993); a peak below 0.5 is no pitch. Octaves down are preferred only if they are
    as high within 3 %.
    """
    x = samples - samples.mean()
    if len(x) < 4 * RATE_HZ / low_hz or not np.abs(x).max(initial=0.0) > 1e-6:
        return 0.0
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(len(x)) / len(x))
    size = 1 << (2 * len(x) - 1).bit_length()

    def auto(y: np.ndarray) -> np.ndarray:
        r = np.fft.irfft(np.abs(np.fft.rfft(y, size)) ** 2, size)[: len(y) // 2]
        return np.asarray(r / r[0])

    r = auto(x * hann) / np.maximum(auto(hann), 1e-3)
    first, last = int(RATE_HZ / high_hz / 1.1), min(len(r) - 2, int(RATE_HZ / low_hz * 1.1) + 1)
    inner = np.arange(max(1, first), last)
    peaks = inner[(r[inner] >= r[inner - 1]) & (r[inner] >= r[inner + 1])]
    if not len(peaks) or r[peaks].max() < 0.5:
        return 0.0
    k = int(peaks[np.argmax(r[peaks] >= r[peaks].max() - 0.03)])
    a, b, c = r[k - 1], r[k], r[k + 1]
    bend = a - 2 * b + c
    return float(RATE_HZ / (k + (0.5 * (a - c) / bend if bend else 0.0)))


__all__ = ["HOP", "Checker", "Verdict", "band_hz", "f0_of", "features", "fit", "load", "save", "window"]
