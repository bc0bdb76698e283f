"""A loaded pipeline run on a drawn picture, by one of the stages."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from scenewright.renderers.diffusion.errors import ModelError, brief
from scenewright.renderers.diffusion.pipelines import Loaded, explained, quiet
from scenewright.scenes.base import Reject

GRAIN_PX = 16
"""Sides are whole multiples of this while a model works: eight times the patch of a transformer."""
BLACK_MAX = 3
"""Samples in a row whose pictures a safety checker all blacked out, after which the model is given up."""


def paint(
    loaded: Loaded,
    pixels: np.ndarray,
    prompt: str,
    negative: str,
    seeds: Sequence[int],
    open_to: np.ndarray | None = None,
    control: np.ndarray | None = None,
) -> list[np.ndarray]:
    """One picture, `(h, w, 3)` uint8 of the drawn picture's size, for each seed; fewer where some came out black.

    `open_to`: boolean mask of what may be painted (stage `inpaint`), else it is the drawn picture again byte for byte.
    `control`: the control picture. Raises `ModelError` for NaN, too little memory or options that the pipeline refuses,
    `Reject("black_picture")` where a safety checker left none.
    """
    options = loaded.options
    size = working_size(pixels.shape[1], pixels.shape[0], options.side)
    given = _inputs(loaded, pixels, prompt, negative, size, open_to, control)
    out: list[np.ndarray] = []
    for start in range(0, len(seeds), options.batch):
        out += _batch(loaded, given, seeds[start : start + options.batch])
    if not out:
        loaded.black[0] += 1
        if loaded.black[0] >= BLACK_MAX:
            raise ModelError(
                f"{loaded.facts.name}: its safety checker blacked out every picture of {BLACK_MAX} scenes in a row; "
                "change the prompt or the seed, or load a copy saved with safety_checker null"
            )
        raise Reject("black_picture")
    loaded.black[0] = 0
    large = [_resized(picture, pixels.shape[1], pixels.shape[0]) for picture in out]
    if open_to is None:
        return large
    return [np.where(open_to[..., None], picture, pixels) for picture in large]


def working_size(width: int, height: int, side: int | None) -> tuple[int, int]:
    """Width and height that a model works at: the longer side as asked, both multiples of `GRAIN_PX`."""
    scale = (side or max(width, height)) / max(width, height)
    wide, high = (max(GRAIN_PX, round(n * scale / GRAIN_PX) * GRAIN_PX) for n in (width, height))
    return wide, high


def _inputs(
    loaded: Loaded,
    pixels: np.ndarray,
    prompt: str,
    negative: str,
    size: tuple[int, int],
    open_to: np.ndarray | None,
    control: np.ndarray | None,
) -> dict[str, Any]:
    """Arguments of the pipeline that are the same for all pictures."""
    options = loaded.options
    out: dict[str, Any] = {
        "prompt": prompt, "negative_prompt": negative or None, "width": size[0], "height": size[1],
        "num_inference_steps": options.steps, "guidance_scale": options.guidance, "output_type": "np",
    }  # fmt: skip
    if options.stage in ("image", "inpaint"):
        out |= {"image": picture(pixels, size), "strength": options.far()}
    if open_to is not None:
        out["mask_image"] = picture(np.where(open_to, 255, 0).astype(np.uint8), size, cv2.INTER_NEAREST)
    if control is not None:
        # SD 3 and FLUX call the control picture `control_image`; the UNets' pipelines call it `image`.
        name = "control_image" if "control_image" in _accepted(loaded.pipe) else "image"
        out |= {name: picture(control, size), "controlnet_conditioning_scale": options.control_scale}
    if options.stage == "reference":
        out["ip_adapter_image"] = _reference(options.reference, pixels)
    known = _accepted(loaded.pipe)
    lacking = [n for n in ("ip_adapter_image", "mask_image") if n in out and n not in known]
    if lacking:
        raise ModelError(
            f"{loaded.facts.name}: a {type(loaded.pipe).__name__} takes no {lacking[0]}; choose another model"
        )
    return {name: value for name, value in out.items() if name in known}


def _accepted(pipe: Any) -> set[str]:
    return set(inspect.signature(type(pipe).__call__).parameters)


def _reference(path: str, pixels: np.ndarray) -> Any:
    from PIL import Image, UnidentifiedImageError

    if not path:
        return Image.fromarray(pixels)
    try:
        return Image.open(Path(path)).convert("RGB")
    except (OSError, UnidentifiedImageError):
        raise ModelError(f"reference {path}: can't be read as a picture; give a PNG or JPEG") from None


def picture(pixels: np.ndarray, size: tuple[int, int], how: int = cv2.INTER_AREA) -> Any:
    """Pixels as a picture of Pillow's, of a size."""
    from PIL import Image

    if (pixels.shape[1], pixels.shape[0]) != size:
        pixels = cv2.resize(pixels, size, interpolation=how)
    return Image.fromarray(pixels)


def _resized(pixels: np.ndarray, width: int, height: int) -> np.ndarray:
    if pixels.shape[:2] == (height, width):
        return pixels
    how = cv2.INTER_AREA if pixels.shape[1] >= width else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=how))


def _batch(loaded: Loaded, given: dict[str, Any], seeds: Sequence[int]) -> list[np.ndarray]:
    """Pictures of these seeds, each from its own noise, so that it is the same in any batch (up to rounding)."""
    import torch

    options, name = loaded.options, loaded.facts.name
    # Generators of the processor: their noise is the same whatever the device.
    noise = [torch.Generator("cpu").manual_seed(seed) for seed in seeds]
    given = given | {"generator": noise}
    if options.stage in ("image", "inpaint"):  # SD 3 wants as many pictures as it makes
        many = ("prompt", "negative_prompt", "image", "mask_image")
        given |= {field: [given[field]] * len(noise) for field in many if given.get(field) is not None}
    else:
        given["num_images_per_prompt"] = len(noise)
    with quiet(), torch.inference_mode(), explained(name, loaded.device, options.dtype):
        try:
            found = loaded.pipe(**given)
        except (ValueError, TypeError, AttributeError) as error:
            raise ModelError(f"{name}: refuses these options ({brief(error)}); change them, or the model") from None
        except RuntimeError as error:
            if "shape" in str(error) or "size" in str(error):
                parts = f"{name} and {Path(options.controlnet).name}" if options.controlnet else name
                raise ModelError(
                    f"{parts}: parts don't fit together ({brief(error)}); choose matching models"
                ) from None
            raise
    values = np.asarray(found.images, np.float32)
    if not np.isfinite(values).all():
        raise ModelError(f"{name}: gave pictures of NaN in {options.dtype}; {_NAN}")
    objected = getattr(found, "nsfw_content_detected", None) or [False] * len(values)
    pictures = (np.clip(values, 0, 1) * 255).round().astype(np.uint8)
    return [p for p, bad in zip(pictures, objected, strict=True) if not bad and p.any()]


_NAN = "set dtype: bfloat16 or float32, or choose a model whose decoder is made for float16"
