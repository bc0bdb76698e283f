"""A rendering with marks, repainted by a diffusion model, with every claim about the result checked."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

import msgspec
import numpy as np
from PIL import Image

from scenewright.renderers.base import Claim, Mark, Media, Rendering, unverified
from scenewright.renderers.diffusion.best_of import best_of
from scenewright.renderers.diffusion.conditions import condition
from scenewright.renderers.diffusion.label_pixels import covers, label_pixels, regions
from scenewright.renderers.diffusion.options import Repaint
from scenewright.renderers.diffusion.pipelines import Loaded, load
from scenewright.renderers.diffusion.sounds import resound
from scenewright.renderers.diffusion.stages import paint
from scenewright.renderers.diffusion.verify_marks import background_claims, kept_claims, likeness_claims
from scenewright.renderers.diffusion.words import NEGATIVE, prompt_of
from scenewright.renderers.png import encode_png
from scenewright.scenes.base import Reject
from scenewright.scenes.shapes_scene import Shapes


def repaint(rendering: Rendering, scene: Any, style: Any, options: Repaint, seed: int) -> Rendering:
    """The rendering with its first picture repainted, the best of `options.n`, and the claims about it; or with the
    sounds of a soundscape made anew.

    A rendering whose first medium is no picture (a clip) is left as it is. What no claim holds for is in
    `resolution.unverified`. Raises `ModelError` where the model can't be used, `Reject` where no picture came out, or
    too few claims hold.
    """
    if options.stage == "sound":
        return resound(rendering, scene, style, options, seed)
    first = rendering.media[0]
    if first.kind != "image/png":
        return rendering
    return repainted(rendering, scene, load(options), seed)


def repainted(rendering: Rendering, scene: Any, loaded: Loaded, seed: int) -> Rendering:
    """As `repaint`, by a pipeline that is loaded."""
    options = loaded.options
    drawn = decoded(rendering.media[0])
    parts = regions(rendering.marks, drawn.shape[:2])
    keep = label_pixels(drawn, rendering.marks) if options.stage == "inpaint" else None
    control = None
    if options.stage == "controlnet":
        control = condition(options.control, drawn, rendering.marks, scene)
    prompt = prompt_of(scene, options.stage, options.prompt, seed)
    seeds = [seed + number for number in range(options.n)]
    open_to = None if keep is None else ~keep
    made = paint(loaded, drawn, prompt, options.negative_prompt or NEGATIVE, seeds, open_to, control)
    if keep is None:
        hides = covers(rendering.marks, drawn.shape[:2], scene.hidden)
        made = [np.where(hides[..., None], drawn, picture) for picture in made]
    check = partial(
        claims_about, drawn=drawn, scene=scene, keep=keep, parts=parts, marks=rendering.marks, options=options
    )
    rank = None
    if options.ranker:
        from scenewright.renderers.diffusion.verify_models import clip_scores

        rank = partial(clip_scores, options.ranker, prompt)
    best = best_of(made, check, rank, tries=options.n)
    if best.share < options.accept:
        raise Reject("claims")
    height, width = drawn.shape[:2]
    alpha = np.full((height, width, 1), 255, np.uint8)
    data = encode_png(np.ascontiguousarray(np.concatenate([best.medium, alpha], 2)))
    media = (Media(kind="image/png", data=data, width_px=width, height_px=height), *rendering.media[1:])
    failed = tuple(dict.fromkeys((*rendering.resolution.unverified, *unverified(best.claims))))
    resolution = msgspec.structs.replace(rendering.resolution, unverified=failed)
    return Rendering(
        media=media,
        marks=rendering.marks,
        resolution=resolution,
        tracks=rendering.tracks,
        readings=rendering.readings,
        claims=(*rendering.claims, *best.claims),
        tries=best.tries,
        model=loaded.facts.text(),
    )


def decoded(medium: Media) -> np.ndarray:
    """A picture's pixels, `(h, w, 3)` uint8."""
    return np.array(Image.open(io.BytesIO(medium.data)).convert("RGB"))


def claims_about(
    finished: np.ndarray,
    drawn: np.ndarray,
    scene: Any,
    keep: np.ndarray | None,
    parts: dict[str, np.ndarray],
    marks: tuple[Mark, ...],
    options: Repaint,
) -> tuple[Claim, ...]:
    """Every claim about a finished picture, checked by all that can: where labels were kept, about the background."""
    out: list[Claim] = []
    if keep is not None:
        out += kept_claims(drawn, finished, keep, parts)
        out += background_claims(drawn, finished, keep, parts)
    elif isinstance(scene, Shapes):
        from scenewright.renderers.diffusion.verify_shapes import verify_shapes

        out += verify_shapes(finished, scene)
    else:
        out += likeness_claims(drawn, finished, parts)
    if options.detector or options.ocr:
        from scenewright.renderers.diffusion.verify_models import model_claims

        out += model_claims(finished, scene, parts, marks, options)
    return tuple(out)
