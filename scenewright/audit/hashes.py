"""Fingerprints of media that stay alike under re-encoding, and an index that finds alike ones among many.

A fingerprint is a small picture: a grey thumbnail of a picture, or of a sound how much of each band there is over time.
Its hash is its low frequencies, as with the DCT hashes of the field (Zauner 2010, pHash), but kept as numbers, not
reduced to their signs: charts share a white ground, so that many coefficients lie near zero and their signs are noise.
As the transform is orthonormal, two hashes lie no further apart than their fingerprints: a search by hash in a k-d tree
misses none, and the whole fingerprint confirms what it found.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import cv2
import msgspec
import numpy as np

SIDE = 24
"""Cells of a fingerprint along each side."""
LOW = 6
"""Of the transform, coefficients along each side that make the hash."""
LEAST_SPREAD = 4.0
"""Grey levels. A flatter fingerprint is not stretched further: it would be noise."""
RMS_MOST = 0.09
"""Root mean square difference of two alike fingerprints, in their standard deviations. Of 485 pictures of all families
99 % lie nearer than 0.064 to themselves after JPEG of quality 80, 97 % than 0.09 after quality 50."""
CELL_MOST = 0.4
"""Largest difference of one cell, likewise: 99 % have 0.30 after JPEG of quality 80, 96 % less than this after quality
50. With both limits no two of 2,000 clocks, the family whose pictures are most alike, are taken for one another."""
SOUND_RMS_MOST, SOUND_CELL_MOST = 0.3, 1.5
"""The same for sounds, of which noise fills the quiet parts. The two most alike of 400 differ by 0.85 and 3.05, one
from itself with noise 34 dB below it by 0.06 and 0.56."""
HUE_MOST = 12.0
"""Largest difference of the colour of a quarter of a quarter, in levels of 255."""
HUES = 4
"""Cells along each side for colour."""
NEIGHBOURS = 8
"""How many of those with near hashes are looked at, of each."""
LENGTH_SLACK = 0.01
"""Alike sounds and clips may differ by this share in length."""
FLOOR_DB = 40.0
"""Below a sound's loudest cell; quieter ones count as this quiet."""
LOWEST_HZ, HIGHEST_HZ = 60.0, 7600.0
"""Bands of sounds, evenly spaced by the logarithm of frequency."""
FRAME = 512
"""Samples of one spectrum."""


class Print(NamedTuple):
    """Fingerprint of one medium."""

    kind: str
    """`image`, `video` (its first frame) or `audio`."""
    length_s: float
    cells: bytes
    """`SIDE` x `SIDE` grey levels, and of pictures `HUES` x `HUES` x 2 of colour."""


def scene_hash(family: str, scene: Any) -> bytes:
    """Of the scene's JSON with sorted keys: equal for equal scenes, however they are written."""
    text = msgspec.json.encode(scene, order="sorted")
    return hashlib.blake2b(text, digest_size=8, person=family.encode()[:16]).digest()


def text_hash(*parts: str) -> bytes:
    """Of words."""
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).digest()


