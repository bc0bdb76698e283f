"""Checks by models of `transformers`: an open-vocabulary detector, a reader of text, a ranker by words."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from scenewright.renderers.base import Box, Claim, Mark
from scenewright.renderers.diffusion.errors import ModelError, brief
from scenewright.renderers.diffusion.options import Repaint
from scenewright.renderers.diffusion.pipelines import device_of, explained, quiet, start_torch
from scenewright.scenes.shapes_scene import Shapes

DETECTED = 0.2
"""Score of a detection from which on it counts (OWLv2's own default is 0.1, Grounding DINO's 0.35)."""
OVERLAP = 0.4
"""Intersection over union of a detection with the thing's box."""
READ = 0.85
"""Likeness of what is read to what should be (of `difflib`), from which on they agree."""


@contextmanager
def _checked(what: str, at: str) -> Iterator[None]:
    """Turns what a library raises over a model of another kind into a `ModelError`."""
    try:
        with quiet():
            yield
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError) as error:
        raise ModelError(f"{what} {at}: can't be used ({brief(error)}); choose another model") from None


@lru_cache(4)
def _model(what: str, kind: str, at: str, device: str) -> tuple[Any, Any]:
    """Processor and model of a folder."""
    start_torch()
    import transformers

    with _checked(what, at), explained(Path(at).name, device, "float32"):
        processor = transformers.AutoProcessor.from_pretrained(at, local_files_only=True)
        model = getattr(transformers, kind).from_pretrained(at, local_files_only=True).eval().to(device)
    return processor, model


def model_claims(
    pixels: np.ndarray, scene: Any, parts: Mapping[str, np.ndarray], marks: Sequence[Mark], options: Repaint
) -> list[Claim]:
    """What the detector says of items, and the reader of lettering."""
    out: list[Claim] = []
    device = device_of(options.device)
    if options.detector and isinstance(scene, Shapes):
        wanted = {item.id: f"a {item.colour} {item.shape}" for item in scene.items}
        out += detected(options.detector, pixels, wanted, parts, device)
    if options.ocr:
        words = {m.id: (m.text, m.box) for m in marks if m.medium == 0 and m.text and m.id}
        out += read_claims(pixels, words, lambda picture: read(options.ocr, picture, device), Path(options.ocr).name)
    return out


def detected(
    at: str, pixels: np.ndarray, wanted: Mapping[str, str], parts: Mapping[str, np.ndarray], device: str = "cpu"
) -> list[Claim]:
    """Of each thing, that the detector (OWLv2, Grounding DINO) finds what it is called where it should be."""
    import torch

    processor, model = _model("detector", "AutoModelForZeroShotObjectDetection", at, device)
    names = list(dict.fromkeys(wanted.values()))
    image = Image.fromarray(pixels)
    with _checked("detector", at), torch.inference_mode():
        given = processor(text=[names], images=image, return_tensors="pt").to(device)
        found = processor.post_process_grounded_object_detection(
            model(**given), target_sizes=[pixels.shape[:2]], threshold=0.0, text_labels=[names]
        )[0]
    labels = found.get("text_labels") or [names[int(i)] for i in found["labels"]]
    boxes, scores = found["boxes"].tolist(), found["scores"].tolist()
    out = []
    for id, name in wanted.items():
        if id not in parts:
            continue
        place = _box(parts[id])
        fits = [
            (s, b) for s, b, n in zip(scores, boxes, labels, strict=True) if n == name and overlap(b, place) >= OVERLAP
        ]
        score = max((s for s, _ in fits), default=0.0)
        holds = score >= DETECTED
        out.append(
            Claim(kind="exists", things=(id,), expected=name, found=name if holds else "not found",
                  score=round(float(score), 3), checker=Path(at).name, holds=holds)
        )  # fmt: skip
    return out


def _box(mask: np.ndarray) -> Box:
    ys, xs = np.nonzero(mask)
    return float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1)


def overlap(a: Sequence[float], b: Sequence[float]) -> float:
    """Intersection over union of two boxes."""
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(0.0, wide) * max(0.0, high)
    either = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both
    return both / either if either > 0 else 0.0


def read(at: str, pixels: np.ndarray, device: str = "cpu") -> str:
    """What a reader (TrOCR and alike) makes of a line of text."""
    import torch

    processor, model = _model("ocr", "AutoModelForImageTextToText", at, device)
    with _checked("ocr", at), torch.inference_mode():
        given = processor(images=Image.fromarray(pixels), return_tensors="pt").to(device)
        return str(processor.batch_decode(model.generate(**given, max_new_tokens=32), skip_special_tokens=True)[0])


def read_claims(
    pixels: np.ndarray, words: Mapping[str, tuple[str, Box]], reader: Callable[[np.ndarray], str], checker: str
) -> list[Claim]:
    """Of each line of text, that it reads as it should."""
    out = []
    for id, (text, box) in words.items():
        left, top, right, bottom = (round(v) for v in box)
        crop = pixels[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3]
        found = reader(np.ascontiguousarray(crop)) if crop.size else ""
        alike = difflib.SequenceMatcher(None, _plain(text), _plain(found)).ratio()
        out.append(
            Claim(kind="text", things=(id,), expected=text, found=found, score=round(alike, 3), checker=checker,
                  holds=alike >= READ)
        )  # fmt: skip
    return out


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum() or c in "+-.%")


def clip_scores(at: str, words: str, pictures: Sequence[np.ndarray], device: str = "cpu") -> list[float]:
    """How well a CLIP finds each picture to go with the words."""
    import torch

    processor, model = _model("ranker", "AutoModel", at, device)
    with _checked("ranker", at), torch.inference_mode():
        images = [Image.fromarray(p) for p in pictures]
        given = processor(text=[words], images=images, return_tensors="pt", padding=True, truncation=True).to(device)
        return [float(score) for score in model(**given).logits_per_image[:, 0]]


def clap_belief(at: str, names: Sequence[str], sound: np.ndarray, rate_hz: int, device: str = "cpu") -> list[float]:
    """How far a CLAP takes a sound for each of the names: shares of 1. Resampled to the model's rate."""
    import torch

    from scenewright.renderers.diffusion.sounds import resampled

    processor, model = _model("ranker", "AutoModel", at, device)
    with _checked("ranker", at), torch.inference_mode():
        rate = int(processor.feature_extractor.sampling_rate)
        heard = resampled(np.ascontiguousarray(sound, np.float32), rate_hz, rate)
        words = [f"the sound of {name}" for name in names]
        given = processor(text=words, audio=[heard], sampling_rate=rate, return_tensors="pt", padding=True).to(device)
        return [float(p) for p in model(**given).logits_per_audio[0].softmax(0)]
