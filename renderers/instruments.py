"""Synthesised instruments: one note as samples, by sums of decaying or held partials, and by FM.

Struck and plucked sounds are modal: partials with a frequency, an amplitude and a time constant each, summed by one
matrix product (see `decaying`). Held sounds are harmonics of one phase that vibrato can move (see `held`). Partials
stay below 0.45 of the sample rate. Amplitudes and time constants are those that textbooks on musical acoustics give
for the kind (N. Fletcher and T. Rossing, The Physics of Musical Instruments), adjusted by ear and eye.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scenewright.scenes.base import Value, rng_for
from scenewright.scenes.music import Instrument

Samples = np.ndarray
"""float32, mono, full scale at 1."""

BLOCK = 128
TOP = 0.45
"""Highest partial as a share of the sample rate."""
RELEASE_S: dict[str, float] = {
    "piano": 0.06, "electric piano": 0.06, "guitar": 0.05, "marimba": 0.05, "vibraphone": 0.08, "organ": 0.03,
    "flute": 0.045, "clarinet": 0.04, "violin": 0.05, "trumpet": 0.04, "bell": 0.12, "drum": 0.03, "wood block": 0.03,
    "click": 0.02,
}  # fmt: skip
"""How long a note fades after it is let go."""


class Touch(Value, frozen=True, kw_only=True):
    """How an instrument is built and played, within its kind."""

    bright: float = 0.0
    """-1 to 1: less or more in the upper partials."""
    decay: float = 1.0
    """Time constants are multiplied by it."""
    vibrato_cents: float = 8.0
    """Half the width; 0 for none."""
    vibrato_hz: float = 5.2


def decaying(
    frequencies: np.ndarray, amplitudes: np.ndarray, tau_s: np.ndarray, count: int, rate_hz: int
) -> Samples:  # fmt: skip
    """`sum_k a_k exp(-t / tau_k) sin(2 pi f_k t)` for `count` samples.

    exp(s (B q + r)) = exp(s B q) exp(s r): blocks times places within a block, as one real matrix product.
    """
    keep = frequencies < TOP * rate_hz
    poles = (2j * np.pi * frequencies[keep] - 1 / tau_s[keep]) / rate_hz
    blocks = -(-count // BLOCK)
    left = -1j * amplitudes[keep] * np.exp(np.outer(np.arange(blocks) * BLOCK, poles))
    right = np.exp(np.outer(poles, np.arange(BLOCK)))
    table = np.concatenate([left.real, -left.imag], 1).astype(np.float32)
    return (table @ np.concatenate([right.real, right.imag]).astype(np.float32)).ravel()[:count]


def held(
    f0_hz: float, amplitudes: np.ndarray, count: int, rate_hz: int, touch: Touch, delay_s: float = 0.15
) -> tuple[Samples, np.ndarray]:
    """Harmonics of a steady tone with vibrato that sets in after `delay_s`, and the phase factor exp(i phi) itself.

    `sum_k a_k sin(k phi)`, by Horner's rule in powers of exp(i phi).
    """
    t = np.arange(count) / rate_hz
    phase = 2 * np.pi * f0_hz * t
    if touch.vibrato_cents:
        onset = np.clip((t - delay_s) / 0.2, 0, 1)
        depth = f0_hz * (2 ** (touch.vibrato_cents / 1200) - 1) / touch.vibrato_hz
        phase -= depth * onset * (np.cos(2 * np.pi * touch.vibrato_hz * (t - delay_s)) - 1)
        phase -= depth * onset  # as much below the pitch as above it
    turn = np.exp(1j * phase).astype(np.complex64)
    harmonics = int(min(len(amplitudes), TOP * rate_hz / f0_hz))
    total = np.full(count, amplitudes[harmonics - 1], np.complex64)
    for k in range(harmonics - 2, -1, -1):
        total *= turn
        total += np.float32(amplitudes[k])
    return (total * turn).imag, turn


def envelope(count: int, rate_hz: int, attack_s: float, release_s: float, sag: float = 0.0) -> Samples:
    """Raised cosines up and down; between them the level sinks by the share `sag`."""
    out = np.linspace(1, 1 - sag, count, dtype=np.float32)
    up, down = max(2, round(attack_s * rate_hz)), max(2, round(release_s * rate_hz))
    up = min(up, count // 2)
    down = min(down, count - up)
    out[:up] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(up, dtype=np.float32) / up)
    out[count - down :] *= 0.5 + 0.5 * np.cos(np.pi * np.arange(1, down + 1, dtype=np.float32) / down)
    return out


_HISS = rng_for(0, "instruments", "hiss").standard_normal(1 << 16).astype(np.float32)
"""Noise of hammers, breath and bows: the same for every note, which nobody hears."""


def thud(count: int, rate_hz: int, tau_s: float, place: int = 0) -> Samples:
    """A short burst of noise."""
    n = min(count, round(6 * tau_s * rate_hz))
    out = np.zeros(count, np.float32)
    out[:n] = _HISS[place : place + n] * np.exp(-np.arange(n, dtype=np.float32) / (tau_s * rate_hz))
    return out


def breath(count: int, rate_hz: int) -> Samples:
    """Steady noise without lows."""
    wrapped = np.resize(_HISS, count + 1)
    return np.diff(wrapped) * np.float32(min(1.0, rate_hz / 48_000) + 0.3)


def _k(count: int) -> np.ndarray:
    return np.arange(1, count + 1, dtype=float)


def _piano(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """Two strings a note, a third of a hertz apart, the second decaying slowly; a felt hammer."""
    k = _k(min(16, int(TOP * rate / f0)))
    partials = f0 * k * np.sqrt((1 + 1.2e-4 * k * k) / (1 + 1.2e-4))
    loud = np.exp(-(0.42 - 0.12 * touch.bright) * (k - 1)) * (0.6 + 0.4 * np.abs(np.sin(np.pi * k / 7.3)))
    tau = touch.decay * (220 / f0) ** 0.5 * 1.3 / (1 + 0.22 * (k - 1))
    both = decaying(
        np.concatenate([partials, partials + 0.35]),
        np.concatenate([loud, 0.35 * loud]),
        np.concatenate([tau, 3 * tau]),
        n,
        rate,
    )
    return both + 0.06 * thud(n, rate, 0.006)


def _electric(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """Two operators at one frequency, the index falling, and a tine two octaves up."""
    t = np.arange(n, dtype=np.float32) / np.float32(rate)
    phase = np.float32(2 * np.pi * f0) * t
    index = np.float32(1.3 + 0.5 * touch.bright) * np.exp(-t / np.float32(0.45)) + np.float32(0.15)
    body = np.sin(phase + index * np.sin(phase)) * np.exp(-t / np.float32(1.5 * touch.decay))
    tine = decaying(np.array([f0 * 4.0, f0 * 7.0]), np.array([0.22, 0.08]), np.array([0.25, 0.08]), n, rate)
    return body + tine


def _guitar(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """A string plucked at a fifth to a third of its length: partial k has |sin(k pi p)| / k, the upper die sooner."""
    k = _k(min(28, int(TOP * rate / f0)))
    at = 0.21 - 0.05 * touch.bright
    loud = np.abs(np.sin(np.pi * k * at)) / k ** (1.05 - 0.15 * touch.bright)
    tau = touch.decay * 0.75 * (196 / f0) ** 0.4 / (1 + 0.09 * (k - 1) ** 1.4)
    return decaying(f0 * k, loud, tau, n, rate) + 0.05 * thud(n, rate, 0.002, 900)


def _marimba(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """A bar tuned to 1 : 4 : 10, dry, with a mallet."""
    tau = touch.decay * 0.16 * (261 / f0) ** 0.35 * np.array([1.0, 0.28, 0.1])
    loud = np.array([1.0, 0.28 + 0.12 * touch.bright, 0.1])
    return decaying(f0 * np.array([1.0, 3.98, 9.9]), loud, tau, n, rate) + 0.12 * thud(n, rate, 0.003, 2000)


def _vibraphone(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """A metal bar tuned to 1 : 4 : 10 that rings for seconds, its level rocked by turning discs."""
    tau = touch.decay * np.array([2.2, 0.7, 0.18])
    loud = np.array([1.0, 0.2 + 0.08 * touch.bright, 0.06])
    ring = decaying(f0 * np.array([1.0, 4.0, 10.0]), loud, tau, n, rate)
    t = np.arange(n, dtype=np.float32) / np.float32(rate)
    rock = np.float32(0.82) + np.float32(0.18) * np.cos(np.float32(2 * np.pi * 5.6) * t)
    return ring * rock + 0.03 * thud(n, rate, 0.002, 3000)


_DRAWBARS = np.array([1.0, 0.75, 0.5, 0.55, 0.0, 0.3, 0.0, 0.28, 0.0, 0.0, 0.0, 0.1])


def _organ(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """Drawbars at harmonics 1, 2, 3, 4, 6, 8 and 12, no vibrato, a click of the key."""
    k = _k(len(_DRAWBARS))
    loud = _DRAWBARS * np.exp(0.1 * touch.bright * (k - 1))
    tone = decaying(f0 * k, loud, np.full(len(k), 1e6), n, rate)
    return (tone + 0.08 * thud(n, rate, 0.004, 4000)) * envelope(n, rate, 0.008, RELEASE_S["organ"])


def _flute(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """Mostly the fundamental, and breath."""
    loud = np.array([1.0, 0.32 + 0.1 * touch.bright, 0.12, 0.05, 0.02])
    tone, _ = held(f0, loud, n, rate, touch)
    return (tone + 0.035 * breath(n, rate)) * envelope(n, rate, 0.03, RELEASE_S["flute"])


def _clarinet(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """A closed pipe: odd harmonics, the even ones weak."""
    k = _k(13)
    loud = np.where(k % 2 == 1, 1.0, 0.06) / k ** (1.0 - 0.2 * touch.bright)
    still = Touch(vibrato_cents=0.0, bright=touch.bright)
    tone, _ = held(f0, loud, n, rate, still)
    return (tone + 0.006 * breath(n, rate)) * envelope(n, rate, 0.022, RELEASE_S["clarinet"])


def _violin(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """A bowed string's sawtooth through a body with resonances near 0.5, 1 and 2.5 kHz; wide vibrato."""
    k = _k(24)
    body = 0.35 + sum(np.exp(-(((f0 * k - at) / wide) ** 2)) for at, wide in ((480, 160), (1000, 350), (2500, 900)))
    loud = body / k ** (0.95 - 0.15 * touch.bright)
    wide = Touch(vibrato_cents=touch.vibrato_cents * 1.6, vibrato_hz=touch.vibrato_hz + 0.5)
    tone, _ = held(f0, loud, n, rate, wide, 0.1)
    return (tone + 0.03 * breath(n, rate)) * envelope(n, rate, 0.045, RELEASE_S["violin"])


