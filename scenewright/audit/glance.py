"""What a glance gives away: questions guessed from their words and a thumbnail of the picture, 8 by 8 pixels.

Not all that a thumbnail answers is unfair: which colour the background has, or which of two great slices is greater,
is seen in a blur. So these figures are reported, with no limit: a reader decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from statistics import NormalDist, fmean
from typing import Any

import cv2
import msgspec
import numpy as np

from scenewright.audit import baselines, decoded, magnitudes
from scenewright.audit.cues import words
from scenewright.audit.questions import Asked
from scenewright.audit.rows import Row

SIDE_PX = 8
SHARE = 0.5
"""Share of the samples whose pictures are decoded for this."""
FEWEST = 100
MOST = 1000
PARTS = 10
"""Principal components of the thumbnails."""
CLEAR = 0.10
"""Points above chance from which on a template is named, if the lower bound is above chance."""
HEADS = ("family", "template", "guessed", "questions", "chance", "with a thumbnail", "interval")


class Glance(msgspec.Struct, frozen=True, kw_only=True):
    """How well one template is guessed from thumbnails."""

    family: str
    template: str
    kind: str
    questions: int
    chance: float
    accuracy: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether it is clearly above chance."""
        return self.accuracy - self.chance > CLEAR and self.low > self.chance

    def cells(self) -> tuple[str, ...]:
        """Under `HEADS`."""
        from scenewright.audit.report import KINDS

        return (self.family, self.template, KINDS[self.kind], f"{self.questions:,}", f"{self.chance:.1%}",
                f"{self.accuracy:.1%}", f"{self.low:.1%} to {self.high:.1%}")  # fmt: skip


def looked_at(name: str) -> bool:
    """Whether a sample is among those whose pictures are decoded, by its name alone."""
    return hashlib.blake2b(name.encode(), digest_size=2).digest()[0] < 256 * SHARE


def thumbnail(row: Row) -> bytes | None:
    """The first picture, averaged over 8 by 8 fields; None where there is none. `Unusable` where it can't be read."""
    files = row.get("images")
    if not files or not files[0].get("bytes"):
        return None
    pixels = decoded.bgr(files[0]["bytes"])
    small: bytes = cv2.resize(pixels, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA).tobytes()
    return small


def audit(items: Mapping[tuple[str, str, str], Sequence[Asked]], thumbs: Mapping[str, bytes]) -> list[Glance]:
    """All templates with enough questions beside a thumbnail; twins with and without an answer too."""
    parts = {}
    for key, own in items.items():
        seen = [q for q in own if q.sample in thumbs][:MOST] if key[2] != "open" else []
        if len(seen) >= FEWEST:
            parts[key] = seen
    z = NormalDist().inv_cdf(1 - 0.05 / max(len(parts), 1))
    return [_glance(key, own, thumbs, z) for key, own in parts.items()]


def _glance(key: tuple[str, str, str], items: Sequence[Asked], thumbs: Mapping[str, bytes], z: float) -> Glance:
    from scenewright.audit.blind import independent, wilson

    pictures = _parts(np.array([np.frombuffer(thumbs[q.sample], np.uint8) for q in items], np.float64))
    right = baselines.by_table(items, _table(items, pictures))
    accuracy = float(right.mean())
    low, high = wilson(accuracy, independent(items), z)
    return Glance(family=key[0], template=key[1], kind=key[2], questions=len(items),
                  chance=fmean(q.chance for q in items), accuracy=accuracy, low=low, high=high)  # fmt: skip


def _parts(pixels: np.ndarray) -> np.ndarray:
    """Mean and deviation of each channel and the principal components, all in standard deviations. (n, 6 + PARTS)"""
    fields = pixels.reshape(len(pixels), -1, 3)
    plain = np.hstack([fields.mean(axis=1), fields.std(axis=1)])
    centred = pixels - pixels.mean(axis=0)
    u, s, _ = np.linalg.svd(centred, full_matrices=False)
    whole = np.hstack([plain, (u * s)[:, :PARTS]])
    spread = whole.std(axis=0)
    out: np.ndarray = (whole - whole.mean(axis=0)) / np.where(spread > 1e-9, spread, 1.0)
    return out


def _table(items: Sequence[Asked], pictures: np.ndarray) -> Any:
    """Words, and picture features beside which way is asked (yes or no) or beside each frequent option."""
    from scipy import sparse

    text, _ = baselines.sklearn()
    polar = baselines.polar(items) is not None
    vectors = text.CountVectorizer(analyzer=list, binary=True, min_df=baselines.RARE)
    if polar:
        ways = np.array([[magnitudes.way(words(q.text))] for q in items], float)
        dense = np.hstack([pictures, pictures * ways])
        table = _fitted(vectors, [words(q.text) for q in items])
    else:
        sizes = [len(q.options) for q in items]
        texts = [option for q in items for option in q.options]
        common = [o for o, _ in _common(texts)]
        hot = np.array([[float(option == other) for other in common] for option in texts]).reshape(len(texts), -1)
        beside = np.repeat(pictures[:, : 6 + 4], sizes, axis=0)
        dense = (hot[:, :, None] * beside[:, None, :]).reshape(len(texts), -1)
        table = _fitted(vectors, [[f"= {option}"] for option in texts])
    return sparse.csr_matrix(dense) if table is None else sparse.hstack([table, dense], format="csr")


def _common(texts: list[str]) -> list[tuple[str, int]]:
    from collections import Counter

    return sorted(Counter(texts).items(), key=lambda pair: (-pair[1], pair[0]))[:12]


def _fitted(vectors: Any, tokens: list[list[str]]) -> Any:
    try:
        return vectors.fit_transform(tokens)
    except ValueError:  # every token is rare
        return None