def picture_print(pixels: np.ndarray, kind: str = "image", length_s: float = 0.0) -> Print:
    """`pixels`: height x width x 3, uint8, blue first."""
    small = cv2.resize(pixels, (2 * SIDE, 2 * SIDE), interpolation=cv2.INTER_AREA)
    grey = cv2.resize(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    hues = cv2.cvtColor(cv2.resize(small, (HUES, HUES), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2YCrCb)[..., 1:]
    return Print(kind, length_s, grey.tobytes() + np.ascontiguousarray(hues).tobytes())


def sound_print(samples: np.ndarray, rate: int) -> Print:
    """`samples`: frames x channels. Loudness of the whole does not matter."""
    mono = np.asarray(samples.mean(axis=1) if samples.ndim == 2 else samples, np.float32)
    length_s = len(mono) / rate
    count = max(len(mono) // FRAME, 1)
    frames = np.resize(mono, count * FRAME).reshape(count, FRAME) * np.hanning(FRAME).astype(np.float32)
    power = np.abs(np.fft.rfft(frames, axis=1)).astype(np.float32) ** 2
    edges = np.geomspace(LOWEST_HZ, min(HIGHEST_HZ, rate / 2.2), SIDE + 1) * FRAME / rate
    starts = np.round(edges).astype(int)[:-1]
    bands = np.add.reduceat(power, starts, axis=1)
    spans = np.linspace(0, count, SIDE + 1).astype(int)
    cells = np.stack([bands[a : max(b, a + 1)].mean(axis=0) for a, b in pairwise(spans.tolist())])
    loud = 10 * np.log10(cells / max(float(cells.max()), 1e-12) + 1e-12)
    grey = np.clip(255 * (1 + loud / FLOOR_DB), 0, 255).astype(np.uint8)
    return Print("audio", length_s, grey.tobytes())


def alike_pairs(rows: list[tuple[Print, ...]]) -> Iterator[tuple[int, int]]:
    """Places (earlier, later) of rows of which all media are alike, one by one; each row at most with a few others.

    Rows of no media are like none. Takes memory for one hash of each row, and time for a look-up of each.
    """
    forms: dict[tuple[str, ...], list[int]] = {}
    for place, prints in enumerate(rows):
        if prints:
            forms.setdefault(tuple(p.kind for p in prints), []).append(place)
    for kinds, places in forms.items():
        for a, b in _near([rows[place][0] for place in places]):
            one, other = rows[places[a]], rows[places[b]]
            if all(alike(one[n], other[n]) for n in range(len(kinds))):
                yield places[a], places[b]


def alike(one: Print, other: Print) -> bool:
    """Whether two fingerprints are of one medium, as far as they tell."""
    longest = max(one.length_s, other.length_s)
    if one.kind != other.kind or abs(one.length_s - other.length_s) > LENGTH_SLACK * longest:
        return False
    apart = np.abs(_stretched(one) - _stretched(other))
    rms_most, cell_most = (SOUND_RMS_MOST, SOUND_CELL_MOST) if one.kind == "audio" else (RMS_MOST, CELL_MOST)
    if apart.max() > cell_most or np.sqrt(np.mean(apart**2)) > rms_most:
        return False
    hues = [np.frombuffer(p.cells, np.uint8)[SIDE * SIDE :].astype(int) for p in (one, other)]
    return len(hues[0]) == len(hues[1]) and bool(np.abs(hues[0] - hues[1]).max(initial=0) <= HUE_MOST)


def _stretched(one: Print) -> np.ndarray:
    """Its grey cells with mean 0 and spread 1, so that brightness and contrast do not matter."""
    cells = np.frombuffer(one.cells, np.uint8)[: SIDE * SIDE].astype(np.float32)
    return np.asarray((cells - cells.mean()) / max(float(cells.std()), LEAST_SPREAD))


def _near(prints: list[Print]) -> Iterator[tuple[int, int]]:
    """Places (earlier, later) of fingerprints whose hashes are near."""
    from scipy.spatial import cKDTree

    first: dict[bytes, int] = {}
    for place, one in enumerate(prints):  # the very same ones need no search, and would crowd out the others
        if (other := first.setdefault(one.cells, place)) != place:
            yield other, place
    places = list(first.values())
    if len(places) < 2:
        return
    hashes = np.stack([_low(prints[place]) for place in places])
    reach = (SOUND_RMS_MOST if prints[0].kind == "audio" else RMS_MOST) * SIDE + 1e-6
    _, near = cKDTree(hashes).query(hashes, k=min(NEIGHBOURS, len(places)), distance_upper_bound=reach)
    for place, others in enumerate(near.tolist()):
        yield from ((places[other], places[place]) for other in others if other < place)


def _low(one: Print) -> np.ndarray:
    """The hash of a fingerprint."""
    found = cv2.dct(_stretched(one).reshape(SIDE, SIDE))[:LOW, :LOW]
    return np.asarray(found.ravel()[1:])
