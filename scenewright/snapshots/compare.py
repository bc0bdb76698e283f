"""Compares an asset with a stored one: drift of truth and drift of pixels are told apart."""

from __future__ import annotations

from typing import Any, Literal

import cv2
import msgspec
import numpy as np

from scenewright.renderers.base import Media
from scenewright.snapshots.assets import Asset
from scenewright.snapshots.metrics import Pixels, frames_of, metric_for, pixels_of, samples_of

Status = Literal["same", "different", "missing", "unreadable", "updated"]
LINES_MAX = 40
"""Places where the truth differs that are listed."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one comparison found."""

    status: Status
    line: str = ""
    """What is wrong, in one line."""
    metric: str = ""
    value: float | None = None
    """Of the worst medium, by the metric."""
    tolerance: float = 0.0
    drift: tuple[Literal["truth", "media"], ...] = ()
    changes: tuple[str, ...] = ()
    """Places where the truth differs: `scene.bars.2.value: 17.5 -> 18.5`."""


def compare(expected: Asset, actual: Asset, metric: str = "exact", tolerance: float = 0.0) -> Finding:
    """Truth is compared exactly, media by the metric. `UserError` for a metric that the media have not."""
    changes = tuple(differences(expected.truth, actual.truth)) if expected.truth is not None else ()
    value, fault = _media(expected.media, actual.media, metric)
    drift: list[Literal["truth", "media"]] = []
    parts = []
    if changes:
        drift.append("truth")
        more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
        parts.append(f"the truth differs: {changes[0]}{more}")
    if fault or (value is not None and value > tolerance):
        drift.append("media")
        parts.append(fault or f"{_what(actual.media)} differs: {metric} is {value:.4g}, tolerance {tolerance:g}")
    if "media" not in drift and changes:
        parts.append(f"{_what(actual.media)} is the same")
    return Finding(
        status="different" if drift else "same",
        line="; ".join(parts),
        metric=metric,
        value=value,
        tolerance=tolerance,
        drift=tuple(drift),
        changes=changes[:LINES_MAX],
    )


def _what(media: tuple[Media, ...]) -> str:
    kind = media[0].kind.partition("/")[0] if media else ""
    return {"image": "the picture", "audio": "the sound", "video": "the clip"}.get(kind, "the asset")


def _media(expected: tuple[Media, ...], actual: tuple[Media, ...], metric: str) -> tuple[float | None, str]:
    """The worst value of all media, or what keeps them from being compared."""
    if len(expected) != len(actual):
        return None, f"the baseline has {len(expected)} media, this has {len(actual)}"
    worst: float | None = None
    for old, new in zip(expected, actual, strict=True):
        if old.kind != new.kind:
            return None, f"the baseline is {old.kind}, this is {new.kind}"
        measure = metric_for(metric, new.kind)
        if old.data == new.data:
            worst = worst or 0.0
            continue
        try:
            value, fault = _PAIRS[new.kind.partition("/")[0]](old, new, measure)
        except ValueError as error:
            return None, f"it can't be compared: {error}"
        if fault:
            return None, fault
        worst = max(worst or 0.0, value)
    return worst, ""


def _pictures(old: Media, new: Media, measure: Any) -> tuple[float, str]:
    a, b = pixels_of(old), pixels_of(new)
    if a.shape != b.shape:
        return 0.0, f"the baseline is {a.shape[1]} x {a.shape[0]} px, this is {b.shape[1]} x {b.shape[0]} px"
    return measure(a, b), ""


def _clips(old: Media, new: Media, measure: Any) -> tuple[float, str]:
    a, b = frames_of(old), frames_of(new)
    if len(a) != len(b):
        return 0.0, f"the baseline has {len(a)} frames, this has {len(b)}"
    if a and a[0].shape != b[0].shape:
        size = [f"{frames[0].shape[1]} x {frames[0].shape[0]} px" for frames in (a, b)]
        return 0.0, f"the baseline is {size[0]}, this is {size[1]}"
    return max((measure(x, y) for x, y in zip(a, b, strict=True)), default=0.0), ""


def _sounds(old: Media, new: Media, measure: Any) -> tuple[float, str]:
    (a, rate_a), (b, rate_b) = samples_of(old), samples_of(new)
    if rate_a != rate_b:
        return 0.0, f"the baseline has {rate_a} samples a second, this has {rate_b}"
    if a.shape != b.shape:
        sizes = [f"{len(s) / rate_a:.3f} s of {s.shape[1]} channels" for s in (a, b)]
        return 0.0, f"the baseline has {sizes[0]}, this has {sizes[1]}"
    return measure(a, b), ""


_PAIRS = {"image": _pictures, "video": _clips, "audio": _sounds}


def differences(old: Any, new: Any, at: str = "") -> list[str]:
    """Every place where two JSON values differ, with both values. Equal numbers are equal whether 1 or 1.0."""
    if isinstance(old, dict) and isinstance(new, dict):
        out: list[str] = []
        for key in dict.fromkeys((*old, *new)):
            place = f"{at}.{key}" if at else str(key)
            if key not in new:
                out.append(f"{place}: is gone")
            elif key not in old:
                out.append(f"{place}: is new")
            else:
                out += differences(old[key], new[key], place)
        return out
    if isinstance(old, list) and isinstance(new, list):
        out = [line for i, pair in enumerate(zip(old, new, strict=False)) for line in differences(*pair, f"{at}.{i}")]
        return out + ([f"{at}: {len(old)} items -> {len(new)}"] if len(old) != len(new) else [])
    if old == new and isinstance(old, bool) == isinstance(new, bool):
        return []
    return [f"{at or 'value'}: {_short(old)} -> {_short(new)}"]


def _short(value: Any) -> str:
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= 60 else text[:57] + "..."


def difference_picture(old: Media, new: Media) -> Pixels | None:
    """Where two pictures differ: the new one in pale grey, differing pixels in red, the stronger the further apart.

    None for what is no picture, or of another size.
    """
    if not (old.kind.startswith("image/") and new.kind.startswith("image/")):
        return None
    try:
        a, b = pixels_of(old), pixels_of(new)
    except ValueError:
        return None
    if a.shape != b.shape:
        return None
    away = cv2.absdiff(a, b).max(axis=2).astype(np.float32)
    pale = 255 - (255 - cv2.cvtColor(b, cv2.COLOR_RGBA2GRAY)) // 4
    out = np.repeat(pale[..., None], 3, axis=2).astype(np.float32)
    strength = np.where(away > 0, 0.45 + 0.55 * away / 255, 0)[..., None]
    return np.asarray(np.round(out * (1 - strength) + np.array([214, 20, 40], np.float32) * strength), np.uint8)
