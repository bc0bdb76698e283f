"""What the golden files hold, computed anew.

Of the truth, hashes of scenes by sample and of questions by template, so that a change shows which templates it
touches. Of pictures, a small copy of one per family and level.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b

import msgspec
from PIL import Image

from scenewright.families import family
from scenewright.renderers.skia_loader import skia
from scenewright.sample import Maker, Sample
from scenewright.store import column_of
from scenewright.tiles import picture_of
from tests.contract.corpus import FEWER, SLOW

SAMPLES = 40
"""Per level: enough for every template to be asked. Of slower families twenty, of the slowest ten: one of each kind."""
WIDTH_PX = 240


def short_hash(value: object) -> str:
    return blake2b(msgspec.json.encode(value), digest_size=8).hexdigest()


@cache
def samples(name: str) -> tuple[Sample, ...]:
    made: list[Sample] = []
    for level in range(len(family(name).levels)):
        maker = Maker.of(name, level, 0)
        index = 0
        while index < (10 if name in SLOW else 20 if name in FEWER else SAMPLES):
            pair = maker.make_with_twin(index)
            made += pair
            index += len(pair)
    return tuple(made)


def truth(name: str) -> dict[str, dict[str, str]]:
    asked: dict[str, list[object]] = {}
    # Which questions a model's picture bears out hangs on the last bits of its sums.
    for sample in samples(name) if not family(name).models else ():
        for question in sample.questions:
            asked.setdefault(question.template, []).append((sample.id, question))
    return {
        "scenes": {s.id: short_hash(s.scene) for s in samples(name) if s.index < 10},
        "questions": {template: short_hash(questions) for template, questions in sorted(asked.items())},
    }


def picture(sample: Sample) -> Image.Image:
    """What stands for a sample: its picture, moments of its clip, or the spectrogram of its sound."""
    row: dict[str, list[dict[str, bytes]]] = {"images": [], "videos": [], "audios": []}
    for medium in sample.media:
        if not medium.role:
            row[column_of(medium)].append({"bytes": medium.data})
    pixels = picture_of(row).toarray(colorType=skia.ColorType.kRGBA_8888_ColorType)
    return Image.fromarray(pixels[..., :3])


def pictures(name: str) -> dict[str, Image.Image]:
    """One picture per level, and the spoiled twins of level 2, scaled to a width of `WIDTH_PX`."""
    found = {}
    for sample in samples(name):
        if sample.index == 0 or (sample.level == 2 and sample.index in (7, 9)):
            image = picture(sample)
            height = round(image.height * WIDTH_PX / image.width)
            found[sample.id] = image.resize((WIDTH_PX, height), Image.Resampling.BOX)
    return found
