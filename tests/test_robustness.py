"""Labels on worse media: shares of what was read and agreed, and treatments that do what they say."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import cv2
import numpy as np
import pytest
import soundfile

from scenewright.audit import decoded
from scenewright.audit.checks.robustness import Robustness
from scenewright.audit.patches import picture
from scenewright.audit.readers import reader
from scenewright.audit.rows import Medium, Row, Unusable
from scenewright.audit.run import Audit
from scenewright.audit.summary import draw_charts
from scenewright.audit.treatments import PICTURES, SOUND, TREATMENTS, narrow, treated
from scenewright.sample import Maker
from tests.rows import plain_rows


class Every(Robustness):
    """Of all rows."""

    EVERY = 1


@cache
def rows() -> tuple[Row, ...]:
    names = (("tower", 0), ("tower", 1), ("collisions", 0), ("soundscape", 0), ("melody", 0), ("speech", 0))
    samples = [Maker.of(name, level, 3, questions=1).make(index) for name, level in names for index in range(2)]
    return tuple(Row(values, "train", k) for k, values in enumerate(plain_rows(samples)))


@cache
def checked() -> Robustness:
    check = Every()
    for row in rows():
        assert not list(check.look(row))
    return check


def test_shares_by_treatment_family_and_level() -> None:
    section = checked().section()
    for name in TREATMENTS:
        assert 0.8 <= section.figures[f"share that holds: {name}"] <= 1, name
    assert not section.failed
    assert not section.counts
    assert section.tables[0][2][0][0] == "collisions"
    assert "tower 1 jpeg" in section.details["cells"]
    assert "speech 0 narrow band" in section.details["cells"]
    assert "speech 0 jpeg" not in section.details["cells"]


def test_shares_are_drawn() -> None:
    """A panel of each treatment, beside those of other checks."""
    section = checked().section()
    audit = Audit(version="", samples=1, of=1, seconds=1, sections=(section,))
    assert list(section.details["shares"]) == [f"Facts that hold after {name}, by family" for name in TREATMENTS]
    drawn = cv2.imdecode(np.frombuffer(draw_charts(audit), np.uint8), cv2.IMREAD_COLOR)
    assert drawn.shape[0] > 40 * sum(map(len, section.details["shares"].values())) / 2


def test_a_limit_decides() -> None:
    """By default none does; a recipe may ask for more than there is."""
    section = checked().section()
    assert all(limit.value == 0 and limit.side == "at least" for limit in section.limits.values())
    assert section.limits.keys() <= section.figures.keys()


def test_what_a_treatment_takes_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A treatment that turns pictures grey leaves no paints, and the note says which readers need them."""

    def grey(bgr: np.ndarray, frame: int) -> np.ndarray:
        return bgr if bgr.ndim == 2 else np.repeat(bgr.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)

    monkeypatch.setitem(PICTURES, "jpeg", grey)
    check = Every()
    for row in rows()[:4]:
        list(check.look(row))
    section = check.section()
    assert section.figures["share that holds: jpeg"] < 0.8 < section.figures["share that holds: blur"]
    assert any(row[:3] == ("tower", "paint", "jpeg") for row in section.tables[-1][2])


def test_counts_add_up() -> None:
    one, two = Every(), Every()
    for row in rows()[:4]:
        list(one.look(row))
    for row in rows()[4:]:
        list(two.look(row))
    one.merge(two)
    assert one.section().figures == checked().section().figures


def test_some_rows_only_of_all_levels() -> None:
    check = Robustness()
    kept = [k for k in range(2000) if _looked(check, k)]
    assert 150 < len(kept) < 250
    assert {k % 5 for k in kept} == set(range(5)), "rows take their levels in turn"


def _looked(check: Robustness, number: int) -> bool:
    """Whether a row of that number is looked at: of an unknown family, it can't be."""
    try:
        list(check.look(Row({"family": "no_such_family"}, "", number)))
    except Unusable:
        return True
    return False


def test_media_that_cannot_be_decoded() -> None:
    row = rows()[0]
    broken = row.with_media([medium._replace(data=b"no picture") for medium in row.media])
    with pytest.raises(Unusable):
        list(Every().look(broken))


@pytest.mark.parametrize("name", PICTURES)
def test_treatments_keep_size_and_change_little(name: str) -> None:
    medium = next(row.media[0] for row in rows() if row.media[0].kind.startswith("image/"))
    other = treated(medium, name)
    assert other is not None
    before, after = picture(medium).astype(int), picture(other).astype(int)
    assert before.shape == after.shape
    assert 0 < np.abs(before - after).mean() < 8
    assert treated(medium, SOUND) is None


@cache
def clips() -> tuple[Row, ...]:
    made = (Maker.of(name, level, 5, questions=1).make(index) for name in ("tower", "collisions") for level in (1, 2)
            for index in (0, 3))  # fmt: skip
    found = [values for values in plain_rows(list(made)) if "video/mp4" in values["media"]]
    return tuple(Row(values, "train", k) for k, values in enumerate(found))