def _trumpet(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """Harmonics strongest near 1.2 kHz; the upper ones swell in after the lower."""
    k = _k(18)
    formant = 0.25 + np.exp(-(((f0 * k - 1200) / 750) ** 2))
    low, high = formant / k**1.4, formant / k ** (0.25 - 0.15 * touch.bright)
    soft, turn = held(f0, low, n, rate, touch, 0.25)
    harmonics = int(min(len(high), TOP * rate / f0))
    total = np.full(n, high[harmonics - 1], np.complex64)
    for place in range(harmonics - 2, -1, -1):
        total *= turn
        total += np.float32(high[place])
    swell = envelope(n, rate, 0.07, 0.06)
    tone = soft + 0.45 * swell * (total * turn).imag
    return tone * envelope(n, rate, 0.02, RELEASE_S["trumpet"], 0.15)


_BELL = np.array([0.5, 1.0, 1.19, 1.5, 2.0, 2.51, 2.66, 3.01, 4.1, 5.42])


def _bell(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """A church bell's hum, prime, tierce, quint, nominal and above: no single pitch."""
    loud = np.array([0.5, 0.8, 0.7, 0.4, 1.0, 0.5, 0.4, 0.5, 0.3, 0.2])
    tau = touch.decay * np.array([2.6, 1.6, 1.3, 0.9, 1.0, 0.6, 0.5, 0.4, 0.3, 0.2])
    return decaying(f0 * _BELL, loud, tau, n, rate) + 0.04 * thud(n, rate, 0.002, 5000)


_SKIN = np.array([1.0, 1.59, 2.14, 2.3, 2.65, 2.92])
"""Modes of an ideal circular membrane."""


def _drum(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """A small skin, and the stroke."""
    f = 130 * (f0 / 262) ** 0.8
    tau = 0.09 * touch.decay / np.arange(1, 7)
    tone = decaying(f * _SKIN, 1 / np.arange(1, 7), tau, n, rate)
    return tone + 0.5 * thud(n, rate, 0.012, 6000)


def _wood(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """A hollow block."""
    f = 850 * (f0 / 262) ** 0.8
    modes = f * np.array([1.0, 1.52, 2.71])
    return decaying(modes, np.array([1.0, 0.6, 0.25]), 0.022 * np.array([1.0, 0.6, 0.3]), n, rate) + 0.2 * thud(
        n, rate, 0.002, 7000
    )


def _click(f0: float, n: int, rate: int, touch: Touch) -> Samples:
    """A metronome's beep-like tick."""
    f = 1500 * (f0 / 262) ** 0.9
    return decaying(f * np.array([1.0, 2.0]), np.array([1.0, 0.3]), np.array([0.012, 0.006]), n, rate)


VOICES: dict[Instrument, Callable[[float, int, int, Touch], Samples]] = {
    "piano": _piano,
    "electric piano": _electric,
    "guitar": _guitar,
    "marimba": _marimba,
    "vibraphone": _vibraphone,
    "organ": _organ,
    "flute": _flute,
    "clarinet": _clarinet,
    "violin": _violin,
    "trumpet": _trumpet,
    "bell": _bell,
    "drum": _drum,
    "wood block": _wood,
    "click": _click,
}
LEVEL_WINDOW_S = 0.25
"""Notes are brought to one level by their first quarter of a second."""
PLAIN_ATTACK_S = 0.0015


def sound_note(instrument: Instrument, f0_hz: float, seconds: float, rate_hz: int, touch: Touch) -> Samples:
    """One note held for `seconds` and let go; its first quarter of a second has the level (RMS) 1."""
    release = RELEASE_S[instrument]
    count = round((seconds + release) * rate_hz)
    out = VOICES[instrument](f0_hz, count, rate_hz, touch)
    if instrument not in ("organ", "flute", "clarinet", "violin", "trumpet"):
        out = out * envelope(count, rate_hz, PLAIN_ATTACK_S, release)
    window = out[: max(1, round(min(seconds, LEVEL_WINDOW_S) * rate_hz))]
    level = float(np.sqrt(np.dot(window, window) / len(window)))
    return (out * np.float32(1 / level)).astype(np.float32, copy=False)