def test_clips_are_treated_frame_by_frame() -> None:
    """Facts of clips hold mostly; in the dark none does."""
    check = Every()
    for row in clips():
        assert not list(check.look(row))
    shares = {key[:2]: share for key, share in check._shares((0, 2)).items()}
    assert {(family, name) for family in ("tower", "collisions") for name in PICTURES} == shares.keys()
    assert min(shares.values()) > 0.8, shares
    assert ("tower", "motion", "jpeg") in {(key[0], key[3], key[2]) for key in check.asked}


def test_clips_in_the_dark_hold_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PICTURES, "jpeg", lambda pixels, frame: np.zeros_like(pixels))
    check = Every()
    for row in clips()[:3]:
        list(check.look(row))
    shares = {key[0]: share for key, share in check._shares((2,)).items()}
    assert shares["jpeg"] < 0.3 < 0.8 < shares["blur"]


@pytest.mark.parametrize("name", PICTURES)
def test_clips_keep_size_and_length_and_change_little(name: str) -> None:
    medium = clips()[0].media[0]
    other = treated(medium, name)
    assert other is not None
    before, after = decoded.clip(medium.data), decoded.clip(other.data)
    assert before.brightness.shape == after.brightness.shape
    for k in (0, len(before) - 1):
        off = np.abs(before.bgr(k).astype(int) - after.bgr(k))
        assert 0 < off.mean() < 8
    if name == "noise":
        grain = [after.bgr(k).astype(int) - before.bgr(k) for k in (0, 1)]
        assert np.corrcoef(grain[0].ravel(), grain[1].ravel())[0, 1] < 0.1, "each frame has its own"


def _copies(files: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """The same files in other bytes, which nothing has seen."""
    return [file | {"bytes": bytes(bytearray(file["bytes"]))} for file in files or []]


def test_media_are_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For all checks of a row, and each array is safe from the others."""
    from scenewright.audit.checks import check

    counts: Counter[str] = Counter()
    for name in ("_raw", "_bgr", "_samples", "_clip"):
        memo = getattr(decoded, name)

        def counted(data: bytes, name: str = name, decode: Callable[[bytes], Any] = memo.decode) -> Any:
            counts[name] += 1
            return decode(data)

        monkeypatch.setattr(memo, "decode", counted)
    kinds = [check(name)() for name in ("structure", "readers", "variety", "legibility")]
    for row in (rows()[0], clips()[0], next(row for row in rows() if row.family == "melody")):
        row = Row(row.values | {column: _copies(row.values[column]) for column in ("images", "videos", "audios")})
        counts.clear()
        for one in kinds:
            list(one.look(row))
        media = Counter(medium.kind.partition("/")[0] for medium in row.media)
        assert counts["_raw"] <= media["image"]
        assert counts["_bgr"] <= media["image"]
        assert counts["_samples"] <= media["audio"]
        assert counts["_clip"] <= media["video"]
        assert sum(counts.values()) > 0
    with pytest.raises(ValueError, match="read-only"):
        decoded.bgr(rows()[0].media[0].data)[0] = 0


def test_blur_is_of_one_pixel() -> None:
    point = np.zeros((31, 31, 3), np.uint8)
    point[15, 15] = 255
    spread = PICTURES["blur"](point, 0)[15, :, 0].astype(float)
    assert spread[14] / spread[15] == pytest.approx(np.exp(-0.5), abs=0.02)
    assert cv2.countNonZero(PICTURES["half size"](point, 0)[..., 0]) > 1


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 44100])
def test_narrow_band(rate: int) -> None:
    """A low tone stays, a high one goes; time and rate stay."""
    t = np.arange(rate) / rate
    low, high = np.sin(2 * np.pi * 440 * t), np.sin(2 * np.pi * min(7000, 0.45 * rate) * t)
    sink = io.BytesIO()
    soundfile.write(sink, 0.3 * np.column_stack([low, high]), rate, format="FLAC")
    other = narrow(Medium("audio/flac", sink.getvalue(), "", {}))
    samples, found = decoded.samples(other.data)
    assert (found, len(samples)) == (rate, rate)
    power = np.square(samples).mean(axis=0)
    assert power[0] == pytest.approx(0.045, rel=0.02)
    assert power[1] < 1e-4 if rate > 11025 else power[1] == pytest.approx(0.045, rel=0.02)


@pytest.mark.parametrize("family", ["tower", "collisions"])
def test_nothing_is_in_its_place_in_an_empty_picture(family: str) -> None:
    """All of one colour, it fits at any place."""
    row = next(row for row in rows() if row.family == family and row.media[0].kind.startswith("image/"))
    blank = [medium._replace(data=decoded.Held(np.full_like(decoded.bgr(medium.data), 90))) for medium in row.media]
    read = reader(family)
    assert read is not None
    assert any(fact.name == "place" and fact.agrees for fact in read(row))
    assert not any(fact.name == "place" and fact.agrees for fact in read(row.with_media(blank)))
